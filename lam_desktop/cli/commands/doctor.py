"""`lam doctor`: what works here, what does not, and how to mend it."""

from __future__ import annotations

import argparse

SUMMARY = "what works here, what does not, and how to mend it"
EXAMPLE = "lam doctor --json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(options: argparse.Namespace) -> int:
    """Prints every check; 0 where all is well, 6 where something must be mended."""
    from lam_desktop.cli.output import print_json
    from lam_desktop.errors import ExitCode
    from lam_desktop.execution.machine.health import examine
    from lam_desktop.minds import ShippedMinds
    from lam_desktop.tasks.storage.library import default_home

    checks = examine(ShippedMinds().load_parser, lambda: ShippedMinds().load("lam"), default_home())
    well = all(check.state != "problem" for check in checks)
    if options.json:
        print_json({
            "status": "done" if well else "error",
            "message": "All is well." if well else next(c.detail for c in checks if c.state == "problem"),
            "checks": [{"name": c.name, "state": c.state, "detail": c.detail} for c in checks],
        })  # fmt: skip
    else:
        for check in checks:
            sign = {"ok": "ok     ", "note": "note   ", "problem": "PROBLEM"}[check.state]
            print(f"{sign}  {check.name}: {check.detail}")
    return 0 if well else ExitCode.ENVIRONMENT
