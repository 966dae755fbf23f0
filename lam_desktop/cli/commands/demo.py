"""`lam demo`: the whole story on a virtual desktop."""

from __future__ import annotations

import argparse
import sys

from lam_desktop.tasks.texts.given_path import given_path

SUMMARY = "the whole story on a virtual desktop, in minutes: record once, repeat ten rows, compare"
EXAMPLE = "lam demo --seed 2 --out demo"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How it goes."""
    parser.add_argument("--seed", type=int, default=1, help="other rows, places, colours and sizes")
    parser.add_argument("--out", type=given_path, metavar="FOLDER", help="where pictures and report go")
    parser.add_argument("--show", action="store_true", help="on your own screen, the panel beside it")


def run(options: argparse.Namespace) -> int:
    """Runs it; 0 where every row was right and no click went wrong."""
    from lam_desktop.cli.output import print_json
    from lam_desktop.demo.story import DemoOptions, run_demo

    to = sys.stderr if options.json else sys.stdout
    result = run_demo(
        DemoOptions(seed=options.seed, out=options.out, show=options.show),
        lambda text: print(text, file=to, flush=True),
    )
    if options.json:
        print_json(result.as_json())
    return result.exit_code
