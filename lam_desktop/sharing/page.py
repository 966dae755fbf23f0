"""The page by which a person looks through a copy before it is sent: painted places outlined."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from lam_desktop import __version__
from lam_desktop.errors import LamBug
from lam_desktop.sharing.painting import Patch
from lam_desktop.sharing.tally import Masked
from lam_desktop.types import Frame

QUALITY = 85


@dataclass(frozen=True, slots=True)
class _Outline:
    """A box over a picture, in percent of its size."""

    left: float
    top: float
    width: float
    height: float
    kind: str


@dataclass(frozen=True, slots=True)
class _Picture:
    number: int
    source: str
    outlines: tuple[_Outline, ...]


def page(
    name: str,
    steps: Sequence[str],
    pictures: Sequence[tuple[Frame, Sequence[Patch]]],
    masked: Sequence[Masked],
    names: int,
    left_out: Sequence[str],
) -> str:
    """The page as HTML that needs nothing else. It goes along with the copy: no samples stand in it."""
    environment = Environment(
        loader=PackageLoader("lam_desktop.sharing", "."),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("shared.html.jinja").render(
        name=name,
        steps=steps,
        pictures=[_picture(number, *one) for number, one in enumerate(pictures, start=1)],
        masked=masked,
        names=names,
        left_out=left_out,
        version=__version__,
    )


def _picture(number: int, frame: Frame, patches: Sequence[Patch]) -> _Picture:
    loss = [cv2.IMWRITE_WEBP_QUALITY, QUALITY]
    done, data = cv2.imencode(".webp", cv2.cvtColor(frame, cv2.COLOR_RGB2BGR), loss)
    if not done:
        raise LamBug(f"a frame of shape {frame.shape} cannot be written as a picture")
    source = f"data:image/webp;base64,{base64.b64encode(data.tobytes()).decode()}"
    return _Picture(number, source, tuple(_outline(patch, frame) for patch in patches))


def _outline(patch: Patch, frame: Frame) -> _Outline:
    height, width = frame.shape[:2]
    box = patch.box
    return _Outline(
        left=round(100 * box.x / width, 3),
        top=round(100 * box.y / height, 3),
        width=round(100 * box.w / width, 3),
        height=round(100 * box.h / height, 3),
        kind=patch.kind,
    )
