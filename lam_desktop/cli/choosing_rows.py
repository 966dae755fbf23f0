"""Asks at the terminal about rows that an earlier run began: they may be stored already."""

from __future__ import annotations

import argparse

from lam_desktop.cli.output import print_end
from lam_desktop.cli.prompts import answer_to
from lam_desktop.errors import UsageError
from lam_desktop.execution.runs.again import Undone
from lam_desktop.tasks.once import begun_told, is_part, row_told


def rows_to_do(undone: Undone, options: argparse.Namespace, *, alone: bool) -> tuple[int, ...] | None:
    """The rows that a run goes on with; None where only a person could say, and nobody does.

    Of the row at which the run broke off, the screen may tell: the run itself looks.
    """
    each = "start it at a terminal (--mode ask), without --begun-row: it asks about each."
    several = len(undone.unsure) > 1 and any(map(is_part, undone.unsure))
    if several and options.begun_row is not None:
        told = " and ".join(begun_told(row) for row in undone.unsure)
        raise UsageError(f"One --begun-row cannot answer for {told}: {each}")
    left_out: set[int] = set()
    for row in undone.unsure:
        if options.begun_row is None and undone.begun is not None and undone.begun.row == row:
            continue
        question = f"{row_told(row)} was begun and may be stored already: look in the program."
        if is_part(row):
            what = begun_told(row)
            question = f"{what[0].upper()}{what[1:]} was begun and may be done already: look in the program."
        if options.begun_row is None and alone:
            answer = each if several else "say --begun-row skip, or --begun-row repeat."
            print_end("asked", f"{question} Then {answer}", as_json=options.json)
            return None
        stored = _is_stored(question) if options.begun_row is None else options.begun_row == "skip"
        if stored is None:
            return None
        if stored:
            left_out.add(row)
    return tuple(row for row in undone.rows if row not in left_out)


def _is_stored(question: str) -> bool | None:
    """What the person says; None where they go away."""
    while True:
        try:
            said = answer_to(f"{question} Is it stored there? [y/n] ").strip().casefold()
        except EOFError:
            return None
        if said in ("y", "yes", "n", "no"):
            return said in ("y", "yes")
