"""How commands print: plain lines for people, one JSON object for programs."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lam_desktop.sharing.tally import Masked


@contextlib.contextmanager
def for_whoever_reads() -> Generator[None]:
    """Printing that is no error where the reader of stdout has gone: it goes nowhere from then on."""
    try:
        yield
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_json(value: Any) -> None:
    """The last line of stdout."""
    print(json.dumps(value, ensure_ascii=False), flush=True)


def print_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns as wide as their longest cell."""
    lines = [header, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def print_masked(masked: Sequence[Masked], names: int) -> None:
    """What of a copy was masked, by kind, and how many people by name."""
    rows = [(one.kind, str(one.texts), str(one.pictures), one.sample) for one in masked]
    print_table(("masked", "in texts", "in pictures", "such as"), rows)
    print(f"{names} different name{'' if names == 1 else 's'} of people among it.")


def tell_progress(progress: str) -> None:
    """For a person who waits: beside what the command is asked for."""
    print(progress, file=sys.stderr, flush=True)


def print_end(status: str, message: str, *, as_json: bool, **more: Any) -> None:
    """What ends `lam run` before a run began, in the form that was asked for; `more` goes into the JSON."""
    if as_json:
        print_json({"status": status, "message": message, "rows": [], "run": "", **more})
    else:
        print(message, flush=True)
