"""What the head for greyed out elements learns from: elements of generated pages as the detector sees."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from tqdm import tqdm

from lam_desktop.data.corpus.reader import CorpusReader, Page
from lam_desktop.data.corpus.records import Split
from lam_desktop.learning.page_features import owners_of
from lam_desktop.perception.detector.enabled_head import EnabledHead
from lam_desktop.perception.detector.engine import DetectorEngine
from lam_desktop.types import KINDS, Box, ElementKind

CONTROLS: tuple[ElementKind, ...] = (
    "button", "icon", "field", "combo", "checkbox", "radio", "tab", "menu_item", "spin",
)  # fmt: skip
"""Kinds of what can be greyed out."""
OTHERS = 0.12
"""Share of the other elements that is learned from, too: a control may be taken for one of them."""
WHOLE = 0.9
"""An element of which less is to be seen is left out."""


@dataclass(frozen=True, eq=False)
class Seen:
    """N elements of some pages."""

    look: npt.NDArray[np.float16]
    """(N, inputs) of `EnabledHead.look`."""
    greyed: npt.NDArray[np.bool_]
    """(N,)."""
    kind: npt.NDArray[np.str_]
    """(N,) the true one."""
    toolkit: npt.NDArray[np.str_]
    """(N,)."""
    program: npt.NDArray[np.str_]
    """(N,)."""
    page: npt.NDArray[np.str_]
    """(N,) state and look: «menu A»."""
    identity: npt.NDArray[np.str_]
    """(N,) who it is, in every look."""

    def __len__(self) -> int:
        return len(self.greyed)

    def part(self, which: npt.NDArray[np.bool_] | npt.NDArray[np.int64]) -> Seen:
        """The elements for which `which` (N,) says so, or those with these numbers, (K,)."""
        return Seen(*(getattr(self, name)[which] for name in Seen.__dataclass_fields__))

    @property
    def taken_for(self) -> npt.NDArray[np.str_]:
        """(N,) the kinds that the detector takes them for."""
        kinds = self.look[:, -2 - len(KINDS) : -2]
        return np.array(KINDS)[kinds.argmax(1)]

    @property
    def control(self) -> npt.NDArray[np.bool_]:
        """(N,) whether it is of a kind that can be greyed out."""
        return np.isin(self.kind, CONTROLS)


def looked_at(page: Page, engine: DetectorEngine, head: EnabledHead, rng: np.random.Generator) -> Seen:
    """The elements of a page that the detector proposes and that are somebody: all controls, few others."""
    frame = page.load()
    maps = engine.maps(frame)
    proposals = engine.processor.proposals(maps, (frame.shape[1], frame.shape[0]))
    truth = page.elements
    of = owners_of([one.box for one in proposals], [Box(*one.box) for one in truth])
    kept = [
        n
        for n, owner in enumerate(of)
        if owner >= 0
        and truth[owner].visible >= WHOLE
        # Tk says of a label beside a greyed mark that it is not: it is drawn as one.
        and not (truth[owner].kind == "text" and truth[owner].id.endswith("/label"))
        and (truth[owner].kind in CONTROLS or rng.random() < OTHERS)
    ]
    look = engine.look(maps, proposals, head, engine.ink(frame, proposals))[kept]
    mine = [truth[of[n]] for n in kept]
    count = len(mine)
    return Seen(
        look.numpy().astype(np.float16),
        np.array([not one.enabled for one in mine], np.bool_),
        np.array([one.kind for one in mine], np.str_),
        np.array([page.toolkit] * count, np.str_),
        np.array([page.program] * count, np.str_),
        np.array([f"{page.state} {page.look}"] * count, np.str_),
        np.array([one.id for one in mine], np.str_),
    )


def collect(corpora: Sequence[Path], split: Split, engine: DetectorEngine, out: Path) -> Seen:
    """All pages of a split of some corpora, each kept in `out` once it was looked at."""
    config = engine.processor.config
    head = EnabledHead(config.widths[1], config.widths[2], len(config.kinds), 1)
    pages = [page for corpus in corpora for page in CorpusReader(corpus).pages(split)]
    found: list[Seen] = []
    for page in tqdm(pages, mininterval=10, desc=split):
        path = (out / page.image).with_suffix(".npz")
        if not path.exists():
            with torch.inference_mode():
                seen = looked_at(page, engine, head, np.random.default_rng(zlib.crc32(page.image.encode())))
            _save(seen, path)
        found.append(_load(path))
    return joined(found)


def joined(parts: Sequence[Seen]) -> Seen:
    """One after the other."""
    names = Seen.__dataclass_fields__
    return Seen(*(np.concatenate([getattr(one, name) for one in parts]) for name in names))


def _save(seen: Seen, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("wb") as stream:
        np.savez(stream, **{name: getattr(seen, name) for name in Seen.__dataclass_fields__})
    part.replace(path)


def _load(path: Path) -> Seen:
    with np.load(path) as held:
        return Seen(*(held[name] for name in Seen.__dataclass_fields__))
