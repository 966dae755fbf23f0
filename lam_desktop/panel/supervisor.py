"""Speaks for a run to the panel at the other end of a pipe: reports out, commands and answers in."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TextIO

import cv2

from lam_desktop.errors import LamBug, LamUserError
from lam_desktop.execution.runs import supervision
from lam_desktop.execution.runs.supervision import Answer
from lam_desktop.panel import wire
from lam_desktop.tasks.files import PLAIN, Files
from lam_desktop.types import Candidate, Decision, Frame, Observation

KEPT_PICTURES = 12
"""So many of the newest pictures stay on disk: the panel may still be drawing one of them."""
TICK_S = 0.05
"""How often a waiting run looks whether it was stopped; the emergency stop promises 200 ms."""


class WireSupervisor:
    """A `Supervisor` whose person sits at the panel.

    A thread reads commands, another writes reports and their pictures, so that the run never waits for the
    disk or the panel. Without a folder for `pictures` there are none; `files` reads those of the run.
    `on_stop` is called, in the reading thread, when the person stops the run or the panel goes away (end of
    the pipe). A context manager.
    """

    def __init__(
        self,
        commands: Iterable[str],
        reports: TextIO,
        pictures: Path | None,
        on_stop: Callable[[], None] = lambda: None,
        files: Files = PLAIN,
    ) -> None:
        self._commands = commands
        self._on_stop = on_stop
        self._writer = _ReportWriter(reports, pictures, files)
        self._changed = threading.Condition()
        self._ready: Callable[[], wire.Ready] | None = None
        self._begun = False
        self._stopped = False
        self._paused = False
        self._pause_reason = ""
        self._steps = 0
        self._answer: Answer | None = None
        self._reader = threading.Thread(target=self._read, name="panel commands", daemon=True)

    def __enter__(self) -> WireSupervisor:
        self._writer.start()
        self._reader.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.finish()

    @property
    def stopped(self) -> bool:
        """Whether the person wants the run to end, or the panel has gone."""
        return self._stopped

    def tell(self, report: wire.Report) -> None:
        """Sends a report of the runner's own."""
        self._writer.put(report)

    def get_ready(self, ready: Callable[[], wire.Ready]) -> None:
        """The first row will begin only after `ready()` was sent and the panel has stepped aside."""
        self._ready = ready

    def step_aside(self) -> None:
        """Returns when the panel is out of the way; at once where it was asked before, or is not to be."""
        ready, self._ready = self._ready, None
        if ready is None:
            return
        self._writer.put(ready())
        with self._changed:
            self._changed.wait_for(lambda: self._begun or self._stopped)

    def report(self, event: supervision.RunEvent) -> None:
        """Takes note; returns at once, save for the first row, which waits for the panel to step aside."""
        match event:
            case supervision.RowStarted(row):
                self.step_aside()
                self._writer.put(wire.RowStarted(row))
            case supervision.WentOn(row, step, reason):
                self._writer.put(wire.WentOn(row, step, reason))
            case supervision.Observed(row, step, caption):
                self._writer.put(wire.Observed(row, step, caption))
            case supervision.Decided(row=row, step=step, caption=caption):
                look = look_of(event.observation, event.decision)
                self._writer.put(wire.Decided(row, step, caption, look), event.observation.frame)
            case supervision.Acting(row, step, description):
                self._writer.put(wire.Acting(row, step, description))
            case supervision.Slower(row, step, told):
                self._writer.put(wire.Slower(row, step, told))
            case supervision.PutRight(row, step, told):
                self._writer.put(wire.PutRight(row, step, told))
            case supervision.Verified(row, step, ok, reason):
                self._writer.put(wire.Verified(row, step, ok, reason))
            case supervision.RowFinished(row, status, steps_done, asked, seconds, evidence):
                self._writer.put(wire.RowFinished(row, status, steps_done, asked, seconds, evidence))

    def pace(self, stopped: Callable[[], bool]) -> None:
        """Returns when the next action may happen: at once, unless the person paused or goes step by step."""
        with self._changed:
            if not self._halted():
                self._spend_step()
                return
            self._writer.put(wire.Paused(self._pause_reason))
            while self._halted() and not stopped():
                self._changed.wait(TICK_S)
            self._spend_step()
            if not self._stopped:
                self._writer.put(wire.Resumed())

    def ask(self, question: supervision.Question, stopped: Callable[[], bool]) -> Answer | None:
        """The person's answer; `stop` where they ended the run instead, None where it ended otherwise."""
        # The question's own picture has the decision drawn in; the panel draws it itself, and otherwise.
        if question.decision is not None:
            look = look_of(question.observation, question.decision)
        else:
            seen = question.observation
            look = wire.Look("", window=seen.window, origin=seen.origin)
        asked = wire.Asked(
            question.row, question.step, question.caption, question.reason, look,
            question.approving, question.doubted, question.settling,
        )  # fmt: skip
        with self._changed:
            self._answer = None
            self._writer.put(asked, question.observation.frame)
            while self._answer is None and not self._stopped:
                if stopped():
                    return None
                self._changed.wait(TICK_S)
            answer = self._answer or Answer("stop")
            self._writer.put(wire.Answered())
            return answer

    @property
    def commanded(self) -> bool:
        """The panel has a button for it."""
        return True

    def pause(self, reason: str) -> None:
        """Stands still at the next `pace` until the person resumes."""
        with self._changed:
            self._paused, self._pause_reason, self._steps = True, reason, 0

    def _halted(self) -> bool:
        return self._paused and self._steps == 0 and not self._stopped

    def _spend_step(self) -> None:
        if self._paused and self._steps:
            self._steps -= 1
            self._pause_reason = "Stopped after one step, as you wished."

    def _read(self) -> None:
        """Until the pipe ends, or says something that only a broken panel says: then the run must stop."""
        with contextlib.suppress(OSError, ValueError, LamBug):
            for line in self._commands:
                self._obey(wire.decode_command(line))
        self._obey(wire.Command("stop"))

    def _obey(self, command: wire.Command) -> None:
        with self._changed:
            match command.name:
                case "start":
                    self._begun = True
                case "pause":
                    self._paused, self._pause_reason, self._steps = True, "Paused by you.", 0
                case "step":
                    self._paused, self._steps = True, 1
                case "resume":
                    self._paused, self._steps = False, 0
                case "answer":
                    self._answer = command.answer
                case "stop":
                    self._stopped = True
            self._changed.notify_all()
        if command.name == "stop":
            self._on_stop()


def look_of(observation: Observation, decision: Decision) -> wire.Look:
    """A decision as the panel draws it; boxes stay in frame pixels, which are the picture's."""
    chosen = decision.target
    others = [one for one in decision.candidates if chosen is None or one.box != chosen.box]
    return wire.Look(
        picture="",
        target=None if chosen is None else _spot(chosen),
        others=tuple(map(_spot, others)),
        point=decision.point,
        confidence=decision.confidence,
        threshold=decision.threshold,
        reason=decision.reason,
        accepted=decision.accepted,
        window=observation.window,
        origin=observation.origin,
    )


def _spot(candidate: Candidate) -> wire.Spot:
    return wire.Spot(candidate.box, candidate.kind, candidate.text, candidate.probability)


class _ReportWriter:
    """Writes reports in order, each picture before the report that names it."""

    def __init__(self, stream: TextIO, folder: Path | None, files: Files) -> None:
        self._files = files
        self._stream = stream
        self._folder = folder
        self._queue: queue.SimpleQueue[tuple[wire.Report, Frame | None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="panel reports", daemon=True)
        self._pictures: deque[Path] = deque()
        self._count = 0

    def start(self) -> None:
        self._thread.start()

    def put(self, report: wire.Report, frame: Frame | None = None) -> None:
        self._queue.put((report, frame))

    def finish(self) -> None:
        """Returns when everything is written, or the panel is gone."""
        self._queue.put(None)
        self._thread.join()

    def _work(self) -> None:
        # A panel that has gone cannot be told: the reader sees the same end and stops the run.
        try:
            while (item := self._queue.get()) is not None:
                report, frame = item
                if frame is not None and isinstance(report, wire.Decided | wire.Asked):
                    report = replace(report, look=replace(report.look, picture=self._save(frame)))
                if isinstance(report, wire.Asked) and report.doubted is not None:
                    place = self._shown(report.doubted.picture)
                    report = replace(report, doubted=replace(report.doubted, picture=place))
                self._stream.write(wire.encode_report(report) + "\n")
                self._stream.flush()
        except (OSError, ValueError):  # it was to remove the pictures, too
            while self._pictures:
                self._pictures.popleft().unlink(missing_ok=True)

    def _save(self, frame: Frame) -> str:
        """Path of the frame as PNG; empty where it cannot be written, which costs a picture, not the run."""
        # Fast rather than small: the file lives for seconds, and the run shares two cores with us.
        try:
            done, data = cv2.imencode(".png", frame[..., ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 1])
        except cv2.error:
            return ""
        return self._lay(data.tobytes()) if done else ""

    def _shown(self, picture: str) -> str:
        """A picture of the run, or a copy of a sealed one for the panel; empty where there is none."""
        if not picture or not self._files.encrypted:
            return picture
        try:
            return self._lay(self._files.read(Path(picture)))
        except (OSError, LamUserError):
            return ""

    def _lay(self, png: bytes) -> str:
        """Path of a file with it; empty where it cannot be written."""
        if self._folder is None:
            return ""
        self._count += 1
        path = self._folder / f"screen-{self._count:06}.png"
        try:
            path.write_bytes(png)
        except OSError:
            path.unlink(missing_ok=True)
            return ""
        self._pictures.append(path)
        if len(self._pictures) > KEPT_PICTURES:
            self._pictures.popleft().unlink(missing_ok=True)
        return str(path)
