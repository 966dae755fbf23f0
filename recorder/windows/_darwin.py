"""Windows on macOS, through Quartz (comes with pynput). Untested: nobody has run it yet."""

from __future__ import annotations

from typing import Any

from recorder.errors import RecorderUserError
from recorder.events import WindowFacts
from recorder.windows._base import WindowBackend


class DarwinWindows(WindowBackend):
    """On-screen windows; geometry is scaled from points to pixels."""

    def __init__(self, scale: float = 1.0) -> None:
        try:
            import AppKit  # type: ignore[import-not-found]
            import Quartz  # type: ignore[import-not-found]
        except ImportError as error:
            raise RecorderUserError(
                f"Windows cannot be listed ({error}); install pyobjc-framework-Quartz."
            ) from error
        self._quartz: Any = Quartz
        self._appkit: Any = AppKit
        self._scale = scale

    def under(self, x: int, y: int) -> WindowFacts | None:
        for window in reversed(self.all()):
            left, top, w, h = window.geometry
            if left <= x < left + w and top <= y < top + h:
                return window
        return None

    def active(self) -> WindowFacts | None:
        front = self._appkit.NSWorkspace.sharedWorkspace().frontmostApplication().processIdentifier()
        mine = [window for window in self.all() if window.pid == front and window.kind == "normal"]
        return mine[-1] if mine else None

    def all(self) -> list[WindowFacts]:
        options = (
            self._quartz.kCGWindowListOptionOnScreenOnly | self._quartz.kCGWindowListExcludeDesktopElements
        )
        listed = self._quartz.CGWindowListCopyWindowInfo(options, self._quartz.kCGNullWindowID)
        return [self._facts(info) for info in reversed(listed)]  # Quartz lists top to bottom

    def activate(self, window_id: int) -> None:
        for window in self.all():
            if window.window_id == window_id and window.pid is not None:
                app = self._appkit.NSRunningApplication.runningApplicationWithProcessIdentifier_(window.pid)
                app.activateWithOptions_(self._appkit.NSApplicationActivateIgnoringOtherApps)

    def close(self) -> None:
        pass

    def _facts(self, info: Any) -> WindowFacts:
        bounds = info["kCGWindowBounds"]
        x, y, w, h = (round(bounds[key] * self._scale) for key in ("X", "Y", "Width", "Height"))
        owner = str(info.get("kCGWindowOwnerName", ""))
        return WindowFacts(
            title=str(info.get("kCGWindowName", "")),
            wm_class=owner,
            process=owner,
            pid=int(info["kCGWindowOwnerPID"]),
            geometry=(x, y, w, h),
            window_id=int(info["kCGWindowNumber"]),
            kind="normal" if int(info.get("kCGWindowLayer", 0)) == 0 else "other",
        )
