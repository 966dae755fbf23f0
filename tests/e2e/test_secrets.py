"""A secret is typed in real programs while recording, and again by the agent: it is left nowhere.

Not in the library, its journal, pictures and report, nor in what the commands said, nor in temporary files:
in no encoding, packed or not, not spelt by keys, and not to be read on any picture.
"""

from __future__ import annotations

import base64
import os
import random
import shutil
import sqlite3
import string
import sys
import tempfile
import time
import zlib
from contextlib import closing, suppress
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from lam_desktop.errors import ExitCode
from lam_desktop.office.clerk import Clerk
from recorder.frames import pack
from recorder.recording import Recording
from recorder.regions import changed_places
from recorder.windows._xorg import XorgWindows
from tests.cli.calling import Outcome
from tests.e2e.asking_programs import PROGRAMS, SAMPLE, Asking, installed
from tests.e2e.harness import FOUND_S, Office, wait_for
from tests.e2e.secret_search import keys, leaks

if sys.platform != "linux":
    pytest.skip("needs virtual X desktops", allow_module_level=True)

pytestmark = pytest.mark.e2e

EASY = "".join(sorted(set(string.ascii_uppercase + string.digits) - set("IO0128BSZGQ5CUV")))
"""What a recogniser does not mistake."""
SHARED = (Path("/tmp"), Path("/dev/shm"), Path("/run/user"))
ENTER_LIMIT_S = 20.0


def new_secret() -> str:
    """Twelve characters that stand nowhere yet."""
    chosen = random.SystemRandom()
    return "".join(chosen.choice(EASY) for _ in range(12))


def the_field(office: Office) -> tuple[int, int]:
    """Where the program shows that a key was typed; what was typed is taken back."""
    with Clerk(office.display, 0.2) as clerk:
        end = time.monotonic() + ENTER_LIMIT_S
        while True:
            office.settled()
            before = office.desktop.screenshot()
            clerk.type("w")
            time.sleep(0.4)
            after = office.desktop.screenshot()
            clerk.press("backspace")
            if places := changed_places(pack(before), pack(after)):
                x, y, w, h = places[0]  # the topmost: a button may be enabled below
                return x + w + 6, y + h // 2
            assert time.monotonic() < end, "nothing is to be seen of a key"


def end(office: Office, asking: Asking, program: Popen[Any]) -> str:
    """What the program said, once it has ended or gone on."""
    told = ""
    if asking.entered:
        office.window("", asking.entered)
    elif not asking.prints("x"):
        with closing(XorgWindows(office.display)) as windows:
            wait_for(lambda: not any(asking.title in one.title for one in windows.all()), "it to go on")
    else:
        assert program.stdout is not None
        line = program.stdout.readline()
        while line and asking.prints("").encode() not in line:
            line = program.stdout.readline()
        told = line.decode().strip()
    office.desktop.stop(program)
    return told


def perform(office: Office, asking: Asking, secret: str, at: tuple[int, int] | None) -> Outcome:
    """Records how a person enters it."""

    def act(clerk: Clerk) -> None:
        if asking.hide:
            clerk.press("pause")
        elif at is not None:
            clerk.click(*at)
        clerk.type(secret)
        time.sleep(0.6)
        if asking.hide:
            clerk.press("pause")
        clerk.press("enter")
        time.sleep(0.8)

    # What is pressed goes to the program, too; a terminal takes this key for nothing.
    return office.record("enter", act, *(("--hide-key", "pause") if asking.hide else ()), limit_s=FOUND_S)


def begin(office: Office, asking: Asking, folder: Path, secret: str) -> Popen[Any]:
    program = asking.start(office, folder, secret)
    office.window("", asking.title)
    office.settled()
    return program


def prove(asking: Asking, home: Path, folder: Path) -> str:
    """Records, repeats, reports and searches; how the repetition ended."""
    if not installed(asking):
        pytest.skip(f"needs {asking.needs}")
    secret, begun = new_secret(), time.time()
    said, own = folder / "said", folder / "programs"
    temporary = Path(tempfile.mkdtemp(prefix="lam-s-"))  # short: programs put sockets there
    said.mkdir()
    own.mkdir()
    with Office(accessibility=True) as office:
        office.desktop.environment["TMPDIR"] = str(temporary)
        program = begin(office, asking, own, secret)
        at = None if asking.hide else the_field(office)
        saved = perform(office, asking, secret, at)
        assert end(office, asking, program) == asking.prints(secret), "the secret was really entered"

        recorded = Path(saved.report["path"])
        with Recording.open(recorded) as recording:
            assert [step.secret for step in recording.steps() if step.kind == "type"] == ["secret_1"]

        program = begin(office, asking, own, secret)
        ran = office.run("enter", "--set", f"secret_1={secret}", "--wait", "6")
        assert ran.report["run"], ran.message
        if ran.report["status"] == "done":
            assert end(office, asking, program) == asking.prints(secret)
        else:
            office.desktop.stop(program)
        report = office.call("report", ran.report["run"], "--out", str(said / "report.html"))
        shown = office.call("show", "enter", "--json")
        assert report.code == ExitCode.DONE, report.err
        for name, outcome in (("record", saved), ("run", ran), ("report", report), ("show", shown)):
            (said / name).write_text(outcome.out + outcome.err, encoding="utf-8")
        left = [path for path in newer(begun) if not {folder, temporary} & set(path.parents)]
        found = leaks(secret, [home, said, temporary], left)
    shutil.rmtree(own)
    shutil.rmtree(temporary)
    assert found == [], "\n".join(found[:20])
    return f"{asking.name}: {ran.report['status']}"


def newer(begun: float) -> list[Path]:
    """Files of ours in places that all programs share, as far as they came since."""
    found: list[Path] = []
    for place in SHARED:
        for folder, below, names in os.walk(place):
            below[:] = [name for name in below if not name.startswith("pytest-")]
            for path in (Path(folder) / name for name in names):
                with suppress(OSError):  # gone meanwhile
                    if "lam" in str(path) and path.lstat().st_mtime >= begun:
                        found.append(path)
    return found


SAMPLED = [one for one in PROGRAMS if one.name in SAMPLE]
REST = [one for one in PROGRAMS if one.name not in SAMPLE]


@pytest.mark.parametrize("asking", SAMPLED, ids=lambda one: one.name)
def test_a_secret_is_left_nowhere(asking: Asking, home: Path, tmp_path: Path) -> None:
    print("\nsecret searched,", prove(asking, home, tmp_path))


@pytest.mark.proof
@pytest.mark.parametrize("asking", REST, ids=lambda one: one.name)
def test_nor_in_other_programs(asking: Asking, home: Path, tmp_path: Path) -> None:
    print("\nsecret searched,", prove(asking, home, tmp_path))


def test_it_would_be_found(tmp_path: Path) -> None:
    secret = new_secret()
    picture = Image.new("RGB", (400, 60), "white")
    face = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 20)
    ImageDraw.Draw(picture).text((20, 15), f"held {secret[2:9]}", "black", face)
    picture.save(tmp_path / "seen.png")
    (tmp_path / "part.txt").write_text(f"…{secret[3:8]}…")
    (tmp_path / "wide.bin").write_bytes(secret.encode("utf-16-be"))
    (tmp_path / "hex.json").write_text(secret.encode().hex())
    (tmp_path / "packed.bin").write_bytes(b"head" + zlib.compress(b"-" * 99 + secret.encode()))
    for at in range(3):
        (tmp_path / f"base{at}").write_bytes(base64.b64encode(b"x" * at + secret.encode() + b"more"))
    db = sqlite3.connect(tmp_path / "rows.db")
    db.execute("CREATE TABLE t (b BLOB)")
    db.execute("INSERT INTO t VALUES (?)", (zlib.compress(b"." * 500 + secret.encode()),))
    db.commit()
    db.close()
    (tmp_path / "other.txt").write_text(new_secret()[:4] + secret[:4])
    found = {Path(one.split(":")[0].split(" ")[0]).name for one in leaks(secret, [tmp_path])}
    assert found == {path.name for path in tmp_path.iterdir()} - {"other.txt"}


def test_what_is_typed_openly_would_be_found(home: Path, tmp_path: Path) -> None:
    """The same search of a recording in which nothing was hidden."""
    secret = new_secret()
    with Office() as office:
        program = office.desktop.start("zenity", "--entry", "--title=prompt-open")
        office.window("", "prompt-open")
        office.settled()
        at = the_field(office)
        recorded = Path(perform(office, PROGRAMS[1], secret, at).report["path"])
        office.desktop.stop(program)
    assert list(keys(recorded, secret))
    found = "\n".join(leaks(secret, [home]))
    assert "to be read on it" in found and "task.yaml: " in found
