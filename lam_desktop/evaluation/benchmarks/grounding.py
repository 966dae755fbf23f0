"""`grounding`: the demonstrated element found on another screen of its program, unseen in training.

Every element of a page that a person could click is asked for on the same program's other page, in another
look with other data, boxes and texts by our own perception. Besides, choices and records by a row, elements
that are gone, and screens of other programs. Pages with single changes tell what each of them costs: another
place, size, theme, type, language of the data, order, other captions. Elements of one screen are not
independent of each other: the intervals are those of a count, the bound of the model card goes by programs.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Generator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from lam_desktop.data.cache import cache
from lam_desktop.errors import EnvironmentFault
from lam_desktop.evaluation.benchmark import BASELINES, LAM, Case, Finding, Measure, Result, Workshop
from lam_desktop.evaluation.tables import Cell, Table
from lam_desktop.types import KINDS

if TYPE_CHECKING:
    from lam_desktop.data.corpus.reader import Page

CORPORA = {"generated": ("corpus", "test"), "changed": ("changes", "test"), "native": ("native", None)}
"""Name of a part -> its folder in the cache and the split that is asked about, one state of each program;
None: everything."""
SINGLE_CHANGES = "changed"
"""The part whose pages come as they were shown, and with one change each."""
BASELINE_EVERY = 12
"""The baselines are asked about each twelfth page: they look for each element on its own."""
ABSENT = ("gone", "stranger")
FOLLOWING = ("choice", "record")


class Grounding:
    """Pairs of pages, of one program in one state each."""

    title = "Demonstrated elements found on unseen programs, boxes and texts by our own perception"

    def cases(self, seed: int, baselines: bool) -> Sequence[Case]:  # noqa: ARG002 - the pages are what they are
        """`PART/TOOLKIT/PROGRAM/STATE`."""
        cases: list[Case] = []
        for number, name in enumerate(self._pairs):
            policies = (LAM, *BASELINES) if baselines and number % BASELINE_EVERY == 0 else (LAM,)
            cases += [Case(name, policy) for policy in policies]
        return cases

    def depends(self) -> Mapping[str, str]:
        """Which pages the corpora hold."""
        return {"pages": str(len(self._pairs)), "first": next(iter(self._pairs))}

    @functools.cached_property
    def _pairs(self) -> dict[str, Any]:
        """Name -> pair of pages; raises EnvironmentFault where there is no corpus at all."""
        from lam_desktop.data.corpus.reader import CorpusReader
        from lam_desktop.learning.trials import one_a_program

        found: dict[str, Any] = {}
        for part, (folder, split) in CORPORA.items():
            if not (cache() / folder / "manifest.json").exists():
                continue
            reader = CorpusReader(cache() / folder)
            if part == SINGLE_CHANGES:
                for pair in reader.single_changes(split):  # type: ignore[arg-type]
                    found[f"{_named(part, pair[0])}/{pair[1].look.replace(' ', '-')}"] = pair
                continue
            pairs = reader.pairs(split)  # type: ignore[arg-type]
            found |= {_named(part, pair[0]): pair for pair in (one_a_program(pairs) if split else pairs)}
        if not found:
            raise EnvironmentFault(
                f"There is no corpus in {cache()}: make one with `make corpus`, or set LAM_CACHE to its"
                " folder."
            )
        return found

    @contextlib.contextmanager
    def open(self, workshop: Workshop) -> Generator[Measure]:
        """Loads perception and policies once."""
        from lam_desktop.evaluation.grounding.measuring import Measuring

        pairs = self._pairs
        names = list(pairs)
        measuring = Measuring(workshop.seed)

        def measure(case: Case) -> Finding:
            pair, at = pairs[case.name], names.index(case.name)
            others = (pairs[name][1] for name in (*names[at:], *names[:at]))
            stranger = next((page for page in others if _is_stranger(page, pair[0])), None)
            return measuring.measure(pair, stranger, case.policy)

        yield measure

    def table(self, results: Sequence[Result]) -> Table:
        """The agent by part and toolkit, by kind and by what changed; the baselines beside it."""
        from lam_desktop.evaluation.grounding.changes import CHANGES
        from lam_desktop.evaluation.grounding.counting import COLUMNS, row

        mine = [one for one in results if one.policy == LAM]
        compared = {one.case for one in results if one.policy != LAM}
        rows: list[dict[str, Cell]] = []

        def add(name: str, found: Sequence[Result], keys: Sequence[str]) -> None:
            made = row(name, [one.values["counts"] for one in found], keys)
            if made["asked"]:
                rows.append(made)

        for part in CORPORA:
            inside = [one for one in mine if one.case.startswith(f"{part}/")]
            add(f"{part}: elements that are there", inside, KINDS)
            for sort in (*FOLLOWING, *ABSENT):
                add(f"  {sort}", inside, (sort,))
            for toolkit in sorted({one.values["toolkit"] for one in inside}):
                group = [one for one in inside if one.values["toolkit"] == toolkit]
                add(f"  {toolkit}", group, KINDS)
                for kind in KINDS:
                    add(f"    {kind}", group, (kind,))
            for held_out, group in _held_out(inside).items():
                add(f"  {held_out}, never trained on", group, KINDS)
            if part == SINGLE_CHANGES:
                for change in dict.fromkeys(one.values["look"] for one in inside):
                    group = [one for one in inside if one.values["look"] == change]
                    add(f"  {change}", group, KINDS)
                    add(f"    {ABSENT[0]}", group, ABSENT[:1])
                continue
            for change in (*CHANGES, "none of these"):
                group = [one for one in inside if change in (one.values["changes"] or ["none of these"])]
                add(f"  {change}", group, KINDS)
        for policy in (LAM, *BASELINES):
            group = [one for one in results if one.policy == policy and one.case in compared]
            add(f"{policy}, on each twelfth page", group, KINDS)
        return Table(COLUMNS, tuple(rows), _notes(mine))


def _named(part: str, page: Any) -> str:
    return f"{part}/{page.toolkit}/{page.program}/{page.state}"


def _held_out(results: Sequence[Result]) -> dict[str, list[Result]]:
    """Those with a CSS framework, a family of icons or a language that no program of training has."""
    from lam_desktop.data.corpus.frameworks import HELD_OUT_FRAMEWORK
    from lam_desktop.data.corpus.icon_sets import HELD_OUT_FAMILY
    from lam_desktop.data.corpus.spec import HELD_OUT_LANGUAGE

    def has_icons(one: Result) -> bool:
        return any(name.startswith(HELD_OUT_FAMILY) for name in one.values["icons"])

    return {
        f"framework {HELD_OUT_FRAMEWORK}": [
            one for one in results if HELD_OUT_FRAMEWORK in one.values["frameworks"]
        ],
        f"icons {HELD_OUT_FAMILY}": [one for one in results if has_icons(one)],
        f"language {HELD_OUT_LANGUAGE}": [
            one for one in results if one.values["language"] == HELD_OUT_LANGUAGE
        ],
    }


def _notes(results: Sequence[Result]) -> tuple[str, ...]:
    wrong = [one for one in results if one.picture]
    return tuple(f"{one.case}: {one.values['wrong']} See {one.picture}." for one in wrong)


def _is_stranger(page: Page, shown: Page) -> bool:
    """Whether nothing of a page is what the other one shows.

    Real programs of one toolkit share menus and tools: «Save» of a writer's window is that of a sheet's.
    """
    from lam_desktop.evaluation.native.collect import PREFIX

    return page.program != shown.program and not (
        shown.program.startswith(PREFIX) and page.toolkit == shown.toolkit
    )
