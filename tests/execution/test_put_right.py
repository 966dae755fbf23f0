"""A step that seems to have gone wrong, and somebody who may look; what was entered, and is gone later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.execution.finding.exemplars import exemplar_of
from lam_desktop.execution.machine.actuators._fake import FakeActuator
from lam_desktop.execution.machine.stopping import Touch
from lam_desktop.execution.runs.supervision import Answer, Question
from lam_desktop.tasks.storage.corrections import Correction, Corrections
from lam_desktop.types import Action, Click, Situation, TypeText
from tests.execution.test_executor import CHECKS, ROWS, Desk, Watcher
from tests.fakes.program import OrderProgram

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("no_waiting")]

SKIP, NO, YES, AGAIN = Answer("skip_row"), Answer("no"), Answer("yes"), Answer("look_again")
SHOW = Answer("show")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


class Person(Watcher):
    """Answers one question after the other; may do something at each."""

    def __init__(self, *answers: Answer, at: Callable[[int], None] = lambda _: None) -> None:
        super().__init__()
        self._answers = list(answers)
        self._at = at

    def ask(self, question: Question, stopped: Callable[[], bool]) -> Answer | None:
        self.questions.append(question)
        self._at(len(self.questions))
        return self._answers.pop(0) if self._answers else None


def test_what_the_person_says_was_done_counts_as_done_and_not_as_seen(desk: Desk) -> None:
    desk.program.save_stores = False
    person = Person(YES)
    [row] = desk.run(ROWS[:1], watcher=person).rows
    assert (row.status, row.evidence, row.asked) == ("done", "not seen", 1)
    [question] = person.questions
    assert question.settling and "was this step done as it should be?" in question.reason
    verdicts = [one for one in desk.journal if one["kind"] == "verified" and one["step"] == 6]
    assert [one["ok"] for one in verdicts] == [False, True]
    assert desk.program.clicks.count("save") == 1


def test_looking_again_sees_what_has_come_meanwhile(desk: Desk) -> None:
    desk.program.save_stores = False

    def store(number: int) -> None:
        if number == 2:
            desk.program.save_stores = True
            save = next(one for one in desk.program.widgets() if one.name == "save")
            desk.program.react(Click(desk.program.box_of(save).center))

    person = Person(AGAIN, AGAIN, at=store)
    [row] = desk.run(ROWS[:1], watcher=person).rows
    assert (row.status, row.evidence, len(person.questions)) == ("done", "seen", 2)


@pytest.mark.parametrize(("answers", "status"), [((NO,), "failed"), ((), "failed"), ((SKIP,), "skipped")])
def test_a_no_or_nobody_fails_the_row(desk: Desk, answers: tuple[Answer, ...], status: str) -> None:
    desk.program.drop_digits = True
    [row] = desk.run(ROWS[:1], watcher=Person(*answers)).rows
    assert row.status == status and row.asked == 1
    assert desk.program.saved == []


def test_nobody_is_asked_in_mode_auto(desk: Desk) -> None:
    desk.program.drop_digits = True
    person = Person(YES)
    [row] = desk.run(ROWS[:1], mode="auto", watcher=person).rows
    assert row.status == "failed" and person.questions == []


def _emptied_later(desk: Desk, becomes: str = "") -> None:
    """The program loses the customer once the box is ticked."""

    def react(action: Action) -> None:
        ticked = desk.program.express
        desk.program.react(action)
        if desk.program.express and not ticked:
            desk.program.customer = becomes

    desk.actuator = FakeActuator(react)


def _emptied_always(desk: Desk) -> None:
    """The program loses the customer each time that the quantity is typed."""

    def react(action: Action) -> None:
        desk.program.react(action)
        if isinstance(action, TypeText) and desk.program.focus == "quantity":
            desk.program.customer = ""

    desk.actuator = FakeActuator(react)


def _went_back(desk: Desk) -> list[object]:
    return [one["step"] for one in desk.journal if one["kind"] == "put_right"]


def test_what_was_emptied_is_entered_once_more(desk: Desk) -> None:
    _emptied_later(desk)
    assert desk.run(ROWS[1:], mode="auto").status == "done"
    assert desk.program.saved == [("Jones", "7", True)] and desk.program.clicks.count("save") == 1
    assert _went_back(desk) == [6]
    [went] = [one for one in desk.journal if one["kind"] == "went_on"]
    assert "does not show what was done" in str(went["reason"])


def test_it_goes_back_once_and_then_asks(desk: Desk) -> None:
    _emptied_always(desk)
    result = desk.run(ROWS[1:], mode="auto")
    assert result.status == "asked" and "which is empty" in result.message
    assert desk.program.saved == [] and len(_went_back(desk)) == 1


def test_each_row_may_go_back(desk: Desk) -> None:
    _emptied_later(desk)
    rows = desk.run(ROWS, mode="auto").rows
    assert [row.status for row in rows] == ["done", "done"] and len(desk.program.saved) == 2


def test_where_something_was_stored_before_it_does_not_begin_anew(desk: Desk) -> None:
    """A step before the loss is one that cannot be undone: whether to repeat it, a person must say."""
    _emptied_later(desk)
    steps = list(desk.task.steps)
    steps[2] = replace(steps[2], approval=True)
    desk.task = replace(desk.task, steps=tuple(steps))
    result = desk.run(ROWS[1:], watcher=Person(YES))
    assert result.status == "asked" and desk.program.saved == []


def test_what_its_effects_told_to_be_final_is_not_done_twice_either(desk: Desk) -> None:
    _emptied_later(desk)
    desk.final = frozenset({3})
    result = desk.run(ROWS[1:], mode="auto")
    assert result.status == "asked" and desk.program.clicks.count("quantity") == 1
    assert desk.program.saved == []


def test_a_row_whose_record_is_there_before_its_end_is_asked_about(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program has stored it by itself: neither is it entered again, nor told to be done."""
    _emptied_later(desk)
    monkeypatch.setattr(desk, "stored", lambda *_: int(desk.program.express and not desk.program.customer))
    desk.task = replace(desk.task, checks=CHECKS)
    result = desk.run(ROWS[1:], mode="auto")
    assert result.status == "asked" and "is there already, before the row's end" in result.message
    assert desk.program.clicks.count("save") == 0 and desk.program.saved == []


def test_what_was_entered_and_shows_another_text_before_the_save_is_asked_about(desk: Desk) -> None:
    _emptied_later(desk, becomes := "Miller")
    result = desk.run(ROWS[1:], mode="auto")
    assert result.status == "asked" and desk.program.saved == [] and _went_back(desk) == []
    instead = f"shows “{becomes}”"
    assert (
        f"“Jones” (Type “customer” of the row) no longer stands in its field, which {instead}."
        in result.message
    )


def test_the_person_may_mend_it_or_let_it_be(desk: Desk) -> None:
    _emptied_always(desk)

    def mend(_: int) -> None:
        desk.program.customer = "Jones"

    assert [row.status for row in desk.run(ROWS[1:], watcher=Person(AGAIN, at=mend)).rows] == ["done"]
    assert desk.program.saved == [("Jones", "7", True)]
    desk.again = True  # the same row once more
    assert [row.status for row in desk.run(ROWS[1:], watcher=Person(YES)).rows] == ["done"]
    assert desk.program.saved[1:] == [("", "7", True)]


def test_what_was_gone_in_the_demonstration_too_is_not_missed(desk: Desk) -> None:
    _emptied_later(desk)
    save = desk.shown[6]
    kept = tuple(one for one in save.before.elements if one.text != "Miller")
    assert len(kept) < len(save.before.elements)
    target = save.acted_on
    assert target is not None
    desk.shown[6] = replace(save, before=replace(save.before, elements=kept), target=kept.index(target))
    desk.run(ROWS[1:], mode="auto")
    assert desk.program.saved == [("", "7", True)]


def _doing(desk: Desk, name: str) -> Callable[[int], None]:
    """The person finds what the agent does not see, and clicks on it."""

    def do(_: int) -> None:
        desk.program.hidden.clear()
        widget = next(one for one in desk.program.widgets() if one.name == name)
        desk.program.react(Click(desk.program.box_of(widget).center))

    return do


def test_a_save_that_the_person_does_themself_is_not_done_once_more(desk: Desk) -> None:
    desk.program.hidden.add("save")
    person = Person(SHOW, at=_doing(desk, "save"))
    [row] = desk.run(ROWS[:1], watcher=person).rows
    assert (row.status, row.asked) == ("done", 1)
    assert desk.program.saved == [("Smith", "30", False)]
    assert [one["step"] for one in desk.journal if one["kind"] == "acting"] == [1, 2, 3, 4]
    [shown] = [one for one in desk.journal if one["kind"] == "shown"]
    assert shown["step"] == 6


def test_the_row_goes_on_behind_what_the_person_did(desk: Desk) -> None:
    desk.program.hidden.add("quantity")
    person = Person(SHOW, at=_doing(desk, "quantity"))
    [row] = desk.run(ROWS[:1], watcher=person).rows
    assert (row.status, row.asked) == ("done", 1)
    assert desk.program.saved == [("Smith", "30", False)]


def test_what_the_person_clicked_on_is_kept_for_teaching(desk: Desk) -> None:
    desk.program.hidden.add("save")
    save = next(one for one in OrderProgram(at=desk.program.at).widgets() if one.name == "save")
    at = desk.program.box_of(save).center
    desk.pressed = lambda _: (Touch(1, at), Touch(2, (1, 1)))
    desk.run(ROWS[:1], watcher=Person(SHOW, at=_doing(desk, "save")))
    [shown] = [one for one in desk.journal if one["kind"] == "shown"]
    assert shown["points"] == [list(at)]  # what lies outside the program is nobody's business


class Doing(Person):
    """Does the save themself once they have the desktop; may have done something before that."""

    def __init__(self, desk: Desk, first: Callable[[], None] = lambda: None) -> None:
        super().__init__(SHOW)
        self._desk, self._first, self._has_it = desk, first, False

    def ask(self, question: Question, stopped: Callable[[], bool]) -> Answer | None:
        answer = super().ask(question, stopped)
        if answer is SHOW:
            self._first()
            self._has_it = True
        return answer

    def pace(self, stopped: Callable[[], bool]) -> None:
        if self._has_it:
            self._has_it = False
            _doing(self._desk, "save")(0)


def _done_by_hand(desk: Desk, *touches: Touch, first: Callable[[], None] = lambda: None) -> Correction:
    desk.pressed = lambda _: touches

    def doubted(situation: Situation) -> float:
        return 0.5 if situation.step is desk.shown[6] else 1.0

    desk.run(ROWS[:1], watcher=Doing(desk, first), confidence=doubted)
    [one] = Corrections(desk.folder, desk.task.files).all()
    return one


def _save(desk: Desk) -> tuple[int, int]:
    save = next(one for one in desk.program.widgets() if one.name == "save")
    return desk.program.box_of(save).center


def test_a_step_done_with_one_click_is_a_place_that_may_be_taught(desk: Desk) -> None:
    one = _done_by_hand(desk, Touch(1, _save(desk), button="left"))
    assert one.place is not None and not one.place.bound and not one.pointed and one.done
    assert one.before.elements[one.place.target].text == "Save"
    assert exemplar_of(one) is not None


@pytest.mark.parametrize("how", ["scrolled", "right button", "another screen"])
def test_a_click_on_what_may_have_been_another_screen_is_no_place(desk: Desk, how: str) -> None:
    """What stood there when the agent asked may have been scrolled away before the press."""
    touches = [Touch(3, _save(desk), button="right" if how == "right button" else "left")]
    if how == "scrolled":
        touches.insert(0, Touch(2, (1, 1), scrolled=True))

    def change() -> None:
        if how == "another screen":
            desk.program.customer = "Another one"

    assert _done_by_hand(desk, *touches, first=change).place is None


def _closing(desk: Desk, *, where: tuple[int, int]) -> Callable[[int], None]:
    """The person closes the dialog by a click."""
    desk.pressed = lambda since: (Touch(since, where),)
    return lambda _: desk.program.react(Click(where))


def _ok(desk: Desk) -> tuple[int, int]:
    desk.program.dialog_open = True
    button = next(one for one in desk.program.widgets() if one.in_dialog)
    return desk.program.box_of(button).center


@pytest.mark.parametrize("says", ["Later", "OK"])
def test_a_dialog_that_was_closed_once_is_closed_alone_the_next_time(desk: Desk, says: str) -> None:
    desk.program.dialog_text = says
    where = _ok(desk)
    person = Person(SHOW, at=_closing(desk, where=where))
    [row] = desk.run(ROWS[:1], watcher=person).rows
    assert (row.status, row.asked) == ("done", 1)
    desk.program.dialog_open = True
    [row] = desk.run(ROWS[1:], watcher=Person()).rows
    assert (row.status, row.asked) == ("done", 0)
    assert [one["step"] for one in desk.journal if one["kind"] == "put_right"] == [1]


@pytest.mark.parametrize(
    ("first", "second"), [("Later", "Never"), ("Delete all", "Delete all"), ("Confirm", "Confirm")]
)
def test_a_dialog_of_other_words_or_that_ends_something_is_asked_about(
    desk: Desk, first: str, second: str
) -> None:
    desk.program.dialog_text = first
    desk.run(ROWS[:1], watcher=Person(SHOW, at=_closing(desk, where=_ok(desk))))
    desk.program.dialog_text, desk.program.dialog_open = second, True
    person = Person(SKIP)
    [row] = desk.run(ROWS[1:], watcher=person).rows
    assert (row.status, row.asked) == ("skipped", 1) and desk.program.dialog_open
    assert ("may not be possible to undo" in person.questions[0].reason) == (first == second)
