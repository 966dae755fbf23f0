"""Every word of the panel has its Chinese one, and the same places to fill in."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from lam_desktop import panel
from lam_desktop.execution.finding.guard import Guard
from lam_desktop.panel.chinese.before import BEFORE
from lam_desktop.panel.chinese.pages import PAGES
from lam_desktop.panel.language import CHINESE, FROM_OTHERS, speak
from lam_desktop.panel.widgets.words import count, steps_word, translated
from lam_desktop.tasks.limits import Limits
from lam_desktop.tasks.provenance.compile import compile_task
from lam_desktop.tasks.provenance.oddities import odd_rows
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.task import DemonstratedRow
from tests.tasks.recordings import Clerk

PLACES = re.compile(r"\{\w+\}")


def said() -> Iterator[str]:
    """What the panel's source hands to Qt to be translated."""
    for path in Path(panel.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            texts = [one.value for one in node.args if isinstance(one, ast.Constant)]
            if called in ("tr", "translate") and len(texts) == len(node.args):
                yield str(texts[-1])


def test_every_word_of_the_panel_has_its_chinese_one() -> None:
    assert set(said()) == set(CHINESE), "a word is missing, or one that nobody says any more is left"
    assert not set(PAGES) & set(BEFORE)


@pytest.mark.parametrize("words", [CHINESE, FROM_OTHERS], ids=["own", "others"])
def test_the_same_places_are_filled_in(words: dict[str, str]) -> None:
    for english, chinese in words.items():
        assert set(PLACES.findall(english)) == set(PLACES.findall(chinese)), english


def ended(limit: str, most: int) -> str:
    """What a run says that came to its limit."""
    guard = Guard((), Limits(**{limit: most}), actions=9)  # type: ignore[arg-type]
    guard.begin_row()
    guard.actions = 1
    return guard.end_of_run(next_row=True) or ""


@pytest.fixture
def chinese(dressed: QApplication) -> Iterator[None]:
    before = set(dressed.findChildren(QTranslator))
    speak(dressed, "zh")
    yield
    for one in set(dressed.findChildren(QTranslator)) - before:
        dressed.removeTranslator(one)
        one.deleteLater()


@pytest.mark.usefixtures("chinese")
def test_words_of_the_panel_and_sentences_of_others_come_in_chinese() -> None:
    assert steps_word(3) == "3 个步骤"
    assert count(1, "1 row", "{n} rows") == "1 row", "only what Qt was asked about"
    assert translated("Looking at the screen.") == "正在查看屏幕。"
    assert translated("Click the field “Customer”") == "单击字段“Customer”"
    assert translated("Wait until “Saved” is gone") == "等待“Saved”消失"
    assert translated("only where the column express says “yes”") == "仅当列 express 为“yes”时"
    assert translated("read in step 2.1") == "在第 2.1 步读取"
    assert translated("handed over as invoice") == "以 invoice 之名交给调用它的任务"
    assert translated("“B” is like the column room (“B-4”); it stays in every row as it was typed.") == (
        "“B”与列 room（“B-4”）相似；每一行都按原样输入。"
    )
    told = "“13.50” is 3 × 4.50 of the columns count and price; it stays in every row as it was typed."
    assert translated(told) == "“13.50”等于列 count 与列 price 的 3 × 4.50；每一行都按原样输入。"
    told = "The run tasks/a/runs/1 has entered it already, with the same cells, from the sheet «March»."
    assert translated(told) == "运行 tasks/a/runs/1 已从工作表“March”录入过它，单元格内容相同。"
    assert translated("Row 5, step 7: Stopped by you.") == "第 5 行，第 7 步：您已停止。"
    for text in (
        Limits(rows_per_run=20).told_before(40),
        f"Row 5, step 7 (click Save): {ended('actions_per_run', 9)}",
        f"2 rows done. {ended('rows_per_run', 2)}",
    ):  # fmt: skip
        assert "上限 «" in translated(text) and "limit" not in translated(text)
    assert translated(f"2 rows done. {ended('rows_per_run', 2)}").startswith("已完成 2 行。")


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize(
    ("shown", "cells"),
    [
        ("30", ["7", "12", "7l", "9"]), ("30", ["1OO"]), ("2026-03-05", ["2026-13-40"]),
        ("Miller", ["M\u0456ller"]), ("30", ["4", "5", "6", "7", "900000"]), ("K0471", ["A", "B", "C", "D"]),
        ("a@b.de", ["x", "y", "z", "w"]), ("00471", ["472", "473", "474"]),
        ("2026-03-05", ["06.03.2026", "07.03.2026", "08.03.2026", "09.03.2026"]),
        ("Miller", ["Smith", "Jones", "", "Kim", "Lee"]), ("Miller", ["a\nb"]), ("Miller", ["a\u200bb"]),
    ],
)  # fmt: skip
def test_what_looks_odd_in_a_table_comes_in_chinese(shown: str, cells: list[str], tmp_path: Path) -> None:
    clerk = Clerk().click(300, 100).type(shown)
    row = DemonstratedRow("o.csv", 1, {"x": shown})
    task = compile_task("o", tmp_path, clerk.save(tmp_path), row, (Row(1, {"x": shown}),))
    odd = odd_rows(task, [Row(n, {"x": cell}) for n, cell in enumerate(cells, 2)])
    assert odd
    for one in odd:
        assert translated(one.what) != one.what, one.what


@pytest.mark.usefixtures("chinese")
def test_what_is_not_known_stays_as_it_was_written() -> None:
    for text in ("orders.csv cannot be read.", "Choose a larger resolution, or record the task here."):
        assert translated(text) == text


def test_english_is_what_stands_in_the_source(dressed: QApplication) -> None:
    speak(dressed, "en")
    assert steps_word(3) == "3 steps" and translated("Click “Save”") == "Click “Save”"
