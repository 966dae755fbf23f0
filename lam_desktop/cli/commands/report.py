"""`lam report RUN`: the report of a run."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from lam_desktop.tasks.texts.given_path import given_path

if TYPE_CHECKING:
    from lam_desktop.tasks.storage.library import Library

SUMMARY = "the report of a run: one page with every row, step and picture"
EXAMPLE = "lam report orders --open"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of which run, how it is shown, and what of it may be given away."""
    parser.add_argument("run", metavar="RUN", help="a run as `lam runs` lists it; of a task, its newest")
    parser.add_argument("--open", action="store_true", help="open the page in the browser")
    place = parser.add_mutually_exclusive_group()
    place.add_argument(
        "--out", metavar="FOLDER", type=given_path,
        help="write it there, and the table with the results; in clear, also of an encrypted library",
    )  # fmt: skip
    place.add_argument(
        "--share", metavar="FOLDER", type=given_path,
        help="a copy to give away, a new folder, with names, addresses and numbers masked, in pictures too",
    )  # fmt: skip
    parser.add_argument(
        "--mask", metavar="TEXT", action="append", default=[], help="with --share: mask this, too"
    )
    parser.add_argument(
        "--keep", metavar="TEXT", action="append", default=[], help="with --share: leave this as it is"
    )
    parser.add_argument(
        "--strict", action="store_true",
        help="with --share: leave only common words and those of the steps",
    )  # fmt: skip
    parser.add_argument(
        "--whole",
        action="store_true",
        help="every step and kept picture in the page, however large it becomes",
    )
    parser.add_argument("--language", choices=("en", "zh"), help="of the page; else the system's")


def run(options: argparse.Namespace) -> int:
    """Writes it and says where."""
    import webbrowser

    from lam_desktop.cli.opening import library_of
    from lam_desktop.cli.output import print_json
    from lam_desktop.errors import ExitCode, UsageError
    from lam_desktop.reporting.facts import facts_of
    from lam_desktop.reporting.words import own_language
    from lam_desktop.reporting.write import write_report
    from lam_desktop.tasks.storage.memory import memory_folder

    library = library_of(options)
    run, language = library.find_run(options.run), options.language or own_language()
    given = options.out or options.share
    out: Path | None = None if given is None else given.absolute()
    sealed = library.files.encrypted
    if sealed and out is not None and out.resolve().is_relative_to(library.home.resolve()):
        which = "--out" if options.share is None else "--share"
        raise UsageError(f"{out} lies within the encrypted library; choose a folder elsewhere with {which}.")
    if options.share is not None and out is not None:
        if options.whole:
            raise UsageError("A copy to give away has its own bounds; leave --whole or --share out.")
        return _share(library, run, out, language, options)
    if options.mask or options.keep or options.strict:
        raise UsageError("Only a copy to give away is masked; say where it goes with --share FOLDER.")
    if sealed and out is None and options.open:
        out = memory_folder()  # it goes with the next one, or when the machine is shut down
    page, facts = None, None
    if sealed and out is None:
        facts = facts_of(run, library.files)
    else:
        report = write_report(run, language, library.files, out, whole=options.whole)
        page, facts = report.page, report.facts
    if options.json:
        print_json({
            "status": "done", "report": str(page or ""), "run": facts.run, "task": facts.task,
            "run_status": facts.status, "rows": len(facts.rows), "rows_done": facts.rows_done,
            "asked": facts.asked, "seconds": facts.seconds,
        })  # fmt: skip
    else:
        where = (
            f"The report is in {page}."
            if page
            else "The library is encrypted: --open shows the report, --out FOLDER writes it there in clear."
        )
        print(f"{facts.rows_done} of {len(facts.rows)} rows done. {where}", flush=True)
    if options.open and page is not None:
        webbrowser.open(page.as_uri())
    return ExitCode.DONE


def _share(
    library: Library, run: Path, out: Path, language: Literal["en", "zh"], options: argparse.Namespace
) -> int:
    """Makes the masked copy and says what was masked."""
    import webbrowser

    from lam_desktop.cli.output import print_json, print_masked, tell_progress
    from lam_desktop.errors import ExitCode
    from lam_desktop.minds import ShippedMinds
    from lam_desktop.office.interrupting import interrupted_by_sigterm
    from lam_desktop.reporting.facts import facts_of
    from lam_desktop.sharing.originals import check_place
    from lam_desktop.sharing.report_copy import OPTION, ReportRequest, share_report
    from lam_desktop.tasks.storage.whole import called

    task = library.open(run.parent.parent.name)
    check_place(out, task.folder, OPTION)  # before the models, which take seconds
    facts_of(run, library.files)
    tasks = [task, *map(library.open, called(task, library.open))]
    request = ReportRequest(out, tuple(options.mask), tuple(options.keep), options.strict, language)
    with interrupted_by_sigterm():
        parser, _ = ShippedMinds().load_parser()
        shared = share_report(run, tasks, request, library.files, parser, tell_progress)
    look = f"Look at {shared.page} before you send it."
    if options.json:
        print_json({
            "status": "done", "message": look, "report": str(shared.page),
            "masked": [asdict(one) for one in shared.masked], "names": shared.names,
            "pictures": shared.pictures,
            "rows": len(shared.facts.rows), "rows_done": shared.facts.rows_done,
        })  # fmt: skip
    else:
        print_masked(shared.masked, shared.names)
        print(look, flush=True)
    if options.open:
        webbrowser.open(shared.page.as_uri())
    return ExitCode.DONE
