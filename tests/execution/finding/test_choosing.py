from __future__ import annotations

from datetime import date

import pytest

from lam_desktop.execution.finding.choosing import not_that_day, with_entry
from lam_desktop.execution.finding.plan import plan_step, present_values
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.step import TaskStep, Value
from lam_desktop.tasks.texts.forms import WITHIN
from lam_desktop.types import Box, Element
from tests.tasks.texts.test_calendars import picker, place

DAY = TaskStep(4, 3, "click", "", value=Value("row", "delivery", "17", "%-d", "%Y-%m-%d"), point=(1, 1))
CODE = TaskStep(5, 4, "click", "", value=Value("row", "country", "DE", WITHIN), point=(1, 1))


def entries(*texts: str) -> list[Element]:
    return [Element(Box(10, 20 * at, 90, 18), "list_item", text) for at, text in enumerate(texts)]


def test_a_day_is_only_clicked_in_its_own_month() -> None:
    plan = plan_step(DAY, Row(2, {"delivery": "2026-04-02"}))
    assert plan.wanted == "2" and plan.day == date(2026, 4, 2)
    for month in range(1, 13):
        seen = picker(2026, month)
        objection = not_that_day(plan.day, seen, place(seen, 2))
        assert (objection is None) == (month == 4), month
        if objection is not None:
            assert "2026-04" in objection


def test_neither_of_a_neighbouring_month_nor_another_day_nor_without_a_calendar() -> None:
    march = picker(2026, 3)
    assert "no day of the month" in (not_that_day(date(2026, 3, 30), march, place(march, 1, 1)) or "")
    assert "day 17" in (not_that_day(date(2026, 3, 18), march, place(march, 17)) or "")
    assert "cannot be read" in (not_that_day(date(2026, 3, 17), picker(2026, 3, ()), place(march, 17)) or "")
    assert not_that_day(date(2026, 3, 17), entries("17", "18"), Box(10, 0, 90, 18)) is not None
    assert not_that_day(None, entries("17"), Box(10, 0, 90, 18)) is None


def test_the_entry_is_the_only_one_with_the_code() -> None:
    plan = plan_step(CODE, Row(2, {"country": "FR"}))
    found, objection = with_entry(plan, entries("DE – Germany", "FR – France", "IT – Italy"))
    assert found.wanted == "FR – France" and objection is None
    for texts, words in ((("DE – Germany",), "No entry"), (("FR – France", "Réunion (FR)"), "Several")):
        found, objection = with_entry(plan, entries(*texts))
        assert objection is not None and words in objection and "FR" in objection


@pytest.mark.parametrize("text", ["FR – France", "Save"])
def test_other_steps_stay_as_they_are(text: str) -> None:
    plan = plan_step(TaskStep(1, 0, "click", "", value=Value("constant", text="x"), point=(1, 1)), Row(1, {}))
    assert with_entry(plan, entries(text)) == (plan, None) and plan.wanted is None


def test_the_field_says_the_day_that_was_chosen() -> None:
    steps = (DAY,)
    values = present_values(steps, {"delivery": "2026-03-17"}, Row(2, {"delivery": "2026-04-02"}))
    assert values["17"] == ("2",) and values["2026-03-17"] == ("2026-04-02",)
    assert (values["17.03.2026"], values["3/17/2026"]) == (("02.04.2026",), ("4/2/2026",))
    unclear = present_values(steps, {"delivery": "2026-03-03"}, Row(2, {"delivery": "2026-04-02"}))
    assert "03.03.2026" not in unclear and unclear["2026-03-03"] == ("2026-04-02",)
