"""The events of a recording with other keys: what they type is the stand-in of what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lam_desktop.errors import LamBug
from lam_desktop.sharing.masker import Masker
from recorder.events import MODIFIERS, InputEvent, KeyFacts, canonical_key
from recorder.gestures import Step, group
from recorder.recording import Recording
from recorder.typed import CORRECTIONS, DEAD_KEYS

Row = tuple[InputEvent, str | None]
"""An event, and why it counts for no step."""


def masked_events(recording: Recording, masker: Masker) -> list[Row]:
    """All events in order. Keys that belong to no step (typed and erased) are left out: nobody needs them."""
    counted = {event.seq: event for event in recording.events()}
    steps = recording.steps()
    in_steps = {seq for step in steps for seq in step.events}
    made = {seq: event for seq, event in counted.items() if seq in in_steps or not _is_stroke(event)}
    for step in steps:
        if step.kind == "type" and step.secret is None and step.text is not None:
            events = [counted[seq] for seq in step.events]
            typed = _typed(events, step.text, masker.whole(step.text, "typed text"))
            for seq in step.events:
                made.pop(seq, None)
            made |= {event.seq: event for event in typed}
    _check(steps, list(made.values()))
    rows: list[Row] = [(event, None) for event in made.values()]
    for item in recording.filtered():
        if item.event.seq not in counted:
            event = replace(item.event, key=None) if _gives_away(item.event) else item.event
            rows.append((event, item.reason))
    return sorted(rows, key=lambda row: row[0].seq)


def _typed(events: Sequence[InputEvent], text: str, standin: str) -> list[InputEvent]:
    """The events of one typed text, made to type another one of the same length."""
    strokes = [event for event in events if not _is_modifier(event)]
    presses = [event for event in strokes if event.kind == "key_press"]
    if "".join((event.key and event.key.char) or "" for event in presses) == text and not any(
        map(_corrects, presses)
    ):
        return [*filter(_is_modifier, events), *_replaced(strokes, text, standin)]
    # With corrections and accents typed apart, what was pressed is not what came of it: typed at one go.
    if len(standin) > len(strokes):
        raise LamBug(f"a text of {len(standin)} signs was typed with {len(strokes)} events")
    fresh = [
        replace(event, kind="key_press", key=_key(sign), frame_before=None, frame_after=None)
        for event, sign in zip(strokes, standin, strict=False)
    ]
    before = [event.frame_before for event in strokes if event.frame_before is not None]
    after = [event.frame_after for event in strokes if event.frame_after is not None]
    if fresh:
        fresh[0] = replace(fresh[0], frame_before=before[0] if before else None)
        fresh[-1] = replace(fresh[-1], frame_after=after[-1] if after else None)
    return [*filter(_is_modifier, events), *fresh]


def _replaced(strokes: Sequence[InputEvent], text: str, standin: str) -> list[InputEvent]:
    """Each press with the sign in its place, each release with that of its press."""
    made: list[InputEvent] = []
    pressed: dict[object, KeyFacts] = {}
    at = 0
    for event in strokes:
        assert event.key is not None
        place = event.key.keycode if event.key.keycode is not None else event.key.name
        if event.kind == "key_press":
            pressed[place] = event.key if text[at] == standin[at] else _key(standin[at])
            at += 1
        made.append(replace(event, key=pressed.get(place)))
    return made


def _key(sign: str) -> KeyFacts:
    """A key that gives this sign; no keyboard has it in a known place."""
    return KeyFacts(None, sign.lower(), sign)


def _is_modifier(event: InputEvent) -> bool:
    return event.key is None or canonical_key(event.key.name) in MODIFIERS


def _is_stroke(event: InputEvent) -> bool:
    return event.kind in ("key_press", "key_release") and not _is_modifier(event)


def _corrects(event: InputEvent) -> bool:
    name = canonical_key(event.key.name) if event.key is not None else ""
    return name in CORRECTIONS or name in DEAD_KEYS or name == "compose"


def _gives_away(event: InputEvent) -> bool:
    """Whether an event tells a sign that somebody typed."""
    key = event.key
    return key is not None and (bool(key.char) or len(key.name) == 1 or canonical_key(key.name) in DEAD_KEYS)


def _check(steps: Sequence[Step], events: Sequence[InputEvent]) -> None:
    """Raises LamBug where the copy's steps would not be those of the original."""
    made = group(events).steps
    if [_shape(step) for step in made] != [_shape(step) for step in steps]:
        raise LamBug("the steps of the copy are not those of the recording; nothing was written")


def _shape(step: Step) -> tuple[object, ...]:
    text = len(step.text) if step.text is not None else None
    return step.kind, text, step.secret, step.keys, step.point, step.frame_before, step.frame_after
