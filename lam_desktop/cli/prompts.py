"""Questions at the terminal. What Python asks with writes past `sys.stdout`, and so past `plain_streams`."""

from __future__ import annotations

import getpass

from lam_desktop.cli.plain import shown


def answer_to(question: str) -> str:
    """The line that the person types; raises EOFError where they have gone away."""
    print(shown(question), end="", flush=True)
    return input("")


def unseen_answer_to(question: str) -> str:
    """The same of what nobody may see while it is typed."""
    return getpass.getpass(shown(question))
