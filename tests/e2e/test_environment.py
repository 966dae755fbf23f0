"""What the machine may lack, or lose while the agent works: exit 6; and a person who stops it: exit 4."""

from __future__ import annotations

import json
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from lam_desktop.errors import ExitCode
from lam_desktop.models_dir import find_models
from lam_desktop.office.clerk import Clerk
from tests.cli.calling import assert_refused, call, without_display
from tests.e2e.conftest import NOTE, start_editor
from tests.e2e.harness import Office, Running, journal, wait_for

pytestmark = pytest.mark.e2e

STOP_LIMIT_S = 5.0
NEEDS_A_DISPLAY = (("run", NOTE, "--mode", "auto"), ("record", "another"), ("panel",))


@pytest.mark.parametrize("arguments", NEEDS_A_DISPLAY)
def test_no_display(arguments: tuple[str, ...], noted: Path) -> None:
    outcome = call(*arguments, "--json", environment=without_display())
    assert_refused(outcome, ExitCode.ENVIRONMENT, "no display", "DISPLAY is not set")
    assert not (noted / "tasks" / "another").exists()


@pytest.mark.parametrize("arguments", NEEDS_A_DISPLAY)
def test_wayland(arguments: tuple[str, ...], noted: Path) -> None:
    outcome = call(*arguments, "--json", environment=without_display(WAYLAND_DISPLAY="wayland-0"))
    assert_refused(outcome, ExitCode.ENVIRONMENT, "Wayland", "Xorg")
    assert not (noted / "tasks" / "another").exists()


def test_a_wayland_session_beside_a_real_x_server_is_not_wayland(home: Path) -> None:
    with Office() as office:
        office.desktop.environment["WAYLAND_DISPLAY"] = "wayland-0"
        start_editor(office)
        x, y, _, _ = office.window("Mousepad").geometry
        assert office.record(NOTE, lambda clerk: clerk.click(x + 100, y + 200)).report["steps"] == 1


@pytest.mark.parametrize("arguments", NEEDS_A_DISPLAY)
def test_a_display_that_nobody_serves(arguments: tuple[str, ...], noted: Path) -> None:
    outcome = call(*arguments, "--json", environment=without_display(DISPLAY=":989"))
    assert_refused(outcome, ExitCode.ENVIRONMENT, ":989")


def test_doctor_names_what_is_missing_and_how_to_mend_it() -> None:
    outcome = call("doctor", "--json", environment=without_display(LAM_MODELS="/nowhere"))
    assert outcome.code == ExitCode.ENVIRONMENT
    problems = {one["name"]: one["detail"] for one in outcome.report["checks"] if one["state"] == "problem"}
    assert "DISPLAY is not set" in problems["display"] and "start this from" in problems["display"]
    assert "LAM_MODELS" in problems["policy"]


def test_doctor_finds_nothing_wrong_on_a_good_desktop() -> None:
    with Office() as office:
        outcome = office.call("doctor", "--json")
    assert outcome.code == 0, outcome.report
    assert {one["name"]: one["state"] for one in outcome.report["checks"]}["recording"] == "ok"


def test_a_screen_smaller_than_the_recordings(noted: Path) -> None:
    with Office(size=(1024, 700)) as office:
        refused = office.run(NOTE)
    assert_refused(refused, ExitCode.ENVIRONMENT, "1024x700", "1280x800")


def test_weights_that_are_missing(noted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAM_MODELS", str(tmp_path))
    with Office() as office:
        for command in (("run", NOTE, "--mode", "auto"), ("show", NOTE)):
            refused = office.call(*command, "--json")
            assert_refused(refused, ExitCode.ENVIRONMENT, "weights are missing", "LAM_MODELS")


@pytest.mark.parametrize("part", ["detector", "policy"])
def test_weights_that_were_cut_short(
    part: str, noted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = tmp_path / "models"
    shutil.copytree(find_models(), models)
    (weights,) = (models / part).glob("*.safetensors")
    content = weights.read_bytes()
    weights.write_bytes(content[: len(content) // 3])
    monkeypatch.setenv("LAM_MODELS", str(models))
    with Office() as office:
        assert_refused(office.run(NOTE), ExitCode.ENVIRONMENT, str(models / part), "damaged")


def by_sigint(office: Office, run: Running) -> None:
    run.signal(signal.SIGINT)


def by_sigterm(office: Office, run: Running) -> None:
    run.signal(signal.SIGTERM)


def by_command(office: Office, run: Running) -> None:
    assert office.call("stop", "--json").report["stopped"] == 1


def by_hot_key(office: Office, run: Running) -> None:
    with Clerk(office.display) as clerk:
        clerk.press("ctrl", "alt", "esc")


def by_corner(office: Office, run: Running) -> None:
    with Clerk(office.display) as clerk:
        clerk.move(640, 400)
        clerk.move(0, 0)


@pytest.mark.parametrize(
    "stop",
    [
        by_sigterm,
        by_command,
        by_corner,
        pytest.param(by_sigint, marks=pytest.mark.proof),
        pytest.param(by_hot_key, marks=pytest.mark.proof),
    ],
)
def test_a_person_stops_it(stop: Callable[[Office, Running], None], noted: Path) -> None:
    with Office() as office:
        run = waiting_run(office, noted)
        stop(office, run)
        stopped = run.finished(STOP_LIMIT_S)
    assert stopped.code == ExitCode.STOPPED, stopped
    assert stopped.err == ""
    report = stopped.report
    assert (report["status"], report["rows"][0]["status"]) == ("stopped", "stopped")
    assert report["message"].startswith("Stopped")
    last = journal(noted, stopped)[-1]
    assert (last["kind"], last["status"]) == ("run_finished", "stopped")


def test_a_second_run_on_the_same_display_is_refused(noted: Path) -> None:
    with Office() as office:
        run = waiting_run(office, noted)
        refused = office.run(NOTE)
        assert_refused(refused, ExitCode.ENVIRONMENT, "Another run", "lam stop")
        assert run.process.poll() is None, "the first one goes on"
        assert len(list((noted / "tasks" / NOTE / "runs").iterdir())) == 1


def test_the_display_vanishes_while_it_runs(noted: Path) -> None:
    with Office() as office:
        run = waiting_run(office, noted)
        office.desktop.close()
        ended = run.finished(STOP_LIMIT_S)
    assert_refused(ended, ExitCode.ENVIRONMENT, "display")
    last = journal(noted, ended)[-1]
    assert (last["kind"], last["status"]) == ("run_finished", "error")


def waiting_run(office: Office, home: Path) -> Running:
    """A run that waits for a program that nobody has started."""
    run = office.start("run", NOTE, "--mode", "auto", "--wait", "60", "--json")

    def looking() -> bool:
        journals = (home / "tasks" / NOTE / "runs").glob("*/journal.jsonl")
        lines = [json.loads(line) for path in journals for line in path.read_text().splitlines()]
        assert run.process.poll() is None, run.finished(1.0)
        return any(line["kind"] == "decided" for line in lines)

    wait_for(looking, "the run to look at the screen")
    return run
