"""Somebody at the terminal."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterator

import pytest


def answering(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    """Each question is answered with the next line; behind the last one they have gone away."""
    given: Iterator[str] = iter(answers)

    def answer(_: str) -> str:
        try:
            return next(given)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr(builtins, "input", answer)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
