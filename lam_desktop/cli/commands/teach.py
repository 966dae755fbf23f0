"""`lam teach`: adapt the policy to one task."""

from __future__ import annotations

import argparse

SUMMARY = "adapt the policy to one task (not there yet)"
EXAMPLE = "lam teach orders"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Takes whatever it will take."""
    parser.add_argument("rest", nargs="*", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:  # noqa: ARG001
    """Says that it is not there yet."""
    from lam_desktop.errors import UsageError

    raise UsageError("`lam teach` is not there yet; it comes with a later version.")
