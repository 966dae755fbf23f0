"""Takes in each input: whether it counts, which pictures belong to it."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from recorder.chords import ChordWatch
from recorder.events import MODIFIERS, InputEvent, canonical_key
from recorder.frames import Packed
from recorder.gestures import TAPPED_MODIFIERS, Grouper
from recorder.inputs import RawInput
from recorder.ledger import InjectionLedger
from recorder.looking import Seen
from recorder.marking import Marks
from recorder.options import RecordingOptions
from recorder.privacy import PrivacyGate
from recorder.regions import Rect
from recorder.rolling import RollingScreen
from recorder.typed import CORRECTIONS
from recorder.writing import Happened, Pictured, TakenOut

BURST_NS = 1_000_000_000  # keys closer than this are one burst of typing
OWN_COLOUR = 0x808080

HOT_KEY, INJECTED = "hot key", "injected by the agent"
OWN_WINDOW, OWN_TERMINAL = "own window", "own terminal"
EXCLUDED = "in excluded windows"
"""Of what was never written, beside the number of events."""
KEYLESS = frozenset({INJECTED, OWN_WINDOW, OWN_TERMINAL})
"""Reasons that keep an event from being recorded: that it happened is noted, not which key it was."""


@dataclass(slots=True)
class _Unsettled:
    seq: int
    t_ns: int


class Observer:
    """The worker's work; all calls but `set_paused` come from one thread."""

    def __init__(
        self,
        options: RecordingOptions,
        chords: ChordWatch,
        rolling: RollingScreen,
        gate: PrivacyGate,
        ledger: InjectionLedger,
        origin: tuple[int, int],
        marks: Marks,
    ) -> None:
        self._options = options
        self._chords = chords
        self._rolling = rolling
        self._gate = gate
        self._ledger = ledger
        self._origin = origin
        self._marks = marks
        self._hides = False  # typing, because it goes into what was marked
        self._seq = 0
        self._unsettled: _Unsettled | None = None
        self._burst: tuple[int, int | None] | None = None  # time and window of the last typed key
        self._modifier: InputEvent | None = None  # pressed last, and nothing else since
        self._own_areas: tuple[Rect, ...] = ()  # as last seen
        self._buttons: dict[object, str | None] = {}  # pressed now -> reason it is filtered
        self._keys: dict[object, str | None] = {}
        self._terminal_only = options.terminal_window is not None  # nothing but the terminal was used yet
        self._tail: list[int] = []  # the last events, as far as they went into that terminal
        self._live = Grouper()  # counts steps while they are made
        self.events = 0  # that count
        self.dropped: Counter[str] = Counter()
        self.paused = False
        self._missed = False  # input, while paused

    @property
    def busy(self) -> bool:
        """True while `tick` has something to do."""
        return self._unsettled is not None or self._gate.busy

    @property
    def steps(self) -> int:
        """How many steps there are so far; may be asked from any thread."""
        return self._live.count

    def set_paused(self, paused: bool) -> None:
        """Drops all input while True."""
        self.paused = paused

    def observe(self, seen: Seen) -> str | None:
        """Takes in one input; returns the action of a hot key it completed."""
        raw, self._own_areas = seen.raw, seen.own_areas
        if self._missed and not self.paused and not seen.excluded:
            self._missed = False
            self._gate.leave_field(raw.t_ns)
            self._seq += 1
            self._store(InputEvent(self._seq, raw.t_ns, "pause", raw.x, raw.y), None)
        self._seq += 1
        seq = self._seq
        action, part, earlier = self._chords.feed(raw, seq)
        if earlier:
            self._take_out(earlier, HOT_KEY)
        if action == "hide":
            self._gate.set_hiding(not self._gate.hiding, raw.t_ns)
        elif action == "cover":
            self._gate.put(self._marks.mark(raw.x, raw.y, raw.t_ns), time.monotonic_ns())
            self._gate.hide_typed(self._marks.typed_there(), time.monotonic_ns())
            if self._marks.is_typed_into and not self._gate.hiding:
                self._hides = True
                self._gate.set_hiding(True, raw.t_ns)
        elif action == "pause":
            self._settle(raw.t_ns)
            self.paused = not self.paused
        if self.paused and not part:
            self.dropped["while paused"] += 1
            self._missed = True
            return action
        if not part and self._is_excluded(seen):
            return action
        event = InputEvent(
            seq, raw.t_ns, raw.kind, raw.x, raw.y, raw.button, raw.dx, raw.dy, raw.key, raw.modifiers,
            seen.window,
        )  # fmt: skip
        self._store(event, self._reason(event, HOT_KEY if part else self._origin_of(raw, event)))
        if action == "marker":
            self._seq += 1
            self._store(InputEvent(self._seq, raw.t_ns, "marker", raw.x, raw.y, window=event.window), None)
        return action

    def tick(self) -> None:
        """Stores the frame after the last action, once the screen has settled."""
        self._gate.tick(time.monotonic_ns())
        waiting = self._unsettled
        if waiting is None:
            return
        now = time.monotonic_ns()
        quiet_ns = now - max(waiting.t_ns, self._rolling.moved_ns)
        options = self._options
        settled = quiet_ns >= options.settle_s * 1e9 or now - waiting.t_ns >= options.settle_limit_s * 1e9
        if settled or self.paused:
            self._settle(now)

    def finish(self) -> None:
        """Waits for the last action to settle, at most `settle_limit_s`, and passes everything on."""
        if self._tail:
            self._gate.put(TakenOut(self._tail, OWN_TERMINAL, forget=True), time.monotonic_ns())
        while self._unsettled is not None:
            self.tick()
            time.sleep(0.02)
        self._gate.finish(time.monotonic_ns())

    def abandon(self) -> None:
        """Passes on what waits, and looks at nothing more."""
        self._gate.finish(time.monotonic_ns())

    # -- one event

    def _origin_of(self, raw: RawInput, event: InputEvent) -> str | None:
        """Why this event by itself is not the person's demonstration, or None."""
        if self._ledger.is_ours(raw):
            return INJECTED
        if event.window is None:
            return None
        if self._options.owns(event.window):
            return OWN_WINDOW
        if self._terminal_only and event.window.window_id == self._options.terminal_window:
            return OWN_TERMINAL
        if event.kind in ("press", "key_press", "scroll"):
            self._terminal_only = False
        return None

    def _is_excluded(self, seen: Seen) -> bool:
        """Whether this goes, or was begun, in an excluded window: then nothing of it is stored."""
        raw = seen.raw
        excluded = seen.excluded
        if raw.kind == "move":
            return excluded
        held = self._keys if raw.kind.startswith("key") else self._buttons
        which: Any = raw.key.keycode if raw.key is not None else raw.button or ""
        if raw.kind in ("release", "key_release"):
            excluded = held.get(which) == EXCLUDED or (excluded and which not in held)
            if excluded:
                held.pop(which, None)
        elif excluded and raw.kind in ("press", "key_press"):
            held[which] = EXCLUDED
        if excluded:
            self.dropped[EXCLUDED] += 1
            if raw.kind in ("press", "key_press", "scroll"):
                self._settle(raw.t_ns)
                self._missed = True
        return excluded

    def _reason(self, event: InputEvent, reason: str | None) -> str | None:
        """The reason that holds: what is let go shares it with the press."""
        if event.kind == "press":
            self._buttons[event.button or ""] = reason
        elif event.kind == "release":
            reason = self._buttons.pop(event.button or "", reason)
        elif event.kind == "key_press" and event.key is not None:
            self._keys[event.key.keycode] = reason
        elif event.kind == "key_release" and event.key is not None:
            pressed = self._keys.pop(event.key.keycode, reason)
            reason = reason if reason == HOT_KEY else pressed
        return reason

    def _store(self, event: InputEvent, reason: str | None) -> None:
        picture: Pictured | None = None
        if reason is None:
            self.events += 1
            self._live.feed(event)
            self._follow_tail(event)
            self._hide_in_marks(event)
            begin_ns = self._begin_of_action(event)
            if begin_ns is not None:
                picture = Pictured(event.seq, "before", self._picture(begin_ns), begin_ns)
                self._settle(begin_ns, picture.frame)
            if begin_ns is not None or self._goes_on(event):
                self._unsettled = _Unsettled(event.seq, event.t_ns)
        elif reason in KEYLESS:
            event = replace(event, key=None)
        self._gate.put(Happened(event, reason), time.monotonic_ns())
        if picture is not None:
            self._gate.put(picture, time.monotonic_ns())

    def _hide_in_marks(self, event: InputEvent) -> None:
        secret = self._marks.follow(event)
        if secret is not None and secret != self._hides and (self._hides or not self._gate.hiding):
            self._hides = secret
            self._gate.set_hiding(secret, event.t_ns)

    def _follow_tail(self, event: InputEvent) -> None:
        terminal = self._options.terminal_window
        if terminal is None:
            return
        if event.window is not None and event.window.window_id != terminal:
            self._tail = []
        else:
            self._tail.append(event.seq)

    def _take_out(self, seqs: list[int], reason: str) -> None:
        self._gate.put(TakenOut(seqs, reason), time.monotonic_ns())

    # -- pictures

    def _begin_of_action(self, event: InputEvent) -> int | None:
        """When the action began that a picture from before is due for, or None: at each action, and at the
        first key of a burst of typing."""
        pressed, self._modifier = self._modifier, None
        if event.kind in ("press", "scroll"):
            self._burst = None
            return event.t_ns
        if event.key is None or event.kind not in ("key_press", "key_release"):
            self._modifier = pressed  # the pointer may move while a key is held
            return None
        name = canonical_key(event.key.name)
        if name in MODIFIERS:
            if event.kind == "key_press":
                self._modifier = event  # what follows with it begins the action
            elif name in TAPPED_MODIFIERS and pressed is not None and pressed.key == event.key:
                return pressed.t_ns
            return None
        if event.kind == "key_release":
            return None
        written = event.key.char is not None or event.key.name in CORRECTIONS
        typed = written and not {"ctrl", "alt", "win"} & set(event.modifiers)
        window = event.window.window_id if event.window else None
        last, self._burst = self._burst, (event.t_ns, window) if typed else None
        begins = not typed or last is None or event.t_ns - last[0] > BURST_NS or last[1] != window
        return event.t_ns if begins else None

    def _goes_on(self, event: InputEvent) -> bool:
        """True for what continues the present action, so that the screen must settle anew."""
        if event.kind == "key_press" and event.key is not None:
            return canonical_key(event.key.name) not in MODIFIERS
        return event.kind == "release"

    def _settle(self, t_ns: int, picture: Packed | None = None) -> None:
        """Takes the screen at `t_ns` for what the last action led to."""
        waiting, self._unsettled = self._unsettled, None
        if waiting is not None:
            picture = self._picture(t_ns) if picture is None else picture
            self._gate.put(Pictured(waiting.seq, "after", picture, t_ns), time.monotonic_ns())

    def _picture(self, t_ns: int) -> Packed:
        """The screen at `t_ns`, without our own windows."""
        frame = self._rolling.frame_at(t_ns)
        for x, y, w, h in self._own_areas:
            left, top = x - self._origin[0], y - self._origin[1]
            frame[max(0, top) : max(0, top + h), max(0, left) : max(0, left + w)] = OWN_COLOUR
        return frame
