"""Which field is being typed into, and whether it is one whose text is secret.

A *visit* lasts from a click, a change of window or of the focus, or any key that does not write (Tab, Enter,
a shortcut, …) to the next. It is secret while hide typing is on, when accessibility says that a password
field has the focus, or when bullets appear instead of characters.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from recorder.bullets import shows_bullets
from recorder.events import MODIFIERS, InputEvent, canonical_key
from recorder.frames import Packed
from recorder.regions import Rect, changed_places
from recorder.typed import CORRECTIONS

LOOK_FOR_NS = 3_000_000_000
LOOK_EVERY_NS = 30_000_000
REPAINT_NS = 300_000_000  # after this long, what appears is no late paint
LATE_NS = 1_000_000_000  # painting may lag behind the key that leaves a field
DOUBT_NS = 600_000_000  # just after a password field, until it is clear that it was left
HOOK_LAG_NS = 30_000_000  # a key that moved the focus may come after the word that it moved
NEAR_PX, LINE_PX = 200, 12  # a click so near to what was typed goes back to it
LEAVING = frozenset({"enter", "tab", "esc"})
KEPT = frozenset({*CORRECTIONS, "home", "end", "shift", "altgr", "capslock", "compose"})
"""Keys that belong to typing without writing."""


class ScreenPast(Protocol):
    """What the screen showed a moment ago."""

    @property
    def changed_ns(self) -> int:
        """Monotonic time at which the pixels were last seen to change."""
        ...

    def frame_at(self, t_ns: int) -> Packed:
        """The newest frame that was complete at `t_ns` (at most 1.5 s ago), as a copy."""
        ...


class PasswordFocus(Protocol):
    """What accessibility tells of the focus."""

    def last(self, until_ns: int | None) -> tuple[int, bool] | None:
        """The last word up to `until_ns`: when (monotonic ns), and whether a password field got the focus."""
        ...


@dataclass(slots=True, eq=False)
class Visit:
    """One stay in one field."""

    since_ns: int
    verdict: bool | None = None  # secret or not, once known
    until_ns: int | None = None
    point: tuple[int, int] | None = None  # where a click began it, frame pixels
    window: int | None = None
    before: Packed | None = None  # the screen before the first character
    last: Packed | None = None  # the screen when the field was left
    first_ns: int = 0
    typed: str = ""  # in memory alone, to compare with what the screen shows
    looked_ns: int = 0
    by_focus: bool = False  # the verdict is accessibility's
    unless: bool = False  # the verdict where nothing can be told
    name: str | None = None  # of the secret
    placeholder: int | None = None  # seq of the one event that stands for the secret
    written: list[InputEvent] = field(default_factory=list[InputEvent])  # handed on before the verdict

    @property
    def is_open(self) -> bool:
        """True while something was typed that nobody knows to be secret or not."""
        return self.verdict is None and self.before is not None


class VisitListener(Protocol):
    """Whoever acts on what is found out."""

    def judged(self, visit: Visit) -> None:
        """The verdict is there."""
        ...

    def left(self, visit: Visit) -> None:
        """A field with a known secret was left."""
        ...

    def moved(self, visit: Visit) -> None:
        """A program itself moved the focus into a password field, which began this visit."""
        ...


class Visits:
    """Follows the person from field to field. All calls come from one thread."""

    def __init__(
        self,
        listener: VisitListener,
        focus: PasswordFocus,
        screen: ScreenPast,
        watch: bool,
        origin: tuple[int, int],
    ) -> None:
        self._listener = listener
        self._focus = focus
        self._screen = screen
        self._watch = watch
        self._origin = origin  # of the frames, on the screen
        self._left: tuple[int, list[Rect], bool] = (0, [], False)  # when, where was typed, maybe a secret
        self._known_ns = 0  # all input up to here has been seen
        self.now = Visit(0, None if watch else False)
        self.past: list[Visit] = []  # left, and not yet judged or still needed
        self.hiding = False

    def enter(self, t_ns: int, verdict: bool | None = None) -> None:
        """A new visit begins; the one before ends."""
        left = self.now
        left.until_ns = t_ns
        if left.before is not None:
            left.last = self._screen.frame_at(t_ns)
            self.past.append(left)
            if left.verdict:
                self._listener.left(left)
            elif left.verdict is None:
                shown = shows_bullets(left.before, left.last, left.typed, True, self._just_left(left))
                if shown is not None:
                    self._judge(left, shown)
            if self._watch:
                self._left = t_ns, changed_places(left.before, left.last), left.verdict is not False
        self.now = Visit(t_ns, True if self.hiding else verdict if self._watch else False)

    def follow(self, event: InputEvent, counts: bool) -> None:
        """Keeps up with an event; one that does not count may still move the focus by a click."""
        self._known_ns = max(self._known_ns, event.t_ns)
        self._follow_focus(event.t_ns)
        if event.kind == "press":
            self.enter(event.t_ns)
            self.now.point = (event.x - self._origin[0], event.y - self._origin[1])
        if event.kind != "key_press" or event.key is None or not counts:
            return
        window = event.window.window_id if event.window else None
        name = canonical_key(event.key.name)
        leaves = not belongs(event) and name not in MODIFIERS
        if leaves or self.now.window not in (None, window):
            # A shortcut such as Ctrl+A may well stay in the same field.
            stays = (
                name not in LEAVING
                and self.now.window == window
                and bool(self.now.verdict or self.now.unless)
            )
            self.enter(event.t_ns)
            self.now.unless = stays
        if leaves:
            self.now.window = window
            return
        self.now.window = window
        if writes(event):
            if self.now.before is None:
                self.now.before = self._screen.frame_at(event.t_ns)
                self.now.first_ns = event.t_ns
            self.now.typed += event.key.char or ""

    def all_seen(self, until_ns: int) -> None:
        """Notes that no input from before `until_ns` is still to come."""
        self._known_ns = max(self._known_ns, until_ns - HOOK_LAG_NS)

    def decide(self, now_ns: int) -> None:
        """Judges what can be judged by now."""
        self._follow_focus()
        for visit in (*self.past, self.now):
            if visit.is_open:
                self._decide(visit, now_ns)

    def give_up(self) -> None:
        """What is still open counts as no secret."""
        for visit in (*self.past, self.now):
            if visit.is_open:
                self._judge(visit, visit.unless)

    def in_doubt(self, visit: Visit) -> bool:
        """True where a visit may still belong to the password field before it."""
        told = self._told(visit.until_ns)
        outdated = told is not None and told[1] and told[0] < visit.since_ns
        return outdated or (self._left[2] and bool(self._just_left(visit)))

    def _follow_focus(self, until_ns: int | None = None) -> None:
        """Begins a new visit where a program itself moved the focus to or from a password field.

        To one: as soon as that is told. From one: only with an event after it (`until_ns`), since keys
        pressed before it may still be on their way to us.
        """
        told = self._told(until_ns)
        if not self._watch or self.hiding or told is None or told[0] <= self.now.since_ns:
            return
        t_ns, in_password = told
        if in_password and self.now.verdict is False:
            self.enter(t_ns, True)
            self.now.by_focus = True
            self._listener.moved(self.now)
        elif not in_password and self.now.by_focus and until_ns is not None:
            self.enter(t_ns)

    def _told(self, until_ns: int | None) -> tuple[int, bool] | None:
        return self._focus.last(self._known_ns if until_ns is None else min(until_ns, self._known_ns))

    def _decide(self, visit: Visit, now_ns: int) -> None:
        told = self._told(visit.until_ns)
        in_password = told is not None and told[1]
        if told is not None and in_password and told[0] >= visit.since_ns:
            visit.by_focus = True
            self._judge(visit, True)
            return
        self._look(visit, now_ns)
        if visit.verdict is None and in_password and now_ns - visit.first_ns >= DOUBT_NS:
            # Told before this visit; a word that the focus went elsewhere would have come by now.
            visit.by_focus = True
            self._judge(visit, True)

    def _look(self, visit: Visit, now_ns: int) -> None:
        """Decides by what the screen shows; at the latest when it can show nothing more of this visit."""
        assert visit.before is not None
        end_ns = visit.first_ns + LOOK_FOR_NS
        if visit.until_ns is not None:
            end_ns = min(end_ns, visit.until_ns + LATE_NS)
        fresh = self._screen.changed_ns > visit.looked_ns and now_ns - visit.looked_ns >= LOOK_EVERY_NS
        fresh = fresh or visit.looked_ns < visit.first_ns + REPAINT_NS <= now_ns  # then doubts are settled
        if not fresh and now_ns < end_ns:
            return
        visit.looked_ns = now_ns
        other = self._just_left(visit)
        final = bool(other) and now_ns - visit.first_ns >= REPAINT_NS
        frame = self._screen.frame_at(min(now_ns, end_ns))
        shown = shows_bullets(visit.before, frame, visit.typed, final, other)
        if visit.until_ns is not None:
            shown = shown or None  # what changed since may be anything: only bullets count
        if shown is not None or now_ns >= end_ns:
            self._judge(visit, visit.unless if shown is None else shown)

    def _just_left(self, visit: Visit) -> list[Rect]:
        """Where something was typed just before this visit, elsewhere, which may be painted late."""
        t_ns, places, _ = self._left
        if visit.until_ns == t_ns or not t_ns <= visit.first_ns < t_ns + LATE_NS:
            return []
        point = visit.point
        back = point is not None and any(_contains(place, point) for place in places)
        return [] if back else places

    def _judge(self, visit: Visit, secret: bool) -> None:
        visit.verdict = secret
        self._listener.judged(visit)


def writes(event: InputEvent) -> bool:
    """True for a key that writes a character."""
    if event.key is None or {"ctrl", "alt", "win"} & set(event.modifiers):
        return False
    return event.key.char is not None or event.key.name.startswith("dead_")


def belongs(event: InputEvent) -> bool:
    """True for a key that writes, corrects what was written, or helps with either."""
    if event.key is None or {"ctrl", "alt", "win"} & set(event.modifiers):
        return False
    return writes(event) or canonical_key(event.key.name) in KEPT


def _contains(place: Rect, point: tuple[int, int]) -> bool:
    """True for a point inside, or in the same line not far from it."""
    x, y, w, h = place
    return x - NEAR_PX <= point[0] < x + w + NEAR_PX and y - LINE_PX <= point[1] < y + h + LINE_PX
