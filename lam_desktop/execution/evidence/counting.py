"""How often a row's record is there, by one check. Nothing here can write."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lam_desktop.execution.evidence.files import count_files
from lam_desktop.execution.evidence.http import count_entries
from lam_desktop.execution.evidence.sql import count_rows
from lam_desktop.tasks.checks import Check, FilesCheck, SqlCheck

Count = Callable[[Check, Mapping[str, str]], int]


def count_records(check: Check, values: Mapping[str, str]) -> int:
    """The number of records for these values; raises `CheckFault` where that cannot be told."""
    if isinstance(check, SqlCheck):
        return count_rows(check, values)
    if isinstance(check, FilesCheck):
        return count_files(check, values)
    return count_entries(check, values)
