"""The run at work: a runner child, its reports into the store, the person's commands to it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from lam_desktop.errors import EnvironmentFault, LamBug
from lam_desktop.execution.machine.passing_pictures import PassingPictures, remove_abandoned
from lam_desktop.execution.runs.supervision import Answer
from lam_desktop.panel import wire
from lam_desktop.panel.result_child import was_stopped
from lam_desktop.panel.state import before_events, events
from lam_desktop.panel.state.run import RunState
from lam_desktop.panel.state.store import Store
from lam_desktop.panel.workers import LineProcess, Programs, last_sentence, rows_argument
from lam_desktop.tasks.storage.library import Library

STOP_LIMIT_S = 8.0


class RunningChild(QObject):
    """At most one run at a time."""

    over = Signal()
    """A run has ended, whichever way."""

    def __init__(
        self,
        parent: QObject,
        library: Library,
        store: Store,
        programs: Programs,
        environment: Mapping[str, str],
        settle_ms: int,
    ) -> None:
        super().__init__(parent)
        self._settle_ms = settle_ms
        self._library = library
        self._store = store
        self._programs = programs
        self._environment = environment
        self._child: LineProcess | None = None
        self._pictures: PassingPictures | None = None
        remove_abandoned()

    def start(self, secrets: Mapping[str, str]) -> None:
        """Starts the runner for what the state says was chosen; `secrets` go to it alone, and not visibly."""
        run = self._store.state.run
        options = ["--mode", run.mode]
        if run.again is not None and run.again.anew:
            options += ["--anew", run.again.run]
        elif run.again is not None:
            options += ["--only-failed", run.again.run] if run.again.run else ["--resume"]
            if run.again.repeated:
                options += ["--repeat", _listed(run.again.repeated)]
        elif run.rows_path:
            options += ["--rows", rows_argument(run.rows_path, run.first, run.last)]
            options += ["--again"] if run.enter_again else []
        else:
            options += _said(run)
        if run.left_out:
            options += ["--leave-out", _listed(run.left_out)]
        if run.keep_going:
            options += ["--keep-going"]
        if secrets:
            options += ["--secrets"]
        self._store.dispatch(events.RunRequested())
        child = self._begin(options)
        if secrets and child is not None:
            child.write_line(wire.encode_secrets(secrets))

    def check(self) -> None:
        """Starts the runner to look for the steps of the first chosen row; it acts on nothing."""
        run = self._store.state.run
        options = ["--check"]
        if run.rows_path and run.to_do:
            options += ["--rows", rows_argument(run.rows_path, run.to_do[0], run.to_do[0])]
        else:
            options += _said(run)
        self._store.dispatch(before_events.ScreenCheckRequested())
        self._begin(options)

    def pause(self) -> None:
        """Stand still before the next action."""
        self._store.dispatch(events.RunPausing())
        self._send(wire.Command("pause"))

    def step(self) -> None:
        """Do one step, then stand still."""
        self._go_on(wire.Command("step"))

    def resume(self) -> None:
        """Go on."""
        self._go_on(wire.Command("resume"))

    def stop(self) -> None:
        """End the run; a runner that does not listen is ended by force."""
        if self._child is not None:
            self._store.dispatch(events.RunStopping())
            self._send(wire.Command("stop"))
            self._when_not_over(
                self._child, round(STOP_LIMIT_S * 1000), lambda child: child.stop(STOP_LIMIT_S)
            )

    def answer(self, answer: Answer) -> None:
        """Passes the answer on, once the question's window has gone and what it covered is drawn again."""
        if self._child is None or self._store.state.run.phase != "asking":
            return
        self._store.dispatch(events.AnswerGiven(answer))
        self._send_settled(wire.Command("answer", answer))

    def close(self) -> None:
        """Ends the run and waits; what it showed is removed."""
        if self._child is not None:
            self._send(wire.Command("stop"))
            self._child.stop(STOP_LIMIT_S)
            self._child.wait_end(STOP_LIMIT_S)
        self._remove_pictures()

    def _begin(self, options: list[str]) -> LineProcess | None:
        """The runner at work; None where it could not begin, which the state then says."""
        self._remove_pictures()
        try:
            self._pictures = self._new_pictures()
        except EnvironmentFault as fault:
            self._store.dispatch(events.RunVanished(str(fault)))
            self.over.emit()
            return None
        command = [*self._programs.runner, "--home", str(self._library.home)]
        if self._pictures is not None:
            command += ["--pictures", str(self._pictures.path)]
        child = LineProcess(self, self._environment)
        self._child = child
        child.line.connect(self._on_line)
        child.ended.connect(self._on_ended)
        child.start([*command, *options, "--", self._store.state.run.task])
        return child

    def _go_on(self, command: wire.Command) -> None:
        if self._store.state.run.phase == "paused":
            self._store.dispatch(wire.Resumed())  # the dock becomes small and steps aside first
            self._send_settled(command)
        else:
            self._send(command)

    def _on_line(self, line: str) -> None:
        try:
            report = wire.decode_report(line)
        except LamBug as error:
            self._store.dispatch(events.RunVanished(str(error)))
            if self._child is not None:
                self._child.stop(STOP_LIMIT_S)
            return
        self._store.dispatch(report)
        if isinstance(report, wire.Ready):
            self._send_settled(wire.Command("start"))

    def _on_ended(self, code: int, stderr: str) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.deleteLater()
        run = self._store.state.run
        if run.phase == "stopping" and was_stopped(code, given_up=True):
            self._store.dispatch(wire.Finished("stopped", "Stopped by you.", code))
        elif run.live:
            message = last_sentence(stderr, "The run ended without a word; look at what its last row did.")
            self._store.dispatch(events.RunVanished(message))
        self.over.emit()

    def _send(self, command: wire.Command) -> None:
        if self._child is not None:
            self._child.write_line(wire.encode_command(command))

    def _send_settled(self, command: wire.Command) -> None:
        if self._child is not None:
            self._when_not_over(self._child, self._settle_ms, lambda _child: self._send(command))

    def _when_not_over(self, child: LineProcess, after_ms: int, act: Callable[[LineProcess], None]) -> None:
        """Later, if that child is still the one at work."""
        timer = QTimer(child)
        timer.setSingleShot(True)
        timer.timeout.connect(lambda: act(child) if self._child is child else None)
        timer.start(after_ms)

    def _new_pictures(self) -> PassingPictures | None:
        """What the agent sees may be anybody's data. None: an encrypted library, and no place in memory."""
        if not self._library.files.encrypted:
            return PassingPictures()
        with contextlib.suppress(EnvironmentFault):
            return PassingPictures(in_memory=True)
        return None

    def _remove_pictures(self) -> None:
        if self._pictures is not None:
            self._pictures.close()
            self._pictures = None


def _said(run: RunState) -> list[str]:
    """The sentence that says what to do, of a task that was shown with one."""
    return [f"--instruction={run.instruction}"] if run.task_instruction else []


def _listed(rows: Sequence[int]) -> str:
    return ",".join(map(str, rows))
