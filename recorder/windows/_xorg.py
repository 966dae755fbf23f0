"""Windows on X11, by the rules that window managers share (EWMH)."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recorder.errors import RecorderUserError
from recorder.events import WindowFacts, WindowKind
from recorder.regions import Rect
from recorder.surroundings import ProgramFacts
from recorder.windows._base import WindowBackend
from recorder.windows._xorg_programs import instance_of, program_facts
from recorder.xorg_display import open_display

if TYPE_CHECKING:
    from Xlib.xobject.drawable import Window

KINDS: dict[str, WindowKind] = {
    "_NET_WM_WINDOW_TYPE_NORMAL": "normal",
    "_NET_WM_WINDOW_TYPE_DIALOG": "dialog",
    "_NET_WM_WINDOW_TYPE_UTILITY": "dialog",
    "_NET_WM_WINDOW_TYPE_POPUP_MENU": "menu",
    "_NET_WM_WINDOW_TYPE_DROPDOWN_MENU": "menu",
    "_NET_WM_WINDOW_TYPE_MENU": "menu",
    "_NET_WM_WINDOW_TYPE_COMBO": "popup",
    "_NET_WM_WINDOW_TYPE_TOOLTIP": "popup",
    "_NET_WM_WINDOW_TYPE_NOTIFICATION": "popup",
    "_NET_WM_WINDOW_TYPE_DOCK": "dock",
    "_NET_WM_WINDOW_TYPE_DESKTOP": "desktop",
}
MOST_LATE_MS = 10_000  # a change that is said to come later than this after a key was told by another clock
GROUP_BIT = 13  # of the keyboard's state: which of its layouts is in force
CLIENT_DEPTH = 4  # window managers wrap a client in at most three frames


class XorgWindows(WindowBackend):
    """Windows of one X screen, with or without a window manager."""

    def __init__(self, display: str | None = None) -> None:
        self._display = open_display(display)
        self._root = self._display.screen().root
        self._atoms: dict[str, int] = {}
        self._owned: dict[int, bool] = {}  # child of the root -> whether it is ours, as long as it exists
        self._watching = False
        self._last_active: int | None = None  # when `active_at` was asked last
        self._last_change: tuple[int, int] | None = None  # server ms; what was active until then

    def under(self, x: int, y: int) -> WindowFacts | None:
        with self._vanishing():
            top = self._root.translate_coords(self._root, x, y).child
            facts = self._facts(top) if top else None
            if facts is not None or not top:
                return facts
            # An invisible window lies on top, such as a window manager's screen edge.
            return next((one for one in reversed(self.all()) if _contains(one.geometry, x, y)), None)
        return None

    def active(self) -> WindowFacts | None:
        with self._vanishing():
            named = self._property(self._root, "_NET_ACTIVE_WINDOW")
            if named and named[0]:
                return self._facts_of_client(self._display.create_resource_object("window", named[0]))
            focus: Any = self._display.get_input_focus().focus
            if isinstance(focus, int) or focus.id == self._root.id:
                return None
            return self._facts(self._top_of(focus))
        return None

    def active_at(self, t_ns: int) -> WindowFacts | None:
        from Xlib import X

        with self._vanishing():
            if not self._watching:
                self._root.change_attributes(event_mask=X.PropertyChangeMask)
                self._watching = True
            named = self._property(self._root, "_NET_ACTIVE_WINDOW")
            before, self._last_active = self._last_active, int(named[0]) if named else None
            # Drained after it was asked for: what changes in between is news again the next time.
            changed_ms = self._first_change("_NET_ACTIVE_WINDOW")
            if before and changed_ms is not None:
                self._last_change = changed_ms, before
        if self._last_change is not None:
            changed_ms, before = self._last_change
            # The server stamps events with the same monotonic clock, in milliseconds modulo 2**32.
            if 0 < (changed_ms - t_ns // 1_000_000) & 0xFFFFFFFF < MOST_LATE_MS:
                with self._vanishing():
                    return self._facts_of_client(self._display.create_resource_object("window", before))
        return self.active()

    def all(self) -> list[WindowFacts]:
        found: list[WindowFacts] = []
        children: list[Any] = []
        with self._vanishing():
            children = self._root.query_tree().children
        for child in children:  # query_tree lists bottom to top
            with self._vanishing():
                facts = self._facts(child)
                if facts is not None:
                    found.append(facts)
        return found

    def minimised(self) -> list[WindowFacts]:
        from Xlib import Xutil

        found: list[WindowFacts] = []
        clients: list[int] = []
        with self._vanishing():
            clients = list(self._property(self._root, "_NET_CLIENT_LIST") or ())
        for number in clients:
            with self._vanishing():
                client = self._display.create_resource_object("window", number)
                state = self._property(client, "WM_STATE")
                facts = self._facts_of_client(client)
                if facts is not None and state and state[0] == Xutil.IconicState:
                    found.append(facts)
        return found

    def areas_of(self, is_own: Callable[[WindowFacts], bool]) -> list[Rect]:
        # Asked at every picture: whose a window is does not change, so only new ones are looked at.
        children: list[Any] = []
        with self._vanishing():
            children = self._root.query_tree().children
        self._owned = {child.id: self._owned[child.id] for child in children if child.id in self._owned}
        areas: list[Rect] = []
        for child in children:
            if self._owned.get(child.id) is False:
                continue
            with self._vanishing():
                facts = self._facts(child)
                if facts is None:
                    continue
                own = is_own(facts)
                if facts.wm_class:  # a frame without one may still get its client
                    self._owned[child.id] = own
                if own:
                    areas.append(facts.geometry)
        return areas

    def manager(self) -> str | None:
        with self._vanishing():
            named = self._property(self._root, "_NET_SUPPORTING_WM_CHECK")
            if named:
                check = self._display.create_resource_object("window", named[0])
                itself = self._property(check, "_NET_SUPPORTING_WM_CHECK")
                if itself and itself[0] == named[0]:  # else one that has gone
                    return self._title(check) or "a window manager without a name"
        return None

    def instance(self, pid: int) -> str:
        return instance_of(pid)

    def program(self, pid: int) -> ProgramFacts:
        return program_facts(pid)

    def keyboard(self) -> str:
        with self._vanishing():
            rules = self._property(self._root, "_XKB_RULES_NAMES")
            group = (self._root.query_pointer().mask >> GROUP_BIT) & 3
            _, _, layouts, variants, *_ = _text(rules, "latin-1").split("\0") if rules else [""] * 4
            layout = (layouts.split(",") + [""] * 4)[group]
            variant = (variants.split(",") + [""] * 4)[group]
            return f"{layout}({variant})" if variant else layout
        return ""

    def activate(self, window_id: int) -> None:
        from Xlib import X
        from Xlib.protocol import event

        window = self._display.create_resource_object("window", window_id)
        with self._vanishing():
            if self._property(self._root, "_NET_SUPPORTED"):
                message = event.ClientMessage(
                    window=window,
                    client_type=self._atom("_NET_ACTIVE_WINDOW"),
                    data=(32, [2, X.CurrentTime, 0, 0, 0]),  # 2: a pager asks, which managers do not refuse
                )
                mask = X.SubstructureRedirectMask | X.SubstructureNotifyMask
                self._root.send_event(message, event_mask=mask)
            else:
                window.configure(stack_mode=X.Above)
                window.set_input_focus(X.RevertToParent, X.CurrentTime)
            self._display.sync()

    def close(self) -> None:
        with contextlib.suppress(Exception):  # the display may be gone
            self._display.close()

    @contextlib.contextmanager
    def _vanishing(self) -> Generator[None]:
        """Lets a window close while we ask about it; a vanished display is an error."""
        from Xlib import error

        try:
            yield
        except error.ConnectionClosedError as fault:
            raise RecorderUserError(
                "The display vanished while its windows were looked at; start again."
            ) from fault
        except (error.XError, AttributeError, TypeError):
            # python-xlib answers None, or breaks on a half reply, where the window has just gone.
            return

    def _facts(self, top: Window) -> WindowFacts | None:
        """Facts of a child of the root: itself, or the client inside the window manager's frame."""
        from Xlib import X

        attributes = top.get_attributes()
        if attributes.map_state != X.IsViewable or attributes.win_class == X.InputOnly:
            return None
        # A window that keeps the window manager out has no frame; a menu may have very many children.
        client = top if attributes.override_redirect else self._client_in(top, CLIENT_DEPTH) or top
        return self._facts_of_client(client, bool(attributes.override_redirect))

    def _facts_of_client(self, client: Window, override: bool = False) -> WindowFacts | None:
        geometry = client.get_geometry()
        corner = client.translate_coords(self._root, 0, 0)
        # The place of the root's origin inside the client: its own place with the signs turned.
        x, y = -corner.x, -corner.y
        number = self._pid(client)
        names = client.get_wm_class()
        return WindowFacts(
            title=self._title(client),
            wm_class=str(names[1]) if names else "",
            process=_process_name(number),
            pid=number,
            geometry=(x, y, geometry.width, geometry.height),
            window_id=client.id,
            kind=self._kind(client, override),
        )

    def _client_in(self, window: Window, depth: int) -> Window | None:
        if self._property(window, "WM_STATE") is not None:
            return window
        if depth == 0:
            return None
        for child in reversed(window.query_tree().children):
            found = self._client_in(child, depth - 1)
            if found is not None:
                return found
        return None

    def _top_of(self, window: Window) -> Window:
        while True:
            parent = window.query_tree().parent
            if not parent or parent.id == self._root.id:
                return window
            window = parent

    def _title(self, client: Window) -> str:
        value = client.get_full_property(self._atom("_NET_WM_NAME"), 0)
        if value is not None and value.value:
            return _text(value.value, "utf-8")
        value = client.get_full_property(self._atom("WM_NAME"), 0)
        return "" if value is None else _text(value.value, "latin-1")

    def _kind(self, client: Window, override: bool) -> WindowKind:
        for atom in self._property(client, "_NET_WM_WINDOW_TYPE") or ():
            kind = KINDS.get(self._display.get_atom_name(int(atom)))
            if kind is not None:
                return "dialog" if kind == "normal" and self._property(client, "WM_TRANSIENT_FOR") else kind
        if override:
            return "popup"
        return "dialog" if self._property(client, "WM_TRANSIENT_FOR") else "normal"

    def _pid(self, client: Window) -> int | None:
        """The owner's process: as the server knows it, else as the window claims."""
        from Xlib.ext import res

        if self._display.has_extension(res.extname):
            asked = [{"client": client.id, "mask": res.LocalClientPIDMask}]
            for answer in self._display.res_query_client_ids(asked).ids:
                if answer.value:
                    return int(answer.value[0])
        claimed = self._property(client, "_NET_WM_PID")
        return int(claimed[0]) if claimed else None

    def _first_change(self, name: str) -> int | None:
        """When a property of the root changed first since this was asked, server milliseconds."""
        from Xlib import X

        first = None
        for _ in range(self._display.pending_events()):
            event = self._display.next_event()
            if first is None and event.type == X.PropertyNotify and event.atom == self._atom(name):
                first = int(event.time)
        return first

    def _property(self, window: Window, name: str) -> Any:
        reply = window.get_full_property(self._atom(name), 0)
        return None if reply is None else reply.value

    def _atom(self, name: str) -> int:
        if name not in self._atoms:
            self._atoms[name] = self._display.intern_atom(name)
        return self._atoms[name]


def _contains(geometry: Rect, x: int, y: int) -> bool:
    left, top, w, h = geometry
    return left <= x < left + w and top <= y < top + h


def _process_name(pid: int | None) -> str:
    if pid is None:
        return ""
    try:
        return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _text(value: str | bytes, encoding: str) -> str:
    return value if isinstance(value, str) else bytes(value).decode(encoding, "replace")
