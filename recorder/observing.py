"""Looks at each input as it arrives: which window, which frame before, whether it counts."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass

from recorder.chords import ChordWatch
from recorder.events import MODIFIERS, InputEvent, WindowFacts, canonical_key
from recorder.inputs import RawInput
from recorder.ledger import InjectionLedger
from recorder.options import RecordingOptions
from recorder.privacy import PrivacyGate
from recorder.rolling import RollingScreen
from recorder.typed import CORRECTIONS
from recorder.windows import WindowBackend
from recorder.writing import Happened, Item, Settled, TakenOut

BURST_NS = 1_000_000_000  # keys closer than this are one burst of typing
ACTIVE_FRESH_NS = 150_000_000


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
        windows: WindowBackend,
        gate: PrivacyGate,
        ledger: InjectionLedger | None,
    ) -> None:
        self._options = options
        self._chords = chords
        self._rolling = rolling
        self._windows = windows
        self._gate = gate
        self._ledger = ledger
        self._seq = 0
        self._unsettled: _Unsettled | None = None
        self._burst: tuple[int, int | None] | None = None  # time and window of the last typed key
        self._active: tuple[int, WindowFacts | None] = (0, None)
        self._buttons: dict[str, str | None] = {}  # pressed now -> reason it is filtered
        self._keys: dict[object, str | None] = {}
        self.kept: list[InputEvent] = []
        self.dropped: Counter[str] = Counter()
        self.paused = False
        self._terminal_only = options.terminal_window is not None  # nothing but the terminal was used yet

    def set_paused(self, paused: bool) -> None:
        """Drops all input while True."""
        self.paused = paused

    def observe(self, raw: RawInput) -> str | None:
        """Takes in one input; returns the action of a hot key it completed."""
        self._seq += 1
        seq = self._seq
        action, part, earlier = self._chords.feed(raw, seq)
        if earlier:
            self._take_out(earlier, "hot key")
        if action == "hide":
            self._gate.set_hiding(not self._gate.hiding, raw.t_ns)
        elif action == "pause":
            self.paused = not self.paused
        if self.paused and not part:
            self.dropped["while paused"] += 1
            return action
        event = self._event(raw, seq)
        reason = self._reason(event, "hot key" if part else self._origin(raw, event))
        self._store(event, reason)
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
        quiet_ns = now - max(waiting.t_ns, self._rolling.changed_ns)
        if (
            quiet_ns >= self._options.settle_s * 1e9
            or now - waiting.t_ns >= self._options.settle_limit_s * 1e9
        ):
            self._settle(now)

    def finish(self) -> None:
        """Waits for the last action to settle, at most `settle_limit_s`, and passes everything on."""
        trailing = self._trailing_terminal()
        if trailing:
            self._take_out(trailing, "own terminal")
        while self._unsettled is not None:
            self.tick()
            time.sleep(0.02)
        self._gate.finish(time.monotonic_ns())

    def _store(self, event: InputEvent, reason: str | None) -> None:
        before = None
        if reason is None:
            self.kept.append(event)
            if self._begins_action(event):
                if self._unsettled is not None:
                    self._settle(event.t_ns)
                before = self._gate.cover(self._rolling.frame_at(event.t_ns))
            if event.kind not in ("move", "marker"):
                if self._unsettled is None or event.kind != "key_release":
                    self._unsettled = _Unsettled(event.seq, event.t_ns)
        self._put(Happened(event, reason, before, event.t_ns))

    def _begins_action(self, event: InputEvent) -> bool:
        """True where a frame from before is due: at each action, and at the first key of a burst of typing."""
        if event.kind in ("press", "scroll"):
            self._burst = None
            return True
        if event.kind != "key_press" or event.key is None:
            return False
        if canonical_key(event.key.name) in MODIFIERS:
            return False  # what follows with it begins the action
        written = event.key.char is not None or event.key.name in CORRECTIONS
        typed = written and not {"ctrl", "alt", "win"} & set(event.modifiers)
        window = event.window.window_id if event.window else None
        last, self._burst = self._burst, (event.t_ns, window) if typed else None
        return not typed or last is None or event.t_ns - last[0] > BURST_NS or last[1] != window

    def _settle(self, t_ns: int) -> None:
        if self._unsettled is not None:
            frame = self._gate.cover(self._rolling.frame_at(t_ns))
            self._put(Settled(self._unsettled.seq, frame, t_ns))
            self._unsettled = None

    def _event(self, raw: RawInput, seq: int) -> InputEvent:
        if raw.kind.startswith("key"):
            window = self._active_window(raw.t_ns)
        elif raw.kind == "move":
            window = None
        else:
            window = self._windows.under(raw.x, raw.y)
            self._active = (0, None)
        return InputEvent(
            seq, raw.t_ns, raw.kind, raw.x, raw.y, raw.button, raw.dx, raw.dy, raw.key, raw.modifiers, window
        )

    def _active_window(self, t_ns: int) -> WindowFacts | None:
        """The active window; asked again after 150 ms, and after every click."""
        asked_ns, window = self._active
        if not 0 <= t_ns - asked_ns < ACTIVE_FRESH_NS:
            window = self._windows.active()
            self._active = (t_ns, window)
        return window

    def _origin(self, raw: RawInput, event: InputEvent) -> str | None:
        """Why this event by itself is not the person's demonstration, or None."""
        if self._ledger is not None and self._ledger.is_ours(raw):
            return "injected by the agent"
        if event.window is None:
            return None
        if self._is_own(event.window):
            return "own window"
        if self._terminal_only and event.window.window_id == self._options.terminal_window:
            return "own terminal"
        if event.kind in ("press", "key_press", "scroll"):
            self._terminal_only = False
        return None

    def _reason(self, event: InputEvent, reason: str | None) -> str | None:
        """The reason that holds: what is let go shares it with the press."""
        if event.kind == "press":
            self._buttons[event.button or ""] = reason
        elif event.kind == "release":
            reason = self._buttons.pop(event.button or "", reason)
        elif event.kind == "key_press" and event.key is not None:
            self._keys[event.key.keycode] = reason
        elif event.kind == "key_release" and event.key is not None:
            reason = self._keys.pop(event.key.keycode, reason)
        return reason

    def _trailing_terminal(self) -> list[int]:
        """The last events, as far as they went into the terminal that we were started from."""
        found: list[int] = []
        if self._options.terminal_window is None:
            return found
        for event in reversed(self.kept):
            if event.window is not None and event.window.window_id != self._options.terminal_window:
                break
            found.append(event.seq)
        return found

    def _is_own(self, window: WindowFacts) -> bool:
        return window.wm_class in self._options.own_classes or window.pid in self._options.own_pids

    def _take_out(self, seqs: list[int], reason: str) -> None:
        gone = set(seqs)
        self.kept = [event for event in self.kept if event.seq not in gone]
        self._put(TakenOut(seqs, reason))

    def _put(self, item: Item) -> None:
        self._gate.put(item, time.monotonic_ns())
