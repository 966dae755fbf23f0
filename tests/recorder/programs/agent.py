"""Acts on a display as the agent does: each event is announced in the ledger, then sent through XTEST.

`python -m tests.recorder.programs.agent COUNT LOCK`; prints «ready», then acts once a line comes on stdin.
While it presses Q it holds the lock: the server has one test keyboard, where no key can be pressed twice.
"""

from __future__ import annotations

import fcntl
import json
import os
import sys
import time
from pathlib import Path

Q, W, E, R = 24, 25, 26, 27
PLACES = ((400, 500), (420, 520), (440, 500))


def main(count: int, lock_path: Path) -> None:
    from Xlib import X
    from Xlib.display import Display
    from Xlib.ext import xtest

    from recorder.ledger import InjectionLedger

    display = Display(os.environ["DISPLAY"])
    ledger = InjectionLedger()
    sent: list[object] = []
    print("ready", flush=True)
    sys.stdin.readline()

    def send(kind: int, code: int, name: str, detail: object, x: int = 0, y: int = 0) -> None:
        ledger.will_send(name, detail)  # type: ignore[arg-type]
        xtest.fake_input(display, kind, code, x=x, y=y)
        display.sync()
        sent.append([name, detail])

    for number in range(count):
        code = (Q, W, E, R)[number % 4]
        with lock_path.open() as lock:
            if code == Q:
                fcntl.flock(lock, fcntl.LOCK_EX)
            send(X.KeyPress, code, "key_press", code)
            send(X.KeyRelease, code, "key_release", code)
        if number % 5 == 0:
            x, y = PLACES[number % len(PLACES)]
            send(X.MotionNotify, 0, "move", (x, y), x, y)
            send(X.ButtonPress, 1, "press", "left")
            send(X.ButtonRelease, 1, "release", "left")
        time.sleep(0.01)
    print(json.dumps(sent), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
