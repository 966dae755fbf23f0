"""Read a corpus for training: pages, and pairs of one program in two looks. No torch here."""

from __future__ import annotations

import json
from pathlib import Path

from lam_desktop.data.corpus.records import VERSION, Page, Split, read_file, split
from lam_desktop.data.corpus.spec import AGAIN, LOOKS

__all__ = ["CorpusReader", "Page", "split"]


class CorpusReader:
    """The corpus in a folder; raises ValueError where the folder holds none or a newer one."""

    def __init__(self, folder: Path | str) -> None:
        self.root = Path(folder)
        manifest = self.root / "manifest.json"
        if not manifest.exists():
            raise ValueError(
                f"{self.root} holds no corpus: generate one with "
                f"`python -m lam_desktop.data.corpus generate --out {self.root}`."
            )
        version = json.loads(manifest.read_text())["version"]
        if version > VERSION:
            raise ValueError(
                f"the corpus in {self.root} has version {version}, newer than {VERSION}: update this program."
            )
        found = [
            page for path in sorted(self.root.glob("records-*.jsonl")) for page in read_file(path, self.root)
        ]
        self._pages = sorted(found, key=lambda page: (page.program, page.state, page.look))

    def pages(self, part: Split | None = None) -> list[Page]:
        """Pages of one split (all without `part`), sorted by program, state and look."""
        return [page for page in self._pages if part is None or split(page.program) == part]

    def pairs(self, part: Split | None = None) -> list[tuple[Page, Page]]:
        """Looks A and B of the same program in the same state."""
        held: dict[tuple[str, str], dict[str, Page]] = {}
        for page in self.pages(part):
            held.setdefault((page.program, page.state), {})[page.look] = page
        return [(looks["A"], looks["B"]) for looks in held.values() if {"A", "B"} <= looks.keys()]

    def single_changes(self, part: Split | None = None) -> list[tuple[Page, Page]]:
        """Each page in look A, and the same one with a thing changed, where such were drawn.

        Left out is what came out as it was shown, such as a framework without a dark theme.
        """
        pages = self.pages(part)
        shown = {(page.program, page.state): page for page in pages if page.look == LOOKS[0]}
        others = (page for page in pages if page.look not in (*LOOKS, AGAIN))
        pairs = [(shown[at], page) for page in others if (at := (page.program, page.state)) in shown]
        return [
            (one, other)
            for one, other in pairs
            if one.elements != other.elements
            or (one.root / one.image).read_bytes() != (other.root / other.image).read_bytes()
        ]
