"""Collect the held-out screens of real programs, check them once more by reading, or look at them.

python -m lam_desktop.evaluation.native collect --out ~/.cache/lam/native
python -m lam_desktop.evaluation.native collect --out ~/.cache/lam/native --only mousepad,gedit
python -m lam_desktop.evaluation.native check --out ~/.cache/lam/native
python -m lam_desktop.evaluation.native show --out ~/.cache/lam/native --sheet sheet.png --toolkit gtk4

The programs are the Debian packages in .ci/benchmark-packages.txt; what is not installed is left out. Pages
are in the format of the generated corpus, so that `CorpusReader` gives them as pairs.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from lam_desktop.data.corpus.sheet import draw_sheet
from lam_desktop.evaluation.native.collect import collect
from lam_desktop.evaluation.native.programs import PROGRAMS
from lam_desktop.evaluation.native.reading import check
from lam_desktop.perception.ocr import TextReader


def main() -> None:
    """Parse, do, print."""
    parser = argparse.ArgumentParser(
        prog="python -m lam_desktop.evaluation.native",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("collect", help="collect what is missing")
    make.add_argument("--out", type=Path, required=True)
    make.add_argument("--seed", type=int, default=1)
    make.add_argument("--only", default="", help="names of programs, with commas between them")
    make.add_argument("--states", type=int, help="at most this many states a program")
    again = commands.add_parser("check", help="take out what the pixels contradict, as collecting does")
    again.add_argument("--out", type=Path, required=True)
    look = commands.add_parser("show", help="draw random pages with their boxes")
    look.add_argument("--out", type=Path, required=True)
    look.add_argument("--sheet", type=Path, required=True)
    look.add_argument("--count", type=int, default=6)
    look.add_argument("--width", type=int, default=1000, help="pixels a page")
    look.add_argument("--seed", type=int, default=0)
    look.add_argument("--toolkit", default="")
    given = parser.parse_args()
    if given.command == "show":
        draw_sheet(given.out, given.sheet, given.count, given.seed, width=given.width, toolkit=given.toolkit)
        return
    if given.command == "check":
        print(f"{check(given.out, TextReader())} elements taken out")
        return
    wanted = set(filter(None, given.only.split(",")))
    unknown = wanted - {one.name for one in PROGRAMS}
    if unknown:
        parser.exit(
            2, f"unknown program {sorted(unknown)[0]!r}: see lam_desktop/evaluation/native/programs.py.\n"
        )
    chosen = [one for one in PROGRAMS if not wanted or one.name in wanted]
    done = collect(given.out, given.seed, chosen, given.states)
    print(f"{done.pages} pages in {given.out}")
    if done.missing:
        print(
            f"not installed, left out: {', '.join(done.missing)} (.ci/benchmark-packages.txt)",
            file=sys.stderr,
        )
    for reason in done.failed:
        print(f"not reached, left out: {reason}", file=sys.stderr)


if __name__ == "__main__":
    main()
