"""A run that types what a task that it does has read from the screen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.execution.runs.begun import begun_row
from lam_desktop.execution.runs.supervision import Answer
from lam_desktop.tasks.step import NOWHERE, TaskStep, Value
from lam_desktop.tasks.storage.whole import whole
from lam_desktop.tasks.when import When
from tests.execution.test_executor import Watcher
from tests.execution.test_structure import ReadingFirst

pytestmark = pytest.mark.usefixtures("no_waiting")

NOTE = 'Enter "Ada Byron" as the customer of the order.'
RETURNED = (("who", "customer"),)


class HandedOver(ReadingFirst):
    """A task reads the customer; the one that does it clicks into the field, and types that."""

    def __init__(self, folder: Path, note: str = NOTE, when: When | None = None) -> None:
        super().__init__(folder, note)
        reading, click, typing = self.task.steps
        assert typing.value is not None
        named = replace(typing, value=replace(typing.value, name="who", places=()))
        does = TaskStep(1, NOWHERE, "task", "Do the task “told”", called="told", returns=RETURNED, when=when)
        caller = replace(self.task, name="orders", steps=(does, click, named))
        self.task = whole(caller, {"told": replace(self.task, name="told", steps=(reading,))}.__getitem__)


def test_what_the_called_task_reads_is_typed(tmp_path: Path) -> None:
    desk = HandedOver(tmp_path)
    result = desk.repeat()
    assert result.status == "done" and desk.typed == ["Ada Byron"], result
    assert dict(result.rows[0].read) == {"who": "Ada Byron"}
    [read] = [one for one in desk.journal if one["kind"] == "verified" and one["step"] == 1]
    assert read["reason"] == "“who” is “Ada Byron”."


@pytest.mark.parametrize("behind", [1, 2])
def test_it_is_known_after_a_crash_between_reading_and_typing(tmp_path: Path, behind: int) -> None:
    """The note is gone by then."""
    desk = HandedOver(tmp_path)
    desk.repeat()
    entries = desk.journal
    last = max(
        at for at, one in enumerate(entries) if one.get("kind") == "verified" and one["step"] == behind
    )
    told = entries[: last + 1] + ([] if behind == 2 else [{"kind": "acting", "row": 1, "step": 2}])
    begun = begun_row(told)
    assert begun is not None and begun.done == tuple(range(1, behind + 1)), begun
    (tmp_path / "on").mkdir()
    later = HandedOver(tmp_path / "on", "")
    later.at_work = begun
    result = later.repeat()
    assert result.status == "done" and later.typed == ["Ada Byron"], result
    assert dict(result.rows[0].read) == {"who": "Ada Byron"}
    assert 1 not in [one["step"] for one in later.journal if one["kind"] == "decided"], "it is not read again"


def test_a_dry_run_tells_what_it_would_type(tmp_path: Path) -> None:
    desk = HandedOver(tmp_path)
    desk.repeat(dry=True)
    [typing] = [one for one in desk.journal if one["kind"] == "would_act"]
    assert (typing["step"], typing["text"]) == (3, "Ada Byron")


def test_what_cannot_be_read_is_asked_and_handed_over(tmp_path: Path) -> None:
    desk = HandedOver(tmp_path, "Nothing is said here.")
    watcher = Watcher(Answer("value", text="Ada"))
    result = desk.repeat(watcher=watcher, mode="ask")
    assert result.status == "done" and desk.typed == ["Ada"], result
    [question] = watcher.questions
    assert "(who)" in question.reason


def test_where_the_task_is_left_out_nothing_is_typed(tmp_path: Path) -> None:
    desk = HandedOver(tmp_path, when=When("shown", "A form that nobody has opened"))
    result = desk.repeat()
    assert result.status == "asked" and desk.typed == [], result
    assert "It was not read what the screen says in the place of “Miller” (who)." in result.message


def test_it_is_given_on_to_a_task_that_types_a_column(tmp_path: Path) -> None:
    desk = ReadingFirst(tmp_path, NOTE)
    reading, click, typing = desk.task.steps
    column = replace(typing, number=2, value=Value("row", "customer", "Miller"))
    parts = {
        "told": replace(desk.task, name="told", steps=(reading,)),
        "enter": replace(desk.task, name="enter", steps=(replace(click, number=1), column)),
    }
    does = (
        TaskStep(1, NOWHERE, "task", "Do it", called="told", returns=RETURNED),
        TaskStep(2, NOWHERE, "task", "Do it", called="enter", handed=(("customer", "{who | upper}"),)),
    )
    desk.task = whole(replace(desk.task, name="orders", steps=does), parts.__getitem__)
    result = desk.repeat()
    assert result.status == "done" and desk.typed == ["ADA BYRON"], result
    assert dict(result.rows[0].read) == {"who": "Ada Byron"}
