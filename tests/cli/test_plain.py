"""What a task or a screen says does nothing to the terminal."""

from __future__ import annotations

import ast
import json
import os
import pty
import select
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lam_desktop import cli
from lam_desktop.cli.main import main
from lam_desktop.cli.plain import plain_streams, shown
from lam_desktop.tasks.storage.forgetting import FAULTS
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.texts.unseen_signs import TURNING
from tests.cli.tasks import made


@given(st.text(st.characters() | st.sampled_from(f"\x1b\r{TURNING}")))
def test_nothing_but_what_moves_the_terminal_changes(text: str) -> None:
    now = shown(text)
    assert not any(sign in now for sign in f"\x1b\x9b\x07\x08\r\x7f{TURNING}")
    assert now == text or not text.isprintable()
    assert shown(now) == now


@given(st.text())
def test_what_a_program_reads_says_the_same(text: str) -> None:
    assert json.loads(shown(json.dumps([text], ensure_ascii=False))) == [text]


def test_a_bar_of_progress_is_drawn_over_itself_on_stderr_alone(capsys: pytest.CaptureFixture[str]) -> None:
    with plain_streams():
        print("50 %\r100 %\x1b[2J", file=sys.stderr)
        print("50 %\r100 %")
        assert sys.stdout.encoding
    said = capsys.readouterr()
    assert said.err == "50 %\r100 %\\u001b[2J\n" and said.out == "50 %\\u000d100 %\n"
    print("\x1b[0m", end="")
    assert capsys.readouterr().out == "\x1b[0m"


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_what_is_closed_is_written_into_by_nobody(closed: str, home: Path) -> None:
    made(home)
    lam = f"{shlex.quote(sys.executable)} -m lam_desktop.cli.main"
    for command, code in (("list", 0), ("show nothing", 2)):
        done = subprocess.run(f"{lam} {command} {closed}", shell=True, capture_output=True, text=True)
        assert done.returncode == code and "Error" not in done.stderr
        assert bool(done.stdout) == (closed == "2>&-" and code == 0)
        assert bool(done.stderr) == (closed == ">&-" and code == 2)
    assert not (home / FAULTS).exists()


ASKING = """
from lam_desktop.cli.plain import plain_streams
from lam_desktop.cli.prompts import answer_to, unseen_answer_to
with plain_streams():
    said = answer_to("Enter: \x1b]0;mine\x07 \u202e > "), unseen_answer_to("Unseen: \x1b]0;mine\x07 > ")
    print("said", said)
"""


def test_a_question_at_a_terminal_is_no_command_to_it() -> None:
    """Python asks with the C library there, and not with `sys.stdout`."""
    process, terminal = pty.fork()
    if process == 0:
        os.execv(sys.executable, [sys.executable, "-c", ASKING])
    said = b""
    try:
        for wanted, answer in ((b"Enter: ", b"one\n"), (b"Unseen: ", b"two\n"), (b"said", b"")):
            while wanted not in said or not said.rstrip().endswith((b">", b")")):
                assert select.select([terminal], [], [], 20)[0], said
                said += os.read(terminal, 4096)
            os.write(terminal, answer)
    finally:
        os.close(terminal)
        os.waitpid(process, 0)
    assert b"\x1b]" not in said and b"\x07" not in said and "\u202e".encode() not in said
    assert b"Enter: \\u001b]0;mine\\u0007 \\u202e > " in said and b"Unseen: \\u001b]0;mine\\u0007 > " in said
    assert b"said ('one', 'two')" in said and b"two" not in said.partition(b"said")[0]


def test_nothing_asks_at_the_terminal_in_another_way() -> None:
    for path in Path(cli.__file__).parent.rglob("*.py"):
        calls = [
            node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)
        ]
        asking = {getattr(one, "id", getattr(one, "attr", "")) for one in calls} & {"input", "getpass"}
        assert not asking or path.name == "prompts.py", path


def test_what_a_task_says_is_no_command(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    task = made(home)
    path = task.folder / task_file.FILE_NAME
    path.write_text(path.read_text().replace("demos/first.lamrec", r'"demos/\e]0;mine\a\e[8m.lamrec"', 1))
    assert main(["show", task.name]) == 2
    said = capsys.readouterr().err
    assert "\x1b" not in said and "\\u001b]0;mine\\u0007\\u001b[8m.lamrec" in said
