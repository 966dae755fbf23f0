"""Counts files that a row should have made."""

from __future__ import annotations

import glob
import itertools
from collections.abc import Mapping
from pathlib import Path

from lam_desktop.errors import UsageError
from lam_desktop.execution.evidence.fault import CheckFault
from lam_desktop.execution.evidence.filling import filled
from lam_desktop.tasks.checks import FilesCheck
from lam_desktop.tasks.texts.encodings import decoded

MOST_FILES, MOST_BYTES = 10_000, 20_000_000


def count_files(check: FilesCheck, values: Mapping[str, str]) -> int:
    """Files that match, are not empty and hold the texts; raises `CheckFault` where that cannot be told."""
    for name, text in values.items():
        if (f"{{{name}}}" in check.files and any(sign in text for sign in "/\\\0")) or text in (".", ".."):
            raise CheckFault(f"the value «{name}» («{text}») cannot be a part of a file's name")
    pattern = str(Path(filled(check.files, values, glob.escape)).expanduser())
    matching = glob.iglob(pattern, include_hidden=True)  # noqa: PTH207 - folders, too, may have wildcards
    found = list(itertools.islice(matching, MOST_FILES + 1))
    if len(found) > MOST_FILES:
        raise CheckFault(f"more than {MOST_FILES} files match {pattern}; name fewer")
    wanted = [filled(text, values) for text in check.containing]
    try:
        return sum(_holds(Path(path), wanted) for path in found)
    except OSError as error:
        raise CheckFault(f"{error.filename or pattern} cannot be read ({error.strerror})") from error


def _holds(path: Path, wanted: list[str]) -> bool:
    if path.is_dir():
        return not wanted
    size = path.stat().st_size
    if not size or not wanted:
        return size > 0
    if size > MOST_BYTES:
        raise CheckFault(f"{path} is too large to be looked through")
    try:
        text, _ = decoded(path.read_bytes(), path)
    except UsageError as error:
        raise CheckFault(f"{path} is no text that can be looked through") from error
    return all(one in text for one in wanted)
