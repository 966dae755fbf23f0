"""Columns that go with whether a step was done, and what comes of them in tasks of several demonstrations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.cli.settling import Settling
from lam_desktop.errors import UsageError
from lam_desktop.tasks.explaining.describe import reading_in_words
from lam_desktop.tasks.explaining.doubts import open_doubts, settled
from lam_desktop.tasks.provenance.compile import compile_task
from lam_desktop.tasks.provenance.left_out import left_out
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.several.coincidences import conditions
from lam_desktop.tasks.several.demonstrations import laid
from lam_desktop.tasks.several.narrowing import with_further
from lam_desktop.tasks.step import Value
from lam_desktop.tasks.task import DemonstratedRow, Further, Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.when import Due, When
from tests.cli.answering import answering
from tests.tasks.several.test_narrowing import saved, shown, typing

Cells = Mapping[str, str]


def rows(*cells: Cells) -> list[DemonstratedRow | None]:
    return [DemonstratedRow("o.csv", at, dict(one)) for at, one in enumerate(cells, start=1)]


@pytest.mark.parametrize(
    ("came", "missing", "found"),
    [
        ([{"express": "yes"}], [{"express": "no"}], [When("is", "yes", "express")]),
        ([{"express": "Ja"}], [{"express": "nein"}], [When("is", "Ja", "express")]),
        ([{"e": "yes"}, {"e": "y"}], [{"e": "no"}], [When("is_not", "no", "e")]),
        ([{"e": "yes"}, {"e": "y"}], [{"e": "no"}, {"e": "n"}], []),
        ([{"express": "yes"}], [{"express": "yes"}], []),
        ([{"note": "call"}], [{"note": " "}], [When("empty", "false", "note")]),
        ([{"note": ""}], [{"note": "call"}], [When("empty", "true", "note")]),
        ([{"by": "air"}, {"by": "Air"}], [{"by": "sea"}, {"by": "road"}], [When("is", "air", "by")]),
        ([{"by": "air"}], [{"by": "air"}, {"by": "sea"}], []),
        ([{"by": "air"}, {"by": "rail"}], [{"by": "sea"}], []),
        ([{"no": "4711"}], [{"no": "4712"}], []),
        ([{"say": "please call me first"}], [{"say": "no"}], []),
        ([{"name": "Miller"}], [{"name": "Smith"}], []),
        (
            [{"a": "x", "e": "yes"}],
            [{"a": "", "e": "no"}],
            [When("is", "yes", "e"), When("empty", "false", "a")],
        ),
    ],
)
def test_what_may_decide(came: list[Cells], missing: list[Cells], found: list[When]) -> None:
    assert list(conditions(rows(*came), rows(*missing), {"by", "no", "say", "e", "note"})) == found


def test_a_demonstration_without_a_row_tells_nothing() -> None:
    assert conditions([*rows({"e": "yes"}), None], rows({"e": "no"}), ()) == ()
    assert conditions(rows({"e": "yes"}), [], ()) == () and conditions([], rows({"e": "no"}), ()) == ()


# -- steps that follow a cell which may be empty


@pytest.mark.parametrize("more_first", [True, False])
def test_what_follows_an_empty_cell_is_done_where_that_is_filled(tmp_path: Path, more_first: bool) -> None:
    long = ({"name": "Miller", "note": "call first"}, typing("Miller", "call first"))
    short = ({"name": "Smith", "note": ""}, typing("Smith"))
    task = shown(tmp_path, *((long, short) if more_first else (short, long)))
    assert task.steps[2].when == When("empty", "false", "note", 2) and not task.steps[2].perhaps
    assert not any(step.optional or step.doubts for step in task.steps)
    task_file.save(task)
    assert task_file.load(tmp_path) == task
    assert set(left_out(task, {(): (7, {"name": "Orr", "note": ""})})) == {3, 4}
    assert not left_out(task, {(): (7, {"name": "Orr", "note": "x"})})


def test_a_third_one_with_another_note_changes_nothing(tmp_path: Path) -> None:
    long = {"name": "Miller", "note": "call first"}, typing("Miller", "call first")
    more = {"name": "Lee", "note": "by mail"}, typing("Lee", "by mail")
    task = shown(tmp_path, long, ({"name": "Smith", "note": ""}, typing("Smith")), more)
    assert task.steps[2].when == When("empty", "false", "note", 2)
    assert not any(step.optional or step.doubts for step in task.steps)


def test_what_opens_and_closes_the_place_of_the_text_is_asked_about(tmp_path: Path) -> None:
    """A button that opens a dialog for the note is there in each row: its place decides nothing."""
    dialog = (
        typing("Miller").click(500, 300).click(500, 330).type("call first").click(500, 360).click(300, 540)
    )
    short = typing("Smith").click(300, 540)
    task = shown(
        tmp_path, ({"name": "Miller", "note": "call first"}, dialog), ({"name": "Smith", "note": ""}, short)
    )
    assert [step.kind for step in task.steps[3:7]] == ["click", "click", "type", "click"]
    opens, field, closes = task.steps[3], task.steps[4], task.steps[6]
    assert field.when == When("empty", "false", "note", 2) and not field.perhaps
    for step in (opens, closes):
        assert step.optional and step.perhaps == (When("empty", "false", "note"),)
    assert [
        doubt.step for doubt in open_doubts(task, (Row(4, {"name": "Orr", "note": ""}),)) if doubt.matters
    ] == [4, 7]


# -- steps of which only a column can tell


def typed_by_column(folder: Path, *cells: Cells) -> Task:
    """The reason is typed in the first of two demonstrations alone, and always the same one."""
    first = compile_task(
        folder.name, folder, folder / saved(folder, typing("Miller", "urgent"), "d1"), rows(*cells)[0]
    )
    further = Further(saved(folder, typing("Smith"), "d2"), rows(*cells)[1])
    return with_further(first, further, stood=lambda _click, _typing, _behind: False)


def test_a_text_that_stands_in_no_column_depends_on_one(tmp_path: Path) -> None:
    task = typed_by_column(tmp_path, {"name": "Miller", "express": "yes"}, {"name": "Smith", "express": "no"})
    click, reason = task.steps[2], task.steps[3]
    assert click.when == When("is", "yes", "express", 2) and not click.optional and not reason.optional
    assert click.perhaps == (click.when,) and "says “yes”; that is taken to decide" in click.doubts[0]
    assert "express" in task.variables
    task_file.save(task)
    assert task_file.load(tmp_path) == task
    assert set(left_out(task, {(): (5, {"name": "Orr", "express": "no"})})) == {3, 4}
    yes, no = Row(4, {"name": "Orr", "express": "yes"}), Row(5, {"name": "Li", "express": "no"})
    assert not open_doubts(task, (yes,))[0].matters
    [doubt] = open_doubts(task, (yes, no))
    assert doubt.matters and [reading_in_words(one.value) for one in doubt.meant] == [
        "only where the column express says “yes”", "in every row",
    ]  # fmt: skip
    always = settled(task, 3, doubt.meant[1].value).steps
    assert always[2].when is None and not (always[2].doubts or always[2].optional or always[3].optional)
    assert not left_out(task, {(): (5, {"name": "Orr", "express": "yes"})})


def test_what_laid_a_demonstration_is_known_when_a_value_follows_that_column(tmp_path: Path) -> None:
    """What is understood later may choose by the very column that decides."""
    by_air = [
        ({"name": name, "by": "air"}, typing(name).click(600, 400).press("enter"))
        for name in ("Miller", "Lee")
    ]
    task = shown(tmp_path, *by_air, ({"name": "Smith", "by": "sea"}, typing("Smith")))
    assert [one.by_column for one in task.further] == [False, True]
    task_file.save(task)
    assert task_file.load(tmp_path).further == task.further
    chosen = replace(task.steps[0], value=Value("row", "by", "air"))
    known = replace(task, steps=(chosen, *task.steps[1:]))
    assert laid(known) == laid(task)
    with pytest.raises(UsageError, match="comes only sometimes"):
        laid(replace(known, further=tuple(replace(one, by_column=False) for one in task.further)))


def test_where_two_columns_go_with_it_a_person_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = typed_by_column(
        tmp_path,
        {"name": "Miller", "express": "yes", "gift": "yes"},
        {"name": "Smith", "express": "no", "gift": "no"},
    )
    assert task.steps[2].perhaps == (When("is", "yes", "express", 2), When("is", "yes", "gift", 2))
    assert (
        "and done only where the column express says “yes”; that is taken to decide"
        in task.steps[2].doubts[0]
    )
    same = (Row(4, {"name": "Orr", "express": "no", "gift": "no"}),)
    [doubt] = open_doubts(task, same)
    assert doubt.matters and [one.says for one in doubt.meant] == ["left out", "left out", "done"]
    differ = (*same, Row(5, {"name": "Li", "express": "no", "gift": "yes"}))
    [doubt] = open_doubts(task, differ)
    assert doubt.meant[1].examples == ((4, "left out"), (5, "done"))
    assert isinstance(Settling(lambda _: None, alone=True, acts=True)(task, differ), str)
    said: list[str] = []
    answering(monkeypatch, "2")
    task_file.save(task)
    known = Settling(said.append, alone=False, acts=True)(task, differ)
    assert isinstance(known, Task) and known.steps[2].when == When("is", "yes", "gift", 2)
    assert not known.steps[2].perhaps and not known.steps[2].doubts
    assert task_file.load(tmp_path).steps[2].when == When("is", "yes", "gift", 2)
    assert "  2  only where the column gift says “yes”: row 4 is left out" in said


def test_what_no_column_tells_is_refused(tmp_path: Path) -> None:
    for one, other in (({"name": "Miller"}, {"name": "Smith"}), ({"e": "yes"}, {"e": "yes"})):
        with pytest.raises(UsageError, match="Step 4 comes only sometimes.*what goes with a column"):
            typed_by_column(tmp_path, one, other)


@pytest.mark.parametrize("more_first", [True, False])
def test_what_comes_at_the_end_may_depend_on_a_column(tmp_path: Path, more_first: bool) -> None:
    long = {"name": "Miller", "receipt": "yes"}, typing("Miller").click(600, 400).press("enter")
    short = {"name": "Smith", "receipt": "no"}, typing("Smith")
    task = shown(tmp_path, *((long, short) if more_first else (short, long)))
    assert [step.kind for step in task.steps] == ["click", "type", "click", "click", "key"]
    assert task.steps[3].when == When("is", "yes", "receipt", 2)
    assert not any(step.optional for step in task.steps)
    without = {"name": "Miller", "receipt": "x"}, {"name": "Smith", "receipt": "x"}
    with pytest.raises(UsageError):
        shown(tmp_path / "other", (without[0], long[1]), (without[1], short[1]))


# -- clicks, which the screen may tell as well


def pressed(folder: Path, *cells: Cells) -> Task:
    """A button between the field and the last click, in the first of two demonstrations."""
    long, short = typing("Miller").click(600, 400).click(300, 500), typing("Smith").click(300, 500)
    return shown(folder, (dict(cells[0]), long), (dict(cells[1]), short))


def test_whether_the_screen_or_a_column_decides_is_asked(tmp_path: Path) -> None:
    task = pressed(tmp_path, {"name": "Miller", "express": "yes"}, {"name": "Smith", "express": "no"})
    step = task.steps[3]
    assert step.optional and step.when is None and step.perhaps == (When("is", "yes", "express"),)
    yes, no = Row(4, {"name": "Orr", "express": "yes"}), Row(5, {"name": "Li", "express": "no"})
    [doubt] = open_doubts(task, (yes,))
    assert not doubt.matters, "it is done where it is there, and that is all that any reading says"
    [doubt] = open_doubts(task, (yes, no))
    assert doubt.matters and [one.says for one in doubt.meant] == ["done where the screen shows it", "done"]
    by_screen = settled(task, 4, doubt.meant[0].value).steps[3]
    assert by_screen.optional and not by_screen.doubts and by_screen.when is None
    by_column = settled(task, 4, Due(When("is", "yes", "express"))).steps[3]
    assert not by_column.optional and by_column.when == When("is", "yes", "express")


def test_a_third_demonstration_rules_a_column_out(tmp_path: Path) -> None:
    cells = {"name": "Lee", "express": "no"}
    task = pressed(tmp_path, {"name": "Miller", "express": "yes"}, {"name": "Smith", "express": "no"})
    clerk = typing("Lee").click(600, 400).click(300, 500)
    task = with_further(task, Further(saved(tmp_path, clerk, "d3"), DemonstratedRow("o.csv", 8, cells)))
    assert task.steps[3].optional and not task.steps[3].doubts


def test_what_a_person_said_is_asked_no_more(tmp_path: Path) -> None:
    task = pressed(tmp_path, {"name": "Miller", "express": "yes"}, {"name": "Smith", "express": "no"})
    task = settled(task, 4, Due(When("is", "yes", "express")))
    further = Further(
        saved(tmp_path, typing("Lee").click(300, 500), "d3"), rows({"name": "Lee", "express": "no"})[0]
    )
    again = with_further(task, further)
    assert again.steps[3].when == When("is", "yes", "express") and not again.steps[3].doubts
    assert not again.steps[3].optional


@pytest.mark.parametrize(("done", "express"), [(True, "no"), (False, "yes")])
def test_a_demonstration_that_does_otherwise_than_a_person_said_is_told(
    tmp_path: Path, done: bool, express: str
) -> None:
    task = pressed(tmp_path, {"name": "Miller", "express": "yes"}, {"name": "Smith", "express": "no"})
    task = settled(task, 4, Due(When("is", "yes", "express")))
    clerk = typing("Lee").click(600, 400).click(300, 500) if done else typing("Lee").click(300, 500)
    further = Further(saved(tmp_path, clerk, "d3"), rows({"name": "Lee", "express": express})[0])
    step = with_further(task, further).steps[3]
    assert step.when == When("is", "yes", "express") and "does otherwise than «when» says" in step.doubt


def test_a_condition_of_the_persons_own_is_no_question_and_stays(tmp_path: Path) -> None:
    """A doubt about a value beside it is asked as that."""
    task = shown(tmp_path, ({"a": "5", "b": "5", "express": "yes"}, typing("5")))
    mine = When("is", "yes", "express")
    task = replace(task, steps=(task.steps[0], replace(task.steps[1], when=mine), *task.steps[2:]))
    [doubt] = open_doubts(task, (Row(4, {"a": "8", "b": "4", "express": "yes"}),))
    assert doubt.matters and [one.says for one in doubt.meant] == ["8", "4"]
    further = Further(saved(tmp_path, typing("7"), "d2"), rows({"a": "7", "b": "7", "express": "yes"})[0])
    again = with_further(task, further)
    assert again.steps[1].when == mine and not any(step.optional for step in again.steps)


def test_a_column_that_the_table_lacks_is_no_reading(tmp_path: Path) -> None:
    task = pressed(tmp_path, {"name": "Miller", "express": "yes"}, {"name": "Smith", "express": "no"})
    [doubt] = open_doubts(task, (Row(4, {"name": "Orr"}),))
    assert not doubt.matters and len(doubt.meant) == 1
    assert "express" in task.columns_told and "express" not in task.columns


def test_conditions_of_steps_that_are_gone_are_refused_with_their_line(tmp_path: Path) -> None:
    task = pressed(tmp_path, {"name": "Miller", "express": "yes"}, {"name": "Smith", "express": "no"})
    task_file.save(task)
    path = tmp_path / task_file.FILE_NAME
    path.write_text(path.read_text().replace("is: 'yes'", "is: 'yes'\n        steps: 99999999"))
    with pytest.raises(UsageError, match="a condition of 99999999 steps"):
        task_file.load(tmp_path)
