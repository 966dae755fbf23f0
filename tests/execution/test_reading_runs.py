"""A run that takes what it types from the screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.execution.acting.settings import Mode, Settings
from lam_desktop.execution.evidence.confirming import checks_of
from lam_desktop.execution.executor import Executor
from lam_desktop.execution.finding.guard import Guard
from lam_desktop.execution.finding.locating import Locator
from lam_desktop.execution.finding.whereabouts import Whereabouts
from lam_desktop.execution.machine.actuators._fake import FakeActuator
from lam_desktop.execution.rehearsal import rehearse
from lam_desktop.execution.runs.autonomy import Autonomy
from lam_desktop.execution.runs.begun import begun_row
from lam_desktop.execution.runs.journal import Journal, read_journal
from lam_desktop.execution.runs.result import RunResult
from lam_desktop.execution.runs.supervision import Answer
from lam_desktop.execution.runs.sureness import Sureness
from lam_desktop.execution.screen.readiness import Looker
from lam_desktop.execution.supervising.record import RunRecord, plain_readings
from lam_desktop.execution.verifying.leftovers import Leftovers
from lam_desktop.execution.verifying.verification import Verifier
from lam_desktop.tasks.once import parts_of
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.step import Place, Value
from lam_desktop.tasks.texts.spans import spans_of
from lam_desktop.types import Action, Decision, Situation, TypeText
from tests.execution.test_executor import WINDOW, Desk, Watcher
from tests.fakes.program import ExactParser, MemoryDesktop, OrderProgram
from tests.fakes.words import WordPolicy

pytestmark = pytest.mark.usefixtures("no_waiting")

NOTE = 'Enter "Miller" as the customer of the order.'
READ_AT, TYPED_AT = 1, 2
"""Steps: the click into the field, and the typing."""


class ReadingDesk(Desk):
    """The order desk where a note says who the customer is."""

    def __init__(self, folder: Path, note: str = NOTE, read_at: int = TYPED_AT) -> None:
        super().__init__(folder)
        self.program.note = note
        program = OrderProgram(at=(80, 60), note=NOTE)
        looker = Looker(MemoryDesktop(program), ExactParser(program), still_s=0.0)
        told = looker.look(WINDOW, lambda: False).observation.elements[-1]
        self.shown = {
            number: replace(shown, before=replace(shown.before, elements=(*shown.before.elements, told)))
            for number, shown in self.shown.items()
        }
        place = Place(read_at - 1, told.box, NOTE, spans_of("Miller", NOTE)[0])
        value = Value("screen", "", "Miller", places=(place,))
        steps = list(self.task.steps)
        steps[TYPED_AT - 1] = replace(steps[TYPED_AT - 1], value=value)
        self.task = replace(self.task, row=None, steps=tuple(steps[:TYPED_AT]))

    def repeat(
        self,
        policy: WordPolicy | None = None,
        on_act: Callable[[], None] = lambda: None,
        watcher: Watcher | None = None,
        mode: Mode = "auto",
        dry: bool = False,
    ) -> RunResult:
        looker = Looker(MemoryDesktop(self.program), ExactParser(self.program), still_s=0.01)
        guard = Guard(self.task.windows, self.task.limits)
        knowing = policy or WordPolicy()
        record = RunRecord(Journal(self.folder), self.folder, "tasks/orders/runs/1")

        def react(action: Action) -> None:
            self.program.react(action)
            on_act()

        self.actuator = FakeActuator(react)
        wanted = (Row(1, {}),)

        def locator_for(seen: Callable[..., None]) -> Locator:
            return Locator(looker, knowing, guard, seen, lambda: False)

        if dry:
            return rehearse(
                self.task, wanted, lambda step: self.shown[step.number], locator_for, record, lambda: None
            )
        verifier = Verifier(looker, lambda: False, patience_s=0.5)
        return Executor(
            self.task, lambda step: self.shown[step.number], locator_for, verifier, guard, self.actuator,
            watcher or Watcher(), record, Whereabouts(self.task, lambda step: self.shown[step.number], None),
            checks_of(self.task, (), record, lambda: None), Autonomy((), 0, 0), Leftovers({}), lambda: False,
            lambda: None, Settings(mode, wait_s=0.3), touched_since=self.touched, begun=self.at_work,
        ).run(wanted, parts_of(self.task))  # fmt: skip

    @property
    def typed(self) -> list[str]:
        return [one.text for one in self.actuator.actions if isinstance(one, TypeText)]


def test_what_the_screen_says_now_is_typed(tmp_path: Path) -> None:
    desk = ReadingDesk(tmp_path, 'Enter "Ada Byron" as the customer of the order.')
    result = desk.repeat()
    assert result.status == "done" and list(result.rows[0].read.values()) == ["Ada Byron"]
    assert (desk.typed, desk.program.customer) == (["Ada Byron"], "Ada Byron")
    read = [entry["readings"] for entry in desk.journal if "readings" in entry]
    place = desk.task.read_values[0].places[0]
    assert read[-1] == plain_readings({place: "Ada Byron"}, {place: Sureness(1.0)})
    assert list(result.rows[0].sure.values()) == [1.0]
    [ended] = [entry for entry in desk.journal if entry["kind"] == "row_finished"]
    assert ended["sure"] == dict(result.rows[0].sure) and ended["read"] == dict(result.rows[0].read)


def test_what_was_read_before_a_kill_is_known_from_the_journal(tmp_path: Path) -> None:
    """The note is gone by then."""
    desk = ReadingDesk(tmp_path, 'Enter "Ada Byron" as the customer of the order.', read_at=READ_AT)
    desk.repeat()
    begun = begun_row([one for one in desk.journal if one.get("step") != TYPED_AT][:-1])
    assert begun is not None and begun.done == (READ_AT,)
    (tmp_path / "on").mkdir()
    later = ReadingDesk(tmp_path / "on", "", read_at=READ_AT)
    later.at_work = begun
    result = later.repeat()
    assert result.status == "done", result
    assert later.typed == ["Ada Byron"]
    assert list(result.rows[0].sure.values()) == [1.0], "how surely it was read is known from there, too"


def test_unsure_of_a_word_it_asks_and_types_nothing(tmp_path: Path) -> None:
    desk = ReadingDesk(tmp_path, 'Enter "Ada" as the customer of the order.')
    result = desk.repeat(WordPolicy(lambda word: word != "as"))
    assert (result.status, result.exit_code) == ("asked", 3)
    assert "“Miller” is not clear" in result.message
    assert desk.typed == [] and result.rows[0].steps_done == 1


def test_a_note_that_is_gone_is_a_question(tmp_path: Path) -> None:
    desk = ReadingDesk(tmp_path, "")
    result = desk.repeat()
    assert result.status == "asked" and desk.typed == []


def test_what_an_earlier_screen_said_is_kept_for_its_row(tmp_path: Path) -> None:
    desk = ReadingDesk(tmp_path, 'Enter "Ada" as the customer of the order.', read_at=READ_AT)

    def vanish() -> None:
        desk.program.note = ""

    assert desk.repeat(on_act=vanish).status == "done"
    assert desk.typed == ["Ada"]
    desk.program.customer = desk.program.focus = ""
    result = desk.repeat()
    assert result.status == "asked" and desk.actuator.actions == [], "the row before it does not count"


def test_several_places_must_say_the_same(tmp_path: Path) -> None:
    desk = ReadingDesk(tmp_path, 'Enter "Ada" as the customer of the order.')
    value = desk.task.steps[1].value
    assert value is not None
    [place] = value.places
    early = replace(place, demonstrated=READ_AT - 1)
    both = replace(value, places=(early, place))
    desk.task = replace(desk.task, steps=(desk.task.steps[0], replace(desk.task.steps[1], value=both)))

    def change() -> None:
        desk.program.note = 'Enter "Bob" as the customer of the order.'

    result = desk.repeat(on_act=change)
    assert result.status == "asked" and desk.typed == []
    assert "“Ada” and “Bob”" in result.message
    desk.program.customer = ""
    assert desk.repeat().status == "done" and desk.typed == ["Bob"]


def test_a_dry_run_tells_what_it_would_type(tmp_path: Path) -> None:
    desk = ReadingDesk(tmp_path, 'Enter "Ada" as the customer of the order.')
    assert desk.repeat(dry=True).status == "done"
    [would] = [entry for entry in read_journal(tmp_path / "journal.jsonl") if entry["kind"] == "would_act"]
    assert would["text"] == "Ada" and desk.actuator.actions == []


@pytest.mark.parametrize("form", ["", "yes/no"])
def test_a_choice_follows_what_was_read(tmp_path: Path, form: str) -> None:
    """The policy is asked for what says it; what else shows the demonstrated text follows as well."""
    desk = ReadingDesk(tmp_path, 'Enter "Express" as the customer of the order.', read_at=READ_AT)
    click, typing = desk.task.steps
    assert typing.value is not None
    desk.task = replace(desk.task, steps=(replace(click, value=replace(typing.value, form=form)),))
    policy = Remembering()
    desk.repeat(policy=policy)
    assert policy.choices[0] == ("Express", {"Miller": "Express"})


def test_what_changes_before_it_is_typed_is_read_again(tmp_path: Path) -> None:
    """The person paused between the look and the typing."""
    desk = ReadingDesk(tmp_path, 'Enter "Ada" as the customer of the order.')
    paces = iter(range(100))

    def change() -> None:
        if next(paces) == 1:
            desk.program.note = 'Enter "Bob" as the customer of the order.'

    assert desk.repeat(watcher=Watcher(on_pace=change)).status == "done"
    assert desk.typed == ["Bob"]


def test_the_person_points_at_the_choice_that_could_not_be_read(tmp_path: Path) -> None:
    """Then that is what the screen should have said; later steps go by it."""
    desk = ReadingDesk(tmp_path, "", read_at=READ_AT)
    desk.program.customer = "Ada"
    click, typing = desk.task.steps
    desk.task = replace(desk.task, steps=(replace(click, value=typing.value), typing))
    widget = next(one for one in desk.program.widgets() if one.name == "customer")
    watcher = Watcher(Answer("here", desk.program.box_of(widget).center))
    desk.repeat(watcher=watcher, mode="ask")
    assert not watcher.questions[0].settling and desk.typed == ["Ada"]


class Remembering(WordPolicy):
    """Keeps what it was asked about fields."""

    def __init__(self) -> None:
        super().__init__()
        self.choices: list[tuple[str | None, dict[str, str]]] = []

    def decide(self, situation: Situation) -> Decision:
        """As a `WordPolicy` does."""
        step = situation.step
        if step.target is not None and step.before.elements[step.target].kind == "field":
            self.choices.append((situation.wanted_text, dict(situation.row)))
        return super().decide(situation)
