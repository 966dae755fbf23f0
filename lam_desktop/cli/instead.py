"""Asks at the terminal whether steps that are another task of the library are done by that."""

from __future__ import annotations

from collections.abc import Callable

from lam_desktop.cli.prompts import answer_to
from lam_desktop.cli.settling import readings_told
from lam_desktop.tasks.explaining.doubts import Doubt, MeantAs, Reading, offers, settled
from lam_desktop.tasks.explaining.within import with_offers_left
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task_yaml import task_file


def settle_instead(library: Library, name: str, say: Callable[[str], None]) -> bool:
    """Keeps what the person says of each stretch of the task; False where they stop.

    Who says nothing has the steps done as they were recorded. Where they are gone, that goes for this run,
    and is asked again.
    """
    task = with_offers_left(library.open(name), library.open)
    while asked := offers(task):
        doubt = asked[0]
        say(f"Step {doubt.step} ({doubt.caption}): {doubt.doubt}")
        for line in readings_told(doubt):
            say(line)
        try:
            meant = _answer(doubt)
        except EOFError:
            # The others are not asked either: nobody is there.
            return True
        if meant is None:
            return False
        task = settled(task, doubt.step, meant.value)
        task_file.save(task)
    return True


def _answer(doubt: Doubt) -> MeantAs[Reading] | None:
    """What the person means, the first where they say nothing; None where they stop."""
    while True:
        said = answer_to(f"Which is meant? [1-{len(doubt.meant)}, Enter: 1, s: stop] ").strip().casefold()
        if said in ("s", "stop"):
            return None
        if not said:
            return doubt.meant[0]
        if said.isascii() and said.isdigit() and 1 <= int(said) <= len(doubt.meant):
            return doubt.meant[int(said) - 1]
