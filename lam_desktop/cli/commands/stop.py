"""`lam stop`: ends every run and recording on this display."""

from __future__ import annotations

import argparse

SUMMARY = "stop every run and recording on this display"
EXAMPLE = "lam stop"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(options: argparse.Namespace) -> int:
    """Asks them to stop."""
    from lam_desktop.cli.output import print_json
    from lam_desktop.execution.machine.running import stop_all

    count = stop_all()
    if options.json:
        print_json({"status": "done", "stopped": count})
    else:
        print(f"Stopped {count}." if count else "Nothing is at work on this display.")
    return 0
