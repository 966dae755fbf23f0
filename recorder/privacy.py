"""Keeps secrets off the disk: typing is held back until it is known not to be one.

A *field visit* lasts from a click, Tab, Enter, Escape or change of window to the next. Its typing is secret
while hide typing is on, when accessibility says that a password field has the focus, or when bullets appear
instead of characters. Of secret typing one placeholder event remains: neither keys nor their number.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from recorder.bullets import shows_bullets
from recorder.events import InputEvent, canonical_key
from recorder.focus import FocusWatch
from recorder.frames import Packed
from recorder.screen._polled import changed_rect
from recorder.typed import CORRECTIONS
from recorder.writing import Happened, Hidden, Item, Settled, TakenOut

HOLD_NS = 150_000_000  # with the writer's 80 ms this stays under the 250 ms that a crash may cost
LOOK_FOR_NS = 3_000_000_000
LOOK_EVERY_NS = 30_000_000
LEAVING = frozenset({"enter", "tab", "esc"})
ABSORBED = frozenset({*CORRECTIONS, "home", "end", "shift", "altgr", "capslock", "compose"})
MASK_COLOUR = 0x808080
MASK_MARGIN_PX = 6
MASK_AHEAD_PX = 80  # characters that are still being painted
MAX_MASK_SHARE = 0.2  # a larger change is a new window, not typed text


@dataclass(slots=True, eq=False)
class _Visit:
    """One stay in one field."""

    since_ns: int
    verdict: bool | None = None  # secret or not, once known
    until_ns: int | None = None
    window: int | None = None
    before: Packed | None = None  # the screen before the first character
    first_ns: int = 0
    typed: str = ""  # in memory alone, to compare with what the screen shows
    name: str | None = None
    placeholder: int | None = None  # seq of the one event that stands for the run
    written: list[int] = field(default_factory=list)  # typing already handed to the writer
    looked_ns: int = 0


class PrivacyGate:
    """Stands before the writer. All calls come from the observer's thread.

    `screen_at` gives the screen at a monotonic time up to a second ago.
    """

    def __init__(
        self, put: Callable[[Item], None], focus: FocusWatch, screen_at: Callable[[int], Packed], watch: bool
    ) -> None:
        self._put = put
        self._focus = focus
        self._screen_at = screen_at
        self._watch = watch
        self._visit = _Visit(0)
        self._past: list[_Visit] = []  # left a moment ago: late bullets are still looked for
        self._held: deque[tuple[Item, _Visit]] = deque()
        self._absorbed_keys: dict[object, int | None] = {}  # pressed secretly, not yet let go -> placeholder
        self._alias: dict[int, int | None] = {}  # seq of an absorbed event -> its placeholder
        self._secrets = 0
        self._masks: list[tuple[int, int, int, int]] = []
        self.hiding = False

    def set_hiding(self, hiding: bool, t_ns: int) -> None:
        """Switches hide typing; what is typed in a field from here on is judged anew."""
        self.cover(self._screen_at(t_ns))
        self.hiding = hiding
        self._enter(t_ns)

    def put(self, item: Item, now_ns: int) -> None:
        """Takes an item in; passes on, in order, all that may be written."""
        if isinstance(item, Happened):
            self._follow(item.event, item.reason)
        self._held.append((item, self._visit))
        self.tick(now_ns)

    def tick(self, now_ns: int) -> None:
        """Decides what can be decided by now."""
        self._past = [visit for visit in self._past if now_ns - visit.since_ns < LOOK_FOR_NS]
        for visit in (*self._past, self._visit):
            self._decide(visit, now_ns)
        while self._held:
            item, visit = self._held[0]
            if isinstance(item, Happened) and self._must_wait(item, visit, now_ns):
                return
            self._held.popleft()
            self._pass_on(item, visit)

    def finish(self, now_ns: int) -> None:
        """Passes on everything; what is still undecided counts as it looks now."""
        self.tick(now_ns)
        self.tick(now_ns + HOLD_NS)

    def cover(self, frame: Packed) -> Packed:
        """The frame with everything painted over that was typed while hide typing was on."""
        visit = self._visit
        if self.hiding and visit.before is not None and visit.before.shape == frame.shape:
            rect = changed_rect(visit.before, frame)
            if rect is not None:
                x, y, w, h = rect
                if w * h > MAX_MASK_SHARE * frame.size:
                    return visit.before
                left, top = max(0, x - MASK_MARGIN_PX), max(0, y - MASK_MARGIN_PX)
                self._masks.append((left, top, x + w + MASK_AHEAD_PX, y + h + MASK_MARGIN_PX))
        for left, top, right, bottom in self._masks:
            frame[top:bottom, left:right] = MASK_COLOUR
        return frame

    # -- visits

    def _enter(self, t_ns: int) -> None:
        """A new visit begins; the one before ends."""
        self._visit.until_ns = t_ns
        if self._visit.verdict is None and self._visit.before is not None:
            self._past.append(self._visit)
        self._visit = _Visit(t_ns, True if self.hiding else None)

    def _follow(self, event: InputEvent, reason: str | None) -> None:
        """Keeps the visit up to date with an event, before anything is decided about it."""
        if event.kind == "press":
            self._enter(event.t_ns)
        if event.kind != "key_press" or event.key is None or reason is not None:
            return
        window = event.window.window_id if event.window else None
        leaves = canonical_key(event.key.name) in LEAVING and not self._is_absorbing(event)
        if leaves or self._visit.window not in (None, window):
            self._enter(event.t_ns)
        if leaves:
            return
        self._visit.window = window
        if _types(event):
            if self._visit.before is None:
                self._visit.before = self._screen_at(event.t_ns)
                self._visit.first_ns = event.t_ns
            self._visit.typed += event.key.char or ""

    def _is_absorbing(self, event: InputEvent) -> bool:
        return self._visit.verdict is True and _absorbed(event)

    def _decide(self, visit: _Visit, now_ns: int) -> None:
        if not self._watch or visit.verdict is not None or visit.before is None:
            return
        told = self._focus.is_password(visit.since_ns, visit.until_ns)
        if told is not None and (told[1] or (told[0] and now_ns - visit.first_ns >= HOLD_NS)):
            self._judge(visit, told[0])
        elif now_ns - visit.looked_ns > LOOK_EVERY_NS:
            visit.looked_ns = now_ns
            at = now_ns if visit.until_ns is None else min(now_ns, visit.until_ns)
            shown = shows_bullets(visit.before, self._screen_at(at), visit.typed)
            if shown is not None or now_ns - visit.first_ns > LOOK_FOR_NS:
                self._judge(visit, bool(shown))

    def _judge(self, visit: _Visit, secret: bool) -> None:
        visit.verdict = secret
        if secret and visit.written:
            # Handed on while nothing could be told: wiped again.
            visit.placeholder = visit.written[0]
            self._put(Hidden(visit.written, self._name(visit)))
        visit.written = []

    # -- one event

    def _must_wait(self, item: Happened, visit: _Visit, now_ns: int) -> bool:
        event = item.event
        typing = event.kind == "key_press" and item.reason is None and _types(event)
        return self._watch and visit.verdict is None and typing and now_ns - event.t_ns < HOLD_NS

    def _pass_on(self, item: Item, visit: _Visit) -> None:
        if isinstance(item, Happened):
            self._pass_event(item, visit)
        elif isinstance(item, Settled):
            seq = self._alias.get(item.seq, item.seq)
            if seq is not None:
                self._put(replace(item, seq=seq))
        elif isinstance(item, TakenOut):
            self._put(replace(item, seqs=[seq for seq in item.seqs if seq not in self._alias]))
        else:
            self._put(item)

    def _pass_event(self, item: Happened, visit: _Visit) -> None:
        event = item.event
        if event.key is None or item.reason is not None:
            self._put(item)
            return
        identity = event.key.keycode if event.key.keycode is not None else event.key.name
        if event.kind == "key_release" and identity in self._absorbed_keys:
            self._alias[event.seq] = self._absorbed_keys.pop(identity)
        elif event.kind == "key_press" and visit.verdict is True and _absorbed(event):
            self._absorb(item, visit)
            self._absorbed_keys[identity] = visit.placeholder
            self._alias.setdefault(event.seq, visit.placeholder)
        else:
            if event.kind == "key_press" and _types(event) and visit.verdict is None:
                visit.written.append(event.seq)
            self._put(item)

    def _absorb(self, item: Happened, visit: _Visit) -> None:
        """The first key of a visit becomes its placeholder, the rest vanish."""
        if visit.placeholder is None:
            visit.placeholder = item.event.seq
            self._put(
                replace(item, event=replace(item.event, key=None, modifiers=(), secret=self._name(visit)))
            )

    def _name(self, visit: _Visit) -> str:
        if visit.name is None:
            self._secrets += 1
            visit.name = f"secret_{self._secrets}"
        return visit.name


def _types(event: InputEvent) -> bool:
    """True for a key that writes a character."""
    if event.key is None or {"ctrl", "alt", "win"} & set(event.modifiers):
        return False
    return event.key.char is not None or event.key.name.startswith("dead_")


def _absorbed(event: InputEvent) -> bool:
    assert event.key is not None
    return _types(event) or (
        canonical_key(event.key.name) in ABSORBED and not {"ctrl", "alt", "win"} & set(event.modifiers)
    )
