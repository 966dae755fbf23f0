"""Eyes: the screen and its windows as they are now."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from types import TracebackType

from lam_desktop.errors import EnvironmentFault
from lam_desktop.types import Box, Frame, Window
from recorder import screen, windows
from recorder.errors import RecorderUserError
from recorder.events import WindowFacts
from recorder.exclusions import Exclusions
from recorder.screen import MaskedScreen, ScreenBackend
from recorder.surroundings import ProgramFacts
from recorder.windows import WindowBackend

OWN_CLASS = "lam-desktop"
"""Class of every window that is ours: not to be read, not to be acted on."""

_KINDS = {"dock": "desktop", "other": "normal"}


class ScreenChanged(EnvironmentFault):
    """The screen has another size than at the look before; the next look has the new one."""


class LiveDesktop:
    """The desktop of this session. Not thread-safe: whoever looks from another thread opens one there.

    Every method raises EnvironmentFault once the display is gone.
    """

    def __init__(self, screen_backend: ScreenBackend, window_backend: WindowBackend) -> None:
        self._screen = screen_backend
        self._windows = window_backend
        self.resized: Callable[[], None] = lambda: None
        """Called behind each change of the screen's size."""
        self._excluded: Exclusions | None = None
        self._instances: dict[int, str] = {}

    def __enter__(self) -> LiveDesktop:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def box(self) -> Box:
        """The virtual desktop, physical pixels; left and top are negative with monitors there."""
        return Box(*self._screen.origin, *self._screen.size)

    @property
    def corners(self) -> tuple[tuple[int, int], ...]:
        """The pixels into which the pointer can be slammed: corners of monitors that no monitor adjoins."""
        return outer_corners(_monitors())

    @property
    def scale(self) -> float:
        """Physical pixels per logical pixel."""
        with environment_faults():
            return self._screen.scale

    def monitors(self) -> tuple[Box, ...]:
        """The monitors, physical pixels of the virtual desktop."""
        with environment_faults():
            return tuple(Box(*one.geometry) for one in self._screen.monitors())

    def keyboard(self) -> str:
        """The keyboard layout in force; empty where it is not known."""
        with environment_faults():
            return self._windows.keyboard()

    def program_of(self, window: Window) -> ProgramFacts:
        """What is known of a window's program, without asking it."""
        with environment_faults():
            return ProgramFacts() if window.pid is None else self._windows.program(window.pid)

    def grab(self) -> tuple[Frame, tuple[int, int]]:
        """The virtual desktop (H, W, 3 RGB) and where its pixel (0, 0) lies.

        Raises `ScreenChanged`, once, where it has another size than before.
        """
        with environment_faults():
            before = self._screen.size
            if self._screen.renew():
                self.resized()
                (w, h), (to_w, to_h) = before, self._screen.size
                raise ScreenChanged(f"The screen became {to_w}x{to_h} pixels and was {w}x{h}; begin again.")
            return self._screen.grab()

    def exclude(self, exclusions: Exclusions) -> None:
        """From now on excluded windows and regions are black to these eyes, and excluded windows nameless."""
        self._excluded = exclusions
        with environment_faults():
            self._screen = MaskedScreen(self._screen, windows.open_stack(), exclusions)

    def wait_change(self, timeout_s: float) -> Box | None:
        """What changed since the last call, frame pixels, as soon as something did; None after the limit.

        The first call names the whole screen.
        """
        with environment_faults():
            rect = self._screen.wait_change(timeout_s)
        return None if rect is None else Box(*rect)

    def windows(self) -> tuple[Window, ...]:
        """All visible windows, bottom to top; ours are those of class `OWN_CLASS`."""
        with environment_faults():
            found = [self._window(facts) for facts in self._windows.all()]
        # Window managers keep helper windows of their own beside the screen.
        return tuple(window for window in found if window.box.overlaps(self.box))

    def minimised(self) -> tuple[Window, ...]:
        """Windows that are open and put away."""
        with environment_faults():
            return tuple(self._window(facts) for facts in self._windows.minimised())

    def active_window(self) -> Window | None:
        """The window that has the keyboard."""
        with environment_faults():
            facts = self._windows.active()
        return None if facts is None else self._window(facts)

    def window_manager(self) -> str | None:
        """The name of what manages the windows; None where nothing does, so that none can be raised."""
        with environment_faults():
            return self._windows.manager()

    def activate(self, window: Window) -> None:
        """Asks that the window be raised and given the keyboard; `active_window` tells whether it was."""
        with environment_faults():
            self._windows.activate(window.window_id)

    def _window(self, facts: WindowFacts) -> Window:
        window = replace(_window(facts), instance=self._instance(facts.pid))
        hidden = self._excluded is not None and self._excluded.fits(facts)
        return replace(window, title="") if hidden else window

    def _instance(self, pid: int | None) -> str:
        if pid is None:
            return ""
        if pid not in self._instances:
            self._instances[pid] = self._windows.instance(pid)
        return self._instances[pid]

    def close(self) -> None:
        """Lets go of the display; harmless when called twice."""
        self._windows.close()
        self._screen.close()


def open_desktop() -> LiveDesktop:
    """The desktop of this session; EnvironmentFault where there is none, or one we cannot see (Wayland)."""
    with environment_faults():
        screen_backend = screen.open_backend()
        try:
            return LiveDesktop(screen_backend, windows.open_backend())
        except BaseException:
            screen_backend.close()
            raise


def outer_corners(monitors: Sequence[Box]) -> tuple[tuple[int, int], ...]:
    """Corner pixels of the monitors from which the pointer can move on neither sideways nor up or down."""
    found: dict[tuple[int, int], None] = {}
    for box in monitors:
        for x, outside_x in ((box.x, box.x - 1), (box.right - 1, box.right)):
            for y, outside_y in ((box.y, box.y - 1), (box.bottom - 1, box.bottom)):
                beyond = ((outside_x, y), (x, outside_y), (outside_x, outside_y))
                if not any(other.contains(*point) for other in monitors for point in beyond):
                    found[x, y] = None
    return tuple(found)


@contextlib.contextmanager
def environment_faults() -> Generator[None]:
    """What the recorder finds wrong with the display is an EnvironmentFault here, with the same sentence."""
    try:
        yield
    except RecorderUserError as fault:
        raise EnvironmentFault(str(fault)) from fault


def _window(facts: WindowFacts) -> Window:
    x, y, w, h = facts.geometry
    return Window(
        title=facts.title,
        wm_class=facts.wm_class,
        process=facts.process,
        box=Box(x, y, w, h),
        kind=_KINDS.get(facts.kind, facts.kind),
        window_id=facts.window_id,
        pid=facts.pid,
    )


def _monitors() -> tuple[Box, ...]:
    import mss
    from mss.exception import ScreenShotError

    try:
        with mss.MSS() as grabber:
            return tuple(
                Box(one["left"], one["top"], one["width"], one["height"]) for one in grabber.monitors[1:]
            )
    except ScreenShotError as fault:
        raise EnvironmentFault(f"The monitors cannot be told ({fault}); check the display.") from fault
