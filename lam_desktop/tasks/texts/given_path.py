"""The path that a person wrote."""

from __future__ import annotations

from pathlib import Path

from lam_desktop.errors import UsageError


def given_path(text: str) -> Path:
    """The path, with the home that `~` stands for; `UsageError` for what no path is, or nobody's home."""
    if not text.strip():
        raise UsageError("The path is empty; write where the file or folder lies.")
    if "\0" in text:
        raise UsageError(f"«{text!r}» is the name of no file; write the name of one.")
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise UsageError(
            f"«{text}» lies in the home of a person unknown here; write the whole path."
        ) from error
