"""`lam report RUN`: the report of a run."""

from __future__ import annotations

import argparse
from pathlib import Path

SUMMARY = "the report of a run: one page with every row, step and picture"
EXAMPLE = "lam report orders --open"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of which run, and how it is shown."""
    parser.add_argument("run", metavar="RUN", help="a run as `lam runs` lists it; of a task, its newest")
    parser.add_argument("--open", action="store_true", help="open the page in the browser")
    parser.add_argument(
        "--out", metavar="FOLDER", type=Path,
        help="write it there, and the table with the results; in clear, also of an encrypted library",
    )  # fmt: skip
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
    from lam_desktop.tasks.memory import memory_folder

    library = library_of(options)
    run, language = library.find_run(options.run), options.language or own_language()
    out: Path | None = None if options.out is None else options.out.expanduser().absolute()
    sealed = library.files.encrypted
    if sealed and out is not None and out.resolve().is_relative_to(library.home.resolve()):
        raise UsageError(f"{out} lies within the encrypted library; choose a folder elsewhere with --out.")
    if sealed and out is None and options.open:
        out = memory_folder()  # it goes with the next one, or when the machine is shut down
    page, facts = None, None
    if sealed and out is None:
        facts = facts_of(run, library.files)
    else:
        report = write_report(run, language, library.files, out)
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
