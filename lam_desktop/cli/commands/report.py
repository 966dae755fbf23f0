"""`lam report`: the report of a run."""

from __future__ import annotations

import argparse

SUMMARY = "the report of a run (not there yet)"
EXAMPLE = "lam report RUN"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Takes whatever it will take."""
    parser.add_argument("rest", nargs="*", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:  # noqa: ARG001
    """Says that it is not there yet."""
    from lam_desktop.errors import UsageError

    raise UsageError("`lam report` is not there yet; it comes with a later version.")
