"""Keeps secrets off the disk: typing is held back until it is known not to be one.

Of secret typing one placeholder event remains: neither keys nor their number. Pictures wait for the verdict
of every visit that they may show, and are told which secrets they must not show.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace

from recorder.events import InputEvent
from recorder.masks import Secret
from recorder.regions import Rect
from recorder.typed import text_of_keys
from recorder.visits import DOUBT_NS, LATE_NS, PasswordFocus, ScreenPast, Visit, Visits, belongs, writes
from recorder.writing import Happened, Hidden, Item, Pictured, Shown, TakenOut

HOLD_NS = 150_000_000  # with the writer's 40 ms this stays under the 250 ms that a crash may cost


class PrivacyGate:
    """Stands before the writer. All calls come from the observer's thread."""

    def __init__(
        self,
        put: Callable[[Item], None],
        focus: PasswordFocus,
        screen: ScreenPast,
        watch: bool,
        origin: tuple[int, int] = (0, 0),
        late: Callable[[int], tuple[Rect, ...]] = lambda t_ns: (),  # noqa: ARG005
    ) -> None:
        """`late` tells what a picture of that time must not show, as far as it turned out since."""
        self._put = put
        self._late = late
        self._origin = origin
        self._visits = Visits(self, focus, screen, watch, origin)
        self._held: deque[tuple[Item, Visit]] = deque()
        self._pictures: deque[Pictured] = deque()
        self._recent: deque[InputEvent] = deque()  # typing passed on within the last moments
        self._absorbed_keys: dict[object, int | None] = {}  # pressed secretly, not yet let go -> placeholder
        self._alias: dict[int, int | None] = {}  # seq of an absorbed event -> its placeholder
        self._secrets = 0
        self._keys: dict[str, list[InputEvent]] = {}  # of each secret, in memory alone

    def take_secrets(self) -> dict[str, str]:
        """What was typed secretly, by name, without what cannot be told for certain; it is forgotten here."""
        texts = {name: text_of_keys(events) for name, events in self._keys.items()}
        self._keys = {}
        return {name: text for name, text in texts.items() if text}

    @property
    def hiding(self) -> bool:
        """Whether all typing is secret now."""
        return self._visits.hiding

    @property
    def busy(self) -> bool:
        """True while something waits for a verdict, so that `tick` must be called."""
        return bool(self._held or self._pictures or self._visits.past or self._visits.now.is_open)

    def set_hiding(self, hiding: bool, t_ns: int) -> None:
        """Switches hide typing; what is typed from here on is judged anew."""
        self._visits.hiding = hiding
        self._visits.enter(t_ns)

    def leave_field(self, t_ns: int) -> None:
        """What is typed from here on may be in another field."""
        self._visits.enter(t_ns)

    def hide_typed(self, stays: list[list[InputEvent]], now_ns: int) -> None:
        """Turns what was typed, and perhaps written by now, into placeholders: one for each stay."""
        for events in stays:
            typing = [event for event in events if event.seq not in self._alias and belongs(event)]
            first = [at for at, one in enumerate(typing) if one.kind == "key_press" and writes(one)]
            if not first:
                continue
            self._secrets += 1
            seqs = [event.seq for event in typing[first[0] :]]
            self._alias |= dict.fromkeys(seqs, seqs[0])
            self.put(Hidden(seqs, seqs[0], f"secret_{self._secrets}"), now_ns)

    def put(self, item: Item, now_ns: int) -> None:
        """Takes an item in; passes on, in order, all that may be written."""
        if isinstance(item, Pictured):
            self._pictures.append(item)
        else:
            if isinstance(item, Happened):
                self._visits.follow(item.event, counts=item.reason is None)
            self._held.append((item, self._visits.now))
        self._advance(now_ns)

    def tick(self, now_ns: int) -> None:
        """Passes on what can be by now; to be called when all input there is has been put in."""
        self._visits.all_seen(now_ns)
        self._advance(now_ns)

    def finish(self, now_ns: int) -> None:
        """Passes on everything; what is still undecided counts as it looks now."""
        self.tick(now_ns)
        self._visits.give_up()
        self.tick(now_ns + HOLD_NS)

    def _advance(self, now_ns: int) -> None:
        self._visits.decide(now_ns)
        while self._held:
            item, visit = self._held[0]
            if isinstance(item, Happened) and self._must_wait(item, visit, now_ns):
                break
            self._held.popleft()
            self._pass_on(item, visit)
        self._pass_pictures(now_ns)
        self._visits.past = [visit for visit in self._visits.past if self._is_needed(visit)]

    # -- what the visits tell

    def judged(self, visit: Visit) -> None:
        """Takes back what was handed on of a secret, and lets no picture show it."""
        if visit.verdict and visit.last is not None:
            self.left(visit)
        if visit.verdict:
            self._take_back(visit)
        visit.written = []

    def left(self, visit: Visit) -> None:
        """Tells how a secret looks at the end."""
        if visit.before is not None and visit.last is not None:
            self._put(Shown(Secret(self._name(visit), visit.before), visit.last))

    def moved(self, visit: Visit) -> None:
        """Gives a visit what was typed since it began, before that was told."""
        visit.written = [event for event in self._recent if event.t_ns >= visit.since_ns]
        self._held = deque(
            (item, visit if isinstance(item, Happened) and item.event.t_ns >= visit.since_ns else before)
            for item, before in self._held
        )
        self._take_back(visit)

    def _take_back(self, visit: Visit) -> None:
        """Has the typing wiped that was handed on while nothing could be told."""
        first = [at for at, event in enumerate(visit.written) if event.kind == "key_press" and writes(event)]
        typing = visit.written[first[0] :] if first else []
        visit.written = []
        if not typing:
            return
        visit.placeholder = typing[0].seq
        self._keys.setdefault(self._name(visit), []).extend(typing)
        for event in typing:
            self._alias[event.seq] = visit.placeholder
            if event.kind == "key_press":
                self._absorbed_keys[_identity(event)] = visit.placeholder
            else:
                self._absorbed_keys.pop(_identity(event), None)
        self._put(Hidden([event.seq for event in typing], visit.placeholder, self._name(visit)))

    # -- pictures

    def _pass_pictures(self, now_ns: int) -> None:
        """Passes on the pictures whose secrets are known."""
        while self._pictures:
            picture = self._pictures[0]
            if now_ns - picture.t_ns < HOLD_NS or self._held:
                return  # keys pressed before it may still be on their way to us
            visits = (*self._visits.past, self._visits.now)
            shown = [visit for visit in visits if visit.before is not None and visit.first_ns <= picture.t_ns]
            if any(visit.is_open for visit in shown):
                return
            self._pictures.popleft()
            self._pass_picture(picture, shown)

    def _pass_picture(self, picture: Pictured, shown: list[Visit]) -> None:
        secrets = tuple(
            Secret(self._name(visit), visit.before)
            for visit in shown
            if visit.verdict and visit.before is not None and picture.t_ns <= (visit.until_ns or picture.t_ns)
        )
        x, y = self._origin
        covers = tuple((left - x, top - y, w, h) for left, top, w, h in self._late(picture.t_ns))
        picture = replace(picture, covers=covers)
        seq = self._alias.get(picture.seq, picture.seq)
        # The picture before an absorbed key shows a run of typing half done; the run has one already.
        if seq is not None and (seq == picture.seq or picture.place == "after"):
            self._put(replace(picture, seq=seq, secrets=secrets))
        elif secrets:
            self._put(Shown(secrets[-1], picture.frame))

    def _is_needed(self, visit: Visit) -> bool:
        """True for a visit that was left and still is to be judged, or to be hidden from a picture."""
        until_ns = visit.until_ns or 0
        waiting = any(picture.t_ns <= until_ns for picture in self._pictures)
        return visit.is_open or (bool(visit.verdict) and waiting)

    # -- one event

    def _must_wait(self, item: Happened, visit: Visit, now_ns: int) -> bool:
        event = item.event
        if visit.verdict is not None or event.kind != "key_press" or item.reason or not writes(event):
            return False
        return now_ns - event.t_ns < (DOUBT_NS if self._visits.in_doubt(visit) else HOLD_NS)

    def _pass_on(self, item: Item, visit: Visit) -> None:
        if isinstance(item, TakenOut):
            self._put(replace(item, seqs=[seq for seq in item.seqs if seq not in self._alias]))
        elif isinstance(item, Happened) and item.event.key is not None and item.reason is None:
            self._pass_key(item, visit)
        else:
            self._put(item)

    def _pass_key(self, item: Happened, visit: Visit) -> None:
        event = item.event
        identity = _identity(event)
        begun = visit.placeholder is not None
        if event.kind == "key_release" and identity in self._absorbed_keys:
            self._alias[event.seq] = self._absorbed_keys.pop(identity)
        elif event.kind == "key_press" and visit.verdict and (writes(event) or (begun and belongs(event))):
            self._absorb(item, visit)
            self._absorbed_keys[identity] = self._alias[event.seq] = visit.placeholder
        else:
            if belongs(event):
                self._remember(event, visit)
            self._put(item)

    def _absorb(self, item: Happened, visit: Visit) -> None:
        """The first key of a visit becomes its placeholder, the rest vanish."""
        self._keys.setdefault(self._name(visit), []).append(item.event)
        if visit.placeholder is None:
            visit.placeholder = item.event.seq
            hidden = replace(item.event, key=None, modifiers=(), secret=self._name(visit))
            self._put(replace(item, event=hidden))

    def _remember(self, event: InputEvent, visit: Visit) -> None:
        """Notes typing that is handed on now and may turn out to be secret."""
        if visit.verdict is None:
            visit.written.append(event)
        self._recent.append(event)
        while event.t_ns - self._recent[0].t_ns > LATE_NS:
            self._recent.popleft()

    def _name(self, visit: Visit) -> str:
        if visit.name is None:
            self._secrets += 1
            visit.name = f"secret_{self._secrets}"
        return visit.name


def _identity(event: InputEvent) -> object:
    assert event.key is not None
    return event.key.keycode if event.key.keycode is not None else event.key.name
