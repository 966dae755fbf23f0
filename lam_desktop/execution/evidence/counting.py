"""How often a row's record is there, by one check. Nothing here can write."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lam_desktop.execution.evidence.fault import CheckFault
from lam_desktop.execution.evidence.files import count_files
from lam_desktop.execution.evidence.http import count_entries
from lam_desktop.execution.evidence.sql import count_rows
from lam_desktop.tasks.checks import Check, FilesCheck, SqlCheck

Count = Callable[[Check, Mapping[str, str]], int]


def counting(secrets: Mapping[str, str]) -> Count:
    """Counts records, and has for each check that needs a secret its text by its name."""

    def count(check: Check, values: Mapping[str, str]) -> int:
        if check.secret and check.secret not in secrets:
            raise CheckFault(f"the secret «{check.secret}», with which its check logs in, is not known here")
        return count_records(check, values, secrets.get(check.secret))

    return count


def count_records(check: Check, values: Mapping[str, str], secret: str | None = None) -> int:
    """The number of records for these values; raises `CheckFault` where that cannot be told.

    `secret`: the text of the check's secret; None where it names none.
    """
    if isinstance(check, SqlCheck):
        return count_rows(check, values, secret)
    if isinstance(check, FilesCheck):
        return count_files(check, values)
    return count_entries(check, values, secret)
