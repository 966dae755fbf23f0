"""Who watches a run from the command line: a person at a terminal, or nobody."""

from __future__ import annotations

import select
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from lam_desktop.cli.output import for_whoever_reads
from lam_desktop.cli.prompts import unseen_answer_to
from lam_desktop.execution.runs.supervision import (
    Acting,
    Answer,
    Observed,
    PutRight,
    Question,
    RowFinished,
    RowStarted,
    RunEvent,
    Slower,
    Verified,
    WentOn,
)  # fmt: skip
from lam_desktop.execution.supervising.hands import HANDED_BACK_S
from lam_desktop.tasks.once import is_part, row_told
from lam_desktop.tasks.provenance.rows import at_line

SHOWN = 5


class NobodyThere:
    """Nobody answers. Prints how far the run is, unless `quiet`."""

    commanded = False

    def __init__(self, quiet: bool = False) -> None:
        self._quiet = quiet

    def say(self, text: str) -> None:
        """A line for a person; a run whose reader has gone goes on, for its row may be half entered."""
        if not self._quiet:
            with for_whoever_reads():
                print(text, flush=True)

    def report(self, event: RunEvent) -> None:
        """Prints it."""
        line = told(event)
        if line:
            self.say(line)

    def pace(self, stopped: Callable[[], bool]) -> None:
        """Never pauses."""

    def ask(self, question: Question, stopped: Callable[[], bool]) -> Answer | None:  # noqa: ARG002
        """None: nobody is there."""
        self.say(f"  It would have to ask: {question.reason}\n  See {question.picture}")
        return None

    def pause(self, reason: str) -> None:
        """Tells how the run goes on: whoever used the mouse may have its output before them."""
        minutes = round(HANDED_BACK_S / 60)
        with for_whoever_reads():
            print(
                f"Paused. {reason} Press Ctrl+Alt+Enter to let the run go on; it ends {minutes} minutes after"
                " your last touch.",
                file=sys.stderr, flush=True,
            )  # fmt: skip


class AtTerminal(NobodyThere):
    """Somebody at a terminal, who is not asked, but whose mouse and keyboard go first."""

    commanded = True

    def __init__(self) -> None:
        super().__init__()
        self._paused = ""

    def pause(self, reason: str) -> None:
        """The next `pace` waits for the person."""
        self._paused = reason

    def pace(self, stopped: Callable[[], bool]) -> None:
        """Waits for a line where the run stands still; where the terminal has gone, the run is stopped."""
        if not self._paused:
            return
        print(f"Paused. {self._paused} Press Enter to go on.", flush=True)
        self._paused = ""
        if _line(stopped) is None and not stopped():
            signal.raise_signal(signal.SIGINT)  # as by Ctrl+C: the run's own brake takes it


class TerminalSupervisor(AtTerminal):
    """A person at a terminal, who is asked; with `single_steps` also before each step.

    `shown` makes of a picture one that other programs can open.
    """

    def __init__(
        self, single_steps: bool = False, shown: Callable[[Path], Path] = lambda picture: picture
    ) -> None:
        super().__init__()
        self._shown = shown
        self._single_steps = single_steps
        self._next = self._granted = (0, 0)
        """Row and step that are about to happen, and the last that the person let happen."""

    def report(self, event: RunEvent) -> None:
        """Prints it, and remembers which step comes next."""
        if isinstance(event, Acting):
            self._next = (event.row, event.step)
        super().report(event)

    def pace(self, stopped: Callable[[], bool]) -> None:
        """Waits for the person where the run stands still, and before each step, once: answering took the
        keyboard to the terminal, and the agent looks again after that."""
        super().pace(stopped)
        while self._single_steps and self._next != self._granted:
            print("Enter: do this step; g: go on without waiting; s: stop. > ", end="", flush=True)
            line = _line(stopped)
            if line is None or line.strip().casefold() in ("s", "stop"):
                signal.raise_signal(signal.SIGINT)  # as by Ctrl+C: the run's own brake takes it
                return
            if line.strip().casefold() == "g":
                self._single_steps = False
            if not line.strip():
                self._granted = self._next

    def ask(self, question: Question, stopped: Callable[[], bool]) -> Answer | None:
        """Prints the question with its candidates and waits for an answer; None when the input ends."""
        candidates = question.decision.candidates[:SHOWN] if question.decision else ()
        print(f"\nRow {question.row}, step {question.step} ({question.caption}): {question.reason}")
        print(f"The picture is {self._shown(Path(question.picture))}")
        for number, one in enumerate(candidates, start=1):
            named = f"“{one.text}”" if one.text else "without text"
            print(
                f"  {number}  {one.kind.replace('_', ' ')} {named} at {one.box.center}, {one.probability:.0%}"
            )
        if (doubted := question.doubted) is not None:
            if doubted.secret:
                print(f"For {doubted.name} nothing was read for sure; what may stand there is not told.")
            else:
                print(f"For {doubted.name} it read {f'“{doubted.text}”' if doubted.text else 'nothing'}.")
            if doubted.picture:
                print(f"The place itself is {self._shown(Path(doubted.picture))}")
        print(_ways(question))
        while True:
            print("> ", end="", flush=True)
            line = _line(stopped)
            if line is None:
                return None
            answer = _value(line, question) or _answer(line.strip().lower(), question)
            if answer is not None:
                return answer
            more = "y, " if question.approving else ""
            if question.doubted is not None:
                more += "=, " if question.doubted.secret else "= TEXT, "
            letters = "y, n" if question.settling else "a number, x,y"
            print(f"Please answer with {more}{letters}, l, k or s.")


def asked_secrets(names: Sequence[str]) -> dict[str, str]:
    """What the person types for each secret, unseen; one that they leave empty is not among them."""
    given: dict[str, str] = {}
    for name in names:
        try:
            text = unseen_answer_to(f"The secret «{name}» (for this run, not kept): ")
        except EOFError:
            break
        if text:
            given[name] = text
    return given


def told(event: RunEvent) -> str:
    """One line about an event, or nothing."""
    match event:
        case RowStarted(row, line):
            return f"{row_told(row)}{at_line(line)}"
        case WentOn(row, step, reason):
            of = row_told(row)
            return (
                f"  Goes on at step {step}{'' if is_part(row) else f' of {of[0].lower()}{of[1:]}'}: {reason}"
            )
        case Observed():
            return ""
        case Acting(_, step, description):
            return f"  {step}. {description}"
        case Slower(_, _, said) | PutRight(_, _, said):
            return f"     {said}"
        case Verified(_, _, ok, reason) if not ok:
            return f"     {reason}"
        case RowFinished(row, status, _, _, seconds, evidence):
            standing = f", {evidence}" if evidence in ("confirmed", "not seen") else ""
            return f"{row_told(row)}: {status}{standing} ({seconds:.1f} s)"
        case _:
            return ""


def _value(line: str, question: Question) -> Answer | None:
    """`= 1.249,50` says what the screen says, `=` that it was read rightly; None for any other line."""
    if question.doubted is None or not line.lstrip().startswith("="):
        return None
    text = line.strip().removeprefix("=").strip() or question.doubted.text
    if question.doubted.secret and not text:
        text = unseen_answer_to(f"What the screen says for {question.doubted.name} (unseen): ").strip()
    return Answer("value", text=text) if text else None


def _ways(question: Question) -> str:
    """How the question may be answered, one line."""
    others = "l: look again; k: skip this row; s: stop."
    if question.settling:
        return f"y: yes; n: no; {others}"
    ways = "y: yes, do it; " if question.approving else ""
    if question.doubted is not None:
        alone = "; = alone: it was read rightly" if question.doubted.text else ""
        says = f"= TEXT: the screen says TEXT{alone}"
        ways = f"{'=: you say it, unseen' if question.doubted.secret else says}; {ways}"
    return f"{ways}it is NUMBER or X,Y (pixels of the screen); d: I do this step myself; {others}"


def _answer(text: str, question: Question) -> Answer | None:
    match text:
        case "y" if question.approving or question.settling:
            return Answer("yes")
        case "n" if question.settling:
            return Answer("no")
        case "l":
            return Answer("look_again")
        case "d" if not question.settling:
            return Answer("show")
        case "k":
            return Answer("skip_row")
        case "s":
            return Answer("stop")
        case _:
            pass
    if question.settling:
        return None
    candidates = question.decision.candidates[:SHOWN] if question.decision else ()
    if text.isdigit() and 1 <= int(text) <= len(candidates):
        return Answer("here", candidates[int(text) - 1].box.center)
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 2 and all(part.lstrip("-").isdigit() for part in parts):
        x, y = (int(part) for part in parts)
        ox, oy = question.observation.origin
        return Answer("here", (x - ox, y - oy))
    return None


def _line(stopped: Callable[[], bool]) -> str | None:
    """A line from the terminal, given up when the run is stopped; None at the end of the input."""
    while not stopped():
        ready, _, _ = select.select([sys.stdin], [], [], 0.1) if sys.platform != "win32" else ([1], [], [])
        if ready:
            line = sys.stdin.readline()
            return line if line else None
    return None
