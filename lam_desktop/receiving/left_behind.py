"""What of a copy does not come along, in words: only what a task consists of is taken."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lam_desktop.receiving.examining import DEMOS, SUFFIX
from lam_desktop.receiving.members import Holding, plain
from lam_desktop.tasks.storage.corrections import FOLDER as CORRECTIONS

MOST_NAMED = 5
MADE_AGAIN = (".elements.json", ".pictures", "-shm")
"""Ends of what lies beside a recording and comes of it whenever it lacks: nobody misses that."""


def left_behind(holding: Holding, taken: Collection[str]) -> tuple[str, ...]:
    """`taken`: the files that come along, by their names below the task's folder."""
    return tuple(_left_behind(holding, taken))


def _left_behind(holding: Holding, taken: Collection[str]) -> Iterator[str]:
    rest = [name for name in sorted(holding.members) if name not in taken and not _comes_again(name)]
    recordings = [name for name in rest if name.startswith(f"{DEMOS}/") and name.endswith(SUFFIX)]
    runs = {name.split("/")[1] for name in rest if name.startswith("runs/")}
    shown = [name for name in rest if name.startswith(f"{CORRECTIONS}/") and name.endswith(".json")]
    for found, what in ((recordings, "other recording"), (runs, "run"), (shown, "correction")):
        if found:
            yield f"{len(found)} {what}{'' if len(found) == 1 else 's'}"
    if any(name.startswith("policy/") for name in rest):
        yield "what was taught"
    others = [name for name in rest if name.split("/")[0] not in ("runs", CORRECTIONS, "policy")]
    others = [name for name in others if name not in recordings]
    yield from (plain(name) for name in others[:MOST_NAMED])
    if more := others[MOST_NAMED:]:
        yield f"{len(more)} other file{'' if len(more) == 1 else 's'}"


def _comes_again(name: str) -> bool:
    folder, _, rest = name.partition("/")
    return folder == DEMOS and rest.split("/")[0].endswith(MADE_AGAIN)
