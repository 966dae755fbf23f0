# Long lines: style sheets keep one rule a line.
# ruff: noqa: E501
"""How pages draw what is greyed out, and what they draw in paler ink though it is not."""

from __future__ import annotations

import random
import re

from lam_desktop.data.corpus.frameworks import Framework
from lam_desktop.data.corpus.looks import Look

_BUTTON = "button:disabled"
_INPUT = ".f:disabled,.cb:disabled,.sp:disabled,textarea:disabled,.f.dis,.cb.dis,.sp.dis"
_MARK = "input[type=checkbox]:disabled,input[type=radio]:disabled,.switch.dis"
_WORDS = ".mi.dis,.tab.dis,span.dis[data-m]"
_OWN = re.compile(r":disabled|\[disabled")


def greyed_out(look: Look, framework: Framework | None = None) -> str:
    """The rules of one look. A framework's own stand, where it has some."""
    own = framework is not None and framework.name != "xp" and bool(_OWN.search(framework.css))
    parts = [_INPUT, _MARK, _WORDS, ".tool:disabled"] if own else [_BUTTON, _INPUT, _MARK, _WORDS]
    rng = random.Random(f"greyed/{look.seed}")
    if own:  # its rules tell only of what it knows
        parts[0] = ".f.dis,.cb.dis,.sp.dis"
    return (
        _quiet(look)
        + "".join(f"{part}{{{_rule(look, rng, part)}}}" for part in parts)
        + (
            f"{_BUTTON} svg,.mi.dis svg{{filter:grayscale(1);opacity:{rng.uniform(0.5, 0.9):.2f}}}"
            if rng.random() < 0.6
            else ""
        )
    )


def _rule(look: Look, rng: random.Random, part: str) -> str:
    """Half transparent, in paler ink on another ground, or pressed into the window as old toolkits do."""
    ink = f"color-mix(in srgb,var(--t) {100 * look.fading:.0f}%,var(--w))"
    if part == _MARK or rng.random() < 0.45:
        return f"opacity:{rng.uniform(0.35, 0.6):.2f}!important"
    if part in (_BUTTON, _INPUT):
        ground = rng.choice(
            (
                "",
                "background:var(--w)!important;",
                "background:color-mix(in srgb,var(--w),var(--m) 15%)!important;",
            )
        )
        if part == _BUTTON and not ground:  # what was drawn on the accent would be grey on it
            ground = "background:color-mix(in srgb,var(--n),var(--w) 40%)!important;"
        edge = rng.choice(
            (
                "",
                f"border-color:color-mix(in srgb,var(--l) {rng.randint(40, 80)}%,var(--w))!important;box-shadow:none!important;",
            )
        )
    else:
        ground = edge = ""
    pressed = "text-shadow:1px 1px 0 #fff;" if look.style == "classic" and not look.palette.dark else ""
    return f"color:{ink}!important;-webkit-text-fill-color:{ink};{pressed}{ground}{edge}"


def _quiet(look: Look) -> str:
    """Buttons and tools in paler ink that can be pressed all the same."""
    ink = f"color-mix(in srgb,var(--t) {100 * look.quiet_ink:.0f}%,var(--w))"
    rules = {"buttons": "button:not(.primary):not(.tool):enabled", "tools": ".tool:enabled"}
    return "".join(
        f"{rules[part]}{{color:{ink}!important;{'background:transparent!important;' if part == 'buttons' else ''}}}"
        for part in sorted(look.quiet)
    )
