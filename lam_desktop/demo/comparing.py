"""The baselines' part of the demonstration: several at a time, each on a desktop of its own."""

from __future__ import annotations

import contextlib
import queue
import shutil
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from lam_desktop.demo.pictures import Gallery
from lam_desktop.demo.result import Trial
from lam_desktop.demo.stage import LIBRARY, Stage
from lam_desktop.office.virtual import VirtualDesktop


def compare(stage: Stage, policies: Sequence[str], alone: bool) -> dict[str, tuple[Trial, ...]]:
    """What each baseline achieves under the agent's conditions.

    Unless `alone`, two of them work at a time, each on a virtual desktop: half of the time of a run goes into
    loading models, which keeps one core busy.
    """
    if alone or len(policies) < 2:
        return {policy: stage.repeat_with_baseline(policy) for policy in policies}
    with _second(stage) as second:
        found = _together((stage, second), policies)
    stage.gallery.pictures.extend(second.gallery.pictures)
    return {policy: found[policy] for policy in policies}


@contextlib.contextmanager
def _second(stage: Stage) -> Generator[Stage]:
    """The same stage once more: another desktop, and a copy of the library."""
    folder = stage.folder / "beside"
    shutil.copytree(stage.folder / LIBRARY, folder / LIBRARY)
    with VirtualDesktop(stage.screen.size) as screen:
        screen.paint(stage.plan.desktops[1])
        yield replace(stage, screen=screen, folder=folder, gallery=Gallery())


def _together(stages: Sequence[Stage], policies: Sequence[str]) -> dict[str, tuple[Trial, ...]]:
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    for policy in policies:
        waiting.put(policy)
    found: dict[str, tuple[Trial, ...]] = {}

    def work(stage: Stage) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                policy = waiting.get_nowait()
                found[policy] = stage.repeat_with_baseline(policy)

    pool = ThreadPoolExecutor(len(stages), thread_name_prefix="baseline")
    try:
        for done in [pool.submit(work, stage) for stage in stages]:
            done.result()
    finally:
        # Not waited for: when one fails or the person interrupts, the desktops close and end what still runs.
        pool.shutdown(wait=False, cancel_futures=True)
    return found
