"""Drills as pages: rendered by a real toolkit, in two looks, and kept."""

from __future__ import annotations

import random
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from lam_desktop.data.corpus import records
from lam_desktop.data.corpus.builder import Builder
from lam_desktop.data.corpus.generate import open_renderer
from lam_desktop.data.corpus.scene import make_scene
from lam_desktop.data.corpus.spec import LOOKS, TOOLKITS, Node, Program, Record, State
from lam_desktop.evaluation.twins.drills import Drill

TABLE = "table"


@dataclass
class Stage:
    """Renders drills; a renderer is started when its first page is drawn."""

    folder: Path
    held: ExitStack
    """Ends the renderers."""
    _renderers: dict[str, Any] = field(default_factory=dict[str, Any], init=False)

    def pages(self, drill: Drill, name: str) -> tuple[records.Page, records.Page]:
        """The drill's table before and after, in a program of its own."""
        rng = random.Random(f"stage/{name}")
        toolkit = rng.choice(TOOLKITS)
        program = _program(drill, name, toolkit, rng)
        first, second = (
            self._page(program, look, held)
            for look, held in zip(LOOKS, (drill.first, drill.second), strict=True)
        )
        return first, second

    def _page(self, program: Program, look: str, held: tuple[Record, ...]) -> records.Page:
        scene = make_scene(program, program.states[0], look)
        scene = replace(scene, body=_with_records(scene.body, held))
        if program.toolkit not in self._renderers:
            self._renderers[program.toolkit] = self.held.enter_context(open_renderer(program.toolkit))
        name = f"{program.id}-{look}".replace("/", "-")
        drawn = self._renderers[program.toolkit].render(scene, name, False)
        (self.folder / f"{name}.png").write_bytes(drawn.png)
        return records.Page(
            program.id, "base", look, program.toolkit, program.lang, f"{name}.png", drawn.size, drawn.window,
            drawn.elements, self.folder,
        )  # fmt: skip


@contextmanager
def open_stage(folder: Path) -> Generator[Stage]:
    """A stage whose renderers end with the block."""
    with ExitStack() as held:
        yield Stage(folder, held)


def _program(drill: Drill, name: str, toolkit: str, rng: random.Random) -> Program:
    b = Builder(rng, drill.lang)
    head = (b.row(b.search_field("filter"), variant="tight"),) if rng.random() < 0.5 else ()
    table = Node(
        "table", b.uid(TABLE), columns=drill.columns, records=drill.first,
        variant=rng.choice(("", "striped", "grid", "lines")),
    )  # fmt: skip
    body = b.column(*head, table, b.buttons("footer"), variant="pad grow")
    if rng.random() < 0.5:
        body = b.column(b.toolbar(), body, variant="flush")
    return Program(
        name, drill.lang, toolkit, b.words.exact("sections", b.section()), body, (), (State("base"),)
    )


def _with_records(node: Node, held: tuple[Record, ...]) -> Node:
    if node.id == TABLE:
        return replace(node, records=held, value="")
    return replace(node, children=tuple(_with_records(child, held) for child in node.children))
