"""Checks by which a row is confirmed: how often its record stands in the system that keeps it.

The screen may say «stored» over a save that was refused. A check only counts, and only reads: before a row
its record must not be there, afterwards it must be there once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from lam_desktop.errors import UsageError
from lam_desktop.tasks.texts.patterns.pattern import Pattern

CheckKind = Literal["sql", "files", "http"]
CHECK_KINDS: tuple[CheckKind, ...] = get_args(CheckKind)
USUAL_WAIT_S = 5.0


@dataclass(frozen=True)
class _Check:
    values: Mapping[str, Pattern] = field(default_factory=dict[str, Pattern])
    """Names that the check uses -> what the row says for them."""
    wait_s: float = USUAL_WAIT_S
    """How long the system may take until it has stored a row."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the row that it needs."""
        return tuple(dict.fromkeys(column for one in self.values.values() for column in one.columns))

    @property
    def secret(self) -> str:
        """Name of the secret without which it cannot be made; empty for none."""
        return ""

    def told(self, index: int, cells: Mapping[str, str]) -> dict[str, str]:
        """The values of a row by name; raises UsageError where one cannot be made, or is empty."""
        found: dict[str, str] = {}
        for name, pattern in self.values.items():
            missing = [column for column in pattern.columns if column not in cells]
            text = None if missing else pattern.write(cells)
            if not text:
                raise UsageError(
                    f"Row {index}: the check's value «{name}» cannot be made by {pattern};"
                    " mend the row, or the check in task.yaml."
                )
            found[name] = text
        return found


@dataclass(frozen=True)
class SqlCheck(_Check):
    """Rows of a database: the query returns one number."""

    database: str = ""
    """Absolute path of an SQLite file, or an SQLAlchemy URL."""
    query: str = ""
    """With `:name` for each value."""
    password: str = ""
    """Name of the secret that is the password of the URL's user, as the task calls it; empty for none."""

    @property
    def secret(self) -> str:
        """The password's."""
        return self.password


@dataclass(frozen=True)
class FilesCheck(_Check):
    """Files that a pattern matches, with certain texts in them."""

    files: str = ""
    """Absolute path, with `{name}` for values and the usual `*` and `?`."""
    containing: tuple[str, ...] = ()
    """Texts with `{name}` for values, each of which a file must hold to count."""


@dataclass(frozen=True)
class HttpCheck(_Check):
    """Entries of a JSON list that a web service returns, or the number that it returns."""

    url: str = ""
    """With `{name}` for values."""
    at: str = ""
    """JSON pointer (RFC 6901) to the list or number; empty for the whole answer."""
    password: str = ""
    """Name of the secret that the service asks for, as the task calls it; empty for none."""
    user: str = ""
    """Whose password it is (Basic, RFC 7617); empty: it is a token (Bearer, RFC 6750)."""
    header: str = ""
    """Where the token goes as it is, such as `X-Api-Key`; empty for `Authorization`."""

    @property
    def secret(self) -> str:
        """The password's, or the token's."""
        return self.password


Check = SqlCheck | FilesCheck | HttpCheck
