"""What a person wants of a run: which task, which of its rows, with which values and secrets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lam_desktop.errors import UsageError
from lam_desktop.execution.acting.settings import Mode
from lam_desktop.execution.runs.begun import BegunRow
from lam_desktop.tasks.once import is_part, parts_of
from lam_desktop.tasks.provenance.computed import NUMBER
from lam_desktop.tasks.provenance.oddities import Oddity
from lam_desktop.tasks.provenance.rows import Row, read_named
from lam_desktop.tasks.secret_owners import owner_of_secret
from lam_desktop.tasks.step import Value
from lam_desktop.tasks.storage.kept_secrets import KeptSecrets
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.texts.rows_argument import parse_rows_argument


@dataclass(frozen=True)
class RunRequest:
    """What the person wants."""

    task: str
    rows: str | None = None
    """`FILE`, `FILE:N` or `FILE:N-M`."""
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    """Values that go before those of the row."""
    mode: Mode = "ask"
    policy: str = "lam"
    dry_run: bool = False
    check: bool = False
    """Only compare the passports, and look for the steps on the start screen."""
    wait_s: float | None = None
    """How long to wait for a screen before asking; None: what the task says."""
    keep_going: bool = False
    """Whether the next row is tried after one that did not end well."""
    again: bool = False
    """Whether rows are entered once more whose lines a table on the screen has already."""
    once_more: tuple[int, ...] = ()
    """As `again`, of these rows alone: an earlier run has entered them, and the person wants them anew."""
    only: tuple[int, ...] = ()
    """Of the rows, and of the parts that are done once, only those with these numbers; empty: all."""
    leave_out: tuple[int, ...] = ()
    """Of the rows, not those with these indices."""
    odd: tuple[Oddity, ...] = ()
    """What looks odd in the rows that were chosen, those that are left out for it among them."""
    open_rows: tuple[int, ...] = ()
    """Of the odd rows that are left out, those about which nobody was there to be asked."""
    recurring: tuple[int, ...] = ()
    """Rows that share what a check looks for with one that was entered, and about which nobody was there to
    be asked: where the check says that its record is there they are left out, for a person."""
    begun: tuple[int, ...] = ()
    """Rows that an earlier run began: a record that is there already is theirs."""
    at_work: BegunRow | None = None
    """The row at which that run broke off: it goes first, and on from where it stands."""
    resumes: str = ""
    """That run, as `lam runs` names it."""
    before_rows: BegunRow | None = None
    """What it has done and read once before the rows."""
    said_done: tuple[int, ...] = ()
    """Rows, and parts that are done once, that it may have done, and which the person says are done."""

    @property
    def acts(self) -> bool:
        """Whether anything is done."""
        return not (self.dry_run or self.check)

    def parts(self, task: Task) -> tuple[int, ...]:
        """Those parts of the task that are done once in this run."""
        return tuple(part for part in parts_of(task) if not self.only or part in self.only)


def chosen_rows(task: Task, request: RunRequest) -> tuple[Row, ...]:
    """The rows to run; UsageError for a bad file, a missing column or an unknown `--set`."""
    columns, secrets = set(task.columns), secrets_of(task)
    for name in request.values:
        if name not in columns | secrets:
            known = ", ".join(sorted(columns | secrets)) or "none"
            raise UsageError(f"The task «{task.name}» has no variable «{name}»; it has: {known}.")
    given = given_values(task, request)
    if request.rows is None:
        if both := sorted(columns & secrets & set(request.values)):
            raise UsageError(
                f"The task «{task.name}» has a column and a secret that are both called «{both[0]}»: give"
                " the rows as a table (--rows), or rename the secret in task.yaml."
            )
        cells = dict(task.row.cells) if task.row else {}
        left = not request.only or 1 in request.only  # else parts that are done once alone
        return (Row(1, cells | given),) if left else ()
    if task.understood:  # before, nobody knows whether what is chosen follows a column
        check_columns(task, request)
    table = read_named(request.rows).named_as(task.columns_told)
    missing = sorted(columns - set(table.columns) - set(given))
    if missing:
        named = " and ".join(f"«{name}»" for name in missing)
        raise UsageError(
            f"{table.name} has no column {named}, which the task «{task.name}» needs; "
            f"it has: {', '.join(table.columns)}. Rename its columns, or match them with"
            f" `lam show {task.name} --bind {table.name}`."
        )
    rows = [
        row
        for row in table.select(parse_rows_argument(request.rows))
        if (not request.only or row.index in request.only) and row.index not in request.leave_out
    ]
    if not rows and not any(map(is_part, request.only)):
        raise UsageError(f"No row of {request.rows} is left to do; leave fewer out.")
    return tuple(replace(row, cells={**row.cells, **given}) for row in rows)


def whole_table(task: Task, request: RunRequest) -> tuple[Row, ...]:
    """All rows of the table of which some are to be run. Raises as `chosen_rows`."""
    rows = None if request.rows is None else parse_rows_argument(request.rows).table
    return chosen_rows(task, replace(request, rows=rows, leave_out=(), only=()))


def given_values(task: Task, request: RunRequest) -> dict[str, str]:
    """Values that go before those of each row.

    A secret is no cell: a column that happens to be called so would be typed in clear.
    """
    secrets = secrets_of(task)
    return {name: text for name, text in request.values.items() if name not in secrets}


def secrets_of(task: Task) -> set[str]:
    """Those that a run needs, and those of steps that type nothing, which may be given all the same."""
    named = {step.value.name for step in task.steps if step.value and step.value.source == "secret"}
    return named | set(task.secrets)


def check_columns(task: Task, request: RunRequest) -> None:
    """Raises UsageError where rows were given, but every one of them would do the same."""
    if request.rows is not None and not any(
        step.columns or (step.value and _varies(step.value)) for step in task.steps
    ):
        raise UsageError(
            f"No step of the task «{task.name}» uses a column: all rows of {request.rows} would do the same. "
            "Run it without --rows, or say in task.yaml which values change from row to row."
        )


def missing_secrets(task: Task, request: RunRequest) -> tuple[str, ...]:
    """Secrets that the run will need and that nobody has given; what only looks needs none."""
    return tuple(name for name in task.secrets if name not in request.values) if request.acts else ()


def with_kept_secrets(task: Task, request: RunRequest, kept: KeptSecrets) -> RunRequest:
    """The request with those of its missing secrets that are kept. Raises EnvironmentFault as `kept` does."""
    found = {name: kept.text(*owner_of_secret(task, name)) for name in missing_secrets(task, request)}
    known = {name: text for name, text in found.items() if text is not None}
    return replace(request, values={**request.values, **known})


def _varies(value: Value) -> bool:
    return bool(value.columns) or (value.source == "computed" and value.name == NUMBER)
