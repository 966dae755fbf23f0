"""Generate a training corpus, draw a sheet of its pages, or export it.

python -m lam_desktop.data.corpus generate --out runs/corpus --programs 3000 --seed 1
python -m lam_desktop.data.corpus generate --out runs/episodes --programs 400 --episodes
python -m lam_desktop.data.corpus show --out runs/corpus --sheet sheet.png
python -m lam_desktop.data.corpus export --corpus runs/corpus --out runs/pages --format parquet
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from lam_desktop.data.cache import cache
from lam_desktop.data.corpus.assets import fetch
from lam_desktop.data.corpus.export import FORMATS, export
from lam_desktop.data.corpus.generate import Plan, generate
from lam_desktop.data.corpus.records import SPLITS
from lam_desktop.data.corpus.spec import TOOLKITS
from lam_desktop.errors import LamUserError

_CORPUS = cache() / "corpus"
_ASSETS = cache() / "corpus-assets"


def main() -> None:
    """Parse, do, print."""
    parser = argparse.ArgumentParser(
        prog="python -m lam_desktop.data.corpus",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("generate", help="generate programs, continuing where an earlier call stopped")
    make.add_argument("--out", type=Path, required=True)
    make.add_argument("--programs", type=int, default=3000)
    make.add_argument("--seed", type=int, default=1)
    make.add_argument("--workers", type=int, default=1)
    make.add_argument("--toolkits", default=",".join(TOOLKITS))
    make.add_argument(
        "--share", default="0.58,0.3,0.12", help="share of programs a toolkit, in the same order"
    )
    make.add_argument("--splits", default=",".join(SPLITS), help="parts to generate, such as test")
    make.add_argument("--assets", type=Path, default=_ASSETS, help="where fetched icon families are kept")
    make.add_argument("--again", action="store_true", help="look A once more, with other data, as look C")
    make.add_argument("--single-changes", action="store_true", help="look A, and with each change alone")
    make.add_argument("--episodes", action="store_true", help="a clerk's work at each program, in two looks")
    make.add_argument("--bars", action="store_true", help="only programs with dense bars of tools")
    make.add_argument("--drawn", action="store_true", help="fetch nothing, draw all glyphs")
    show = commands.add_parser("show", help="draw random pages with their boxes")
    show.add_argument("--out", type=Path, required=True)
    show.add_argument("--sheet", type=Path, required=True)
    show.add_argument("--count", type=int, default=6)
    show.add_argument("--columns", type=int, default=2)
    show.add_argument("--width", type=int, default=1000, help="pixels a page")
    show.add_argument("--seed", type=int, default=0)
    show.add_argument("--toolkit", default="")
    show.add_argument("--plain", action="store_true", help="without boxes")
    send = commands.add_parser("export", help="write it in a form that `datasets` reads")
    send.add_argument("--corpus", type=Path, default=_CORPUS)
    send.add_argument("--out", type=Path, required=True, help="folder to make")
    send.add_argument("--format", choices=FORMATS, default=FORMATS[0])
    given = parser.parse_args()
    try:
        {"generate": _generate, "show": _show, "export": _export}[given.command](given)
    except (ValueError, LamUserError) as error:
        parser.exit(2, f"{error}\n")


def _show(given: argparse.Namespace) -> None:
    from lam_desktop.data.corpus.sheet import draw_sheet

    draw_sheet(
        given.out,
        given.sheet,
        given.count,
        given.seed,
        given.columns,
        given.width,
        not given.plain,
        given.toolkit,
    )


def _export(given: argparse.Namespace) -> None:
    print(f"{export(given.corpus, given.out, given.format)} pages in {given.out}")


def _generate(given: argparse.Namespace) -> None:
    toolkits = tuple(given.toolkits.split(","))
    share = tuple(float(part) for part in given.share.split(","))[: len(toolkits)]
    splits = tuple(given.splits.split(","))
    assets = None if given.drawn else given.assets
    for problem in fetch(assets) if assets else ():
        print(problem, file=sys.stderr)
    plan = Plan(
        given.out, given.programs, given.seed, toolkits, share, given.workers, splits, assets, given.again,
        given.single_changes, given.bars, given.episodes,
    )  # fmt: skip
    print(f"{generate(plan)} pages in {given.out}")


if __name__ == "__main__":
    main()
