"""Opens a library; of an encrypted one, asks for its passphrase: the environment, the keyring, a person."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from lam_desktop.errors import EnvironmentFault
from lam_desktop.tasks.files import Files
from lam_desktop.tasks.storage.kept_secrets import NOBODY_S, PERSON_S, KeptPassphrase
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.vault import Vault, WrongPassphrase
from recorder.sealing import Seal

VARIABLE = "LAM_PASSPHRASE"
TRIES = 3
"""How often a person may mistype."""
INTERRUPTED = {
    "encrypting": "The encryption of the library {home} was interrupted: lam encrypt goes on with it.",
    "decrypting": "The decryption of the library {home} was interrupted: lam encrypt --off goes on with it.",
}

Ask = Callable[[str], str | None]
"""Asks a person, in these words; None where they give none."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A library, and what a child process needs to open it, too."""

    library: Library
    passphrase: str | None = field(default=None, repr=False)

    @property
    def environment(self) -> dict[str, str]:
        """Beside `$LAM_HOME`; others of this machine's users do not see a process's environment."""
        return {} if self.passphrase is None else {VARIABLE: self.passphrase}


def given_passphrase() -> str | None:
    """The passphrase from the environment, which has it no more: no program that we start is to get it."""
    return os.environ.pop(VARIABLE, None) or None


def open_library(home: Path, ask: Ask | None, given: str | None) -> Opened:
    """The library at `home`. `given` is the passphrase from the environment; nobody is there without `ask`.

    Raises WrongPassphrase, EnvironmentFault where there is no passphrase or a conversion was interrupted.
    """
    vault = Vault(home)
    if not vault.exists:
        return Opened(Library(home))
    wrapped = vault.read()
    if wrapped.state in INTERRUPTED:
        raise EnvironmentFault(INTERRUPTED[wrapped.state].format(home=home))
    passphrase, seal = unlock(vault, ask, given)
    return Opened(Library(home, Files(seal)), passphrase)


def unlock(vault: Vault, ask: Ask | None, given: str | None) -> tuple[str, Seal]:
    """The passphrase and the key. Raises as `open_library`."""
    if given is not None:
        return given, vault.unlock(given)
    if vault.read().keyring:
        kept = _kept(vault.home, NOBODY_S if ask is None else PERSON_S, ask)
        if kept is not None:
            return kept, vault.unlock(kept)
    if ask is None:
        raise EnvironmentFault(
            f"The library {vault.home} is encrypted, and nobody is there to give its passphrase: set"
            f" {VARIABLE}, or put it into the keyring with lam encrypt --keyring."
        )
    question = f"Passphrase of the library {vault.home}: "
    for tries in range(TRIES, 0, -1):
        passphrase = ask(question)
        if passphrase is None:
            raise EnvironmentFault(f"The library {vault.home} is encrypted, and no passphrase was given.")
        try:
            return passphrase, vault.unlock(passphrase)
        except WrongPassphrase:
            if tries == 1:
                raise
            question = "That is not it; passphrase: "
    raise AssertionError("unreachable")


def _kept(home: Path, patience_s: float, ask: Ask | None) -> str | None:
    try:
        return KeptPassphrase(home, patience_s).text()
    except EnvironmentFault:
        if ask is None:
            raise
        return None
