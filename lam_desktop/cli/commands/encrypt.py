"""`lam encrypt`: encrypts the library with a passphrase, changes that, or takes it off again."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from lam_desktop.tasks.storage.conversion import Converted
    from lam_desktop.tasks.storage.vault import Vault

SUMMARY = "encrypt the library with a passphrase, change that, or take it off"
EXAMPLE = "lam encrypt --keyring"
NEW_VARIABLE = "LAM_NEW_PASSPHRASE"
SHOWN = 5
"""Files of other programs that are named."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do; without any of them: encrypt what is not encrypted yet."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--off", action="store_true", help="decrypt the library")
    what.add_argument(
        "--change", action="store_true",
        help=f"take another passphrase: asked for, or from the environment ({NEW_VARIABLE})",
    )  # fmt: skip
    keyring = parser.add_mutually_exclusive_group()
    keyring.add_argument(
        "--keyring", action="store_true", help="put the passphrase into the keyring, so that nobody is asked"
    )
    keyring.add_argument("--no-keyring", action="store_true", help="take it out of there")


def run(options: argparse.Namespace) -> int:
    """Does it and says what came of it."""
    from lam_desktop.cli.output import print_json
    from lam_desktop.errors import EnvironmentFault, ExitCode, UsageError
    from lam_desktop.tasks.storage.library import default_home
    from lam_desktop.tasks.storage.vault import Vault

    if options.off and options.keyring:
        raise UsageError("--off leaves no passphrase to keep; leave --keyring out.")
    home = default_home()
    vault = Vault(home)
    if not vault.exists and (options.off or options.change or options.no_keyring):
        raise UsageError(f"The library {home} is not encrypted; lam encrypt does that.")
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentFault(
            f"{home} cannot be made ({error.strerror}); set LAM_HOME to another folder."
        ) from error
    options.at_end.enter_context(vault.held(alone=True))

    def tell(progress: str) -> None:
        if not options.json:
            print(progress, file=sys.stderr, flush=True)

    if options.off:
        message, converted = _off(vault, options, tell)
    elif options.change:
        message, converted = _change(vault, options), None
    else:
        message, converted = _on(vault, options, tell)
    left = [] if converted is None else [path.relative_to(home).as_posix() for path in converted.left]
    if options.json:
        print_json({
            "status": "done", "message": message, "files": converted.files if converted else 0,
            "left_in_clear": left,
        })  # fmt: skip
    else:
        print(message)
        if left:
            more = f" and {len(left) - SHOWN} more" if len(left) > SHOWN else ""
            print(f"Not made by LAM Desktop, so they stay as they are: {', '.join(left[:SHOWN])}{more}.")
    return ExitCode.DONE


def _on(vault: Vault, options: argparse.Namespace, tell: Callable[[str], None]) -> tuple[str, Converted]:
    """Encrypts what is not encrypted yet, also where that was interrupted."""
    from lam_desktop.cli.opening import asker
    from lam_desktop.errors import UsageError
    from lam_desktop.tasks.storage.conversion import encrypt_files
    from lam_desktop.tasks.storage.unlocking import VARIABLE, given_passphrase, unlock

    if not vault.exists:
        passphrase = given_passphrase() or _new(options, VARIABLE)
        seal = vault.create(passphrase)
    else:
        if vault.read().state == "decrypting":
            raise UsageError(
                "The decryption of the library was interrupted: end it first, lam encrypt --off."
            )
        passphrase, seal = unlock(vault, asker(options), given_passphrase())
    converted = encrypt_files(vault.home, seal, tell)
    if vault.read().state != "encrypted" or vault.damaged:
        vault.change(passphrase, state="encrypted")
    kept = _keep(vault, passphrase, options)
    files = f"{converted.files} file{'' if converted.files == 1 else 's'}"
    return (
        f"The library {vault.home} is encrypted ({files} just now).{kept} Nobody can read it without the"
        f" passphrase, nor without {vault.path.name}: keep a copy of both elsewhere.",
        converted,
    )


def _off(vault: Vault, options: argparse.Namespace, tell: Callable[[str], None]) -> tuple[str, Converted]:
    from lam_desktop.cli.opening import asker
    from lam_desktop.tasks.storage.conversion import decrypt_files
    from lam_desktop.tasks.storage.kept_secrets import KeptPassphrase
    from lam_desktop.tasks.storage.unlocking import given_passphrase, unlock

    kept = vault.read().keyring
    passphrase, seal = unlock(vault, asker(options), given_passphrase())
    if vault.read().state != "decrypting":
        vault.change(passphrase, state="decrypting")
    converted = decrypt_files(vault.home, seal, tell)
    if kept:
        KeptPassphrase(vault.home).forget()
    vault.remove()
    return f"The library {vault.home} is not encrypted any more ({converted.files} files).", converted


def _change(vault: Vault, options: argparse.Namespace) -> str:
    from lam_desktop.cli.opening import asker
    from lam_desktop.tasks.storage.kept_secrets import KeptPassphrase
    from lam_desktop.tasks.storage.unlocking import given_passphrase, unlock
    from lam_desktop.tasks.storage.vault import COST

    passphrase, _ = unlock(vault, asker(options), given_passphrase())
    new = os.environ.pop(NEW_VARIABLE, "") or _new(options, NEW_VARIABLE)
    vault.change(passphrase, new=new, cost=max(COST, vault.read().cost))
    kept = ""
    if vault.read().keyring and not options.no_keyring:
        KeptPassphrase(vault.home).keep(new)
        kept = " The keyring has it, too."
    else:
        kept = _keep(vault, new, options)
    return (
        f"The library {vault.home} has another passphrase.{kept} An old copy of {vault.path.name} still opens"
        " it with the old one."
    )


def _keep(vault: Vault, passphrase: str, options: argparse.Namespace) -> str:
    """Puts the passphrase into the keyring or takes it out; a sentence about it."""
    from lam_desktop.tasks.storage.kept_secrets import KeptPassphrase

    if options.keyring:
        KeptPassphrase(vault.home).keep(passphrase)
        vault.change(passphrase, keyring=True)
        return " The keyring has the passphrase."
    if options.no_keyring:
        KeptPassphrase(vault.home).forget()
        vault.change(passphrase, keyring=False)
        return " The keyring has the passphrase no more."
    return ""


def _new(options: argparse.Namespace, variable: str) -> str:
    """A new passphrase, typed twice."""
    from lam_desktop.cli.opening import asker
    from lam_desktop.errors import EnvironmentFault, UsageError
    from lam_desktop.tasks.storage.vault import check_passphrase

    ask = asker(options)
    if ask is None:
        raise EnvironmentFault(f"Nobody is there to say the new passphrase: set {variable}.")
    typed = ask("New passphrase, of four or more words best: ")
    if typed is None:
        raise UsageError("No passphrase was given: nothing was changed.")
    check_passphrase(typed)
    if ask("The same again: ") != typed:
        raise UsageError("The two were not the same: nothing was changed.")
    return typed
