"""What the agent saw and decided, as a drawing."""

from __future__ import annotations

from lam_desktop.panel.widgets.picture import Drawing
from lam_desktop.panel.widgets.words import percent, spot_word
from lam_desktop.panel.wire import Look, Spot
from lam_desktop.types import Box

NEAR = (640, 400)
"""Size of the part around the target that a small view shows, picture pixels."""
LEAST_SHARE = 0.02
"""What is less probable than this is not worth a box."""
MOST_OTHERS = 4
"""Boxes beside the likeliest one; more of them hide the screen."""


def drawing_of(look: Look, region: Box | None = None) -> Drawing:
    """The picture with candidates, probabilities and point; `region` None: the step's window."""
    shown = region if region is not None else _around_window(look)
    return Drawing(
        picture=look.picture,
        region=shown,
        target=None if look.target is None else look.target.box,
        label="" if look.target is None else f"{spot_word(look.target)}  {percent(look.confidence)}",
        others=tuple((one.box, percent(one.probability)) for one in _others(look)),
        point=look.point,
        doubtful=not look.accepted,
    )


def near_target(look: Look) -> Box | None:
    """The part of the picture around the target that stays readable in a small view."""
    if look.target is None or look.window is None:
        return look.window
    window = look.window
    w, h = min(NEAR[0], window.w), min(NEAR[1], window.h)
    x, y = look.target.box.center
    left = min(max(window.x, x - w // 2), window.right - w)
    top = min(max(window.y, y - h // 2), window.bottom - h)
    return Box(left, top, w, h).union(look.target.box)


def _around_window(look: Look) -> Box | None:
    """The window and everything marked, with a little air."""
    if look.window is None:
        return None
    region = look.window
    for spot in (look.target, *_others(look)):
        if spot is not None:
            region = region.union(spot.box)
    return region.expanded(8)


def _others(look: Look) -> tuple[Spot, ...]:
    return tuple(one for one in look.others if one.probability >= LEAST_SHARE)[:MOST_OTHERS]
