"""The journal of a run as it may be given away: what was done and decided, without pictures and names."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

from lam_desktop.execution.runs.gone_before import stand_in
from lam_desktop.execution.runs.journal import HIDDEN, JOURNAL
from lam_desktop.execution.runs.supervision import Standing
from lam_desktop.sharing.masker import Masker
from lam_desktop.sharing.task_copy import file_name

PLAIN = frozenset({"answer", "at", "button", "keys", "kind", "mode", "policy", "status", "type", "when"})
"""Words of our own, which name nobody."""
SHOWN = frozenset({"evidence", "in", "read", "shown", "text", "values"})
"""What was typed, and what stood on the screen: of people that the demonstration did not know, too."""
LEFT_OUT = frozenset({"print", "prints", "resumes"})
"""The run that was gone on with, whose name has the task's own in it; a fingerprint of the table, or of a
cell, would tell whether a guess at it is right."""
NAMED_PICTURES = frozenset({"picture", "pictures"})
STANDINGS: tuple[str, ...] = ("", *get_args(Standing))
"""Of a row, which is told under the same name as what a verdict rests on."""
NO_PICTURES: Mapping[str, str] = MappingProxyType({})


def write_journal(
    entries: Sequence[Mapping[str, Any]],
    folder: Path,
    name: str,
    masker: Masker,
    pictures: Mapping[str, str] = NO_PICTURES,
) -> None:
    """Writes the entries into a new folder of a run; `name` is the task's in the copy.

    `pictures`: those that go along, by their names in the run -> in the copy; others are told of nowhere.
    """
    folder.mkdir(parents=True)
    runs = list(dict.fromkeys(entry["run"] for entry in entries if entry.get("run")))
    with (folder / JOURNAL).open("w", encoding="utf-8", newline="\n") as file:
        for entry in entries:
            made = _masked(entry, masker) | _pictures(entry, pictures)
            if entry.get("run"):  # told apart, without their names
                made["run"] = stand_in(runs.index(entry["run"]) + 1)
            if "task" in made:
                made["task"] = name
            file.write(json.dumps(made, ensure_ascii=False, allow_nan=False) + "\n")


def _pictures(entry: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """What an entry says of its pictures, as far as they go along."""
    found: dict[str, Any] = {}
    for key in NAMED_PICTURES & entry.keys():
        value = entry[key]
        if isinstance(value, str) and value in names:
            found[key] = names[value]
        elif isinstance(value, list):
            found[key] = [names[one] for one in value if isinstance(one, str) and one in names]
    return found


def _masked(entry: Mapping[str, Any], masker: Masker, shown: bool = False) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in entry.items():
        if key in LEFT_OUT or key in NAMED_PICTURES:
            continue
        if (key in PLAIN and not shown) or (key == "evidence" and value in STANDINGS):
            made[key] = value
        elif key in ("table", "sheet") and isinstance(value, str):
            made[key] = file_name(value, masker)
        else:
            made[masker.name(key)] = _value(value, masker, shown or key in SHOWN)
    return made


def _value(value: Any, masker: Masker, shown: bool) -> Any:
    if isinstance(value, str):
        if value == HIDDEN:
            return value
        kind = "read from the screen"
        return masker.screen_text(value, kind) if shown else masker.sentence(value, kind)
    if isinstance(value, Mapping):
        return _masked(value, masker, shown)
    if isinstance(value, list):
        return [_value(one, masker, shown) for one in value]
    return value
