"""`lam eval NAME`: the benchmarks."""

from __future__ import annotations

import argparse
import sys

from lam_desktop.tasks.texts.given_path import given_path

SUMMARY = "the benchmarks: how often the agent is right, beside the baselines; goes on where it was stopped"
EXAMPLE = "lam eval drift --limit 6 --no-baselines"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to measure."""
    from lam_desktop.evaluation.registry import benchmark_names

    parser.add_argument("name", help=f"the benchmark: {', '.join(benchmark_names())}")
    parser.add_argument("--out", type=given_path, metavar="DIR", help="where results and pictures go")
    parser.add_argument("--fresh", action="store_true", help="measure again what was measured already")
    parser.add_argument(
        "--only", metavar="CASE", action="append", default=[],
        help="only this case; * stands for any part of its name; may be repeated",
    )  # fmt: skip
    parser.add_argument("--limit", type=int, metavar="N", help="only N cases, spread over all of them")
    parser.add_argument(
        "--baselines", action=argparse.BooleanOptionalAction, default=True, help="compare (default), or not"
    )
    parser.add_argument("--seed", type=int, default=1, help="other data")


def run(options: argparse.Namespace) -> int:
    """Measures it; 0 where every chosen case has its result."""
    from lam_desktop.cli.output import print_json, print_table
    from lam_desktop.errors import UsageError
    from lam_desktop.evaluation.evaluate import EvaluationRequest, evaluate
    from lam_desktop.evaluation.registry import open_benchmark
    from lam_desktop.tasks.storage.library import default_home

    if options.limit is not None and options.limit < 1:
        raise UsageError("--limit takes a number of cases, 1 or more.")
    benchmark = open_benchmark(options.name)
    request = EvaluationRequest(
        benchmark=options.name,
        out=(options.out or default_home() / "evaluation" / options.name).absolute(),
        seed=options.seed,
        only=tuple(options.only),
        limit=options.limit,
        baselines=options.baselines,
        fresh=options.fresh,
    )
    to = sys.stderr if options.json else sys.stdout
    found = evaluate(benchmark, request, lambda text: print(text, file=to, flush=True))
    if options.json:
        print_json(found.as_json())
    else:
        print(f"\n{found.title}")
        print_table(found.table.columns, found.table.as_text())
        print(*found.table.notes, *found.faults, f"{found.message} They lie in {request.out}.", sep="\n")
    return found.exit_code
