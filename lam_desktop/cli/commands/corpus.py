"""`lam corpus show` and `lam corpus export`: look at generated programs, or hand them on."""

from __future__ import annotations

import argparse

from lam_desktop.tasks.texts.given_path import given_path

SUMMARY = "the generated programs that the weights learn from: draw some, or export them for `datasets`"
EXAMPLE = "lam corpus show --sheet sheet.png"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with which corpus."""
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    show = verbs.add_parser(
        "show", help="draw random pages with their boxes as one picture", epilog=f"example: {EXAMPLE}"
    )
    show.add_argument("--sheet", type=given_path, required=True, metavar="FILE", help="the picture to write")
    show.add_argument("--count", type=int, default=6, help="pages (default 6)")
    show.add_argument("--seed", type=int, default=0, help="other pages")
    show.add_argument("--plain", action="store_true", help="without boxes")
    export = verbs.add_parser(
        "export", help="write it in a form that `datasets.load_dataset` reads",
        epilog="example: lam corpus export --out pages --format parquet",
    )  # fmt: skip
    export.add_argument("--out", type=given_path, required=True, metavar="DIR", help="folder to make")
    export.add_argument(
        "--format", default="parquet", help="parquet (default), or imagefolder: pictures as files"
    )
    for verb in (show, export):
        verb.add_argument(
            "--corpus",
            type=given_path,
            metavar="DIR",
            help="made by `make corpus` ($LAM_CACHE/corpus, else ~/.cache/lam/corpus)",
        )
        verb.add_argument(
            "--json",
            action="store_true",
            default=argparse.SUPPRESS,
            help="end with one JSON object on stdout",
        )


def run(options: argparse.Namespace) -> int:
    """Does it, and says where the result is."""
    from lam_desktop.cli.output import print_json
    from lam_desktop.data.cache import cache
    from lam_desktop.data.corpus.export import export
    from lam_desktop.data.corpus.sheet import draw_sheet
    from lam_desktop.errors import UsageError

    corpus = cache() / "corpus" if options.corpus is None else options.corpus
    try:
        if options.verb == "show":
            out = options.sheet
            pages = draw_sheet(corpus, out, options.count, options.seed, boxes=not options.plain)
        else:
            out = options.out
            pages = export(corpus, out, options.format)
    except ValueError as error:
        raise UsageError(str(error)) from error
    if options.json:
        print_json({"status": "done", "pages": pages, "out": str(out)})
    else:
        print(f"{pages} pages in {out}")
    return 0
