from __future__ import annotations

from datetime import date

import pytest

from lam_desktop.tasks.provenance.choices import bind_choice, bind_day, has_word
from lam_desktop.tasks.provenance.computed import TODAY, computed, running, todays
from lam_desktop.tasks.provenance.values import bind, day_of, written
from lam_desktop.tasks.step import Value
from lam_desktop.tasks.task import DemonstratedRow
from lam_desktop.tasks.texts.calendars import Calendar
from lam_desktop.tasks.texts.forms import WITHIN

CELLS = {"customer": "Miller", "delivery": "2026-03-17", "country": "DE", "size": "M", "total": "1249.50"}
ORDER = DemonstratedRow("o.csv", 7, CELLS)
COUNTRIES = ["DE – Germany", "FR – France", "IT – Italy", "AT – Austria"]
MARCH = Calendar(17, date(2026, 3, 1))


def test_a_choice_may_write_the_cell_otherwise() -> None:
    other = {**CELLS, "delivery": "2026-11-02", "total": "89.9"}
    for shown, present in (("17.03.2026", "02.11.2026"), ("1.249,50", "89,90"), ("1.249,50 €", "89,90 €")):
        bound = bind_choice(shown, ORDER)
        assert bound is not None and bound.value.source == "row"
        assert written(bound.value, (8, other)) == present


def test_a_code_within_an_entry_chooses_the_entry_that_has_it() -> None:
    bound = bind_choice("DE – Germany", ORDER, entries=COUNTRIES)
    assert bound is not None and bound.value == Value("row", "country", "DE", WITHIN)
    assert "DE" in bound.doubt
    assert written(bound.value, (8, {"country": "IT"})) == "IT"
    unclear = bind_choice("DE – Germany", ORDER, entries=[*COUNTRIES, "Lower Saxony (DE)"])
    assert unclear is None or unclear.value.source == "constant"
    lower = bind_choice("Rio de Janeiro", ORDER, entries=["Rio de Janeiro"])
    assert lower is None or lower.value.source == "constant"


@pytest.mark.parametrize(("text", "column"), [("Medium", "size"), ("17. Mär 2026", "delivery")])
def test_what_an_entry_may_mean_is_told_and_stays(text: str, column: str) -> None:
    bound = bind_choice(text, ORDER)
    assert bound is not None and bound.value == Value("constant", text=text)
    assert column in bound.doubt and CELLS[column] in bound.doubt
    used = bind_choice(text, ORDER, used=[column])
    assert used is None or "stand for" not in used.doubt


def test_an_entry_that_has_nothing_of_the_row_is_nothing() -> None:
    for text in ("Save", "Germany", "Express", "12", "File", "Order desk"):
        assert bind_choice(text, ORDER) is None


def test_a_day_in_a_calendar_of_its_month_follows_the_date() -> None:
    bound = bind_day(17, "17", MARCH, ORDER)
    assert bound is not None and bound.value == Value("row", "delivery", "17", "%-d", "%Y-%m-%d")
    row = (8, {**CELLS, "delivery": "2026-04-02"})
    assert written(bound.value, row) == "2" and day_of(bound.value, row) == date(2026, 4, 2)


def test_the_calendar_tells_which_number_is_the_month() -> None:
    row = DemonstratedRow("o.csv", 1, {"due": "04/03/2026"})
    for month, form in ((3, "%d/%m/%Y"), (4, "%m/%d/%Y")):
        day = 4 if month == 3 else 3
        bound = bind_day(day, str(day), Calendar(day, date(2026, month, 1)), row)
        assert bound is not None and bound.value.cell_form == form


@pytest.mark.parametrize("calendar", [None, Calendar(17, None), Calendar(17, date(2026, 4, 1))])
def test_a_day_without_its_month_stays_and_is_told(calendar: Calendar | None) -> None:
    bound = bind_day(17, "17", calendar, ORDER)
    assert bound is not None and bound.value == Value("constant", text="17")
    assert "delivery" in bound.doubt and "2026-03-17" in bound.doubt
    assert bind_day(17, "17", calendar, ORDER, used=["delivery"]) is None
    assert bind_day(18, "18", calendar, ORDER) is None


def test_today_in_a_calendar_is_today_each_time() -> None:
    today = date(2026, 3, 17)
    bound = bind_day(17, "17", MARCH, DemonstratedRow("o.csv", 1, {"customer": "x"}), today=today)
    assert bound is not None and bound.value == Value("computed", TODAY, "17", "%-d") and bound.doubt
    assert day_of(bound.value, (1, {}), date(2026, 5, 6)) == date(2026, 5, 6)
    both = bind_day(17, "17", MARCH, ORDER, today=today)
    assert both is not None and both.value.name == "delivery" and "today" in both.doubt


def test_a_word_is_whole_and_letter_for_letter() -> None:
    assert has_word("Germany (DE)", "DE") and has_word("DE – Germany", "DE") and has_word("DE: x", "DE")
    for text in ("DEN – Denmark", "de – x", "A.DE", "DE-BY", "x/DE/y"):
        assert not has_word(text, "DE"), text
    assert has_word("4711 Chair", "4711") and not has_word("4711.5 x", "4711")


# -- computed


def test_todays_date_is_typed_each_day() -> None:
    today = date(2026, 11, 27)
    for row in (None, DemonstratedRow("o.csv", 1, {"customer": "x"})):
        bound = bind("27.11.2026", row, day=today)
        assert bound.value == Value("computed", TODAY, "27.11.2026", "%d.%m.%Y")
        assert "the same one in every row" in bound.doubt
        assert written(bound.value, (3, {}), date(2027, 1, 5)) == "05.01.2027"
        assert bind("26.11.2026", row, day=today).value.source == "constant"


def test_a_date_of_the_row_that_is_today_too_is_told() -> None:
    row = DemonstratedRow("o.csv", 1, {"date": "2026-11-27"})
    bound = bind("27.11.2026", row, day=date(2026, 11, 27))
    assert bound.value.name == "date" and "the date of that day" in bound.doubt
    assert bind("27.11.2026", row, day=date(2026, 11, 28)).doubt == ""


def test_a_date_that_may_be_read_both_ways_says_so() -> None:
    assert len(todays("05/05/2026", date(2026, 5, 5))) == 2
    assert "which number is the day" in bind("05/05/2026", None, day=date(2026, 5, 5)).doubt


def test_the_rows_number_runs() -> None:
    bound = bind("7", ORDER)
    assert bound.value.source == "computed" and "the same in every row" in bound.doubt
    assert [written(bound.value, (index, {})) for index in (1, 7, 12)] == ["1", "7", "12"]
    first = bind("1", DemonstratedRow("o.csv", 1, CELLS))
    assert first.value == Value("constant", text="1") and "run with the rows" in first.doubt
    assert running("007", 7) == Value("computed", "number", "007", start="001")
    assert bind("8", ORDER).value.source == "constant" and not bind("8", ORDER).doubt


@pytest.mark.parametrize(
    ("start", "step", "index", "text"),
    [
        ("1001", 1, 1, "1001"),
        ("1001", 1, 5, "1005"),
        ("0001", 10, 3, "0021"),
        ("5", -1, 8, "-2"),
        ("", 1, 4, "4"),
        ("INV-001", 1, 12, "INV-012"),
        ("2026/099", 1, 3, "2026/101"),
        ("Room 1 b", 2, 3, "Room 5 b"),
    ],
)
def test_a_number_has_a_start_and_a_step(start: str, step: int, index: int, text: str) -> None:
    assert computed(Value("computed", "number", start=start, step=step), index, date(2026, 1, 1)) == text


def test_a_rows_number_runs_among_letters_where_it_has_zeros_in_front() -> None:
    bound = bind("INV-007", ORDER)
    assert bound.value == Value("computed", "number", "INV-007", start="INV-001")
    assert "has in it the row's number" in bound.doubt and "“INV-008”" in bound.doubt
    assert bind("INV-008", ORDER).value.source == "constant"


@pytest.mark.parametrize(
    ("text", "index"),
    [("2026-04-03", 3), ("10:05", 5), ("12.03", 3), ("0171 003", 3), ("Tel. 0171 003", 3), ("Floor 1", 1)],
)
def test_days_times_and_telephone_numbers_do_not_run(text: str, index: int) -> None:
    assert running(text, index) is None


def test_a_number_among_letters_that_is_the_rows_stays_and_is_told() -> None:
    bound = bind("Room 7", ORDER)
    assert bound.value == Value("constant", text="Room 7") and "the same was taken" in bound.doubt
    first = bind("Room 1", DemonstratedRow("o.csv", 1, CELLS))
    assert first.value == Value("constant", text="Room 1") and not first.doubt
    padded = bind("INV-001", DemonstratedRow("o.csv", 1, CELLS))
    assert padded.value.source == "constant" and "“INV-002”" in padded.doubt


def test_a_day_behind_today_can_be_set() -> None:
    value = Value("computed", TODAY, form="%Y-%m-%d", days=-1)
    assert written(value, (1, {}), date(2026, 3, 1)) == "2026-02-28"


ENTRIES = ("Desk lamp", "ce chair", "Filing cabinet", "Paid", "Unpaid")


@pytest.mark.parametrize("read", ["ce chair", "Office ch", "fice chair"])
def test_an_entry_of_which_letters_were_missed_follows_the_column_that_has_them(read: str) -> None:
    row = DemonstratedRow("orders.csv", 1, {"customer": "Miller", "product": "Office chair"})
    bound = bind_choice(read, row, entries=ENTRIES)
    assert bound is not None and bound.value == Value("row", "product", "Office chair")
    assert "Office chair" in bound.doubt


@pytest.mark.parametrize(
    ("read", "cell", "entries"),
    [
        ("fice", "Office chair", ENTRIES),
        ("air", "Office chair", ENTRIES),
        ("Officer", "Office chair", ENTRIES),
        ("Paid", "Unpaid", ENTRIES),
        ("paid", "Unpaid", ENTRIES),
        ("Paid", "Unpaid", ()),
        ("Post", "Postbox 12", ENTRIES),
        ("1000", "21000", ENTRIES),
        ("ce chair", "Office chair", (*ENTRIES, "Office chair")),
        ("ce chair", "Office chair", ("ce chair",)),
    ],
)
def test_what_may_be_an_entry_of_its_own_does_not_follow_a_cell(
    read: str, cell: str, entries: tuple[str, ...]
) -> None:
    bound = bind_choice(read, DemonstratedRow("orders.csv", 1, {"product": cell}), entries=entries)
    assert bound is None or bound.value.source == "constant"


def test_of_two_cells_that_may_be_meant_none_is_followed() -> None:
    row = DemonstratedRow("orders.csv", 1, {"product": "Office chair", "other": "Police chair"})
    bound = bind_choice("ice chair", row, entries=ENTRIES)
    assert bound is None or bound.value.source == "constant"
