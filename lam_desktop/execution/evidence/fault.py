"""Why a check could not be made."""

from __future__ import annotations


class CheckFault(Exception):  # noqa: N818 - caught where the row is known
    """Half a sentence: what could not be told, and why; without a full stop."""
