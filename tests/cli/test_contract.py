"""What holds for every command: help with an example, JSON, exit codes, light imports."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from lam_desktop import __version__
from lam_desktop.cli.main import COMMANDS, main
from lam_desktop.errors import ExitCode
from tests.cli.calling import assert_refused, call, without_display

ROOT = Path(__file__).parents[2]
HEAVY = (
    "torch",
    "transformers",
    "PySide6",
    "numpy",
    "cv2",
    "onnxruntime",
    "pynput",
    "pyautogui",
    "mss",
    "Xlib",
)


def python(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a script in a fresh interpreter without any display."""
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), *arguments],
        cwd=ROOT, env=without_display(), capture_output=True, text=True, timeout=120,
    )  # fmt: skip


def test_help_names_every_command_and_loads_nothing_heavy() -> None:
    script = """
        import sys
        from lam_desktop.cli.main import main
        code = main(["--help"])
        print("LOADED", *(name for name in sys.argv[1:] if name in sys.modules))
        sys.exit(code)
    """
    done = python(script, *HEAVY)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].split() == ["LOADED"]
    assert all(f"    {command} " in done.stdout for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example_and_stands_in_the_readme(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--help"]) == 0
    told = capsys.readouterr().out
    assert f"example: lam {command}" in " ".join(told.split())
    assert "--json" in told
    assert f"`lam {command}`" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_installed_script_tells_its_version() -> None:
    script = Path(sys.executable).with_name("lam")
    done = subprocess.run([script, "--version"], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, f"lam {__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("dance",),
        ("run",),
        ("record",),
        ("run", "orders", "--mode", "bold"),
        ("run", "orders", "--wait", "soon"),
        ("demo", "--seed", "one"),
        ("list", "--sorted"),
        ("teach",),
        ("eval", "nonsense"),
        ("eval", "drift", "--limit", "0"),
    ],
)
def test_bad_usage_is_told_in_one_sentence(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == ExitCode.USAGE
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("lam: ") and told.err.count("\n") == 1 and told.err.endswith(".\n")
    assert main([*arguments, "--json"]) == ExitCode.USAGE
    report = json.loads(capsys.readouterr().out)
    assert report["status"] == "error" and told.err == f"lam: {report['message']}\n"


def test_json_is_the_last_line_of_a_process(home: Path) -> None:
    assert_refused(call("show", "nothing", "--json"), ExitCode.USAGE, "nothing")
    assert not home.exists(), "a refused command leaves nothing behind"


def test_a_fault_of_ours_is_one_sentence_and_its_details_are_kept(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(options: object) -> int:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr("lam_desktop.cli.commands.list.run", broken)
    assert main(["list", "--json"]) == ExitCode.BUG
    report = json.loads(capsys.readouterr().out)
    assert report["status"] == "error" and report["rows"] == []
    assert "ZeroDivisionError: by zero" in (home / "faults.log").read_text(encoding="utf-8")


def test_an_empty_library(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["tasks"] == []
    assert main(["runs", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["runs"] == []
    assert not home.exists()


def test_stop_with_nothing_at_work(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":977")
    assert main(["stop", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"status": "done", "stopped": 0}


def test_the_readme_explains_every_exit_code() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(f"\n| {code.value} | " in readme for code in ExitCode)


IMPORT_ALL = """
    import importlib, pkgutil, sys, threading
    package = importlib.import_module(sys.argv[1])
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    print("LOADED", *(name for name in sys.argv[2:] if name in sys.modules))
    print("THREADS", *(thread.name for thread in threading.enumerate()))
"""


def test_the_recorder_imports_without_a_display_and_stays_light() -> None:
    done = python(IMPORT_ALL, "recorder", "torch", "transformers", "PySide6", "lam_desktop", "pynput", "mss")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["LOADED", "THREADS MainThread"]


def test_a_run_loads_no_more_than_it_computes_with() -> None:
    """What transformers loads to train and to store networks would double the seconds until a run begins."""
    load = """
        import sys
        from lam_desktop.minds import ShippedMinds
        ShippedMinds().load("lam")
        print("LOADED", *(name for name in sys.argv[1:] if name in sys.modules))
    """
    done = python(load, "transformers.modeling_utils", "torch._dynamo", "torch.distributed.tensor")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["LOADED"]


def test_everything_imports_without_a_display_and_starts_nothing() -> None:
    done = python(IMPORT_ALL, "lam_desktop", "pyautogui", "pynput")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["LOADED", "THREADS MainThread"]
