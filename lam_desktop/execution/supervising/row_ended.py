"""The way out of a row."""

from __future__ import annotations

from lam_desktop.execution.runs.supervision import RowStatus


class RowEnded(Exception):  # noqa: N818 - it leaves a row early, for whatever reason
    """The row ends here; it goes no further than to the executor."""

    def __init__(self, status: RowStatus, message: str) -> None:
        super().__init__(message)
        self.status: RowStatus = status
        self.message = message
