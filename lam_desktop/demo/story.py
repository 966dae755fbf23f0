"""The whole story: a clerk enters one order, the agent the next ten, each baseline three, all judged."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from lam_desktop.demo.comparing import compare
from lam_desktop.demo.conditions import make_plan
from lam_desktop.demo.report import table, write_report
from lam_desktop.demo.result import DemoOptions, DemoResult
from lam_desktop.demo.stage import JUDGED, LIBRARY, LOGS, Stage
from lam_desktop.errors import EnvironmentFault
from lam_desktop.models_dir import find_models
from lam_desktop.office.interrupting import interrupted_by_sigterm
from lam_desktop.office.screens import LEAST, OwnScreen
from lam_desktop.office.virtual import VirtualDesktop
from lam_desktop.types import Box

__all__ = ["DemoOptions", "DemoResult", "run_demo"]

FOLDERS = (LIBRARY, JUDGED, LOGS, "beside")
PANEL_WIDTH, PANEL_TOP = 760, 28
REPORT, PICTURES = "report.html", "pictures.png"


def run_demo(options: DemoOptions, say: Callable[[str], None]) -> DemoResult:
    """Does it all and returns what came of it; `say` hears of each act in a sentence.

    Raises the error of the command that could not work (weights, display or programs missing).
    """
    started = time.monotonic()
    find_models()  # before anybody has worked
    folder = _prepare(options)
    with interrupted_by_sigterm(), OwnScreen() if options.show else VirtualDesktop() as screen:
        panel = _beside(screen.size) if options.show else None
        room = screen.size if panel is None else (panel.x, screen.size[1])
        stage = Stage(screen, make_plan(options.seed, room), folder, options, say)
        recording_s = stage.demonstrate()
        if options.show:
            stage.lam.open_panel(panel)  # now that there is a task to be seen in it
        trials = stage.repeat_with_agent()
        if options.baselines:
            say(f"Each baseline does {options.baseline_rows} of these rows under the same conditions.")
        baselines = compare(stage, options.baselines, alone=options.show)
    seconds = time.monotonic() - started
    report, pictures = folder / REPORT, folder / PICTURES
    result = DemoResult(options, stage.plan, trials, baselines, recording_s, seconds, report)
    stage.gallery.write_sheet(pictures)
    write_report(result, stage.gallery)
    say(f"\n{table(result)}\n\nReport: {report}\nPictures: {pictures}")
    return result


def _beside(size: tuple[int, int]) -> Box | None:
    """Where the panel has room beside the order desk; None where it has not."""
    width, height = size
    left = width - PANEL_WIDTH
    return Box(left, PANEL_TOP, PANEL_WIDTH, height - 2 * PANEL_TOP) if left >= LEAST[0] else None


def _prepare(options: DemoOptions) -> Path:
    """The folder for everything, without what an earlier demonstration left there."""
    from lam_desktop.tasks.storage.library import default_home

    folder = (options.out or default_home() / "demo" / f"seed-{options.seed}").absolute()
    try:
        for name in FOLDERS:
            shutil.rmtree(folder / name, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        for name in (REPORT, PICTURES):
            (folder / name).unlink(missing_ok=True)
    except OSError as fault:
        raise EnvironmentFault(
            f"The folder {folder} cannot be written ({fault.strerror}): choose another with --out."
        ) from fault
    return folder
