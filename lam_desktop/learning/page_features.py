"""Everything the policy needs of a corpus page, computed once and kept on disk.

    python -m lam_desktop.learning.page_features --corpus DIR --detector DIR --out DIR

Boxes come from our own detector, so that the policy learns to live with its errors: wrong kinds,
boxes too wide, elements missed, things that are none. Without `--detector` the true boxes are used.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lam_desktop.data.corpus.reader import CorpusReader, Page
from lam_desktop.perception.detector.processing_detector import Proposal
from lam_desktop.policy.lam.processing_lam import checked_index, crops, geometry, line_px, places
from lam_desktop.types import KINDS, Box, Element, Frame

LEAST_OVERLAP = 0.4
"""A proposal stands for the true element that it overlaps most, from this IoU on."""


@dataclass(frozen=True, eq=False)
class PageFeatures:
    """One page's N elements inside the program's window."""

    crops: npt.NDArray[np.uint8]
    """(N, 2, 3, P, P)."""
    kind: npt.NDArray[np.int64]
    """(N,)."""
    checked: npt.NDArray[np.int64]
    """(N,) 0 unknown, 1 off, 2 on."""
    place: npt.NDArray[np.float32]
    """(N, 2) lines of text."""
    geometry: npt.NDArray[np.float32]
    """(N, GEOMETRY)."""
    text: npt.NDArray[np.str_]
    """(N,) what stands there, without reading errors."""
    identity: npt.NDArray[np.str_]
    """(N,) who it is across looks; empty where the proposal is nothing known."""
    group: npt.NDArray[np.str_]
    """(N,) radio group, option list or table column; empty where none."""
    value: npt.NDArray[np.str_]
    """(N,) the text by which a person would choose it in its group (a radio button's label)."""


def extract(page: Page, proposals: Sequence[Proposal] | None, frame: Frame, side: int) -> PageFeatures:
    """Features of one page; `proposals` None: the true boxes, kinds and states."""
    window = Box(*page.window)
    truth = [one for one in page.elements if not one.id.startswith("other/")]
    labels = {one.id.removesuffix("/label"): one.text for one in truth if one.id.endswith("/label")}
    elements: list[Element] = []
    owners: list[int] = []
    if proposals is None:
        elements = [Element(Box(*one.box), one.kind, one.text, checked=one.checked) for one in truth]
        owners = list(range(len(truth)))
    else:
        kept = [one for one in proposals if window.contains(*one.box.center)]
        owners = _owners([one.box for one in kept], [Box(*one.box) for one in truth])
        for one, owner in zip(kept, owners, strict=True):
            text = truth[owner].text if owner >= 0 else _text_inside(one.box, page)
            elements.append(Element(one.box, one.kind, text, checked=one.checked))
    boxes = [one.box for one in elements]
    unit = line_px(elements)
    known = [truth[owner] if owner >= 0 else None for owner in owners]
    return PageFeatures(
        crops=crops(frame, boxes, unit, side),
        kind=np.array([KINDS.index(one.kind) for one in elements], np.int64),
        checked=np.array([checked_index(one.checked) for one in elements], np.int64),
        place=places(boxes, window, unit),
        geometry=geometry(boxes, window, unit),
        text=np.array([one.text for one in elements], np.str_),
        identity=np.array([one.id if one else "" for one in known], np.str_),
        group=np.array([(one.group or "") if one else "" for one in known], np.str_),
        value=np.array([labels.get(one.id, one.text) if one else "" for one in known], np.str_),
    )


def _owners(found: Sequence[Box], truth: Sequence[Box]) -> list[int]:
    """Index of the true box that each found one stands for, -1 for none; one found box per true one."""
    pairs = sorted(((a.iou(b), i, j) for i, a in enumerate(found) for j, b in enumerate(truth)), reverse=True)
    owner = [-1] * len(found)
    taken: set[int] = set()
    for overlap, i, j in pairs:
        if overlap < LEAST_OVERLAP:
            break
        if owner[i] < 0 and j not in taken:
            owner[i] = j
            taken.add(j)
    return owner


def _text_inside(box: Box, page: Page) -> str:
    """What the recogniser would read in a box that is no element: the texts whose middle lies inside."""
    return " ".join(one.text for one in page.elements if one.text and box.contains(*Box(*one.box).center))


def save(features: PageFeatures, path: Path) -> None:
    """Writes one page; a half-written file never takes the place of a whole one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("wb") as stream:
        np.savez(stream, **{name: getattr(features, name) for name in PageFeatures.__dataclass_fields__})
    part.replace(path)


def load(path: Path) -> PageFeatures:
    """Reads what `save` wrote."""
    with np.load(path) as held:
        return PageFeatures(**{name: held[name] for name in PageFeatures.__dataclass_fields__})


def features_path(folder: Path, page: Page) -> Path:
    """Where a page's features lie."""
    return (folder / page.image).with_suffix(".npz")


def main() -> None:
    """Extracts the features of every page of a corpus that has none yet."""
    import torch
    from tqdm import tqdm

    from lam_desktop.perception.detector.engine import DetectorEngine

    parser = argparse.ArgumentParser(description="Compute the policy's features of every page of a corpus.")
    parser.add_argument("--corpus", type=Path, required=True, help="folder made by `make corpus`")
    parser.add_argument("--detector", type=Path, help="trained detector; without it the true boxes are used")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--crop-px", type=int, default=32)
    parser.add_argument("--part", default="0/1", help="K/N: the K-th of N parts, for several processes")
    given = parser.parse_args()
    torch.set_num_threads(1)
    which, count = (int(number) for number in given.part.split("/"))
    engine = DetectorEngine(given.detector) if given.detector else None
    for page in tqdm(CorpusReader(given.corpus).pages()[which::count], mininterval=5):
        path = features_path(given.out, page)
        if path.exists():
            continue
        frame = page.load()
        save(extract(page, engine.propose(frame) if engine else None, frame, given.crop_px), path)


if __name__ == "__main__":
    main()
