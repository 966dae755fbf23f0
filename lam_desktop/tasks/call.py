"""One step that does another task: what it gives to it and gets from it, and which of its steps are meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lam_desktop.tasks.checks import Check, HttpCheck, SqlCheck
from lam_desktop.tasks.texts.secret_names import name_in_whole
from lam_desktop.tasks.when import When, columns_in, filled_in

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Call:
    """Where the steps of a called task stand in the whole, and what they are given."""

    task: str
    first: int
    """Number of its first step in the whole."""
    last: int
    """Number of its last one."""
    given: tuple[tuple[str, str], ...] = ()
    """Its columns, each with its text, in which the caller's columns stand in braces."""
    when: When | None = None
    """On what all of its steps depend, told by the caller's columns."""
    optional: bool = False
    """Whether it is left out where the step behind it can be done at once."""
    returns: tuple[tuple[str, str], ...] = ()
    """Names of the caller, each with the one under which the called task reads it from the screen."""
    handed: tuple[tuple[str, str], ...] = ()
    """Its columns that are given what is read from the screen, each with its text, in which the name stands
    that the caller has for that."""
    checks: tuple[Check, ...] = field(default=(), compare=False)
    """What confirms what the called task has stored, its secrets named as that task names them."""

    @property
    def checks_outside(self) -> tuple[Check, ...]:
        """The same with their secrets named as the whole names them."""
        return tuple(
            replace(one, password=name_in_whole(self.task, one.password))
            if isinstance(one, (SqlCheck, HttpCheck)) and one.password
            else one
            for one in self.checks
        )

    @property
    def check_columns(self) -> tuple[str, ...]:
        """Columns of the called task of which the values of its checks are made."""
        return tuple(dict.fromkeys(column for check in self.checks for column in check.columns))

    def cells(self, index: int, caller: Cells) -> dict[str, str]:
        """The cells of the called task for the caller's row of this index; what is not given goes by name.

        Raises UsageError naming row and column where a text cannot be made.
        """
        return dict(caller) | {column: _made(text, index, caller) for column, text in self.given}

    def columns_for(self, columns: Iterable[str]) -> tuple[str, ...]:
        """The caller's columns of which those of the called task are made."""
        given = dict(self.given)
        found = [columns_in(given[one]) if one in given else (one,) for one in columns]
        return tuple(dict.fromkeys(one for names in found for one in names))


def cells_within(calls: Iterable[Call], index: int, cells: Cells) -> Cells:
    """The cells for a step that is reached through these calls, the outermost first."""
    for call in calls:
        cells = call.cells(index, cells)
    return cells


def columns_of_checks(chains: Iterable[Sequence[Call]]) -> tuple[str, ...]:
    """The columns, of the task that begins these chains of calls, that the checks in them need."""
    found: dict[str, None] = {}
    for calls in chains:
        for depth in range(1, len(calls) + 1):
            columns = calls[depth - 1].check_columns
            for call in reversed(calls[:depth]):
                columns = call.columns_for(columns)
            found |= dict.fromkeys(columns)
    return tuple(found)


def secrets_of_checks(chains: Iterable[Sequence[Call]]) -> tuple[str, ...]:
    """The secrets that the checks in these chains of calls need, as the whole names them."""
    calls = (call for chain in chains for call in chain)
    secrets = (check.secret for call in calls for check in call.checks_outside)
    return tuple(dict.fromkeys(filter(None, secrets)))


def known_as(calls: Sequence[Call], name: str) -> tuple[str, ...]:
    """The names under which a task has what is read as `name` within these calls, the outermost first.

    None, where one of them does not hand it over.
    """
    names: tuple[str, ...] = (name,)
    for call in reversed(calls):
        names = tuple(ours for ours, theirs in call.returns if theirs in names)
    return names


def _made(text: str, index: int, caller: Cells) -> str:
    """A text of the caller's columns; empty where all of them are, so that `empty` decides there."""
    columns = columns_in(text)
    if columns and all(column in caller and not caller[column].strip() for column in columns):
        return ""
    return filled_in(text, (index, caller))
