"""Steps that depend on something, and steps that wait, on a little program."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lam_desktop.execution.finding.shown_text import sighted
from lam_desktop.execution.machine.actuators._fake import FakeActuator
from lam_desktop.execution.runs.begun import begun_row
from lam_desktop.execution.runs.supervision import Answer
from lam_desktop.execution.verifying.ticked import ticked
from lam_desktop.tasks.call import Call
from lam_desktop.tasks.step import NOWHERE, Once, TaskStep, Value, WindowName
from lam_desktop.tasks.when import When
from lam_desktop.types import Action, Box, Element, Frame, Observation
from tests.execution.test_executor import ROWS, WINDOW, Desk, Watcher
from tests.execution.test_reading_runs import ReadingDesk

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def with_when(desk: Desk, when: When, at: int = 2) -> None:
    """Puts a condition on a step, counted from 0."""
    steps = list(desk.task.steps)
    steps[at] = replace(steps[at], when=when)
    desk.task = replace(desk.task, steps=tuple(steps))


def waiting_first(desk: Desk, text: str, gone: bool = False, patience_s: float | None = 0.4) -> None:
    """Puts a step in front that waits."""
    step = TaskStep(
        1, NOWHERE, "wait", f"wait for {text}", awaited=text, gone=gone, patience_s=patience_s
    )  # written by hand, without its window
    before = desk.shown[1].before
    nothing = Observation(before.frame[:1, :1], ())
    later = {number + 1: shown for number, shown in desk.shown.items()}
    desk.shown = {1: replace(desk.shown[1], before=nothing, target=None, point=None, after=None), **later}
    steps = (step, *(replace(one, number=one.number + 1) for one in desk.task.steps))
    desk.task = replace(desk.task, steps=steps)


def soon(desk: Desk, note: str, after_s: float = 0.6) -> threading.Timer:
    """The program says something else after a while."""
    timer = threading.Timer(after_s, lambda: setattr(desk.program, "note", note))
    timer.start()
    return timer


def test_a_cell_decides_whether_steps_are_done(desk: Desk) -> None:
    with_when(desk, When("is", "yes", "express", steps=2))
    result = desk.run()
    assert result.status == "done", result
    assert desk.program.saved == [("Smith", "", False), ("Jones", "7", True)]
    left = [(one["row"], one["step"], one["reason"]) for one in desk.journal if one["kind"] == "left_out"]
    why = "The column «express» says “no” in row 2."
    assert left == [(2, 3, why), (2, 4, why)]


@pytest.mark.parametrize(
    ("note", "when", "quantity"),
    [
        ("Please enter the quantity", When("shown", "the quantity", steps=2), "30"),
        ("Please enter nothing", When("shown", "the quantity", steps=2), ""),
        ("Please enter nothing", When("not_shown", "the quantity", steps=2), "30"),
        ("No need: Smith", When("not_shown", "need: {customer}", steps=2), ""),
        ("No need: Jones", When("not_shown", "need: {customer}", steps=2), "30"),
    ],
)
def test_the_screen_decides_whether_steps_are_done(desk: Desk, note: str, when: When, quantity: str) -> None:
    desk.program.note = note
    with_when(desk, when)
    result = desk.run(ROWS[:1])
    assert result.status == "done", result
    assert desk.program.saved == [("Smith", quantity, False)]
    left = [one["step"] for one in desk.journal if one["kind"] == "left_out"]
    assert left == ([] if quantity else [3, 4])


def test_the_screen_is_looked_at_once_for_several_steps(desk: Desk) -> None:
    """What is gone once the first of them is done does not take the others with it."""
    desk.program.note = "Enter it"
    with_when(desk, When("shown", "Enter it", steps=2))
    react = desk.program.react

    def and_forget(action: Action) -> None:
        react(action)
        if desk.program.clicks[-1:] == ["quantity"]:
            desk.program.note = ""

    desk.actuator = FakeActuator(and_forget)
    assert desk.run(ROWS[:1]).status == "done"
    assert desk.program.saved == [("Smith", "30", False)]


@pytest.mark.parametrize(("says", "saved"), [("yes", "30"), ("no", "")])
def test_what_cannot_be_read_for_sure_is_asked(desk: Desk, says: str, saved: str) -> None:
    desk.program.note = "Form 1O4"
    with_when(desk, When("shown", "Form 104", steps=2))
    assert desk.run(ROWS[:1], "auto").status == "asked" and desk.program.saved == []
    watcher = Watcher(Answer("yes" if says == "yes" else "no"))
    desk.program.note = "Form 1O4"
    desk.program.customer = ""
    result = desk.run(ROWS[:1], watcher=watcher)
    [question] = watcher.questions
    assert question.settling and "“Form 1O4” is hard to read" in question.reason
    assert result.status == "done" and desk.program.saved[-1][1] == saved, result


def test_it_waits_until_a_text_is_shown(desk: Desk) -> None:
    waiting_first(desk, "Ready for {customer}", patience_s=15.0)
    soon(desk, "Ready for Smith")
    started = time.monotonic()
    result = desk.run(ROWS[:1])
    assert result.status == "done" and time.monotonic() - started >= 0.6, result
    [verified] = [one for one in desk.journal if one["kind"] == "verified" and one["step"] == 1]
    assert verified["reason"] == "“Ready for Smith” is shown."
    assert desk.actuator.actions and result.rows[0].steps_done == 7
    stopped_there = desk.journal[: desk.journal.index(verified) + 1]
    begun = begun_row([*stopped_there, {"kind": "acting", "row": 2, "step": 2}])
    assert begun is not None and begun.done == (1,) and begun.at_work == 2


def test_it_waits_until_a_text_is_gone(desk: Desk) -> None:
    desk.program.note = "Loading"
    waiting_first(desk, "Loading", gone=True, patience_s=15.0)
    soon(desk, "", 0.5)
    assert desk.run(ROWS[:1]).status == "done"
    [verified] = [one for one in desk.journal if one["kind"] == "verified" and one["step"] == 1]
    assert verified["reason"] == "“Loading” is gone."


@pytest.mark.parametrize("note", ["Order 1O41 saved", "Order 104 saved", "Order 10411 saved", ""])
def test_what_does_not_come_is_a_question(desk: Desk, note: str) -> None:
    desk.program.note = note
    waiting_first(desk, "Order 1041")
    result = desk.run(ROWS[:1], "auto")
    assert result.status == "asked" and "“Order 1041” has not come after 0.4 s" in result.message
    assert "1O41" not in note or "“Order 1O41 saved”" in result.message
    assert desk.actuator.actions == []


def test_a_person_may_let_it_go_on(desk: Desk) -> None:
    waiting_first(desk, "Order 1041")
    watcher = Watcher(Answer("yes"))
    assert desk.run(ROWS[:1], watcher=watcher).status == "done"
    assert watcher.questions[0].approving and desk.program.saved == [("Smith", "30", False)]


def test_a_stop_ends_the_waiting(desk: Desk) -> None:
    waiting_first(desk, "never", patience_s=60.0)
    threading.Timer(0.5, lambda: setattr(desk, "stop", True)).start()
    started = time.monotonic()
    assert desk.run(ROWS[:1]).status == "stopped"
    assert time.monotonic() - started < 10 and desk.actuator.actions == []


@pytest.mark.parametrize(
    ("text", "said", "sure", "shown"),
    [
        ("Saved", "Record saved.", 1.0, True),
        ("Saved", "Unsaved", 1.0, False),
        ("Saved", "Record saved.", 0.5, None),
        ("Total 10", "Total 10", 1.0, True),
        ("Total 10", "Total 100", 1.0, False),
        ("Total 10", "Total 1O", 1.0, None),
        ("Total 10", "Total 17", 1.0, False),
    ],
)
def test_a_text_is_there_or_not_or_nobody_can_tell(
    text: str, said: str, sure: float, shown: bool | None
) -> None:
    seen = Observation(np.zeros((40, 200, 3), np.uint8), (Element(Box(10, 10, 120, 16), "text", said, sure),))
    assert sighted(text, seen, lambda *_: (said, 1.0)).shown is shown


def test_a_figure_is_looked_at_once_more() -> None:
    seen = Observation(np.zeros((40, 200, 3), np.uint8), (Element(Box(10, 10, 120, 16), "text", "Total 10"),))

    def otherwise(frame: Frame, box: Box) -> tuple[str, float]:
        return "Total 16", 1.0

    assert sighted("Total 10", seen, otherwise).shown is None


class ReadingFirst(ReadingDesk):
    """The customer is read by a step of its own, and typed by that name two steps later."""

    def __init__(self, folder: Path, note: str) -> None:
        super().__init__(folder, note, read_at=1)
        typing = self.task.steps[1]
        assert typing.value is not None
        value = replace(typing.value, name="customer")
        reading = TaskStep(1, 0, "read", "read it", WINDOW, value=value)
        click, typing = replace(self.task.steps[0], number=2), replace(typing, number=3, value=value)
        self.task = replace(self.task, steps=(reading, click, typing))
        plain = replace(self.shown[1], target=None, point=None, after=None)
        self.shown = {1: plain, 2: self.shown[1], 3: self.shown[2]}


def test_a_step_reads_a_value_by_its_name(tmp_path: Path) -> None:
    desk = ReadingFirst(tmp_path, 'Enter "Ada Byron" as the customer of the order.')
    result = desk.repeat()
    assert result.status == "done" and desk.typed == ["Ada Byron"], result
    assert dict(result.rows[0].read) == {"customer": "Ada Byron"}
    [read] = [one for one in desk.journal if one["kind"] == "verified" and one["step"] == 1]
    assert read["reason"] == "“customer” is “Ada Byron”."


def test_what_cannot_be_read_is_asked_and_what_a_person_says_is_kept(tmp_path: Path) -> None:
    desk = ReadingFirst(tmp_path, "Nothing is said here.")
    result = desk.repeat()
    assert result.status == "asked" and desk.typed == [] and result.rows[0].steps_done == 0
    watcher = Watcher(Answer("value", text="Ada"))
    result = desk.repeat(watcher=watcher, mode="ask")
    assert result.status == "done" and desk.typed == ["Ada"], result
    assert dict(result.rows[0].read) == {"customer": "Ada"} and len(watcher.questions) == 1


def of_a_call(desk: Desk, first: int, last: int, **more) -> None:
    """Has a step of the task do another one, whose steps these are."""
    call = Call("login", first, last, **more)
    steps = [
        replace(one, within=(call,), label=f"1.{one.number}", optional=False)
        if first <= one.number <= last
        else one
        for one in desk.task.steps
    ]
    desk.task = replace(desk.task, steps=tuple(steps))


def test_a_task_that_is_done_sometimes_is_done_whole_or_not_at_all(desk: Desk) -> None:
    desk.with_dialog()
    of_a_call(desk, 1, 3, optional=True)
    desk.program.dialog_open = True
    result = desk.run()
    assert [row.status for row in result.rows] == ["done", "done"], result
    assert [saved[:2] for saved in desk.program.saved] == [("Smith", "30"), ("", "7")]
    skipped = [(one["row"], one["step"]) for one in desk.journal if one["kind"] == "not_needed"]
    assert skipped == [(3, 1), (3, 2), (3, 3)]


def test_a_called_step_types_what_it_is_given(desk: Desk) -> None:
    of_a_call(desk, 1, 2, given=(("customer", "{customer | upper}!"),))
    assert desk.run(ROWS[:1]).status == "done"
    assert desk.program.saved[0][0] == "SMITH!"


def test_a_called_step_touches_only_the_windows_of_its_task(desk: Desk) -> None:
    of_a_call(desk, 1, 2)
    steps = [replace(one, windows=(WindowName("mail"),)) if one.within else one for one in desk.task.steps]
    desk.task = replace(desk.task, steps=tuple(steps))
    result = desk.run(ROWS[:1])
    assert result.status == "asked" and "step 1.1 (" in result.rows[0].reason, result
    assert "not one that the task may touch" in result.rows[0].reason
    assert desk.actuator.actions == []


def with_box(desk: Desk) -> None:
    """The check box that the task ticks by itself, and the amount that depends on another one."""
    steps = list(desk.task.steps)
    steps[4] = replace(steps[4], value=Value("constant", text="yes", form="yes/no"))
    desk.task = replace(desk.task, steps=tuple(steps))


@pytest.mark.parametrize("so_already", [False, True])
def test_a_box_that_is_ticked_already_stays_and_it_is_said(desk: Desk, so_already: bool) -> None:
    with_box(desk)
    desk.program.express = so_already
    assert desk.run(ROWS[:1]).status == "done"
    assert desk.program.saved == [("Smith", "30", True)]
    assert desk.program.clicks.count("express") == (not so_already)
    already = [one["step"] for one in desk.journal if one["kind"] == "already_so"]
    assert already == ([5] if so_already else [])


@pytest.mark.parametrize(
    ("when", "box", "quantity", "why"),
    [
        (When("ticked", "Express", steps=2), True, "30", ""),
        (When("ticked", "express", steps=2), False, "", "The check box “express” was not ticked."),
        (When("not_ticked", "Express", steps=2), False, "30", ""),
        (When("not_ticked", "Express", steps=2), True, "", "The check box “Express” was ticked."),
    ],
)
def test_a_box_decides_whether_steps_are_done(
    desk: Desk, when: When, box: bool, quantity: str, why: str
) -> None:
    with_when(desk, when)
    desk.program.express = box
    assert desk.run(ROWS[:1]).status == "done"
    assert desk.program.saved == [("Smith", quantity, False)]
    left = [one["reason"] for one in desk.journal if one["kind"] == "left_out"]
    assert left == ([why] * 2 if why else [])


@pytest.mark.parametrize("unknown", ["no such box", "state unseen"])
def test_a_box_of_which_nobody_can_tell_is_asked(desk: Desk, unknown: str) -> None:
    with_when(desk, When("ticked", "Deliver" if unknown == "no such box" else "Express", steps=2))
    desk.program.state_unseen = unknown == "state unseen"
    result = desk.run(ROWS[:1], "auto")
    assert result.status == "asked" and desk.program.saved == [] and "quantity" not in desk.program.clicks
    label = "Deliver" if unknown == "no such box" else "Express"
    said = f"It cannot be told whether the check box “{label}” is ticked. Is it ticked?"
    assert result.message == f"Row 2, step 3 (click quantity): {said}"


def test_two_boxes_of_one_label_decide_nothing() -> None:
    def shown(*boxes: tuple[int, str, bool | None]) -> Observation:
        elements = [Element(Box(20, y, 18, 18), "checkbox", "", checked=ticked) for y, _, ticked in boxes]
        elements += [Element(Box(45, y, 80, 16), "text", text) for y, text, _ in boxes]
        return Observation(np.zeros((200, 200, 3), np.uint8), tuple(elements))

    assert ticked("Gift wrap", shown((20, "Gift wrap:", True), (60, "Express", False))).shown is True
    assert ticked("Gift wrap", shown((20, "Gift wrap", False), (60, "Express", True))).shown is False
    assert ticked("Gift wrap", shown((20, "Gift wrap", True), (60, "Gift wrap", True))).shown is None
    assert ticked("Gift", shown((20, "Gift wrap", True))).shown is None
    doubtful = ticked("Route 10", shown((20, "Route 1O", True)))
    assert (doubtful.shown, doubtful.instead) == (None, "Route 1O")


@pytest.mark.parametrize(
    ("when", "typed"),
    [
        (When("is", "ada  byron"), True),
        (When("is", "Ada"), False),
        (When("is_not", "Ada"), True),
        (When("is_not", "Ada Byron"), False),
        (When("empty", "false"), True),
        (When("empty", "true"), False),
    ],
)
@pytest.mark.parametrize("once", ["", "before"])
def test_what_was_read_decides_whether_steps_are_done(
    tmp_path: Path, when: When, typed: bool, once: Once
) -> None:
    """In the row itself, or once before all rows."""
    desk = ReadingFirst(tmp_path, 'Enter "Ada Byron" as the customer of the order.')
    reading, click, typing = desk.task.steps
    depends = replace(when, steps=2, read="customer", reader=1)
    steps = (replace(reading, once=once), replace(click, when=depends), typing)
    desk.task = replace(desk.task, steps=steps)
    result = desk.repeat()
    assert result.status == "done" and desk.typed == (["Ada Byron"] if typed else []), result
    assert dict(result.rows[0].read) == {"customer": "Ada Byron"}
    left = [str(one["reason"]) for one in desk.journal if one["kind"] == "left_out"]
    assert len(left) == (0 if typed else 2) and all(one.startswith("“customer” was ") for one in left)


def test_what_was_not_read_decides_nothing(tmp_path: Path) -> None:
    desk = ReadingFirst(tmp_path, 'Enter "Ada Byron" as the customer of the order.')
    reading, click, typing = desk.task.steps
    left_out = replace(reading, when=When("shown", "Good morning"))
    depends = replace(click, when=When("is", "Ada", steps=2, read="customer", reader=1))
    desk.task = replace(desk.task, steps=(left_out, depends, typing))
    result = desk.repeat()
    assert result.status == "asked" and desk.typed == []
    assert "whether “customer” is “Ada”, for it was not read in this row. Is it “Ada”?" in result.message


@pytest.mark.parametrize(("title", "status"), [("Orders", "done"), ("Invoices", "asked")])
def test_a_window_with_another_title_decides_nothing(desk: Desk, title: str, status: str) -> None:
    """It may be another one of the program: what it says leaves no step out, and lets none go on."""
    desk.program.note = "All is stored"
    window = replace(desk.task.windows[0], title=title)
    desk.task = replace(desk.task, windows=(window,))
    with_when(desk, When("not_shown", "All is stored", steps=len(desk.task.steps)), at=0)
    result = desk.run(ROWS[:1], "auto")
    assert result.status == status and desk.program.clicks == []
    assert any(one["kind"] == "left_out" for one in desk.journal) is (status == "done")


def test_nothing_is_waited_for_in_a_window_with_another_title(desk: Desk) -> None:
    desk.program.note = "Ready"
    waiting_first(desk, "Ready")
    desk.task = replace(desk.task, windows=(replace(desk.task.windows[0], title="Invoices"),))
    result = desk.run(ROWS[:1], "auto")
    assert result.status == "asked" and "does not have the title “Invoices”" in result.message
    assert not any(one["kind"] == "verified" for one in desk.journal)
