"""How long runs are kept: a setting of the library, by which old ones go before each new one begins."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path

from lam_desktop.errors import EnvironmentFault, UsageError
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.vault import write_whole

FILE_NAME = "retention.json"
KEY = "keep_days"


def kept_days(library: Library) -> float | None:
    """For how many days runs are kept; None: until somebody removes them.

    Raises UsageError for a damaged setting.
    """
    path = library.home / FILE_NAME
    try:
        days = json.loads(library.files.read(path))[KEY]
        if days is not None and (isinstance(days, bool) or not 0 < float(days) < math.inf):
            raise ValueError(days)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise EnvironmentFault(f"{path} cannot be read ({error.strerror}); check its permissions.") from error
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise UsageError(
            f"{path} is damaged; say anew how long runs are kept: lam forget --keep-days N."
        ) from error
    return None if days is None else float(days)


def keep_days(library: Library, days: float | None) -> None:
    """Keeps runs so many days from now on; None: until somebody removes them."""
    path = library.home / FILE_NAME
    text = json.dumps({KEY: days}) + "\n"
    write_whole(path, library.files.encode(path, text.encode()))


def outlived(library: Library, is_at_work: Callable[[Path], bool], days: float) -> list[Path]:
    """The runs of all tasks that began more than so many days ago, but for those at work."""
    old = [run for name in library.names() for run in library.runs_before(name, days)]
    return [run for run in old if not is_at_work(run)]
