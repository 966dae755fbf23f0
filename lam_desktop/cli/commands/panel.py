"""`lam panel`: the supervision panel."""

from __future__ import annotations

import argparse

SUMMARY = "the supervision panel: record, review, run and watch"
EXAMPLE = "lam panel"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(options: argparse.Namespace) -> int:
    """Opens it; returns when its window is closed."""
    from lam_desktop.cli.output import print_json
    from lam_desktop.execution.machine.desktop import open_desktop
    from lam_desktop.panel.app import run_panel
    from lam_desktop.tasks.storage.library import default_home
    from lam_desktop.tasks.storage.unlocking import given_passphrase
    from lam_desktop.tasks.storage.vault import Vault

    open_desktop().close()  # a missing display is said in a sentence; Qt would abort the process
    home = default_home()
    options.at_end.enter_context(Vault(home).held())
    code = run_panel(home, passphrase=given_passphrase())
    if options.json:
        print_json({"status": "done" if code == 0 else "error"})
    return code
