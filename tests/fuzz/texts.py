"""Texts that are read: of the command line, of `task.yaml`, and sentences."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from lam_desktop.errors import LamUserError, UsageError
from lam_desktop.tasks.provenance.instructions import INSTRUCTION, row_of, said_instead
from lam_desktop.tasks.texts.patterns.pattern import parse_pattern
from lam_desktop.tasks.texts.rows_argument import parse_row_numbers, parse_rows_argument
from tests.fuzz.parser import Parser

CELLS = {"customer": "Maria Sørensen", "due": "2026-03-01", "total": "1.204,50"}


def _typed(_: Path, content: bytes) -> None:
    """What is typed at the command line behind `--rows` and `--leave-out`."""
    text = content.decode(errors="replace")
    for parse in (parse_rows_argument, parse_row_numbers):
        try:
            parse(text)
        except LamUserError as error:
            assert str(error).strip()


def _pattern(_: Path, content: bytes) -> None:
    """How a value is made of a row's cells (docs/values.md): what is read is written as it was read."""
    text = content.decode(errors="replace")
    try:
        pattern = parse_pattern(text)
    except ValueError as error:
        raise UsageError(f"The value is «{text}», {error}.") from error
    assert parse_pattern(str(pattern)) == pattern
    written = pattern.write({**dict.fromkeys(pattern.columns, "7"), **CELLS})
    assert written is None or isinstance(written, str)


def _sentence(_: Path, content: bytes) -> None:
    """The instruction of a run, beside the one that the task was shown with."""
    said = row_of(content.decode(errors="replace")).cells[INSTRUCTION]
    shown = row_of("Delete the e-mail of Myron from 3 March.").cells[INSTRUCTION]
    for then, now in ((shown, said), (said, shown), (said, said)):
        others = said_instead(then, now)
        assert all(old in then and new in now for old, new in others.items())
    assert said_instead(said, said) == {}


TEXTS: Mapping[str, Parser] = {
    "rows": Parser(_typed, lambda: b"orders.csv:2-40"),
    "pattern": Parser(_pattern, lambda: b"{due | date dd.mm.yyyy from yyyy-mm-dd} - {customer | upper}"),
    "sentence": Parser(_sentence, lambda: b"Delete the e-mail of Agda from 4 March."),
}
