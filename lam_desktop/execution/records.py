"""Whether a step brought up another record, from which the task then reads: other values beside the names.

What the demonstration's record said proves nothing about another one; that something else stands beside
«Invoice no.» than before does. The same as before means that the step had no effect, or that the record was
there already: which one, nobody can tell.
"""

from __future__ import annotations

from lam_desktop.execution.effects import folded
from lam_desktop.tasks.labelled import UNNAMED, named
from lam_desktop.types import DemonstratedStep, Observation, Verdict

LEAST_SHARE = 0.5
"""Share of the names beside which something else must stand now, of those that the screen still has."""


def another_record(shown: DemonstratedStep, before: Observation, after: Observation) -> Verdict | None:
    """Whether other values stand beside the names where some came in the demonstration; None: none did."""
    if shown.after is None:
        return None
    then, later = _values(shown.before), _values(shown.after)
    came = {name for name, value in later.items() if then.get(name) != value}
    if not came:
        return None
    had, has = _values(before), _values(after)
    there = [name for name in came if name in has]
    other = [name for name in there if has[name] != had.get(name)]
    evidence: dict[str, object] = {"names": sorted(there), "other": sorted(other)}
    if not there:
        return None
    if len(other) < LEAST_SHARE * len(there):
        same = next(name for name in there if name not in other)
        return Verdict(False, f"Beside “{same}” stands the same as before this step.", evidence)
    return Verdict(True, f"Another record is shown: beside “{other[0]}” stands “{has[other[0]]}”.", evidence)


def _values(seen: Observation) -> dict[str, str]:
    """What stands beside each name of a screen; a name that stands there twice names nothing."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for one in seen.elements:
        if one.kind in UNNAMED or not one.text.strip():
            continue
        name = folded(named(one, seen.elements)[0])
        value = folded(one.text)
        if name in found and found[name] != value:
            twice.add(name)
        if name:
            found[name] = value
    return {name: value for name, value in found.items() if name not in twice}
