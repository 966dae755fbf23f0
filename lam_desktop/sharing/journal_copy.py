"""The journal of a run as it may be given away: what was done and decided, without pictures and names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lam_desktop.execution.journal import HIDDEN, JOURNAL
from lam_desktop.sharing.masker import Masker
from lam_desktop.sharing.task_copy import file_name

PLAIN = frozenset({"answer", "at", "button", "keys", "kind", "mode", "policy", "status", "type", "when"})
"""Words of our own, which name nobody."""
SHOWN = frozenset({"evidence", "in", "read", "shown", "text", "values"})
"""What was typed, and what stood on the screen: of people that the demonstration did not know, too."""
LEFT_OUT = frozenset({"picture", "pictures", "print", "resumes"})
"""Pictures stay behind, and so does the run that was gone on with, whose name has the task's own in it; a
fingerprint of the table would tell whether a guess at it is right."""


def write_journal(entries: list[dict[str, Any]], folder: Path, name: str, masker: Masker) -> None:
    """Writes the entries into a new folder of a run; `name` is the copy's."""
    folder.mkdir(parents=True)
    with (folder / JOURNAL).open("w", encoding="utf-8", newline="\n") as file:
        for entry in entries:
            made = _masked(entry, masker)
            if "task" in made:
                made["task"] = name
            file.write(json.dumps(made, ensure_ascii=False, allow_nan=False) + "\n")


def _masked(entry: Mapping[str, Any], masker: Masker, shown: bool = False) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in entry.items():
        if key in LEFT_OUT:
            continue
        if key in PLAIN and not shown:
            made[key] = value
        elif key == "table" and isinstance(value, str):
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
