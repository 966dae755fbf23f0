"""Generate a corpus: shards of programs, each rendered by one process, resumable after any stop."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from lam_desktop.data.corpus import assets, records
from lam_desktop.data.corpus.bars import has_bars
from lam_desktop.data.corpus.clerk import Moment, make_episode
from lam_desktop.data.corpus.frameworks import Frameworks
from lam_desktop.data.corpus.grammar import GRAMMAR, make_program, program_id
from lam_desktop.data.corpus.icon_sets import IconSets
from lam_desktop.data.corpus.looks import Look
from lam_desktop.data.corpus.scene import make_scene
from lam_desktop.data.corpus.single_changes import CHANGES, SHOWN, changed
from lam_desktop.data.corpus.spec import AGAIN, LOOKS, TOOLKITS, Deed, Program, Scene, walk
from lam_desktop.data.corpus.working import row_deed, work_scene

_SHARD = 25
"""Programs a shard: a stop loses at most one program, a process lives for one shard."""


@dataclass(frozen=True)
class Plan:
    """What to generate; together with this code it determines every page."""

    out: Path
    programs: int
    seed: int
    toolkits: tuple[str, ...] = TOOLKITS
    share: tuple[float, ...] = (0.58, 0.3, 0.12)
    workers: int = 1
    splits: tuple[records.Split, ...] = records.SPLITS
    """Programs of other parts of the corpus are left out."""
    assets: Path | None = None
    """Folder that `assets.fetch` filled; without it glyphs are drawn."""
    again: bool = False
    """Whether each state comes in look A once more, as look `AGAIN`."""
    single_changes: bool = False
    """Whether instead one state of each program comes in look A, and with each of `CHANGES` alone."""
    bars: bool = False
    """Whether programs without dense bars of tools are left out."""
    episodes: bool = False
    """Whether instead of its states each program's episode is drawn, see `clerk`."""

    @property
    def looks(self) -> tuple[str, ...]:
        """In which each state is drawn."""
        if self.single_changes:
            return (SHOWN, *CHANGES)
        return (*LOOKS, AGAIN) if self.again else LOOKS

    def pages(self, program: Program) -> int:
        """How many pages a program has."""
        if self.episodes:
            episode = make_episode(program)
            return len(LOOKS) * len(episode.moments) + len(episode.mishaps)
        return len(self.looks) * (1 if self.single_changes else len(program.states))

    def __post_init__(self) -> None:
        unknown = set(self.toolkits) - set(TOOLKITS)
        if unknown:
            raise ValueError(f"unknown toolkit {sorted(unknown)[0]!r}: choose from {', '.join(TOOLKITS)}.")
        unknown = set(self.splits) - set(records.SPLITS)
        if unknown:
            raise ValueError(
                f"unknown split {sorted(unknown)[0]!r}: choose from {', '.join(records.SPLITS)}."
            )
        if len(self.share) != len(self.toolkits):
            raise ValueError(f"{len(self.toolkits)} toolkits need as many shares, got {len(self.share)}.")
        if self.programs < 1 or self.workers < 1:
            raise ValueError(f"programs ({self.programs}) and workers ({self.workers}) must be at least 1.")
        if self.episodes and (self.again or self.single_changes):
            raise ValueError("episodes come in two looks: ask for single changes or look C without them.")

    def toolkit(self, index: int) -> str:
        """The toolkit that renders program `index`."""
        return random.Random(f"toolkit/{self.seed}/{index}").choices(self.toolkits, self.share)[0]

    def wants(self, index: int) -> bool:
        """Whether program `index` is of a part, and of a sort, that is to be generated."""
        if self.bars and not has_bars(self.seed, index):
            return False
        return records.split(program_id(self.seed, index)) in self.splits


def generate(plan: Plan, quiet: bool = False) -> int:
    """Generate what is missing of `plan` and return the number of pages the corpus then holds."""
    plan.out.mkdir(parents=True, exist_ok=True)
    _write_manifest(plan, done=False)
    shards = _shards(plan)
    context = multiprocessing.get_context("spawn")  # Qt and Chromium clients must not be forked
    with (
        ProcessPoolExecutor(plan.workers, mp_context=context, max_tasks_per_child=1) as pool,
        tqdm(total=sum(len(shard[2]) for shard in shards), unit="program", disable=quiet) as bar,
    ):
        jobs = {
            pool.submit(_run_shard, plan, name, toolkit, indices): len(indices)
            for name, toolkit, indices in shards
        }
        for job in as_completed(jobs):
            job.result()
            bar.update(jobs[job])
    pages = sum(len(records.read_file(path, plan.out)) for path in plan.out.glob("records-*.jsonl"))
    _write_manifest(plan, done=True, pages=pages)
    return pages


def _shards(plan: Plan) -> list[tuple[str, str, tuple[int, ...]]]:
    """(name, toolkit, program indices) of every shard; the toolkits take turns."""
    held: list[tuple[str, str, tuple[int, ...]]] = []
    for start in range(0, plan.programs, _SHARD * len(plan.toolkits)):
        indices = range(start, min(plan.programs, start + _SHARD * len(plan.toolkits)))
        for toolkit in plan.toolkits:
            mine = tuple(i for i in indices if plan.toolkit(i) == toolkit and plan.wants(i))
            if mine:
                held.append((f"{toolkit}-{plan.seed}-{start:06d}", toolkit, mine))
    return held


def _run_shard(plan: Plan, name: str, toolkit: str, indices: Sequence[int]) -> None:
    """Render the programs of one shard that are not there yet (runs in a process of its own)."""
    path = plan.out / f"records-{name}.jsonl"
    programs = {index: make_program(plan.seed, index, toolkit) for index in indices}
    done = _mend(path, {p.id: plan.pages(p) for p in programs.values()})
    missing = [index for index, program in programs.items() if program.id not in done]
    if not missing:
        return
    folder = plan.out / "pages" / name
    folder.mkdir(parents=True, exist_ok=True)
    with open_renderer(toolkit, plan.assets) as renderer, path.open("a", encoding="utf-8") as out:
        for index in missing:
            program = programs[index]
            neighbour = make_program(plan.seed + 7919, index // 3, toolkit, records.split(program.id))
            lines = [records.to_line(page) for page in _pages(program, neighbour, renderer, folder, plan)]
            out.write("".join(lines))
            out.flush()


def _pages(
    program: Program, neighbour: Program, renderer: Any, folder: Path, plan: Plan
) -> list[records.Page]:
    """Render every state in every look and write the pictures."""
    small = any(node.role == "column" and node.variant == "pad small" for node in walk(program.body))
    made: list[records.Page] = []
    for look, scene, wear, moment in _drawn(program, neighbour, plan):
        name = f"{program.id}-{scene.state}-{look.replace(' ', '-')}"
        # While a clerk works a program it keeps its look.
        seed = f"{program.id}-{scene.state}-{scene.look}" if moment is None else f"{program.id}-{look}"
        drawn = renderer.render(scene, seed, small, wear)
        picture = folder / f"{name}.png"
        picture.write_bytes(drawn.png)
        made.append(
            records.Page(
                program.id, scene.state, look, program.toolkit, program.lang,
                picture.relative_to(plan.out).as_posix(), drawn.size, drawn.window, drawn.elements,
                plan.out, drawn.glimpses, drawn.framework, drawn.icons, *_place(program, scene, look, moment),
            )
        )  # fmt: skip
    return made


def _drawn(
    program: Program, neighbour: Program, plan: Plan
) -> Iterator[tuple[str, Scene, Callable[[Look], Look], Moment | None]]:
    """The look as the records call it, what is drawn, what happens to the look before, and the moment."""
    if plan.single_changes:
        yield from ((look, *changed(program, look, neighbour), None) for look in plan.looks)
        return
    if plan.episodes:
        episode = make_episode(program)
        for look in LOOKS:
            for moment in (*episode.moments, *(episode.mishaps if look == LOOKS[1] else ())):
                yield look, work_scene(program, moment.state, look, neighbour), lambda drawn: drawn, moment
        return
    for state in program.states:
        for look in plan.looks:
            yield look, make_scene(program, state, look, neighbour), lambda drawn: drawn, None


def _place(program: Program, scene: Scene, look: str, moment: Moment | None) -> tuple[int, Deed | None, str]:
    """A page's place in an episode, as `records.Page` tells it."""
    if moment is None:
        return -1, None, ""
    deed = moment.deed and row_deed(program, scene, moment.state, moment.deed, look)
    return moment.at, deed, moment.mishap


def open_renderer(toolkit: str, folder: Path | None = None) -> Any:
    """A renderer as a context; `folder` as `Plan.assets`."""
    fonts = assets.font_config(folder)
    if fonts is not None:
        os.environ["FONTCONFIG_FILE"] = str(fonts)  # read by Chromium, Qt and fc-list alike
    icons = IconSets(folder)
    if toolkit == "tk":
        from lam_desktop.data.corpus.tk import TkRenderer

        return TkRenderer(icons)
    if toolkit == "qt":
        from lam_desktop.data.corpus.qt import QtRenderer

        return QtRenderer(icons)
    from lam_desktop.data.corpus.chromium import ChromiumRenderer

    return ChromiumRenderer(icons, Frameworks(folder))


def _mend(path: Path, expected: dict[str, int]) -> set[str]:
    """Cut off what a crash left unfinished; return the programs with their `expected` number of pages."""
    if not path.exists():
        return set()
    lines = [
        line for line in path.read_text(encoding="utf-8").splitlines(keepends=True) if line.endswith("\n")
    ]
    names = [json.loads(line)["program"] for line in lines]
    done = {name for name in names if names.count(name) == expected.get(name)}
    kept = [line for line, name in zip(lines, names, strict=True) if name in done or name not in expected]
    path.write_text("".join(kept), encoding="utf-8")
    return done


def _write_manifest(plan: Plan, done: bool, pages: int = 0) -> None:
    """Notes the plan beside those of other seeds: a program's name begins with its seed, so none clash."""
    path = plan.out / "manifest.json"
    plans = _plans(json.loads(path.read_text())) if path.exists() else {}
    noted = {"assets": assets.digest(plan.assets), "grammar": GRAMMAR, "complete": done}
    plain = asdict(plan) | noted | {"out": ""}
    content = json.loads(json.dumps(plain))  # tuples to lists
    del content["out"], content["workers"]
    if not plan.again:
        del content["again"]  # as corpora that know of none
    if not plan.bars:
        del content["bars"]
    if not plan.episodes:
        del content["episodes"]
    old = plans.get(str(plan.seed), content)
    if (old["toolkits"], old["share"]) != (content["toolkits"], content["share"]):
        raise ValueError(
            f"{plan.out} holds programs of seed {plan.seed} by other toolkits: choose an empty folder."
        )
    if old.get("again", False) != plan.again:
        raise ValueError(
            f"{plan.out} holds programs of seed {plan.seed} in other looks: choose an empty folder."
        )
    if old.get("episodes", False) != plan.episodes:
        raise ValueError(
            f"{plan.out} holds programs of seed {plan.seed} {'without' if plan.episodes else 'as'} episodes: "
            "choose an empty folder."
        )
    if old.get("bars", False) != plan.bars:
        raise ValueError(
            f"{plan.out} holds programs of seed {plan.seed} "
            f"{'with and without' if plan.bars else 'only with'} dense bars: choose an empty folder."
        )
    if old.get("grammar", 1) != GRAMMAR:
        raise ValueError(
            f"{plan.out} holds programs of seed {plan.seed} as another version of this program made them: "
            "choose an empty folder."
        )
    if old.get("assets", "") != content["assets"]:
        raise ValueError(
            f"{plan.out} holds programs of seed {plan.seed} drawn with other icons, style sheets or fonts: "
            "choose an empty folder."
        )
    content["splits"] = sorted({*old.get("splits", ()), *content["splits"]})
    plans[str(plan.seed)] = content
    manifest = {"version": records.VERSION, "plans": plans, "pages": pages}
    path.write_text(json.dumps(manifest, indent=1) + "\n")


def _plans(manifest: dict[str, Any]) -> dict[str, Any]:
    """The plans in a manifest by their seed; in older ones there is one, without a list."""
    if "plans" in manifest:
        return manifest["plans"]
    return {str(manifest["seed"]): manifest} if "toolkits" in manifest else {}
