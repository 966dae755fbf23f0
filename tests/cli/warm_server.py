"""Starts `lam` by forking a process that has loaded already what each run loads.

Asked over the socket that file descriptor `argv[1]` is: a JSON object with `arguments`, `environment` and
`cwd`, and with it the three standard streams. Says `{"started": pid}`, and `{"ended": pid, "status": …}` once
that one has ended. Ends with the socket.

What is loaded holds no thread, no display and no file: nothing that a fork would tear. No network is computed
here, because the threads that compute do not come along.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
from typing import Any

LOADED = (
    "lam_desktop.cli.commands.record",
    "lam_desktop.cli.commands.run",
    "lam_desktop.execution.run",
    "lam_desktop.minds",
    "lam_desktop.perception.parser",
    "lam_desktop.policy.lam.policy",
)
LONGEST = 1 << 20
"""Bytes of one request: an environment and a command."""


def main() -> int:
    """Serves until the other end closes; in a forked process it is `lam` and gives its exit status."""
    os.environ.setdefault("GOMP_SPINCOUNT", "1000")  # as `lam` does, before torch reads it
    for name in LOADED:
        importlib.import_module(name)
    asking = socket.socket(fileno=int(sys.argv[1]))
    ended, tell = socket.socketpair()
    for end in (ended, tell):
        end.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(tell.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for pytest, which closes the socket
    waiting = selectors.DefaultSelector()
    waiting.register(asking, selectors.EVENT_READ)
    waiting.register(ended, selectors.EVENT_READ)
    asking.sendall(b'{"ready": true}')
    while True:
        for key, _ in waiting.select():
            if key.fileobj is ended:
                ended.recv(4096)
                _tell_ended(asking)
                continue
            said, streams, _, _ = socket.recv_fds(asking, LONGEST, 3)
            if not said:
                return 0
            request = json.loads(said)
            leads, led = os.pipe()
            process = os.fork()
            if process == 0:
                os.setsid()
                signal.set_wakeup_fd(-1)
                for one in (asking, ended, tell, waiting):
                    one.close()
                os.close(leads)
                os.close(led)
                return _become(request, streams)
            os.close(led)
            os.read(leads, 1)  # its end is closed once it leads a group, which can be ended as one
            os.close(leads)
            for stream in streams:
                os.close(stream)
            asking.sendall(json.dumps({"started": process}).encode())


def _tell_ended(asking: socket.socket) -> None:
    """Says of each process that has ended how it did."""
    while True:
        try:
            process, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if process == 0:
            return
        told = {"ended": process, "status": os.waitstatus_to_exitcode(status)}
        asking.sendall(json.dumps(told).encode())


def _become(request: dict[str, Any], streams: list[int]) -> int:
    """Is `lam` from here on, as if it had been started so."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["cwd"])
    from lam_desktop.cli.main import main as lam

    sys.argv = ["lam", *request["arguments"]]
    return lam()


if __name__ == "__main__":
    code = main()
    gc.freeze()  # as the `lam` script does
    sys.exit(code)
