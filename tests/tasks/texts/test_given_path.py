"""The path that a person wrote, with the home that `~` stands for."""

from __future__ import annotations

from pathlib import Path

import pytest

from lam_desktop.errors import UsageError
from lam_desktop.tasks.texts.given_path import given_path


def test_the_home_stands_for_the_tilde_at_the_beginning_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert given_path("~/a b") == tmp_path / "a b"
    assert given_path("a/~/b~") == Path("a/~/b~")
    assert given_path("~") == tmp_path


@pytest.mark.parametrize("text", ["", " ", "a\0b", "~nobodyhere/a"])
def test_what_is_no_path_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        given_path(text)
