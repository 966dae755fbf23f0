"""Faults of a GTK program: the desktop's settings change while it is open, as a settings dialog changes them.

The settings come by the XSETTINGS protocol (freedesktop.org), from a manager of their own: the toolkit draws
every open window anew, with another theme, font or resolution.
"""

from __future__ import annotations

import random
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.e2e.faults import Scene
from tests.e2e.faults_in_pages import ANOTHER, GONE
from tests.e2e.faults_on_desktops import Kind

PARTS = ("Name", "Phone", "Save contact", "screen")
DPI = 96
DPI_PARTS = 1024
"""`Xft/DPI` counts in these."""


def _themed(scene: Scene, rng: random.Random) -> Callable[[], None]:
    return _settings(scene, {"Net/ThemeName": rng.choice(("HighContrast", "HighContrastInverse"))})


def _lettered(scene: Scene, rng: random.Random) -> Callable[[], None]:
    family = rng.choice(("Liberation Serif", "DejaVu Sans Mono", "Liberation Sans"))
    return _settings(scene, {"Gtk/FontName": f"{family} {rng.choice((8, 13, 16))}"})


def _scaled(scene: Scene, rng: random.Random) -> Callable[[], None]:
    return _settings(scene, {"Xft/DPI": round(DPI * DPI_PARTS * rng.choice((1.25, 1.5)))})


def _settings(scene: Scene, settings: Mapping[str, str | int]) -> Callable[[], None]:
    """Has a manager tell all programs these settings, until what is returned is called."""
    lines = (
        f'{name} "{value}"' if isinstance(value, str) else f"{name} {value}"
        for name, value in settings.items()
    )
    with tempfile.NamedTemporaryFile("w", prefix="lam-settings-", suffix=".conf", delete=False) as file:
        file.write("\n".join(lines) + "\n")
    given = Path(file.name)
    manager = scene.office.desktop.start(
        "xsettingsd", "-c", str(given), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )

    def end() -> None:
        scene.office.desktop.stop(manager)
        given.unlink(missing_ok=True)

    return end


KINDS: tuple[Kind, ...] = (
    ("theme", _themed, (*GONE, *ANOTHER), PARTS),
    ("font", _lettered, (*GONE, *ANOTHER), PARTS),
    ("scale", _scaled, (*GONE, *ANOTHER), PARTS),
)
