"""How commands open the library: at a terminal a person is asked for its passphrase, once."""

from __future__ import annotations

import argparse
import sys

from lam_desktop.cli.prompts import unseen_answer_to
from lam_desktop.tasks.storage.library import Library, default_home
from lam_desktop.tasks.storage.unlocking import Ask, Opened, given_passphrase, open_library
from lam_desktop.tasks.storage.vault import Vault


def opened(options: argparse.Namespace, ask: Ask | None = None) -> Opened:
    """The library at `$LAM_HOME`, held until the command ends; `ask` in place of the terminal.

    Raises as `unlocking.open_library`.
    """
    home = default_home()
    options.at_end.enter_context(Vault(home).held())
    return open_library(home, ask or asker(options), given_passphrase())


def library_of(options: argparse.Namespace) -> Library:
    """The library alone."""
    return opened(options).library


def asker(options: argparse.Namespace) -> Ask | None:
    """Asks at the terminal, unseen; None where nobody is there, or is to be asked."""
    alone = options.json or not sys.stdin.isatty() or getattr(options, "mode", None) == "auto"
    return None if alone else asked


def asked(question: str) -> str | None:
    """What the person types, unseen; None for nothing."""
    try:
        return unseen_answer_to(question) or None
    except EOFError:
        return None
