"""What every test gets: a library that is not the person's own, and no keyring."""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest

from tests.fakes.keyring import MemoryKeyring
from tests.shares import VARIABLE, Share

hypothesis.settings.register_profile("untimed", deadline=None)  # beside other work any test may be slow
hypothesis.settings.load_profile("untimed")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of the tests that take long, those of another share are left to another run."""
    if VARIABLE not in os.environ:
        return
    everything = {str(path) for path in Path(__file__).parent.rglob("test_*.py")}
    mine = Share.read(os.environ[VARIABLE]).of(everything)
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for one in items:
        shared = any(one.get_closest_marker(name) for name in ("e2e", "slow"))
        (left if shared and str(one.path) not in mine else kept).append(one)
    config.hook.pytest_deselected(items=left)
    items[:] = kept


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`$LAM_HOME`, empty; no test writes into the library, or the state, of whoever runs the tests."""
    folder = tmp_path / "lam-home"
    monkeypatch.setenv("LAM_HOME", str(folder))
    monkeypatch.setenv("LAM_STATE", str(tmp_path / "lam-state"))
    return folder


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the keyring of whoever runs the tests, nor waits for it."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> MemoryKeyring:
    """A keyring in memory, the one of this process."""
    made = MemoryKeyring()
    monkeypatch.setattr("keyring.core._keyring_backend", made)
    return made
