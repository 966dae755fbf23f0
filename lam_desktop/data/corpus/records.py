"""The corpus on disk: one JSON line a page, beside its picture.

Lines are appended, so that a generation which was interrupted goes on, and several workers write files of
their own; what is read of thousands of pages before training (elements, identities) needs no picture. These
are PNG: a lossy format blurs what tells letters apart, and one is decoded in less time than its cuts take
to learn from. Tables for other tools are made of both by `export`.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from lam_desktop.data.corpus.spec import Deed, PageElement

VERSION = 2
Split = Literal["train", "validation", "test"]
SPLITS: tuple[Split, ...] = get_args(Split)


@dataclass(frozen=True)
class Page:
    """One rendered page. `window` is the program's main window with its dialogs; boxes are screen pixels."""

    program: str
    state: str
    look: str
    toolkit: str
    lang: str
    image: str
    """Path of the picture, relative to the corpus."""
    size: tuple[int, int]
    window: tuple[int, int, int, int]
    elements: tuple[PageElement, ...]
    root: Path
    glimpses: tuple[PageElement, ...] = ()
    """Elements of which a piece shows, less than half; none are told by corpora of version 1."""
    framework: str = ""
    icons: str = ""
    """As in `Rendered`; corpora before they were told say nothing."""
    at: int = -1
    """Its place in an episode, from 0; -1: it is of none."""
    deed: Deed | None = None
    """What the clerk does next, to which element; None at the end of an episode."""
    mishap: str = ""
    """Which of `MISHAPS` it shows: behind the deed at this place, or before it where its target is gone."""

    def load(self) -> Any:
        """The picture as an (H, W, 3) uint8 RGB array."""
        import numpy as np
        from PIL import Image

        with Image.open(self.root / self.image) as picture:
            return np.asarray(picture.convert("RGB"))


def split(program_id: str) -> Split:
    """The part of the corpus a program belongs to: 86 % train, 9 % validation, 5 % test."""
    slot = int.from_bytes(hashlib.sha256(program_id.encode()).digest()[:4], "big") % 100
    return "train" if slot < 86 else "validation" if slot < 95 else "test"


def to_line(page: Page) -> str:
    """The page as one JSON line, without its root."""
    record = asdict(page)
    del record["root"]
    for element in (*record["elements"], *record["glimpses"]):
        if element["record"] is None:
            del element["record"]
    for name in ("glimpses", "framework", "icons", "deed", "mishap"):
        if not record[name]:
            del record[name]
    if page.at < 0:
        del record["at"]
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


def from_line(line: str, root: Path) -> Page:
    """The page that a JSON line describes."""
    record = json.loads(line)
    elements, glimpses = (
        tuple(PageElement(**{**e, "box": tuple(e["box"])}) for e in record.pop(name, ()))
        for name in ("elements", "glimpses")
    )
    size, window = tuple(record.pop("size")), tuple(record.pop("window"))
    deed = Deed(**record.pop("deed")) if "deed" in record else None
    return Page(
        **record, size=size, window=window, elements=elements, root=root, glimpses=glimpses, deed=deed
    )


def read_file(path: Path, root: Path) -> list[Page]:
    """All pages of a records file; a last line cut short by a crash is left out."""
    pages = []
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        if line.endswith("\n"):
            pages.append(from_line(line, root))
    return pages
