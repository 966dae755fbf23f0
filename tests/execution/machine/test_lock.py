"""One run a display, and the list of what is at work: between real processes, also killed ones."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from lam_desktop.errors import EnvironmentFault, ExitCode
from lam_desktop.execution.machine.lock import display_lock, shared_path
from lam_desktop.execution.machine.running import ENTRY, at_work, register, stop_all
from lam_desktop.office.virtual import VirtualDesktop
from tests.execution.stage import LIMIT_S

HOLDER = """
    from lam_desktop.execution.machine.lock import display_lock
    with display_lock():
        print("holding", flush=True)
        input()
"""
WORKER = """
    import signal, sys
    from lam_desktop.execution.machine.running import register
    with register(sys.argv[1]) as registration:
        def stop(number, frame):
            print("stopped", "by command" if registration.stop_requested() else "otherwise", flush=True)
            sys.exit(4)
        signal.signal(signal.SIGTERM, stop)
        print("at work", flush=True)
        while True:
            signal.pause()
"""


@pytest.fixture(autouse=True)
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for shared files, and a display, of this test's own."""
    monkeypatch.setenv("LAM_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":977")
    return tmp_path


@pytest.fixture
def start(runtime: Path) -> Iterator:
    started: list[subprocess.Popen] = []

    def start(program: str, *arguments: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(program), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline().strip() in (b"holding", b"at work")
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_a_second_run_is_refused_while_the_first_is_at_work(start) -> None:
    holder = start(HOLDER)
    with (
        pytest.raises(EnvironmentFault, match=f"Another run .* this display .process {holder.pid}") as caught,
        display_lock(),
    ):
        pass
    assert caught.value.exit_code == ExitCode.ENVIRONMENT
    holder.communicate(b"\n", timeout=LIMIT_S)
    with display_lock():
        pass


def test_a_recording_and_a_run_do_not_go_together(start) -> None:
    start(HOLDER.replace("display_lock()", "display_lock('recording')"))
    with pytest.raises(EnvironmentFault, match="A recording is at work on this display"), display_lock():
        pass


def test_another_user_of_the_same_display_is_refused(start, monkeypatch: pytest.MonkeyPatch) -> None:
    with VirtualDesktop((320, 240), window_manager=False) as desktop, TemporaryDirectory() as elsewhere:
        monkeypatch.setenv("DISPLAY", desktop.display)
        holder = start(HOLDER)
        monkeypatch.setenv("LAM_RUNTIME_DIR", elsewhere)  # where the files of another user lie
        told = f"Somebody else's run .*a run, process {holder.pid} of user"
        with pytest.raises(EnvironmentFault, match=told), display_lock():
            pass
        holder.send_signal(signal.SIGKILL)
        holder.wait(LIMIT_S)
        with display_lock():
            pass


def test_a_killed_holder_leaves_no_lock(start) -> None:
    holder = start(HOLDER)
    holder.send_signal(signal.SIGKILL)
    holder.wait(LIMIT_S)
    with display_lock():
        pass


def test_another_display_is_free(start, monkeypatch: pytest.MonkeyPatch) -> None:
    start(HOLDER)
    monkeypatch.setenv("DISPLAY", ":978")
    with display_lock():
        pass


def test_screens_of_one_display_share_the_lock(start, monkeypatch: pytest.MonkeyPatch) -> None:
    start(HOLDER)
    monkeypatch.setenv("DISPLAY", ":977.0")
    with pytest.raises(EnvironmentFault), display_lock():
        pass


def test_a_run_that_cron_or_ssh_started_finds_the_lock(
    start, runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LAM_RUNTIME_DIR")  # the folder is the real one; no server has this number
    monkeypatch.setenv("DISPLAY", f":{os.getpid() + 100_000}")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    start(HOLDER)
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    with pytest.raises(EnvironmentFault, match="Another run"), display_lock():
        pass
    shared_path("lam-run.lock").unlink()


def test_a_folder_for_it_that_others_can_write_is_refused(runtime: Path) -> None:
    runtime.chmod(0o777)
    with pytest.raises(EnvironmentFault, match="not yours alone"), display_lock():
        pass


def test_the_same_process_cannot_hold_it_twice() -> None:
    with display_lock(), pytest.raises(EnvironmentFault), display_lock():
        pass


def test_a_link_in_its_place_is_refused(runtime: Path) -> None:
    victim = runtime / "victim"
    victim.write_text("precious")
    shared_path("lam-run.lock").symlink_to(victim)
    with pytest.raises(EnvironmentFault, match="remove it"), display_lock():
        pass
    assert victim.read_text() == "precious"


def test_stop_reaches_all_that_is_at_work(start) -> None:
    run, record = start(WORKER, "run"), start(WORKER, "record")
    assert set(at_work()) == {(run.pid, "run"), (record.pid, "record")}
    assert stop_all() == 2
    for process in (run, record):
        assert process.communicate(timeout=LIMIT_S)[0] == b"stopped by command\n"
        assert process.returncode == 4
    assert at_work() == ()
    assert stop_all() == 0


def test_a_signal_from_elsewhere_is_no_command(start) -> None:
    run = start(WORKER, "run")
    run.send_signal(signal.SIGTERM)
    assert run.communicate(timeout=LIMIT_S)[0] == b"stopped otherwise\n"


def test_a_killed_process_is_no_longer_listed_and_its_number_never_signalled(start, runtime: Path) -> None:
    dead = start(WORKER, "run")
    dead.kill()
    dead.wait(LIMIT_S)
    innocent = start(WORKER, "record")  # as if it had been given the dead one's number
    entry = shared_path(f"{ENTRY}-{dead.pid}")
    entry.write_text(f'{{"pid": {innocent.pid}, "kind": "run"}}')
    shared_path(f"{ENTRY}-{innocent.pid}").unlink()
    assert stop_all() == 0
    assert innocent.poll() is None
    assert not entry.exists()


def test_this_process_is_listed_as_long_as_it_works() -> None:
    with register("run") as registration:
        assert [kind for _, kind in at_work()] == ["run"]
        assert not registration.stop_requested()
    assert at_work() == ()
