"""Collects the held-out pages: every installed program in every state, in two looks, as far as missing."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from tqdm import tqdm

from lam_desktop.data.corpus import records
from lam_desktop.data.corpus.spec import LOOKS
from lam_desktop.errors import EnvironmentFault
from lam_desktop.evaluation.native.elements import elements_of
from lam_desktop.evaluation.native.looks import two_looks
from lam_desktop.evaluation.native.programs import PROGRAMS
from lam_desktop.evaluation.native.reading import really_shown
from lam_desktop.evaluation.native.sitting import StateError
from lam_desktop.evaluation.native.stage import Shown, show
from lam_desktop.evaluation.native.states import Program, State
from lam_desktop.perception.ocr import TextReader
from lam_desktop.types import Box

PREFIX = "native-"
LEAST_ELEMENTS = 4


@dataclass
class Collected:
    """What came of a collection."""

    pages: int = 0
    missing: list[str] = field(default_factory=list[str])
    """Programs that are not installed."""
    failed: list[str] = field(default_factory=list[str])
    """States that could not be reached, each with its reason."""


def collect(
    out: Path,
    seed: int,
    programs: Sequence[Program] = PROGRAMS,
    states: int | None = None,
    quiet: bool = False,
) -> Collected:
    """Adds the pages that `out` lacks, at most `states` states a program; a file of records each."""
    (out / "pages").mkdir(parents=True, exist_ok=True)
    (out / "manifest.json").write_text(json.dumps({"version": records.VERSION, "seed": seed}) + "\n")
    done = Collected(missing=[one.name for one in programs if not one.is_installed])
    reader = TextReader()
    jobs = [
        (program, state) for program in programs if program.is_installed for state in program.states[:states]
    ]
    with tqdm(jobs, unit="state", disable=quiet) as bar:
        for program, state in bar:
            bar.set_description(f"{program.name} {state_name(state)}"[:32].ljust(32))
            try:
                done.pages += _add(out, seed, program, state, reader)
            except EnvironmentFault as fault:
                done.failed.append(f"{program.name} {state_name(state)}: {fault}")
                bar.write(done.failed[-1])
    return done


def state_name(state: State) -> str:
    """How pages call the state."""
    return state.name if state.lang == "en" else f"{state.name}-{state.lang}"


def _add(out: Path, seed: int, program: Program, state: State, reader: TextReader) -> int:
    """Makes both looks of a state unless they are there; returns how many pages there are of it."""
    path = out / f"records-{program.name}.jsonl"
    name = state_name(state)
    there = records.read_file(path, out) if path.exists() else []
    if sum(page.state == name for page in there) == len(LOOKS):
        return len(LOOKS)
    looks = two_looks(program.toolkit, random.Random(f"{seed}/{program.name}/{name}"))
    made: list[records.Page] = []
    for letter in LOOKS:
        rng = random.Random(f"{seed}/{program.name}/{name}/{letter}")
        shown = show(program, state, looks[letter], rng)
        made.append(_page(out, program, state, letter, shown, reader))
    kept = [page for page in there if page.state != name]
    path.write_text("".join(records.to_line(page) for page in [*kept, *made]), encoding="utf-8")
    return len(made)


def _page(
    out: Path, program: Program, state: State, look: str, shown: Shown, reader: TextReader
) -> records.Page:
    sighted = elements_of(shown.nodes, shown.windows, shown.frame)
    elements, unsure = really_shown(sighted.elements, shown.frame, reader)
    if len(elements) < LEAST_ELEMENTS:
        raise StateError(f"only {len(elements)} elements are believable in look {look}")
    height, width = shown.frame.shape[:2]
    image = f"pages/{program.name}-{state_name(state)}-{look}.png"
    Image.fromarray(shown.frame).save(out / image)
    window = _work_area(shown).intersection(Box(0, 0, width, height))
    return records.Page(
        program=f"{PREFIX}{program.name}",
        state=state_name(state),
        look=look,
        toolkit=program.toolkit,
        lang=state.lang,
        image=image,
        size=(width, height),
        window=(window.x, window.y, window.w, window.h),
        elements=tuple(elements),
        root=out,
        glimpses=(*sighted.glimpses, *unsure),
    )


def _work_area(shown: Shown) -> Box:
    """The box around the program's windows, without its menus and lists."""
    boxes = [Box(*one.geometry) for one in shown.windows if one.kind in ("normal", "dialog")]
    around = boxes[0]
    for box in boxes[1:]:
        around = around.union(box)
    return around
