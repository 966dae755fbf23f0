"""Windows on Windows, through user32. Untested: nobody has run it yet."""

from __future__ import annotations

import ctypes
import sys
from typing import Any

from recorder.errors import RecorderUserError
from recorder.events import WindowFacts, WindowKind
from recorder.windows._base import WindowBackend

GA_ROOT = 2
PROCESS_QUERY_LIMITED_INFORMATION = 0x1000
KINDS: dict[str, WindowKind] = {
    "#32768": "menu",
    "#32770": "dialog",
    "Progman": "desktop",
    "Shell_TrayWnd": "dock",
}


class _Point(ctypes.Structure):
    _fields_ = (("x", ctypes.c_long), ("y", ctypes.c_long))


class _Rect(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_long) for name in ("left", "top", "right", "bottom"))


class Win32Windows(WindowBackend):
    """Top-level windows in physical pixels, once per-monitor awareness is set."""

    def __init__(self) -> None:
        if sys.platform not in ("win32",):  # a set, so that type checkers read on
            raise RecorderUserError("Windows of Microsoft Windows can be listed there alone.")
        self._user: Any = getattr(ctypes, "windll").user32  # noqa: B009 - exists on Windows alone
        self._kernel: Any = getattr(ctypes, "windll").kernel32  # noqa: B009

    def under(self, x: int, y: int) -> WindowFacts | None:
        handle = self._user.WindowFromPoint(_Point(x, y))
        return self._facts(self._user.GetAncestor(handle, GA_ROOT)) if handle else None

    def active(self) -> WindowFacts | None:
        handle = self._user.GetForegroundWindow()
        return self._facts(handle) if handle else None

    def all(self) -> list[WindowFacts]:
        found: list[WindowFacts] = []
        visit_type: Any = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_void_p)

        def visit(handle: int, _: int) -> bool:
            if self._user.IsWindowVisible(handle):
                found.append(self._facts(handle))
            return True

        self._user.EnumWindows(visit_type(visit), 0)  # top to bottom
        return found[::-1]

    def activate(self, window_id: int) -> None:
        self._user.SetForegroundWindow(window_id)

    def close(self) -> None:
        pass

    def _facts(self, handle: int) -> WindowFacts:
        title, class_name = ctypes.create_unicode_buffer(512), ctypes.create_unicode_buffer(256)
        self._user.GetWindowTextW(handle, title, 512)
        self._user.GetClassNameW(handle, class_name, 256)
        pid, rect, corner = ctypes.c_ulong(), _Rect(), _Point(0, 0)
        self._user.GetWindowThreadProcessId(handle, ctypes.byref(pid))
        self._user.GetClientRect(handle, ctypes.byref(rect))
        self._user.ClientToScreen(handle, ctypes.byref(corner))
        return WindowFacts(
            title=title.value,
            wm_class=class_name.value,
            process=self._process(pid.value),
            pid=pid.value or None,
            geometry=(corner.x, corner.y, rect.right, rect.bottom),
            window_id=int(handle),
            kind=KINDS.get(class_name.value, "normal"),
        )

    def _process(self, pid: int) -> str:
        handle = self._kernel.OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, False, pid)
        if not handle:
            return ""
        name, size = ctypes.create_unicode_buffer(1024), ctypes.c_ulong(1024)
        self._kernel.QueryFullProcessImageNameW(handle, 0, name, ctypes.byref(size))
        self._kernel.CloseHandle(handle)
        return name.value.rpartition("\\")[2]
