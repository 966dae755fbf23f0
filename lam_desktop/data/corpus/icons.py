# Long lines: a path stays one line.
# ruff: noqa: E501
"""Glyphs for tool buttons, as strokes on a 24x24 grid: common ones by name, and random ones."""

from __future__ import annotations

import random

GLYPHS = {
    "page": "M6 3h8l4 4v14H6z M14 3v4h4",
    "folder": "M3 6h6l2 2h10v11H3z",
    "disk": "M4 4h13l3 3v13H4z M8 4v5h7V4 M7 20v-7h10v7",
    "printer": "M7 9V3h10v6 M4 9h16v8h-3v4H7v-4H4z",
    "scissors": "M8 8l11 10 M8 16L19 6 M4 6a3 3 0 1 0 5 0a3 3 0 1 0-5 0 M4 18a3 3 0 1 0 5 0a3 3 0 1 0-5 0",
    "copy": "M8 8h12v13H8z M5 16V3h11",
    "clipboard": "M6 5h12v16H6z M9 3h6v4H9z",
    "undo": "M9 5L4 10l5 5 M4 10h10a5 5 0 0 1 0 10h-3",
    "redo": "M15 5l5 5-5 5 M20 10H10a5 5 0 0 0 0 10h3",
    "magnifier": "M4 10a6 6 0 1 0 12 0a6 6 0 1 0-12 0 M15 15l6 6",
    "trash": "M5 7h14 M9 7V4h6v3 M7 7l1 14h8l1-14 M10 11v6 M14 11v6",
    "plus": "M12 4v16 M4 12h16",
    "minus": "M4 12h16",
    "pencil": "M4 20l1-5L16 4l4 4L9 19z",
    "gear": "M12 8a4 4 0 1 0 .1 0 M12 2v4 M12 18v4 M2 12h4 M18 12h4 M5 5l3 3 M16 16l3 3 M5 19l3-3 M16 8l3-3",
    "question": "M8 8a4 4 0 1 1 5 4c-1 .5-1 1.500-1 3 M12 19v.5",
    "info": "M12 3a9 9 0 1 0 .1 0 M12 11v6 M12 7v.5",
    "send": "M3 11L21 3l-7 18-3-8z",
    "refresh": "M19 12a7 7 0 1 1-2-5 M19 3v5h-5",
    "home": "M3 12l9-9 9 9 M6 10v10h12V10 M10 20v-6h4v6",
    "left": "M15 4l-8 8 8 8",
    "right": "M9 4l8 8-8 8",
    "up": "M4 15l8-8 8 8",
    "down": "M4 9l8 8 8-8",
    "export": "M12 15V3 M7 8l5-5 5 5 M4 15v6h16v-6",
    "import": "M12 3v12 M7 10l5 5 5-5 M4 15v6h16v-6",
    "funnel": "M3 4h18l-7 9v7l-4-2v-5z",
    "sort": "M7 4v16 M3 16l4 4 4-4 M14 6h7 M14 12h5 M14 18h3",
    "calendar": "M4 5h16v16H4z M4 10h16 M8 3v4 M16 3v4",
    "person": "M8 8a4 4 0 1 0 8 0a4 4 0 1 0-8 0 M4 21c0-9 16-9 16 0",
    "mail": "M3 5h18v14H3z M3 6l9 7 9-7",
    "clip": "M8 12l6-6a3 3 0 0 1 5 5l-9 9a5 5 0 0 1-7-7l8-8",
    "bold": "M7 4h6a4 4 0 0 1 0 8H7z M7 12h7a4 4 0 0 1 0 8H7z",
    "italic": "M10 4h8 M6 20h8 M14 4l-4 16",
    "underline": "M7 3v8a5 5 0 0 0 10 0V3 M5 21h14",
    "align_left": "M3 5h18 M3 10h11 M3 15h18 M3 20h9",
    "align_center": "M3 5h18 M7 10h10 M3 15h18 M8 20h8",
    "list": "M9 6h12 M9 12h12 M9 18h12 M4 6h1 M4 12h1 M4 18h1",
    "table": "M3 4h18v16H3z M3 10h18 M3 15h18 M10 4v16",
    "image": "M3 4h18v16H3z M3 17l6-6 5 5 3-3 4 4 M16 8v1",
    "chart": "M4 20V10 M10 20V4 M16 20v-8 M3 21h18",
    "zoom_in": "M4 10a6 6 0 1 0 12 0a6 6 0 1 0-12 0 M15 15l6 6 M10 7v6 M7 10h6",
    "zoom_out": "M4 10a6 6 0 1 0 12 0a6 6 0 1 0-12 0 M15 15l6 6 M7 10h6",
    "lock": "M5 11h14v10H5z M8 11V8a4 4 0 0 1 8 0v3",
    "star": "M12 3l3 6 6 1-4.500 4.500 1 6.500L12 18l-5.500 3 1-6.500L3 10l6-1z",
    "flag": "M5 21V3 M5 4h13l-3 4 3 4H5",
    "play": "M6 4l14 8-14 8z",
    "stop": "M5 5h14v14H5z",
    "check": "M4 12l6 6L20 6",
    "cross": "M5 5l14 14 M19 5L5 19",
    "bell": "M6 17V11a6 6 0 0 1 12 0v6l2 2H4z M10 21h4",
    "chat": "M3 4h18v12H10l-5 5v-5H3z",
}


def svg(name: str, px: int, rng: random.Random, stroke: float, colour: str, fill: str = "none") -> str:
    """The glyph as inline SVG of `px` CSS pixels; unknown or «random» names draw random strokes."""
    path = GLYPHS.get(name) or random_path(rng)
    return (
        f'<svg width="{px}" height="{px}" viewBox="0 0 24 24" fill="{fill}" stroke="{colour}" stroke-width="{stroke}" '
        f'stroke-linecap="round" stroke-linejoin="round"><path d="{path}"/></svg>'
    )


def random_path(rng: random.Random) -> str:
    """A made-up glyph: a few lines, boxes and arcs."""
    parts = []
    for _ in range(rng.randint(2, 4)):
        x, y, w, h = rng.randint(2, 12), rng.randint(2, 12), rng.randint(3, 10), rng.randint(3, 10)
        parts.append(
            rng.choice(
                (
                    f"M{x} {y}l{w} {h}",
                    f"M{x} {y}h{w}v{h}h-{w}z",
                    f"M{x} {y}a{w / 2} {w / 2} 0 1 0 {w} 0a{w / 2} {w / 2} 0 1 0-{w} 0",
                    f"M{x} {y}h{w}",
                    f"M{x} {y}v{h}",
                    f"M{x} {y + h}l{w / 2} -{h}l{w / 2} {h}z",
                )
            )
        )
    return " ".join(parts)
