"""Groups input events into the steps a person would name: click, drag, typed text, shortcut…

Every event ends in exactly one step or in the list of filtered ones, with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from recorder.events import MODIFIERS, FilteredEvent, InputEvent, WindowFacts, canonical_key
from recorder.typed import CORRECTIONS, DEAD_KEYS, TypedText

StepKind = Literal[
    "click", "double_click", "right_click", "middle_click", "drag", "scroll", "type", "key", "shortcut"
]

DOUBLE_CLICK_NS = 400_000_000  # press to press; the default of GTK and Qt on X11
DOUBLE_CLICK_PX = 5
DRAG_PX = 8  # a hand that clicks trembles less; GTK and Qt start a drag at 8 and 10
SCROLL_GAP_NS = 1_000_000_000

LOCK_KEYS = frozenset({"capslock", "numlock", "scrolllock", "iso_next_group", "iso_prev_group"})
COMMAND_MODIFIERS = frozenset({"ctrl", "alt", "win"})
TAPPED_MODIFIERS = frozenset({"alt", "win"})  # alone, they open the menu bar or the start menu
LEAVING_KEYS = frozenset({"tab", "esc"})  # Enter splits a text where the cursor is


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the person did. Times are monotonic ns, points physical screen pixels."""

    index: int
    kind: StepKind
    t_ns: int  # first event
    end_ns: int  # last event
    point: tuple[int, int] | None = None  # where the button went down, or the wheel turned
    end_point: tuple[int, int] | None = None  # where a drag was let go
    button: str | None = None
    text: str | None = None  # what the field finally got, corrections folded; None when secret
    secret: str | None = None  # placeholder of hidden text
    keys: tuple[str, ...] = ()  # ('ctrl', 's'), ('enter',)
    scroll: tuple[int, int] | None = None  # wheel clicks: right and up are positive
    modifiers: tuple[str, ...] = ()  # held during a click, drag or scroll
    window: WindowFacts | None = None  # under the pointer for the mouse, the active one for keys
    frame_before: int | None = None
    frame_after: int | None = None
    events: tuple[int, ...] = ()  # seq of every event of this step, ascending


@dataclass(frozen=True, slots=True)
class Grouping:
    """All events, shared out."""

    steps: tuple[Step, ...]
    filtered: tuple[FilteredEvent, ...]


def group(events: Iterable[InputEvent]) -> Grouping:
    """Groups events, which are taken in order of their sequence number."""
    grouper = Grouper()
    for event in sorted(events, key=lambda item: item.seq):
        grouper.feed(event)
    return grouper.finish()


@dataclass(slots=True, eq=False)
class _Draft:
    """A step in the making."""

    kind: StepKind
    first: InputEvent
    events: list[InputEvent] = field(default_factory=list)
    moves: list[InputEvent] = field(default_factory=list)  # of a press that may become a drag
    end_point: tuple[int, int] | None = None
    typed: TypedText | None = None
    lefts: list[InputEvent] = field(default_factory=list)  # cursor moves folded into typed text
    keys: tuple[str, ...] = ()
    scroll: tuple[int, int] | None = None


class Grouper:
    """Groups events as they come; each is fed once, in order."""

    def __init__(self) -> None:
        self._drafts: list[_Draft] = []
        self._filtered: list[FilteredEvent] = []
        self._buttons: dict[str, _Draft] = {}  # pressed now
        self._keys: dict[object, _Draft | str] = {}  # pressed now -> its step, or why it was filtered
        self._modifiers: dict[object, tuple[InputEvent, _Draft | None]] = {}  # pressed now -> last user
        self._typing: _Draft | None = None
        self._scrolling: _Draft | None = None

    @property
    def count(self) -> int:
        """How many steps there would be if no more events came; may be asked from any thread."""
        drafts = list(self._drafts)
        return len(drafts) - sum(_is_empty(draft) for draft in drafts)

    def feed(self, event: InputEvent) -> None:
        """Takes in one event."""
        if event.kind == "press":
            self._press(event)
        elif event.kind == "release":
            self._release(event)
        elif event.kind == "move":
            self._move(event)
        elif event.kind == "scroll":
            self._scroll(event)
        elif event.kind in ("marker", "pause"):
            self._typing = None
            self._scrolling = None
            self._filter(event, event.kind)
        elif event.secret is not None:
            self._secret(event)
        elif event.key is None:
            self._filter(event, "unknown key")
        elif event.kind == "key_press":
            self._key_press(event, event.key.name)
        else:
            self._key_release(event)

    def finish(self) -> Grouping:
        """Shares out what is still open; the grouper is used up."""
        for draft in self._buttons.values():
            self._drafts.remove(draft)
            for event in [*draft.events, *draft.moves]:
                self._filter(event, "button never released")
        for press, user in self._modifiers.values():
            if user is None:
                self._filter(press, "modifier pressed alone")
        steps: list[Step] = []
        for draft in self._drafts:
            if _is_empty(draft):
                for event in draft.events:
                    self._filter(event, "typed and erased")
            else:
                steps.append(_finished(draft, len(steps)))
        self._filtered.sort(key=lambda item: item.event.seq)
        return Grouping(tuple(steps), tuple(self._filtered))

    # -- mouse

    def _press(self, event: InputEvent) -> None:
        self._typing = None
        button = event.button or "left"
        if button in self._buttons:
            self._filter(event, "pressed twice without a release")
            return
        draft = self._open(_click_kind(button), event)
        self._use_modifiers(event, draft, set(event.modifiers))
        self._buttons[button] = draft

    def _release(self, event: InputEvent) -> None:
        draft = self._buttons.pop(event.button or "left", None)
        if draft is None:
            self._filter(event, "released without a press")
            return
        draft.events.append(event)
        points = [(move.x, move.y) for move in draft.moves] + [(event.x, event.y)]
        if any(_far(draft.first, point, DRAG_PX) for point in points):
            draft.kind = "drag"
            draft.end_point = (event.x, event.y)
            draft.events += draft.moves
            draft.moves = []
            return
        for move in draft.moves:
            self._filter(move, "pointer move")
        draft.moves = []
        self._merge_double_click(draft)

    def _merge_double_click(self, second: _Draft) -> None:
        at = self._drafts.index(second)
        if (
            at == 0
            or second is not self._drafts[-1]
            or second.kind != "click"
            or second.first.button != "left"
        ):
            return
        first = self._drafts[at - 1]
        if (
            first.kind == "click"
            and first.first.button == "left"
            and first not in self._buttons.values()
            and second.first.t_ns - first.first.t_ns <= DOUBLE_CLICK_NS
            and not _far(first.first, (second.first.x, second.first.y), DOUBLE_CLICK_PX)
            and first.first.modifiers == second.first.modifiers
        ):
            first.kind = "double_click"
            first.events += second.events
            self._drafts.pop()
            for key, (press, user) in self._modifiers.items():
                if user is second:
                    self._modifiers[key] = (press, first)

    def _move(self, event: InputEvent) -> None:
        if self._buttons:
            # With two buttons down the one pressed first carries the path.
            next(iter(self._buttons.values())).moves.append(event)
        else:
            self._filter(event, "pointer move")

    def _scroll(self, event: InputEvent) -> None:
        self._typing = None
        last = self._scrolling
        if (
            last is not None
            and last is self._drafts[-1]
            and last.scroll is not None
            and event.t_ns - last.events[-1].t_ns <= SCROLL_GAP_NS
            and last.first.modifiers == event.modifiers
            and _window_id(last.first) == _window_id(event)
            and _sign(last.scroll) == _sign((event.dx, event.dy))
        ):
            last.scroll = (last.scroll[0] + event.dx, last.scroll[1] + event.dy)
            last.events.append(event)
        else:
            last = self._scrolling = self._open("scroll", event)
            last.scroll = (event.dx, event.dy)
        self._use_modifiers(event, last, set(event.modifiers))

    # -- keys

    def _secret(self, event: InputEvent) -> None:
        if self._typing is not None and self._typing.first.secret == event.secret:
            self._typing.events.append(event)
            return
        self._typing = self._open("type", event)
        self._typing.typed = TypedText()

    def _key_press(self, event: InputEvent, name: str) -> None:
        assert event.key is not None
        identity, base = _identity(event), canonical_key(name)
        if base in LOCK_KEYS:
            self._filter(event, "lock or layout key")
            self._keys[identity] = "lock or layout key"
            return
        if base in MODIFIERS:
            held = self._modifiers.get(identity)
            if held is None:
                self._modifiers[identity] = (event, None)
            else:
                self._filter(event, "auto-repeat of a modifier")
            return
        modifiers = set(event.modifiers)
        char = event.key.char
        plain = not modifiers & COMMAND_MODIFIERS
        if plain and (_printable(char) or base in DEAD_KEYS or base == "compose"):
            draft = self._typing_for(event)
            assert draft.typed is not None
            draft.events.append(event)
            if base in DEAD_KEYS:
                draft.typed.dead(base)
            elif base == "compose":
                draft.typed.compose()
            else:
                draft.typed.insert(char or "")
            self._use_modifiers(event, draft, {"shift", "altgr"})
        elif base in CORRECTIONS and not modifiers - {"altgr"} and self._corrects(event, base):
            draft = self._typing
            assert draft is not None
            draft.events.append(event)
            if base == "left":
                draft.lefts.append(event)
        else:
            if base not in LEAVING_KEYS:
                self._replay_cursor()
            self._typing = None
            used = tuple(m for m in MODIFIERS if m in modifiers and m != "altgr")
            draft = self._open("shortcut" if used else "key", event)
            draft.keys = (*used, base)
            self._use_modifiers(event, draft, modifiers)
        self._keys[identity] = draft

    def _key_release(self, event: InputEvent) -> None:
        identity = _identity(event)
        if identity in self._modifiers:
            press, user = self._modifiers.pop(identity)
            if user is not None:
                user.events.append(event)
            elif self._is_tap(press):
                self._typing = None
                draft = self._open("key", press)
                draft.events.append(event)
                draft.keys = (canonical_key(press.key.name if press.key else ""),)
            else:
                self._filter(press, "modifier pressed alone")
                self._filter(event, "modifier pressed alone")
            return
        owner = self._keys.pop(identity, None)
        if owner is None:
            self._filter(event, "released without a press")
        elif isinstance(owner, str):
            self._filter(event, owner)
        else:
            owner.events.append(event)

    def _is_tap(self, press: InputEvent) -> bool:
        """True for Alt or Win pressed and let go with nothing in between and nothing else held."""
        name = canonical_key(press.key.name if press.key else "")
        busy = self._drafts and self._drafts[-1].first.seq > press.seq
        return name in TAPPED_MODIFIERS and not busy and not self._modifiers and not self._buttons

    def _typing_for(self, event: InputEvent) -> _Draft:
        typing = self._typing
        if typing is None or typing.first.secret is not None or _window_id(typing.first) != _window_id(event):
            typing = self._open("type", event)
            typing.events.clear()  # the caller adds the event
            typing.typed = TypedText()
            self._typing = typing
        return typing

    def _corrects(self, event: InputEvent, name: str) -> bool:
        typing = self._typing
        return (
            typing is not None
            and typing.typed is not None
            and typing.first.secret is None
            and _window_id(typing.first) == _window_id(event)
            and typing.typed.correct(name)
        )

    def _replay_cursor(self) -> None:
        """Gives cursor moves back as keys of their own where what follows depends on the cursor."""
        typing = self._typing
        if typing is None or typing.typed is None or not typing.typed.behind_cursor:
            return
        for press in typing.lefts[-typing.typed.behind_cursor :]:
            typing.events.remove(press)
            draft = self._open("key", press)
            draft.keys = ("left",)

    # -- shared

    def _open(self, kind: StepKind, event: InputEvent) -> _Draft:
        draft = _Draft(kind, event, [event])
        self._drafts.append(draft)
        return draft

    def _filter(self, event: InputEvent, reason: str) -> None:
        self._filtered.append(FilteredEvent(event, reason))

    def _use_modifiers(self, event: InputEvent, draft: _Draft, names: set[str]) -> None:
        """Gives the held modifiers to the step: the press to its first user, the release to its last."""
        for identity, (press, user) in self._modifiers.items():
            if press.key is None or canonical_key(press.key.name) not in names or press.seq > event.seq:
                continue
            if user is None:
                draft.events.append(press)
            self._modifiers[identity] = (press, draft)


def _is_empty(draft: _Draft) -> bool:
    """True for typing that left nothing behind."""
    return draft.typed is not None and draft.first.secret is None and not draft.typed.text


def _finished(draft: _Draft, index: int) -> Step:
    events = sorted(draft.events, key=lambda item: item.seq)
    mouse = draft.kind not in ("type", "key", "shortcut")
    before = [event.frame_before for event in events if event.frame_before is not None]
    after = [event.frame_after for event in events if event.frame_after is not None]
    secret = draft.first.secret
    return Step(
        index=index,
        kind=draft.kind,
        t_ns=min(event.t_ns for event in events),
        end_ns=max(event.t_ns for event in events),
        point=(draft.first.x, draft.first.y) if mouse else None,
        end_point=draft.end_point,
        button=draft.first.button if mouse and draft.scroll is None else None,
        text=draft.typed.text if draft.typed is not None and secret is None else None,
        secret=secret,
        keys=draft.keys,
        scroll=draft.scroll,
        modifiers=draft.first.modifiers if mouse else (),
        window=draft.first.window,
        frame_before=before[0] if before else None,
        frame_after=after[-1] if after else None,
        events=tuple(event.seq for event in events),
    )


def _click_kind(button: str) -> StepKind:
    if button == "right":
        return "right_click"
    return "middle_click" if button == "middle" else "click"


def _identity(event: InputEvent) -> object:
    assert event.key is not None
    return event.key.keycode if event.key.keycode is not None else event.key.name


def _printable(char: str | None) -> bool:
    return bool(char) and (char == " " or str(char).isprintable())


def _far(event: InputEvent, point: tuple[int, int], limit: int) -> bool:
    return max(abs(event.x - point[0]), abs(event.y - point[1])) > limit


def _window_id(event: InputEvent) -> int | None:
    return None if event.window is None else event.window.window_id


def _sign(scroll: tuple[int, int]) -> tuple[int, int]:
    return (scroll[0] > 0) - (scroll[0] < 0), (scroll[1] > 0) - (scroll[1] < 0)
