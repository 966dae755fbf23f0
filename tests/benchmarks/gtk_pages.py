"""Real GTK 3 programs in several themes, as corpus pages with true boxes from AT-SPI. Never trained on.

    python -m tests.benchmarks.gtk_pages --out ~/.cache/lam/gtk

Programs that are not installed are left out; Debian has them in mousepad, galculator, gtk-3-examples,
l3afpad, lxtask and gucharmap.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from lam_desktop.data.corpus import records
from lam_desktop.data.corpus.spec import PageElement
from lam_desktop.office.virtual import VirtualDesktop
from lam_desktop.types import Box, Frame
from recorder.windows._xorg import XorgWindows

KINDS = {
    "push button": "button", "toggle button": "button", "check box": "checkbox", "radio button": "radio",
    "combo box": "combo", "entry": "field", "text": "field", "password text": "field", "spin button": "spin",
    "page tab": "tab", "menu": "menu_item", "menu item": "menu_item", "check menu item": "menu_item",
    "radio menu item": "menu_item", "label": "text", "static": "text", "table cell": "cell",
    "tree item": "list_item", "list item": "list_item", "table column header": "header",
    "column header": "header", "link": "link", "switch": "checkbox",
}  # fmt: skip
CLICKABLE = frozenset(KINDS.values()) - {"text"}
INDICATOR_PX = 16
LOOKS = (
    # theme, font points, screen
    ("Adwaita", 10, (1280, 800)),
    ("Adwaita:dark", 13, (1440, 900)),
    ("HighContrast", 11, (1366, 768)),
    ("Adwaita", 15, (1920, 1080)),
)


@dataclass(frozen=True)
class Subject:
    """One program as it is started."""

    argv: tuple[str, ...]
    size: tuple[int, int]
    wm_class: str = ""


SUBJECTS = {
    "mousepad": Subject(("mousepad",), (760, 520)),
    "galculator": Subject(("galculator",), (420, 380)),
    "widget-factory": Subject(("gtk3-widget-factory",), (1150, 690)),
    "demo": Subject(("gtk3-demo",), (900, 600)),
    "l3afpad": Subject(("l3afpad",), (700, 480)),
    "lxtask": Subject(("lxtask",), (760, 520)),
    "gucharmap": Subject(("gucharmap",), (900, 600)),
}


def collect(out: Path, seed: int) -> list[records.Page]:
    """Starts every installed program in every look and stores its pages."""
    out.mkdir(parents=True, exist_ok=True)
    pages = []
    for name, subject in SUBJECTS.items():
        if not shutil.which(subject.argv[0]):
            continue
        for number, look in enumerate(LOOKS):
            page = _page(out, name, subject, number, look, random.Random(f"{seed}/{name}/{number}"))
            print(f"{name} {look[0]} {look[1]} pt: {len(page.elements)} elements", flush=True)
            pages.append(page)
    (out / "records-gtk.jsonl").write_text("".join(records.to_line(page) for page in pages), encoding="utf-8")
    (out / "manifest.json").write_text(json.dumps({"version": records.VERSION, "seed": seed}) + "\n")
    return pages


def _page(
    out: Path,
    name: str,
    subject: Subject,
    number: int,
    look: tuple[str, int, tuple[int, int]],
    rng: random.Random,
) -> records.Page:
    theme, points, size = look
    with VirtualDesktop(size, accessibility=True) as desktop:
        settings = Path(desktop.environment["XDG_CONFIG_HOME"]) / "gtk-3.0" / "settings.ini"
        settings.parent.mkdir()
        settings.write_text(f"[Settings]\ngtk-font-name=DejaVu Sans {points}\n")
        extra = {"GTK_THEME": theme, "GTK_MODULES": "gail:atk-bridge"}
        program = desktop.start(
            *subject.argv, extra=extra, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _opened(desktop.display, program.pid)
        grown = points / 10
        wide, high = (
            min(int(subject.size[0] * grown), size[0] - 30),
            min(int(subject.size[1] * grown), size[1] - 60),
        )
        place = rng.randint(5, size[0] - wide - 5), rng.randint(30, size[1] - high - 10)
        _place(desktop, (*place, wide, high))
        frame, window = _settled(desktop, program.pid)
        found = json.loads(_ask(desktop, program.pid))
        elements = tuple(_elements(found, frame, window))
        image = f"pages/{name}-{number}.png"
        (out / "pages").mkdir(exist_ok=True)
        Image.fromarray(frame).save(out / image)
        return records.Page(
            program=f"gtk-{name}",
            state=f"looks{number // 2}",
            look="AB"[number % 2],
            toolkit="gtk",
            lang="en",
            image=image,
            size=(frame.shape[1], frame.shape[0]),
            window=(window.x, window.y, window.w, window.h),
            elements=elements,
            root=out,
        )


def _place(desktop: VirtualDesktop, geometry: tuple[int, int, int, int]) -> None:
    x, y, w, h = map(str, geometry)
    shell = ["xdotool", "getactivewindow", "windowsize", w, h, "windowmove", x, y]
    time.sleep(0.5)  # a program that is still building its window would undo it
    subprocess.run(shell, env=desktop.environment, check=False, timeout=10, capture_output=True)


def _settled(desktop: VirtualDesktop, pid: int) -> tuple[Frame, Box]:
    """The screen once two looks a quarter of a second apart are the same, and the program's window."""
    end = time.monotonic() + 5
    before = desktop.screenshot()
    while time.monotonic() < end:
        time.sleep(0.25)
        after = desktop.screenshot()
        if np.array_equal(before, after):
            break
        before = after
    x, y, w, h = _opened(desktop.display, pid)
    return before, Box(x, y, w, h).intersection(Box(0, 0, before.shape[1], before.shape[0]))


def _opened(display: str, pid: int) -> tuple[int, int, int, int]:
    """Geometry of the program's largest window, as soon as it has one: toolkits keep tiny helpers too."""
    windows = XorgWindows(display)
    try:
        end = time.monotonic() + 20
        while time.monotonic() < end:
            mine = [facts.geometry for facts in windows.all() if facts.pid == pid]
            largest = max(mine, key=lambda one: one[2] * one[3], default=(0, 0, 0, 0))
            if largest[2] * largest[3] > 10_000:
                return largest
            time.sleep(0.05)
    finally:
        windows.close()
    raise TimeoutError(f"process {pid} opened no window on {display}")


def _ask(desktop: VirtualDesktop, pid: int) -> str:
    script = str(Path(__file__).with_name("atspi_boxes.py"))
    asked = subprocess.run(
        ["/usr/bin/python3", script, str(pid)], env=desktop.environment, capture_output=True, text=True,
        timeout=60, check=True,
    )  # fmt: skip
    return asked.stdout


def _elements(found: list[dict[str, Any]], frame: Frame, window: Box) -> list[PageElement]:
    elements = []
    for one in found:
        kind = KINDS.get(one["role"])
        x, y, w, h = one["box"]
        if kind is None or w < 4 or h < 4:
            continue
        box = Box(x, y, w, h)
        inside = box.intersection(window)
        if inside.area < 0.6 * box.area:
            continue
        text = one["name"] if kind != "field" else one["text"]
        if kind in ("checkbox", "radio") and one["role"] != "switch":
            side = min(INDICATOR_PX, h)
            inside = Box(x + 1, y + (h - side) // 2, side, side)
        if kind == "text":
            tight = _ink(frame, inside)
            if tight is None or not (one["text"] or one["name"]).strip():
                continue
            inside, text = tight, one["text"] or one["name"]
        if kind == "button" and not one["name"].strip() and w < 2 * h:
            kind = "icon"
        elements.append(
            PageElement(
                id=one["path"],
                kind=kind,
                text=" ".join(text.split())[:200],
                box=(inside.x, inside.y, inside.w, inside.h),
                checked=bool(one["checked"]) if kind in ("checkbox", "radio") else None,
                enabled=bool(one["sensitive"]),
                focused=bool(one["focused"]),
                group=None,
                action=kind in CLICKABLE and bool(one["sensitive"]),
                visible=round(inside.area / box.area, 3),
            )
        )
    return _without_containers(elements)


def _without_containers(elements: list[PageElement]) -> list[PageElement]:
    """Combo boxes keep themselves, not the menu items and cells folded up inside them."""
    combos = [one for one in elements if one.kind == "combo"]
    return [
        one
        for one in elements
        if one.kind == "combo" or not any(one.id.startswith(f"{combo.id}/") for combo in combos)
    ]


def _ink(frame: Frame, box: Box) -> Box | None:
    """The part of the box where something is drawn: labels are often laid out wider than their words."""
    crop = box.crop(frame).astype(int).sum(2)
    if crop.size == 0:
        return None
    values, counts = np.unique(crop, return_counts=True)
    drawn = np.abs(crop - values[counts.argmax()]) > 90
    if not drawn.any():
        return None
    rows, columns = np.flatnonzero(drawn.any(1)), np.flatnonzero(drawn.any(0))
    return Box(
        box.x + int(columns[0]), box.y + int(rows[0]), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1
    ).expanded(1)


def main() -> None:
    """Collects into a folder."""
    parser = argparse.ArgumentParser(description="Collect pages of real GTK programs, for evaluation only.")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(f"{len(collect(given.out, given.seed))} pages in {given.out}")


if __name__ == "__main__":
    main()
