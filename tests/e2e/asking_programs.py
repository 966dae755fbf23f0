"""Programs that ask for a secret: how each is started, and what it then got."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lam_desktop.evaluation.native.libreoffice import write_profile
from lam_desktop.office.chromium import FLAGS
from recorder.focus import SYSTEM_PYTHON
from tests.e2e.harness import Office, wait_for

HERE = Path(__file__).with_name("programs")
PAGE = """<!doctype html><title>prompt-page</title><body style="font: 16px sans-serif">
<form onsubmit="document.title = 'entered'; document.getElementById('field').remove(); return false">
Passphrase <input id=field type=password size=40 autofocus></form>"""

Given = Callable[[Office, Path, str], "subprocess.Popen[bytes] | subprocess.Popen[str]"]


@dataclass(frozen=True)
class Asking:
    """One program."""

    name: str
    needs: str
    """Without this program on the machine it is left out."""
    title: str
    """A part of the title of its window."""
    start: Given
    prints: Callable[[str], str] = lambda secret: secret
    """What it says on stdout once it got the secret; empty: nothing, its window goes then, and only then."""
    hide: bool = False
    """It draws nothing that tells a secret: the person turns hide typing on."""
    entered: str = ""
    """The title of its window once it got the secret, where it goes on."""


def _started(*command: str) -> Given:
    def start(office: Office, folder: Path, secret: str) -> subprocess.Popen[bytes]:
        del folder, secret
        return office.desktop.start(*command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    return start


def _pinentry(program: str) -> Given:
    def start(office: Office, folder: Path, secret: str) -> subprocess.Popen[bytes]:
        del secret
        asked = folder / f"{program}.asks"
        asked.write_text("SETTITLE prompt-pin\nSETDESC Unlock the key\nSETPROMPT Passphrase\nGETPIN\n")
        command = f'(cat "{asked}"; sleep 600) | {program} --no-global-grab'
        return office.desktop.start(
            "sh",
            "-c",
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            extra={"LC_ALL": "C.UTF-8"},
        )

    return start


def _page(office: Office, folder: Path, secret: str) -> subprocess.Popen[bytes]:
    del secret
    page = folder / "prompt.html"
    page.write_text(PAGE, encoding="utf-8")
    return office.desktop.start(
        "chromium", *FLAGS, f"--user-data-dir={folder / 'profile'}", "--window-size=900,500",
        f"--app={page.as_uri()}", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        extra={"LANGUAGE": "en_US"},
    )  # fmt: skip


def _document(office: Office, folder: Path, secret: str) -> Path:
    """A document that opens with the secret alone."""
    document = folder / "locked.pdf"
    if not document.exists():
        config = Path(office.desktop.environment["XDG_CONFIG_HOME"])
        if not (config / "libreoffice").exists():
            write_profile(config, "en")
        (folder / "locked.txt").write_text("The plan of the year.\n")
        options = (
            '{"EncryptFile":{"type":"boolean","value":"true"},'
            f'"DocumentOpenPassword":{{"type":"string","value":"{secret}"}}}}'
        )
        subprocess.run(
            ["soffice", "--headless", "--convert-to", f"pdf:writer_pdf_Export:{options}",
             "--outdir", str(folder), str(folder / "locked.txt")],
            env=office.desktop.environment, check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        wait_for(document.exists, "the locked document")
    return document


def _evince(office: Office, folder: Path, secret: str) -> subprocess.Popen[bytes]:
    document = _document(office, folder, secret)
    return office.desktop.start("evince", str(document), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _libreoffice(office: Office, folder: Path, secret: str) -> subprocess.Popen[bytes]:
    document = _document(office, folder, secret)
    return office.desktop.start(
        "soffice",
        "--norestore",
        "--nologo",
        str(document),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


TERMINAL = "stty -echo; printf 'Passphrase: '; read -r held; stty echo; printf '%s' \"$held\" >&9"


def _terminal(office: Office, folder: Path, secret: str) -> subprocess.Popen[bytes]:
    del secret
    got = folder / "terminal.got"
    command = f'exec 9>"{got}"; {TERMINAL}; exit'
    shell = f'xterm -T prompt-terminal -e sh -c "$1"; cat "{got}"; rm "{got}"'
    return office.desktop.start(
        "sh", "-c", shell, "sh", command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


_PROMPTS = str(HERE / "prompts.py")
PROGRAMS = (
    Asking("qt", "Xvfb", "prompt-qt", _started(sys.executable, _PROMPTS, "qt")),
    Asking("zenity", "zenity", "prompt-zenity", _started("zenity", "--password", "--title=prompt-zenity")),
    Asking("xterm", "xterm", "prompt-terminal", _terminal, hide=True),
    Asking("tk", "Xvfb", "prompt-tk", _started(str(SYSTEM_PYTHON), _PROMPTS, "tk")),
    Asking("gtk3", "Xvfb", "prompt-gtk3", _started(str(SYSTEM_PYTHON), _PROMPTS, "gtk3")),
    Asking("gtk4", "gtk4-demo", "prompt-gtk4", _started(str(SYSTEM_PYTHON), str(HERE / "gtk4_login.py"))),
    Asking(
        "yad", "yad", "prompt-yad",
        _started("yad", "--entry", "--hide-text", "--title=prompt-yad", "--width=420"),
    ),
    Asking("pinentry-gtk2", "pinentry-gtk-2", "prompt-pin", _pinentry("pinentry-gtk-2"), "D {}".format),
    Asking("pinentry-qt", "pinentry-qt", "prompt-pin", _pinentry("pinentry-qt"), "D {}".format),
    Asking("chromium", "chromium", "prompt-page", _page, lambda _: "", entered="entered"),
    Asking("evince", "evince", "assword", _evince, lambda _: "", entered="locked.pdf"),
    Asking("libreoffice", "lodraw", "assword", _libreoffice, lambda _: ""),
)  # fmt: skip
SAMPLE = ("qt", "xterm")


def installed(asking: Asking) -> bool:
    """Whether the program is on this machine."""
    return shutil.which(asking.needs) is not None
