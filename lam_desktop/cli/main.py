"""`lam`: parses, calls one library function, prints; exit codes come from here alone."""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib
import json
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from lam_desktop import __version__
from lam_desktop.cli.plain import plain_streams
from lam_desktop.errors import ExitCode, LamBug, LamError, LamUserError, UsageError

COMMANDS: tuple[str, ...] = (
    "doctor", "demo", "record", "list", "show", "teach", "run", "approve", "secret", "rows", "runs", "report",
    "share", "take", "forget", "edit", "encrypt", "eval", "corpus", "panel", "stop",
)  # fmt: skip


class Parser(argparse.ArgumentParser):
    """Bad usage is an error like any other, so that `--json` can tell it."""

    def error(self, message: str) -> NoReturn:
        """Raises UsageError."""
        raise UsageError(f"{message[:1].upper()}{message[1:].rstrip('.')}; see `{self.prog} --help`.")


def build_parser() -> argparse.ArgumentParser:
    """All commands with their options; imports nothing heavy."""
    parser = Parser(
        prog="lam",
        description="Record a desktop task once; the agent repeats it, here on this machine.",
        epilog="example: lam record orders --rows orders.csv:1, then lam run orders --rows orders.csv:2-40",
    )
    parser.add_argument("--version", action="version", version=f"lam {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=Parser)
    for name in COMMANDS:
        module = importlib.import_module(f"lam_desktop.cli.commands.{name}")
        summary, example = module.SUMMARY, module.EXAMPLE
        command = commands.add_parser(name, help=summary, description=summary, epilog=f"example: {example}")
        command.add_argument("--json", action="store_true", help="end with one JSON object on stdout")
        module.add_arguments(command)
        command.set_defaults(call=module.run)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code and never raises."""
    with plain_streams():
        return _done(arguments)


def _done(arguments: Sequence[str] | None) -> int:
    given = list(sys.argv[1:] if arguments is None else arguments)
    as_json = "--json" in given
    # Threads of the networks turn this often before they sleep: other programs need the cores.
    os.environ.setdefault("GOMP_SPINCOUNT", "1000")
    try:
        options = build_parser().parse_args(given)
        call: Callable[[argparse.Namespace], int] = options.call
        with contextlib.ExitStack() as options.at_end:
            return int(call(options))
    except SystemExit as end:  # --help and --version
        return int(end.code or 0)
    except BrokenPipeError:  # the reader of our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.DONE
    except KeyboardInterrupt:
        return _told(ExitCode.STOPPED, "stopped", "Stopped by a signal.", as_json)
    except LamUserError as error:
        return _told(error.exit_code, "error", str(error), as_json)
    except LamError as error:
        status = "stopped" if error.exit_code is ExitCode.STOPPED else "error"
        return _told(error.exit_code, status, str(error), as_json)
    except Exception as error:
        return _told(ExitCode.BUG, "error", _bug(error), as_json)


def _told(code: ExitCode, status: str, message: str, as_json: bool) -> int:
    if as_json:
        report: dict[str, Any] = {"status": status, "message": message, "rows": [], "run": ""}
        print(json.dumps(report, ensure_ascii=False), flush=True)
    else:
        print(f"lam: {message}", file=sys.stderr)
    return code


def _bug(error: Exception) -> str:
    """One sentence; the traceback goes into a file that can be sent along."""
    from lam_desktop.tasks.storage.forgetting import FAULTS
    from lam_desktop.tasks.storage.library import default_home
    from lam_desktop.tasks.storage.vault import Vault

    path = default_home() / FAULTS
    kind = "" if isinstance(error, LamBug) else f"{type(error).__name__}: "
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as log:
            if Vault(path.parent).exists:  # what an error says may be anybody's data
                log.writelines([f"{type(error).__name__}\n", *traceback.format_tb(error.__traceback__)])
            else:
                traceback.print_exception(error, file=log)
        where = f"the details are in {path}"
    except OSError:
        where = "the details could not be written down"
    return f"A fault of ours ({kind}{str(error).rstrip('.')}); {where}."


def entry() -> NoReturn:
    """The `lam` script."""
    code = main()
    # Python searches the whole heap for garbage as it ends: seconds with torch loaded, for nothing.
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    entry()
