"""`lam report RUN`: the report of a run."""

from __future__ import annotations

import argparse

SUMMARY = "the report of a run: one page with every row, step and picture"
EXAMPLE = "lam report orders --open"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of which run, and how it is shown."""
    parser.add_argument("run", metavar="RUN", help="a run as `lam runs` lists it; of a task, its newest")
    parser.add_argument("--open", action="store_true", help="open the page in the browser")
    parser.add_argument("--language", choices=("en", "zh"), help="of the page; else the system's")


def run(options: argparse.Namespace) -> int:
    """Writes it and says where."""
    import webbrowser

    from lam_desktop.cli.opening import library_of
    from lam_desktop.cli.output import print_json
    from lam_desktop.errors import ExitCode
    from lam_desktop.reporting.words import own_language
    from lam_desktop.reporting.write import write_report

    library = library_of(options)
    report = write_report(library.find_run(options.run), options.language or own_language())
    facts = report.facts
    if options.json:
        print_json({
            "status": "done", "report": str(report.page), "run": facts.run, "task": facts.task,
            "run_status": facts.status, "rows": len(facts.rows), "rows_done": facts.rows_done,
            "asked": facts.asked, "seconds": facts.seconds,
        })  # fmt: skip
    else:
        print(
            f"{facts.rows_done} of {len(facts.rows)} rows done. The report is in {report.page}.", flush=True
        )
    if options.open:
        webbrowser.open(report.page.as_uri())
    return ExitCode.DONE
