"""Parts at a sign, zeros, groups, rounding, percent, times, parts of dates: as `task.yaml` names them."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lam_desktop.tasks.texts.patterns.pattern import Part, Pattern, parse_pattern
from lam_desktop.tasks.texts.patterns.synthesis import synthesise
from lam_desktop.tasks.texts.patterns.times import EXAMPLES, read_time, time_form
from lam_desktop.tasks.texts.patterns.transforms import candidates, transformed


@pytest.mark.parametrize(
    ("name", "cell", "made"),
    [
        ("after /", "Berlin/Mitte", "Mitte"),
        ("before /", "Berlin/Mitte", "Berlin"),
        ("after -", "RE-2026-4711", "2026-4711"),
        ("after last -", "RE-2026-4711", "4711"),
        ("before last -", "RE-2026-4711", "RE-2026"),
        ("part 2 at -", "RE-2026-4711", "2026"),
        ("before @", "ada@mail.example", "ada"),
        ("after ,", "Sorensen, Maria", "Maria"),
        ("after T", "2026-03-05T15:40", "15:40"),
        ("at least 6 digits", "42", "000042"),
        ("at least 2 digits", "1234", "1234"),
        ("no leading zeros", "0042", "42"),
        ("no leading zeros", "000", "0"),
        ("letters and digits", "GB-29 N/1", "GB29N1"),
        ("groups of 4", "DE893704004405", "DE89 3704 0044 05"),
        ("groups of 4 with -", "4111 1111 1111 1111", "4111-1111-1111-1111"),
        ("number 1234,50 rounded", "1.2", "1,20"),
        ("number 1234 rounded", "2.5", "3"),
        ("number 1234.50 rounded", "-0.125", "-0.13"),
        ("number 1234,50 rounded from 1,234.50", "12.456", "12,46"),
        ("percent 1234.5 %", "0.2", "20 %"),
        ("percent 1234,5%", "0.125", "12,5%"),
        ("from percent", "12.5 %", "0.125"),
        ("date mm/yyyy from yyyy-mm-dd", "2026-03-05", "03/2026"),
        ("date Qq yyyy from dd.mm.yyyy", "28.11.2026", "Q4 2026"),
        ("date mmmm (pl) from yyyy-mm-dd", "2026-03-05", "marzec"),
        ("date d mmmm yyyy (pl) from yyyy-mm-dd", "2026-03-05", "5 marca 2026"),
        ("date d. mmmm yyyy (de) from yyyy-mm-dd", "2026-03-05", "5. März 2026"),
        ("date dd-MMM-yyyy (en) from yyyy-mm-dd", "2026-03-05", "05-MAR-2026"),
        ("date d de mmmm de yyyy (es) from yyyy-mm-dd", "2026-03-05", "5 de marzo de 2026"),
        ("date yyyy-mm-dd from mmmm d, yyyy (en)", "March 5, 2026", "2026-03-05"),
        ("time 9:05 AM", "14:30", "2:30 PM"),
        ("time 9:05 AM", "00:15", "12:15 AM"),
        ("time 09:05", "9:55 AM", "09:55"),
        ("time 09:05:00", "12:15 pm", "12:15:00"),
    ],
)
def test_what_is_made_of_a_cell(name: str, cell: str, made: str) -> None:
    assert transformed(name, cell) == made
    pattern = Pattern((Part("x", (name,)),))
    assert parse_pattern(str(pattern)) == pattern


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("after /", "Berlin"),
        ("before /", "/Mitte"),
        ("part 3 at -", "a-b"),
        ("at least 6 digits", "12a"),
        ("no leading zeros", "-04"),
        ("groups of 4", "äö?"),
        ("number 1234,50 rounded", "1,249"),
        ("percent 1234 %", "0.125"),
        ("percent 1234.5 %", "a fifth"),
        ("from percent", "0.2"),
        ("date mm/yyyy from yyyy-mm-dd", "05.03.2026"),
        ("date yyyy-mm-dd from d mmmm yyyy (en)", "5 Brumaire 2026"),
        ("time 9:05 AM", "25:10"),
        ("time 9:05 AM", "13:10 PM"),
        ("time 9:05 AM", "14.30"),
    ],
)
def test_a_cell_of_which_it_cannot_be_made(name: str, cell: str) -> None:
    assert transformed(name, cell) is None


@pytest.mark.parametrize(
    "name",
    [
        "after", "after a", "before ||", "part 0 at -", "part 2 at x", "at least 0 digits", "groups of 1",
        "groups of 4 with x", "number 1234.5 rounded", "percent 12 %", "date mm from mm/yyyy",
        "date qq from yyyy",
        "date mmmm from yyyy-mm-dd", "date mmmm (xx) from yyyy-mm-dd", "date mm (en) from yyyy-mm-dd",
        "time 8:05", "time 9:05 pm", "time noon",
    ],
)  # fmt: skip
def test_what_is_no_name(name: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        transformed(name, "2026-03-05")


@given(st.times().map(lambda at: at.replace(microsecond=0, second=0)), st.sampled_from(EXAMPLES))
def test_a_time_that_was_written_is_read_again(at: time, example: str) -> None:
    form = time_form(example)
    assert form is not None
    if ":" in example:
        assert read_time(form.write(at)) == at


CELLS = st.one_of(
    st.from_regex(r"[A-Za-z0-9]{1,5}([-/.,@_ ][A-Za-z0-9]{1,5}){0,3}", fullmatch=True),
    st.dates().map(str), st.datetimes().map(lambda at: at.isoformat(timespec="minutes")),
    st.decimals(-999, 9999, places=3).map(str), st.integers(0, 10**14).map(str),
    st.times().map(lambda at: at.isoformat(timespec="minutes")),
)  # fmt: skip


@given(CELLS)
def test_all_that_is_tried_is_in_the_language_and_makes_what_it_says(cell: str) -> None:
    for names, made, _ in candidates(cell):
        pattern = Pattern((Part("x", names),))
        assert parse_pattern(str(pattern)) == pattern
        assert pattern.write({"x": cell}) == made


@pytest.mark.parametrize(
    ("text", "cell", "pattern"),
    [
        ("Mitte", "Berlin/Mitte", "{x | after last /}"),
        ("pdf", "a/b.pdf", "{x | after last .}"),
        ("Maria Sorensen", "Sorensen, Maria", "{x | after ,} {x | before ,}"),
        ("05.03.2026", "2026-03-05 14:30", "{x | first word | date dd.mm.yyyy from yyyy-mm-dd}"),
        ("5 March 2026", "2026-03-05T14:30", "{x | before T | date d mmmm yyyy (en) from yyyy-mm-dd}"),
        ("on 5. März 2026", "2026-03-05", "on {x | date d. mmmm yyyy (de) from yyyy-mm-dd}"),
        ("2:30 PM", "14:30", "{x | time 9:05 AM}"),
        ("2:30 PM", "2026-03-05 14:30", "{x | last word | time 9:05 AM}"),
    ],
)
def test_a_structure_comes_before_a_number_of_letters(text: str, cell: str, pattern: str) -> None:
    found = synthesise(text, {"x": cell})
    assert found is not None and str(found.pattern) == pattern


def test_a_part_of_another_date_is_not_taken_from_this_one() -> None:
    found = synthesise("16.03.2026", {"due": "2026-03-15"})
    assert found is None or not found.convincing
