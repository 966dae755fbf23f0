"""Whole keyrings in memory, for everything that keeps secrets."""

from __future__ import annotations

import threading

from keyring.backend import KeyringBackend
from keyring.compat import properties
from keyring.errors import KeyringError, KeyringLocked, PasswordDeleteError


class MemoryKeyring(KeyringBackend):
    """Keeps what it is given as long as it lives; can be locked, out of order, or wait for a dialog."""

    viable = False  # pyright: ignore[reportAssignmentType]
    """Found by nobody: a test hands it over."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False
        self.broken = False
        self.dialog: threading.Event | None = None
        """While it is not set, everything waits for a person."""

    @properties.classproperty
    def priority(cls) -> float:  # noqa: N805 - as keyring has it
        return 5

    def get_password(self, service: str, username: str) -> str | None:
        self._open()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._open()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._open()
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("No such password!")

    def _open(self) -> None:
        if self.dialog is not None:
            self.dialog.wait(30)
        if self.locked:
            raise KeyringLocked("Failed to unlock the collection!")
        if self.broken:
            raise KeyringError("<object at 0x7f3a> said «hunter2»")


class ForgetfulKeyring(MemoryKeyring):
    """Takes everything and keeps nothing, as the backend does that a person disabled keyring with."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class PlainKeyring(MemoryKeyring):
    """Writes what it keeps into a file that anybody can read."""

    @properties.classproperty
    def priority(cls) -> float:  # noqa: N805 - as keyring has it
        return 0.5
