"""The stack of windows on X11, by the server's own events: none is missed, and asking costs little."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from recorder.errors import RecorderUserError
from recorder.events import WindowFacts
from recorder.regions import Rect, intersection, union, without
from recorder.windows._stack import Stack, StackWatch, Standing
from recorder.windows._xorg import XorgWindows
from recorder.windows._xorg_left import Leavings

if TYPE_CHECKING:
    from Xlib.xobject.drawable import Window

NAMELESS_S = 1.0
"""So long a new window may take to say its class; then it has none."""
PLAIN_MANAGERS = frozenset({"gnome shell", "mutter", "mutter (muffin)", "muffin", "kwin", "xfwm4", "marco"})
"""Compositing managers that make windows see-through only where a window or a person asks for it."""
VANISHED = "The display vanished while its windows were looked at; start again."
EVENT_MASK_TITLES = ("_NET_WM_NAME", "WM_NAME", "WM_CLASS", "_NET_FRAME_EXTENTS", "_NET_WM_WINDOW_OPACITY")


@dataclass(slots=True)
class _Top:
    """A child of the root."""

    window: Any
    since_s: float
    area: Rect
    mapped: bool
    override: bool
    client: int = 0
    standing: Standing | None = None  # None: to be asked
    passed: list[Rect] = field(default_factory=list[Rect])


class XorgStack(StackWatch):
    """Listens on a connection of its own."""

    def __init__(self, display: str | None = None) -> None:
        self._x = _Facts(display)
        self._tops: dict[int, _Top] = {}
        self._order: tuple[int, ...] = ()
        self._clients: dict[int, int] = {}  # client -> its child of the root
        self._compositing: tuple[bool, bool] = (False, True)
        self._compositing_s = 0.0
        self._moved = False
        self._gone: list[tuple[int, Rect]] = []
        self._left = self._x.leavings()
        self._watched: frozenset[int] = frozenset()
        self._x.listen()
        for child in self._x.children():
            self._take_on(child)

    def watch(self, windows: frozenset[int], always: bool = False) -> None:
        self._watched = windows
        try:
            self._left.watch(bool(windows) or always)
        except (OSError, self._x.connection_closed) as fault:
            raise RecorderUserError(VANISHED) from fault

    def snapshot(self) -> Stack:
        try:
            return self._snapshot()
        except (OSError, self._x.connection_closed) as fault:
            raise RecorderUserError(VANISHED) from fault

    def close(self) -> None:
        self._x.close()

    def _snapshot(self) -> Stack:
        self._moved = False
        self._gone = []
        for event in self._x.news():
            self._take_in(event)
        now = time.monotonic()
        if now - self._compositing_s > NAMELESS_S:
            self._compositing, self._compositing_s = self._x.compositing(), now
        found: list[Standing] = []
        passed = self._gone
        for number in self._order:
            top = self._tops[number]
            passed += [(top.client or number, area) for area in top.passed]
            top.passed = []
            if not top.mapped:
                continue
            if top.standing is None or not top.standing.known:
                self._look(top, now)
            if top.standing is not None:
                found.append(top.standing)
        fading = self._compositing[0]
        if fading:  # a compositing manager draws all that it shows by itself
            self._left.clear()
        left = tuple((self._client_of(number), area) for number, area in self._left.areas())
        return Stack(tuple(found), self._moved, tuple(passed), left, fading)

    # -- events

    def _take_in(self, event: Any) -> None:
        from Xlib import X

        if self._left.drawn(event):
            return
        kind = event.type
        if kind == X.PropertyNotify:
            owner = self._tops.get(self._clients.get(event.window.id, 0))
            if owner is not None and event.atom in self._x.telling:
                owner.standing = None
            return
        if kind == X.ConfigureNotify and (top := self._tops.get(event.window.id)) is not None:
            self._place(top, (event.x, event.y, event.width, event.height), event.border_width)
            self._order = _behind(self._order, event.window.id, event.above_sibling)
            self._put_in_front(top)
        elif kind in (X.UnmapNotify, X.DestroyNotify, X.ReparentNotify):
            self._leave(event)
        elif kind == X.CreateNotify:
            # Known at once: it may be gone before anybody can ask for it.
            self._tops[event.window.id] = _Top(
                event.window, time.monotonic(), (event.x, event.y, event.width, event.height), False,
                bool(event.override),
            )  # fmt: skip
            self._order = _on_top(self._order, event.window.id)
        elif kind == X.MapNotify and (top := self._tops.get(event.window.id)) is not None:
            top.mapped, top.standing, top.since_s = True, None, time.monotonic()
            self._put_in_front(top)
        elif kind == X.CirculateNotify and event.window.id in self._tops:
            on_top = _on_top(self._order, event.window.id)
            self._order = on_top if event.place == X.PlaceOnTop else (on_top[-1], *on_top[:-1])
            self._put_in_front(self._tops[event.window.id])
        elif kind not in (X.MapNotify, X.ConfigureNotify):
            return
        self._moved = True

    def _place(self, top: _Top, area: Rect, border: int) -> None:
        if top.mapped:
            top.passed.append(top.area)
            self._leave_behind(top)
        top.area = area[0], area[1], area[2] + 2 * border, area[3] + 2 * border
        top.standing = None

    def _leave(self, event: Any) -> None:
        from Xlib import X

        to_root = event.type == X.ReparentNotify and event.parent.id == self._x.root_id
        top = self._tops.get(event.window.id)
        if top is None:
            if to_root:
                self._take_on(event.window)
            return
        if to_root:
            self._order = _on_top(self._order, event.window.id)
        if top.mapped:
            self._leave_behind(top)
            self._gone.append((top.client or event.window.id, top.area))
            if top.standing is not None:
                self._gone.append((top.client or event.window.id, top.standing.area))
        top.mapped, top.standing = False, None
        if event.type != X.UnmapNotify and not to_root:
            self._tops.pop(event.window.id)
            self._clients.pop(top.client, None)
            self._order = tuple(one for one in self._order if one != event.window.id)

    def _client_of(self, number: int) -> int:
        """A window may have left a place before it was known whose frame it is."""
        top = self._tops.get(number)
        return number if top is None else top.client or number

    def _leave_behind(self, top: _Top) -> None:
        """What was seen of a window until now stays on the screen where nothing has covered it."""
        number = top.client or top.window.id
        if not top.client or number in self._watched:
            over = self._opaque_above(top)
            for area in {top.area, top.standing.area if top.standing is not None else top.area}:
                for part in without(area, over):
                    self._left.leave(number, part)

    def _opaque_above(self, top: _Top) -> list[Rect]:
        """What hides a window, by the last list of the stack."""
        order = self._order
        above = order[order.index(top.window.id) + 1 :] if top.window.id in order else ()
        tops = (self._tops.get(number) for number in above)
        standing = (one.standing for one in tops if one is not None and one.mapped)
        return [one.opaque for one in standing if one is not None and one.opaque is not None]

    def _put_in_front(self, top: _Top) -> None:
        """A window came, moved or was raised: until it draws, it shows what must not be seen below it."""
        if top.client in self._watched or not top.mapped:
            return
        for other in self._tops.values():
            if other.client in self._watched and other.mapped:
                area = other.standing.area if other.standing is not None else other.area
                if (part := intersection(area, top.area)) is not None:
                    self._left.leave(other.client, part)

    def _take_on(self, child: Any) -> None:
        """A child of the root whose making was not told of.

        Of all others the events tell, and they alone: the server is ahead of them, and what a window leaves
        behind hangs on what stood over it at that moment.
        """
        made = self._x.top(child)
        if made is not None:
            self._tops[child.id] = made
            self._order = _on_top(self._order, child.id)

    def _look(self, top: _Top, now: float) -> None:
        if self._x.is_unseen(top.window):
            top.standing = None
            return
        facts, client = self._x.facts(top)
        left_alone = client.id == top.window.id and top.client != client.id and top.client in self._watched
        if facts is None or left_alone:
            # It is going, or still to be drawn, or its frame still shows what its program drew: covered.
            number = top.client if left_alone else top.window.id
            nobody = WindowFacts("", "", "", None, top.area, number, "other")
            top.standing = Standing(nobody, top.area, None, known=False)
            return
        if client.id != top.client:
            self._clients.pop(top.client, None)
            top.client = client.id
            self._clients[client.id] = top.window.id
            self._x.listen_to(client)
            facts = self._x.facts(top)[0] or facts  # what was said before we listened
        area = union(top.area, self._x.framed(client, facts.geometry))
        # Menus and lists often have no class: whose they are, their process tells.
        named = bool(facts.wm_class) or (top.override and facts.pid is not None)
        known = named or now - top.since_s > NAMELESS_S
        top.standing = Standing(facts, area, self._opaque(top, client, facts), known)

    def _opaque(self, top: _Top, client: Window, facts: WindowFacts) -> Rect | None:
        """What surely hides the windows below it."""
        composited, plain = self._compositing
        if self._x.is_shaped(top.window) or (composited and not plain):
            return None
        if not composited:
            return top.area
        return self._x.opaque_part(client, facts.geometry)


def _on_top(order: tuple[int, ...], number: int) -> tuple[int, ...]:
    return (*(one for one in order if one != number), number)


def _behind(order: tuple[int, ...], number: int, sibling: Any) -> tuple[int, ...]:
    """The stack, bottom to top, once a window stands right above another one; no sibling: at the bottom."""
    others = [one for one in order if one != number]
    below = getattr(sibling, "id", sibling)
    at = others.index(below) + 1 if below in others else 0 if not below else len(others)
    return (*others[:at], number, *others[at:])


class _Facts(XorgWindows):
    """What only the watch of the stack asks."""

    def __init__(self, display: str | None) -> None:
        from Xlib import error

        super().__init__(display)
        self.connection_closed = error.ConnectionClosedError
        self.telling = frozenset(self._atom(name) for name in EVENT_MASK_TITLES)
        self.root_id = self._root.id
        self._has_shape = self._display.has_extension("SHAPE")

    def leavings(self) -> Leavings:
        return Leavings(self._display)

    def listen(self) -> None:
        from Xlib import X

        self._root.change_attributes(event_mask=X.SubstructureNotifyMask)
        self._display.sync()

    def listen_to(self, client: Window) -> None:
        from Xlib import X

        with self._vanishing():
            client.change_attributes(event_mask=X.PropertyChangeMask)
            self._display.sync()

    def news(self) -> list[Any]:
        """All events of what the server has done until now."""
        self._display.sync()
        return [self._display.next_event() for _ in range(self._display.pending_events())]

    def children(self) -> list[Any]:
        return list(self._root.query_tree().children)

    def top(self, child: Any) -> _Top | None:
        from Xlib import X

        with self._vanishing():
            attributes, at = child.get_attributes(), child.get_geometry()
            area = at.x, at.y, at.width + 2 * at.border_width, at.height + 2 * at.border_width
            mapped = attributes.map_state == X.IsViewable
            # Not new: whatever was there before us has had its time to say its class.
            since_s = time.monotonic() - NAMELESS_S
            return _Top(child, since_s, area, mapped, bool(attributes.override_redirect))
        return None

    def is_unseen(self, window: Any) -> bool:
        """Whether nothing of it can be seen by its nature: a window that only takes input."""
        from Xlib import X

        with self._vanishing():
            return window.get_attributes().win_class == X.InputOnly
        return False

    def facts(self, top: _Top) -> tuple[WindowFacts | None, Any]:
        with self._vanishing():
            client = top.window if top.override else self._client_in(top.window, 4) or top.window
            return self._facts_of_client(client, top.override), client
        return None, top.window

    def framed(self, client: Any, geometry: Rect) -> Rect:
        """The client area with the frame that its manager draws beside it, where it says so."""
        with self._vanishing():
            told = self._property(client, "_NET_FRAME_EXTENTS")
            if told is not None and len(told) == 4:
                left, right, top, bottom = (min(int(side), 200) for side in told)
                x, y, w, h = geometry
                return x - left, y - top, w + left + right, h + top + bottom
        return geometry

    def is_shaped(self, window: Any) -> bool:
        if not self._has_shape:
            return False
        with self._vanishing():
            return bool(window.shape_query_extents().bounding_shaped)
        return True

    def opaque_part(self, client: Any, geometry: Rect) -> Rect | None:
        """What a compositing manager draws of it without letting anything through."""
        with self._vanishing():
            if self._property(client, "_NET_WM_WINDOW_OPACITY") is not None:
                return None
            if client.get_geometry().depth != 32:
                return geometry
            told = self._property(client, "_NET_WM_OPAQUE_REGION")
            if told is not None and len(told) == 4:
                x, y, w, h = (int(side) for side in told)
                return geometry[0] + x, geometry[1] + y, w, h
        return None

    def compositing(self) -> tuple[bool, bool]:
        """Whether windows are drawn by a manager, and whether that is one that keeps them opaque."""
        with self._vanishing():
            number = self._display.get_default_screen()
            if not self._display.get_selection_owner(self._atom(f"_NET_WM_CM_S{number}")):
                return False, True
            return True, (self.manager() or "").casefold() in PLAIN_MANAGERS
        return True, False
