"""Keeps secrets off the disk: typing is held back until it is known not to be one.

A *field visit* lasts from a click, Tab, Enter, Escape, change of window or of the focus to the next. Its
typing is secret while hide typing is on, when accessibility says that a password field has the focus, or when
bullets appear instead of characters. Of secret typing one placeholder event remains: neither keys nor their
number. Pictures wait for the verdict of every visit that they may show, and then show no secret.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from recorder.bullets import shows_bullets
from recorder.events import InputEvent, canonical_key
from recorder.frames import Packed
from recorder.masks import Secret
from recorder.regions import Rect, changed_places
from recorder.typed import CORRECTIONS
from recorder.writing import Happened, Hidden, Item, Pictured, Shown, TakenOut

HOLD_NS = 150_000_000  # with the writer's 40 ms this stays under the 250 ms that a crash may cost
LOOK_FOR_NS = 3_000_000_000
REPAINT_NS = 300_000_000  # after this long, what appears is no late paint
LOOK_EVERY_NS = 30_000_000
HOLD_DOUBTFUL_NS = 600_000_000  # just after a password field, until it is clear that it was left
LATE_NS = 1_000_000_000  # painting may lag behind the key that leaves a field
NEAR_PX, LINE_PX = 200, 12  # a click so near to what was typed goes back to it
HOOK_LAG_NS = 30_000_000  # a key that moved the focus may come after the word that it moved
LEAVING = frozenset({"enter", "tab", "esc"})
ABSORBED = frozenset({*CORRECTIONS, "home", "end", "shift", "altgr", "capslock", "compose"})


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
class _Visit:
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
    name: str | None = None
    placeholder: int | None = None  # seq of the one event that stands for the run
    written: list[InputEvent] = field(default_factory=list)  # handed to the writer before the verdict
    looked_ns: int = 0
    by_focus: bool = False  # the verdict is accessibility's

    def may_show_in(self, picture: Pictured) -> bool:
        """True where characters typed in this visit may be seen in the picture."""
        return self.before is not None and self.first_ns <= picture.t_ns


class PrivacyGate:
    """Stands before the writer. All calls come from the observer's thread."""

    def __init__(
        self,
        put: Callable[[Item], None],
        focus: PasswordFocus,
        screen: ScreenPast,
        watch: bool,
        origin: tuple[int, int] = (0, 0),
    ) -> None:
        self._put = put
        self._focus = focus
        self._screen = screen
        self._watch = watch
        self._origin = origin  # of the frames, on the screen
        self._visit = _Visit(0, None if watch else False)
        self._past: list[_Visit] = []  # left, and not yet judged or still needed for pictures
        self._held: deque[tuple[Item, _Visit]] = deque()
        self._pictures: deque[Pictured] = deque()
        self._left: tuple[int, list[Rect]] = (0, [])  # when a field was left, and where one had typed
        self._left_secret = False
        self._recent: deque[InputEvent] = deque()  # typing passed on within the last moments
        self._absorbed_keys: dict[object, int | None] = {}  # pressed secretly, not yet let go -> placeholder
        self._alias: dict[int, int | None] = {}  # seq of an absorbed event -> its placeholder
        self._secrets = 0
        self._known_ns = 0  # all input up to here has been seen
        self.hiding = False

    @property
    def busy(self) -> bool:
        """True while something waits for a verdict, so that `tick` must be called."""
        undecided = self._visit.verdict is None and self._visit.before is not None
        return bool(self._held or self._pictures or self._past or undecided)

    def set_hiding(self, hiding: bool, t_ns: int) -> None:
        """Switches hide typing; what is typed in a field from here on is judged anew."""
        self.hiding = hiding
        self._enter(t_ns)

    def leave_field(self, t_ns: int) -> None:
        """What is typed from here on may be in another field."""
        self._enter(t_ns)

    def put(self, item: Item, now_ns: int) -> None:
        """Takes an item in; passes on, in order, all that may be written."""
        if isinstance(item, Pictured):
            self._pictures.append(item)
        else:
            if isinstance(item, Happened):
                self._known_ns = max(self._known_ns, item.event.t_ns)
                self._follow_focus(item.event.t_ns)
                self._follow(item.event, item.reason)
            self._held.append((item, self._visit))
        self._advance(now_ns)

    def tick(self, now_ns: int) -> None:
        """Decides what can be decided by now; to be called when all input there is has been put in."""
        self._known_ns = max(self._known_ns, now_ns - HOOK_LAG_NS)
        self._advance(now_ns)

    def _advance(self, now_ns: int) -> None:
        self._follow_focus()
        for visit in (*self._past, self._visit):
            self._decide(visit, now_ns)
        while self._held:
            item, visit = self._held[0]
            if isinstance(item, Happened) and self._must_wait(item, visit, now_ns):
                break
            self._held.popleft()
            self._pass_on(item, visit)
        self._develop(now_ns)
        self._past = [visit for visit in self._past if self._is_needed(visit, now_ns)]

    def finish(self, now_ns: int) -> None:
        """Passes on everything; what is still undecided counts as it looks now."""
        self.tick(now_ns)
        for visit in (*self._past, self._visit):
            if visit.verdict is None and visit.before is not None:
                self._judge(visit, False)
        self.tick(now_ns + HOLD_NS)

    # -- visits

    def _enter(self, t_ns: int, verdict: bool | None = None) -> None:
        """A new visit begins; the one before ends."""
        left = self._visit
        left.until_ns = t_ns
        if left.before is not None:
            left.last = self._screen.frame_at(t_ns)
            self._past.append(left)
            if left.verdict:
                self._put(Shown(Secret(self._name(left), left.before), left.last))
            elif left.verdict is None and self._watch:
                shown = shows_bullets(left.before, left.last, left.typed, True, self._just_left(left))
                if shown is not None:
                    self._judge(left, shown)
            if self._watch:
                self._left = (t_ns, changed_places(left.before, left.last))
                self._left_secret = left.verdict is not False
        self._visit = _Visit(t_ns, True if self.hiding else verdict if self._watch else False)

    def _just_left(self, visit: _Visit) -> list[Rect]:
        """Where something was typed just before this visit, elsewhere, which may be painted late."""
        t_ns, places = self._left
        if visit.until_ns == t_ns or not t_ns <= visit.first_ns < t_ns + LATE_NS:
            return []
        point = visit.point
        back = point is not None and any(_contains(place, point) for place in places)
        return [] if back else places

    def _follow(self, event: InputEvent, reason: str | None) -> None:
        """Keeps the visit up to date with an event, before anything is decided about it."""
        if event.kind == "press":
            self._enter(event.t_ns)
            self._visit.point = (event.x - self._origin[0], event.y - self._origin[1])
        if event.kind != "key_press" or event.key is None or reason is not None:
            return
        window = event.window.window_id if event.window else None
        leaves = canonical_key(event.key.name) in LEAVING
        if leaves or self._visit.window not in (None, window):
            self._enter(event.t_ns)
        if leaves:
            return
        self._visit.window = window
        if _types(event):
            if self._visit.before is None:
                self._visit.before = self._screen.frame_at(event.t_ns)
                self._visit.first_ns = event.t_ns
            self._visit.typed += event.key.char or ""

    def _follow_focus(self, until_ns: int | None = None) -> None:
        """Begins a new visit where a program itself moved the focus to or from a password field.

        To one: as soon as that is told. From one: only with an event after it (`until_ns`), since keys
        pressed before it may still be on their way to us.
        """
        visit = self._visit
        told = self._told(until_ns)
        if not self._watch or self.hiding or told is None or told[0] <= visit.since_ns:
            return
        t_ns, in_password = told
        if in_password and visit.verdict is False:
            self._enter(t_ns, True)
            self._visit.by_focus = True
            self._visit.written = [event for event in self._recent if event.t_ns >= t_ns]
            self._held = deque(
                (item, self._visit if isinstance(item, Happened) and item.event.t_ns >= t_ns else before)
                for item, before in self._held
            )
            self._judge(self._visit, True)
        elif not in_password and visit.by_focus and until_ns is not None:
            self._enter(t_ns)

    def _told(self, until_ns: int | None) -> tuple[int, bool] | None:
        return self._focus.last(self._known_ns if until_ns is None else min(until_ns, self._known_ns))

    def _decide(self, visit: _Visit, now_ns: int) -> None:
        if not self._watch or visit.verdict is not None or visit.before is None:
            return
        told = self._told(visit.until_ns)
        in_password = told is not None and told[1]
        if told is not None and in_password and told[0] >= visit.since_ns:
            visit.by_focus = True
            self._judge(visit, True)
            return
        self._look(visit, now_ns)
        if visit.verdict is None and in_password and now_ns - visit.first_ns >= HOLD_DOUBTFUL_NS:
            # Told before this visit; a word that the focus went elsewhere would have come by now.
            visit.by_focus = True
            self._judge(visit, True)

    def _look(self, visit: _Visit, now_ns: int) -> None:
        """Decides by what the screen shows; at the latest when it can show nothing more of this visit."""
        assert visit.before is not None
        end_ns = visit.first_ns + LOOK_FOR_NS
        if visit.until_ns is not None:
            end_ns = min(end_ns, visit.until_ns + LATE_NS)
        fresh = self._screen.changed_ns > visit.looked_ns and now_ns - visit.looked_ns >= LOOK_EVERY_NS
        fresh = fresh or visit.looked_ns < visit.first_ns + REPAINT_NS <= now_ns  # then it is to be settled
        if fresh or now_ns >= end_ns:
            visit.looked_ns = now_ns
            frame = self._screen.frame_at(min(now_ns, end_ns))
            other = self._just_left(visit)
            final = bool(other) and now_ns - visit.first_ns >= REPAINT_NS
            shown = shows_bullets(visit.before, frame, visit.typed, final, other)
            if visit.until_ns is not None:
                shown = shown or None  # what changed since may be anything: only bullets count
            if shown is not None or now_ns >= end_ns:
                self._judge(visit, bool(shown))

    def _judge(self, visit: _Visit, secret: bool) -> None:
        visit.verdict = secret
        if not secret:
            visit.written = []
            return
        if visit.before is not None and visit.last is not None:
            self._put(Shown(Secret(self._name(visit), visit.before), visit.last))
        if visit.written:
            self._wipe(visit)

    def _wipe(self, visit: _Visit) -> None:
        """Takes back what was handed on while nothing could be told."""
        while visit.written and not (visit.written[0].kind == "key_press" and _types(visit.written[0])):
            visit.written.pop(0)
        if not visit.written:
            return
        visit.placeholder = visit.written[0].seq
        for event in visit.written:
            self._alias[event.seq] = visit.placeholder
            if event.kind == "key_press":
                self._absorbed_keys[_identity(event)] = visit.placeholder
            else:
                self._absorbed_keys.pop(_identity(event), None)
        self._put(Hidden([event.seq for event in visit.written], visit.placeholder, self._name(visit)))
        visit.written = []

    def _is_needed(self, visit: _Visit, now_ns: int) -> bool:
        if visit.verdict is None:
            return True
        until_ns = visit.until_ns or now_ns
        return bool(visit.verdict) and any(picture.t_ns <= until_ns for picture in self._pictures)

    # -- pictures

    def _develop(self, now_ns: int) -> None:
        """Passes on the pictures whose secrets are known."""
        visits = (*self._past, self._visit)
        while self._pictures:
            picture = self._pictures[0]
            if now_ns - picture.t_ns < HOLD_NS or self._held:
                return  # keys pressed before it may still be on their way to us
            shown = [visit for visit in visits if visit.may_show_in(picture)]
            if self._watch and any(visit.verdict is None for visit in shown):
                return
            self._pictures.popleft()
            self._pass_picture(picture, shown)

    def _pass_picture(self, picture: Pictured, shown: list[_Visit]) -> None:
        secrets = tuple(
            Secret(self._name(visit), visit.before)
            for visit in shown
            if visit.verdict
            and visit.before is not None
            and (visit.until_ns is None or picture.t_ns <= visit.until_ns)
        )
        seq = self._alias.get(picture.seq, picture.seq)
        # The picture before an absorbed key shows a run of typing half done; the run has one already.
        if seq is not None and (seq == picture.seq or picture.place == "after"):
            self._put(replace(picture, seq=seq, secrets=secrets))
        elif secrets:
            self._put(Shown(secrets[-1], picture.frame))

    # -- one event

    def _must_wait(self, item: Happened, visit: _Visit, now_ns: int) -> bool:
        event = item.event
        typing = event.kind == "key_press" and item.reason is None and _types(event)
        if not (self._watch and visit.verdict is None and typing):
            return False
        told = self._told(visit.until_ns)
        outdated = told is not None and told[1] and told[0] < visit.since_ns
        doubtful = outdated or (self._left_secret and bool(self._just_left(visit)))
        return now_ns - event.t_ns < (HOLD_DOUBTFUL_NS if doubtful else HOLD_NS)

    def _pass_on(self, item: Item, visit: _Visit) -> None:
        if isinstance(item, TakenOut):
            self._put(replace(item, seqs=[seq for seq in item.seqs if seq not in self._alias]))
            return
        if not isinstance(item, Happened):
            self._put(item)
            return
        event = item.event
        if event.key is None or item.reason is not None:
            self._put(item)
        elif event.kind == "key_release" and _identity(event) in self._absorbed_keys:
            self._alias[event.seq] = self._absorbed_keys.pop(_identity(event))
        elif (
            event.kind == "key_press"
            and visit.verdict is True
            and (_types(event) or (visit.placeholder is not None and _absorbed(event)))
        ):
            self._absorb(item, visit)
            self._absorbed_keys[_identity(event)] = visit.placeholder
            self._alias.setdefault(event.seq, visit.placeholder)
        else:
            if _absorbed(event):
                self._remember(event, visit)
            self._put(item)

    def _remember(self, event: InputEvent, visit: _Visit) -> None:
        """Notes typing that is handed on now and may turn out to be secret."""
        if visit.verdict is None and self._watch:
            visit.written.append(event)
        self._recent.append(event)
        while event.t_ns - self._recent[0].t_ns > LATE_NS:
            self._recent.popleft()

    def _absorb(self, item: Happened, visit: _Visit) -> None:
        """The first key of a visit becomes its placeholder, the rest vanish."""
        if visit.placeholder is None:
            visit.placeholder = item.event.seq
            hidden = replace(item.event, key=None, modifiers=(), secret=self._name(visit))
            self._put(replace(item, event=hidden))

    def _name(self, visit: _Visit) -> str:
        if visit.name is None:
            self._secrets += 1
            visit.name = f"secret_{self._secrets}"
        return visit.name


def _contains(place: Rect, point: tuple[int, int]) -> bool:
    """True for a point inside, or in the same line not far from it."""
    x, y, w, h = place
    return x - NEAR_PX <= point[0] < x + w + NEAR_PX and y - LINE_PX <= point[1] < y + h + LINE_PX


def _identity(event: InputEvent) -> object:
    assert event.key is not None
    return event.key.keycode if event.key.keycode is not None else event.key.name


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
