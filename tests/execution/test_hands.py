"""What the person pressed while they did a step, also just after they let the agent go on."""

from __future__ import annotations

import time
from typing import cast

import pytest

from lam_desktop.execution import hands
from lam_desktop.execution.hands import Hands
from lam_desktop.execution.record import RunRecord
from lam_desktop.execution.stopping import Touch
from lam_desktop.execution.supervision import Supervisor


class Quiet:
    """Takes what is told, and lets go on at once."""

    def write(self, kind: str, **facts: object) -> None: ...

    def pause(self, reason: str) -> None: ...

    def pace(self, stopped: object) -> None: ...


def test_what_is_pressed_until_the_hands_rest_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hands, "QUIET_S", 0.3)
    late: list[Touch] = []
    watched: list[int] = []

    def touched_since(since: int) -> bool:
        if not late:
            late.append(Touch(time.monotonic_ns(), (3, 4)))
        return any(one.t_ns >= since for one in late)

    quiet = Quiet()
    at_work = Hands(
        touched_since, lambda since: [one for one in late if one.t_ns >= since],
        cast(Supervisor, quiet), cast(RunRecord, quiet), lambda: False, lambda: None,
    )  # fmt: skip
    pressed = at_work.let_do(1, 1, lambda: watched.append(1))
    assert [one.point for one in pressed] == [(3, 4)]
    assert watched, "the windows are watched as long as what is pressed counts"
