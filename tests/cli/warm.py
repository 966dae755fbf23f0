"""`lam` in a process of its own that starts warm: forked from one that has loaded torch already.

The suite starts `lam` hundreds of times, and loading is half of what that computes. What is tested is the
same code in a process that is new to all it does; only its imports are older. Proofs, benchmarks and tests
marked `cold` start it as its users do.
"""

from __future__ import annotations

import functools
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

READY_S = 120.0
LONGEST = 1 << 12
"""Bytes that it says at once."""


class WarmProcess:
    """A forked `lam`; what the tests need of `subprocess.Popen`."""

    def __init__(self, server: Server, pid: int, arguments: Sequence[str]) -> None:
        self._server = server
        self.pid = pid
        self.args = list(arguments)

    @property
    def returncode(self) -> int | None:
        """Its exit status; minus the signal's number where one ended it; None while it works."""
        return self._server.status(self.pid)

    def poll(self) -> int | None:
        """The same."""
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status, once there is one; raises subprocess.TimeoutExpired."""
        status = self._server.wait(self.pid, timeout)
        if status is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0.0)
        return status

    def send_signal(self, number: int) -> None:
        """Sends it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Ends it at once."""
        self.send_signal(signal.SIGKILL)


class Server:
    """The process that is forked, and what it says of its children."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._asking = threading.Lock()
        self._news = threading.Condition()
        self._started: list[int] = []
        self._ended: dict[int, int] = {}
        self._ready = self._gone = False
        with theirs:
            subprocess.Popen(
                [sys.executable, "-m", "tests.cli.warm_server", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
            )
        threading.Thread(target=self._listen, name="warm starts", daemon=True).start()
        self._until(lambda: self._ready, READY_S, "to load")

    def start(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        streams: tuple[int, int, int],
    ) -> WarmProcess:
        """Starts `lam ARGUMENTS` with these descriptors as its standard streams."""
        request = {
            "arguments": list(arguments), "environment": dict(environment), "cwd": str(Path.cwd()),
        }  # fmt: skip
        with self._asking:
            socket.send_fds(self._socket, [json.dumps(request).encode()], streams)
            self._until(lambda: bool(self._started), READY_S, "to start")
            return WarmProcess(self, self._started.pop(), arguments)

    def status(self, pid: int) -> int | None:
        """How a process ended; None while it works."""
        return self.wait(pid, 0.0)

    def wait(self, pid: int, timeout: float | None) -> int | None:
        """The same, once there is one or the time is over."""
        with self._news:
            self._news.wait_for(lambda: pid in self._ended or self._gone, timeout)
            if pid not in self._ended and self._gone:
                raise RuntimeError("the process that starts `lam` has gone")
            return self._ended.get(pid)

    def _until(self, there: Callable[[], bool], limit_s: float, what: str) -> None:
        with self._news:
            assert self._news.wait_for(lambda: there() or self._gone, limit_s), f"waited for `lam` {what}"
            assert not self._gone, "the process that starts `lam` has gone"

    def _listen(self) -> None:
        while said := self._socket.recv(LONGEST):
            news = json.loads(said)
            with self._news:
                if "started" in news:
                    self._ended.pop(news["started"], None)  # an earlier one had this number
                    self._started.append(news["started"])
                elif "ended" in news:
                    self._ended[news["ended"]] = news["status"]
                else:
                    self._ready = True
                self._news.notify_all()
        with self._news:
            self._gone = True
            self._news.notify_all()


@functools.cache
def _server() -> Server:
    return Server()


def start(
    arguments: Sequence[str], environment: Mapping[str, str], out: IO[bytes], err: IO[bytes]
) -> WarmProcess:
    """`lam ARGUMENTS` in a session of its own, with nothing to read."""
    with Path(os.devnull).open("rb") as nothing:
        return _server().start(arguments, environment, (nothing.fileno(), out.fileno(), err.fileno()))
