"""A Russian web program: what it says in Cyrillic is read, found, typed and checked as any other text.

Judged by what the page sent. Two clients whose names are nearly the same stand above each other.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.errors import ExitCode
from lam_desktop.evaluation.drift.conditions import RECORDED, SCREEN
from lam_desktop.evaluation.drift.web import WebProgram
from lam_desktop.office.clerk import Clerk
from lam_desktop.office.lam import Lam
from lam_desktop.office.virtual import VirtualDesktop
from tests.e2e.harness import write_rows

pytestmark = pytest.mark.e2e
TASK, WAIT_S = "заказы", 20.0
NAMES: tuple[str, ...] = ("customer", "goods", "quantity", "delivery", "note")
ROWS: list[dict[str, str]] = [
    dict(zip(NAMES, each, strict=True))
    for each in (
        ("Белоусова Ольга", "Настольная лампа", "12", "Курьер", "Второй этаж"),
        ("Сорокин Антон", "Офисный стул", "7", "Почта", "Звонить дважды"),
        ("Сорокина Анна", "Шкаф для бумаг", "25", "Курьер", "Въезд со двора"),
        ("Щербаков Игорь", "Доска", "3", "Курьер", "Позвонить заранее"),
        ("Фёдоров Эдуард", "Кресло", "40", "Почта", "Пропуск у охраны"),
    )
]
PAGE = WebProgram(
    "clients", "clients_ru.html", "Приём заказов", (), (),
    lambda row: (
        f"row:{row['customer']}", "goods", "quantity", f"delivery:{row['delivery']}", "note", "save",
    ),
    pages=Path(__file__).parent / "programs",
)  # fmt: skip


def test_rows_in_russian_are_entered_with_the_right_client(tmp_path: Path) -> None:
    rows, logs = write_rows(tmp_path / "rows.csv", ROWS), tmp_path / "logs"
    logs.mkdir()
    with VirtualDesktop(SCREEN) as desktop, PAGE.show(desktop, tmp_path / "shown", RECORDED) as page:
        lam = Lam(desktop, tmp_path / "library", logs)
        with Clerk(desktop.display, 0.2) as clerk:
            clerk.prepare("".join(ROWS[0].values()))
            with lam.recording(TASK, f"{rows}:1"):
                page.enter(clerk, ROWS[0])
        assert page.site.stored == [ROWS[0]]
    larger = replace(RECORDED, zoom=1.1)
    with VirtualDesktop(SCREEN) as desktop, PAGE.show(desktop, tmp_path / "again", larger) as page:
        lam = Lam(desktop, tmp_path / "library", logs)
        outcome = lam.run(TASK, f"{rows}:2-5", "lam", WAIT_S)
        assert outcome.exit_code is ExitCode.DONE, (outcome.message, lam.journal(outcome))
        assert page.site.stored == ROWS[1:]
