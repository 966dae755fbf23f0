"""`lam panel`: the supervision panel."""

from __future__ import annotations

import argparse

SUMMARY = "the supervision panel: record, review, run and watch"
EXAMPLE = "lam panel"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(options: argparse.Namespace) -> int:
    """Opens it; returns when its window is closed."""
    from lam_desktop.cli.output import print_json
    from lam_desktop.execution.desktop import open_desktop
    from lam_desktop.panel.app import run_panel
    from lam_desktop.tasks.library import default_home

    open_desktop().close()  # a missing display is said in a sentence; Qt would abort the process
    code = run_panel(default_home())
    if options.json:
        print_json({"status": "done" if code == 0 else "error"})
    return code
