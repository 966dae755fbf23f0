"""`lam share NAME`: a copy of a task that can be given away."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from lam_desktop.tasks.texts.given_path import given_path

SUMMARY = "a copy of a task to give away, with names, addresses and numbers masked"
EXAMPLE = "lam share orders --out orders.zip --mask Sorensen"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of what, where to, and what is personal beside what is found."""
    parser.add_argument("name", help="the task")
    parser.add_argument(
        "--out",
        metavar="FILE_OR_FOLDER",
        type=given_path,
        help="the copy: a new folder, or a file that ends in .zip",
    )
    parser.add_argument("--mask", metavar="TEXT", action="append", default=[], help="mask this, too")
    parser.add_argument("--keep", metavar="TEXT", action="append", default=[], help="leave this as it is")
    parser.add_argument(
        "--strict", action="store_true",
        help="leave only common words and those of the steps: also names that nobody knows are masked",
    )  # fmt: skip
    parser.add_argument(
        "--runs", choices=("none", "last"), default="none",
        help="last: the journal of the last run goes along, without pictures",
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Makes the copy and says what was masked."""
    from lam_desktop.cli.opening import library_of
    from lam_desktop.cli.output import print_json, print_masked, tell_progress
    from lam_desktop.errors import ExitCode, UsageError
    from lam_desktop.minds import ShippedMinds
    from lam_desktop.office.interrupting import interrupted_by_sigterm
    from lam_desktop.sharing.originals import check_place
    from lam_desktop.sharing.share import Request, check_calls, share
    from lam_desktop.tasks.storage.unsearched import told_unsearched

    library = library_of(options)
    task = library.open(options.name)
    out = (options.out or Path(f"{options.name}-shared")).absolute()
    check_place(out, task.folder)  # before the models, which take seconds
    check_calls(task)
    if out.parent.resolve().is_relative_to(library.home.resolve()):
        why = "encrypted library, and a copy is in clear" if library.files.encrypted else "library itself"
        raise UsageError(f"{out} lies within the {why}; choose a place with --out.")
    runs = library.runs(options.name) if options.runs == "last" else []
    if options.runs == "last" and not runs:
        raise UsageError(f"The task «{options.name}» was not run yet; share it without --runs last.")
    request = Request(
        out, tuple(options.mask), tuple(options.keep), options.strict, runs[-1] if runs else None
    )
    with interrupted_by_sigterm():  # by which the panel gives it up: the half-made copy goes away
        parser, weights = ShippedMinds().load_parser()
        shared = share(task, request, parser, weights, tell_progress)
    unsearched = told_unsearched(task.name, task.folder, task.files)
    within = f" in {shared.copy}" if request.packed else ""
    look = f"Look at {shared.page}{within} before you send it."
    if options.json:
        print_json({
            "status": "done", "message": look, "copy": str(shared.copy), "page": shared.page,
            "masked": [asdict(one) for one in shared.masked], "names": shared.names,
            "pictures": shared.pictures, "left_out": list(shared.left_out), "unsearched": unsearched,
        })  # fmt: skip
        return ExitCode.DONE
    print_masked(shared.masked, shared.names)
    if shared.left_out:
        print(f"Not in the copy: {', '.join(shared.left_out)}.")
    print(*unsearched, look, sep="\n", flush=True)
    return ExitCode.DONE
