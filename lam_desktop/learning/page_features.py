"""Everything the policy needs of a corpus page, computed once and kept on disk.

    python -m lam_desktop.learning.page_features --corpus DIR --detector DIR --out DIR --part 0/2

Boxes come from our own detector, so that the policy learns to live with its errors: wrong kinds,
boxes too wide, elements missed, things that are none. Without `--detector` the true boxes are used.
"""

from __future__ import annotations

import argparse
import functools
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from lam_desktop.data.corpus.reader import CorpusReader, Page
from lam_desktop.data.corpus.records import SPLITS, Split
from lam_desktop.data.corpus.spec import OTHER_WINDOW, PageElement
from lam_desktop.perception.detector.engine import DetectorEngine
from lam_desktop.perception.detector.processing_detector import Proposal
from lam_desktop.perception.doubles import kept
from lam_desktop.policy.lam.processing_lam import checked_index, crops, line_px
from lam_desktop.types import KINDS, Box, Element, Frame

LEAST_OVERLAP = 0.4
"""A proposal stands for the true element that it overlaps most, from this IoU on."""
CLICKED_PX = 24
"""Side of the box that a click makes where no proposal covers it."""
CONTEXT_PX = 64
"""The detector sees this much around the program's window."""


@dataclass(frozen=True)
class FeaturePlan:
    """Which pages the policy learns from."""

    extra_share: float = 0.25
    """Share of programs whose dialogs, menus and open lists are taken as well."""
    crop_px: int = 32


@dataclass(frozen=True, eq=False)
class PageFeatures:
    """One page's N elements inside the program's window and its popups."""

    crops: npt.NDArray[np.uint8]
    """(N, 2, 3, P, P)."""
    kind: npt.NDArray[np.int64]
    """(N,)."""
    checked: npt.NDArray[np.int64]
    """(N,) 0 unknown, 1 off, 2 on."""
    box: npt.NDArray[np.int64]
    """(N, 4) x, y, w, h in screen pixels."""
    window: npt.NDArray[np.int64]
    """(4,) x, y, w, h in screen pixels."""
    unit: npt.NDArray[np.float32]
    """() height of a line of text in pixels."""
    missed: npt.NDArray[np.bool_]
    """(N,) a true element that no proposal covers: a demonstration knows it by the click, a screen never."""
    text: npt.NDArray[np.str_]
    """(N,) what stands there, without reading errors."""
    identity: npt.NDArray[np.str_]
    """(N,) who it is across looks; empty where the proposal is nothing known."""
    group: npt.NDArray[np.str_]
    """(N,) radio group, option list or table column; empty where none."""
    value: npt.NDArray[np.str_]
    """(N,) the text by which a person would choose it in its group (a radio button's label)."""
    record: npt.NDArray[np.str_]
    """(N,) the table row, mail or card that it belongs to; empty where none."""
    action: npt.NDArray[np.bool_]
    """(N,) whether a person could click on it."""


def extract(page: Page, proposals: Sequence[Proposal] | None, frame: Frame, side: int) -> PageFeatures:
    """Features of one page; `proposals` None: the true boxes, kinds and states."""
    truth = [one for one in page.elements if not one.id.startswith(OTHER_WINDOW)]
    boxes = [Box(*one.box) for one in truth]
    if proposals is None:
        owners = list(range(len(truth)))
        elements = [
            Element(Box(*one.box), one.kind, one.text, checked=one.checked)  # type: ignore[arg-type]
            for one in truth
        ]
    else:
        elements, owners = _proposed(proposals, truth, page)
    unit = line_px(elements)
    missed = _missed(boxes, elements)
    elements += [_clicked(boxes[index]) for index in missed]
    known = [truth[owner] if owner >= 0 else None for owner in [*owners, *missed]]
    labels = {one.id.removesuffix("/label"): one.text for one in truth if one.id.endswith("/label")}
    return PageFeatures(
        crops=crops(frame, [one.box for one in elements], unit, side),
        kind=np.array([KINDS.index(one.kind) for one in elements], np.int64),
        checked=np.array([checked_index(one.checked) for one in elements], np.int64),
        box=np.array([(one.box.x, one.box.y, one.box.w, one.box.h) for one in elements], np.int64).reshape(
            -1, 4
        ),
        window=np.array(page.window, np.int64),
        unit=np.float32(unit),  # type: ignore[arg-type]
        missed=np.arange(len(elements)) >= len(owners),
        text=np.array([one.text for one in elements], np.str_),
        identity=np.array([one.id if one else "" for one in known], np.str_),
        group=np.array([(one.group or "") if one else "" for one in known], np.str_),
        value=np.array([labels.get(one.id, one.text) if one else "" for one in known], np.str_),
        record=np.array([(one.record or "") if one else "" for one in known], np.str_),
        action=np.array([one.action if one else False for one in known], np.bool_),
    )


def _proposed(
    proposals: Sequence[Proposal], truth: Sequence[PageElement], page: Page
) -> tuple[list[Element], list[int]]:
    """What the parser would give of the program's window; whom of `truth` each stands for, -1 for none."""
    window = Box(*page.window)
    owners = owners_of([one.box for one in proposals], [Box(*one.box) for one in truth])
    seen = [
        (one, owner)
        for one, owner in zip(proposals, owners, strict=True)
        if owner >= 0 or window.contains(*one.box.center)
    ]
    elements = [
        Element(
            one.box,
            one.kind,
            truth[owner].text if owner >= 0 else _text_inside(one.box, page),
            checked=one.checked,
        )
        for one, owner in seen
    ]
    once = kept(elements)
    if len(once) < len(elements):  # the whole stands for whom its piece stood for
        return _proposed([seen[n][0] for n in once], truth, page)
    return elements, [owner for _, owner in seen]


def _missed(truth: Sequence[Box], found: Sequence[Element]) -> list[int]:
    """Indices of the true boxes whose middle, where a person would click, no proposal covers."""
    return [n for n, box in enumerate(truth) if not any(one.box.contains(*box.center) for one in found)]


def _clicked(box: Box) -> Element:
    """What a demonstration makes of a click that no proposal covers."""
    x, y = box.center
    return Element(Box(x - CLICKED_PX // 2, y - CLICKED_PX // 2, CLICKED_PX, CLICKED_PX), "icon")


def owners_of(found: Sequence[Box], truth: Sequence[Box]) -> list[int]:
    """Index of the true box that each found one stands for, -1 for none; one found box per true one."""
    overlaps = _overlaps(found, truth)  # (found, truth)
    candidates = np.argwhere(overlaps >= LEAST_OVERLAP)
    order = np.lexsort((*-candidates.T[::-1], -overlaps[tuple(candidates.T)]))
    owner = [-1] * len(found)
    taken: set[int] = set()
    for i, j in candidates[order].tolist():
        if owner[i] < 0 and j not in taken:
            owner[i] = j
            taken.add(j)
    return owner


def _overlaps(found: Sequence[Box], truth: Sequence[Box]) -> npt.NDArray[np.float64]:
    """(found, truth): intersection over union."""
    a, b = (
        np.array([(one.x, one.y, one.right, one.bottom) for one in boxes], np.float64).reshape(-1, 4)
        for boxes in (found, truth)
    )
    common = (np.minimum(a[:, None, 2:], b[None, :, 2:]) - np.maximum(a[:, None, :2], b[None, :, :2])).clip(0)
    areas = [(one[:, 2:] - one[:, :2]).prod(1) for one in (a, b)]
    inside = common.prod(2)
    return inside / np.maximum(1, areas[0][:, None] + areas[1] - inside)


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


def propose(engine: DetectorEngine, page: Page, frame: Frame) -> list[Proposal]:
    """The detector's proposals around the program's window; the rest of the desktop is not looked at."""
    region = functools.reduce(
        Box.union,
        (Box(*one.box) for one in page.elements if not one.id.startswith(OTHER_WINDOW)),
        Box(*page.window),
    )
    grown = region.expanded(CONTEXT_PX).intersection(Box(0, 0, frame.shape[1], frame.shape[0]))
    x, y = grown.x // 32 * 32, grown.y // 32 * 32
    found = engine.propose(frame[y : grown.bottom, x : grown.right])
    return [replace(one, box=one.box.moved(x, y)) for one in found]


def wanted_pages(reader: CorpusReader, split: Split, extra_share: float) -> list[Page]:
    """Pages of every program's first state, and of its other states in `extra_share` of the programs.

    Of an episode all are wanted.
    """
    pages = reader.pages(split)
    return [
        page for page in pages if page.state == "base" or page.at >= 0 or share_of(page.program) < extra_share
    ]


def share_of(program: str) -> float:
    """A number in 0..1 that belongs to the program and to nothing else."""
    return zlib.crc32(program.encode()) / 2**32


def extract_part(
    corpus: Path,
    detector: Path | None,
    out: Path,
    plan: FeaturePlan,
    part: tuple[int, int],
    split: Split = "train",
) -> None:
    """Features of the `part[0]`-th of `part[1]` parts of a split's pages, as far as they are missing."""
    import torch

    torch.set_num_threads(1)
    engine = DetectorEngine(detector) if detector else None
    pages = wanted_pages(CorpusReader(corpus), split, plan.extra_share)
    for page in tqdm(pages[part[0] :: part[1]], mininterval=10, desc=f"features {part[0] + 1}/{part[1]}"):
        path = features_path(out, page)
        if path.exists():
            continue
        frame = page.load()
        save(extract(page, propose(engine, page, frame) if engine else None, frame, plan.crop_px), path)


def main() -> None:
    """Extracts the features of the pages that have none yet."""
    parser = argparse.ArgumentParser(description="Compute the policy's features of a corpus's pages.")
    parser.add_argument("--corpus", type=Path, required=True, help="folder made by `make corpus`")
    parser.add_argument("--detector", type=Path, help="trained detector; without it the true boxes are used")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--part", default="0/1", help="K/N: the K-th of N parts, for several processes")
    parser.add_argument("--split", default="train", choices=SPLITS)
    given = parser.parse_args()
    which, count = (int(number) for number in given.part.split("/"))
    extract_part(given.corpus, given.detector, given.out, FeaturePlan(), (which, count), given.split)


if __name__ == "__main__":
    main()
