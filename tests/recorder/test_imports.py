"""The recorder is light, and importing it needs no desktop."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import recorder

SCRIPT = """
import importlib, pkgutil, sys, threading
import recorder
names = [module.name for module in pkgutil.walk_packages(recorder.__path__, "recorder.")]
assert len(names) > 30, names
for name in names:
    importlib.import_module(name)
heavy = {"torch", "transformers", "PySide6", "Xlib", "pynput", "mss", "lam_desktop"} & set(sys.modules)
assert not heavy, heavy
assert threading.active_count() == 1
"""


def test_every_module_imports_without_display_and_weight() -> None:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    root = Path(recorder.__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, cwd=root, text=True, stderr=subprocess.PIPE
    )
    assert done.returncode == 0, done.stderr
