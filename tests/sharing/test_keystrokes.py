"""The keys of a copy type stand-ins, whatever was pressed; the steps stay what they were."""

from pathlib import Path

import pytest

from lam_desktop.sharing.keystrokes import masked_events
from lam_desktop.sharing.masker import Masker
from lam_desktop.sharing.standins import StandIns
from lam_desktop.sharing.tally import Tally
from lam_desktop.sharing.terms import Terms
from recorder.events import InputEvent
from recorder.gestures import Step, group
from recorder.recording import Recording
from tests.tasks.recordings import Clerk


def masked(clerk: Clerk, folder: Path, keep: tuple[str, ...] = ()) -> tuple[list[Step], list[Step], str]:
    """The steps of a recording, those of its copy, and all that the copy's keys tell."""
    with Recording.open(clerk.save(folder)) as recording:
        made = masked_events(recording, Masker(Terms((), keep), StandIns(), Tally()))
        steps = recording.steps()
    events = [event for event, reason in made if reason is None]
    assert [event.seq for event, _ in made] == sorted(event.seq for event, _ in made)
    return steps, list(group(events).steps), "".join(map(_told, events))


def _told(event: InputEvent) -> str:
    return (event.key.char or event.key.name) if event.key is not None and event.kind == "key_press" else ""


@pytest.mark.parametrize(
    ("clerk", "text"),
    [
        (Clerk().type("Maria Sorensen"), "Maria Sorensen"),
        (Clerk().type("Marta").press("backspace").press("backspace").type("ia"), "Maria"),
        (Clerk().press("dead_acute").type("e").type("tienne"), "étienne"),
        (Clerk().type("Mria").press("left").press("left").press("left").type("a"), "Maria"),
        (Clerk().type("aab bba"), "aab bba"),
    ],
)
def test_a_text_becomes_another_one_of_the_same_length(clerk: Clerk, text: str, tmp_path: Path) -> None:
    steps, made, told = masked(clerk.click(9, 9), tmp_path)
    assert steps[0].text == text
    assert [(step.kind, step.frame_before) for step in made] == [
        (step.kind, step.frame_before) for step in steps
    ]
    typed = made[0].text
    assert typed is not None and len(typed) == len(text)
    assert all(one != other for one, other in zip(typed, text, strict=True) if other != " ")
    assert text not in told and "Mart" not in told and "Mria" not in told


def test_what_was_typed_and_erased_is_gone(tmp_path: Path) -> None:
    clerk = Clerk().type("Ada").press("backspace").press("backspace").press("backspace").click(9, 9)
    steps, made, told = masked(clerk, tmp_path)
    assert [step.kind for step in steps] == [step.kind for step in made] == ["click"]
    assert told == ""


def test_shortcuts_and_secrets_stay_as_they_are(tmp_path: Path) -> None:
    clerk = Clerk().hide("password").press("tab").press("ctrl", "s").press("enter")
    steps, made, _ = masked(clerk, tmp_path)
    assert [(step.kind, step.keys, step.secret) for step in made] == [
        (step.kind, step.keys, step.secret) for step in steps
    ]


def test_equal_texts_stay_equal_and_kept_words_stay(tmp_path: Path) -> None:
    clerk = Clerk().type("Maria Paper").click(9, 9).type("Maria")
    _, made, _ = masked(clerk, tmp_path, keep=("paper",))
    first, second = made[0].text or "", made[2].text or ""
    assert first == f"{second} Paper" and second != "Maria"
