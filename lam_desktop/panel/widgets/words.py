"""Words, icons and colours for what the state holds as codes and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from lam_desktop.panel.state.events import LastRun
from lam_desktop.panel.widgets.icons import IconName
from lam_desktop.panel.widgets.theme import Ink
from lam_desktop.panel.wire import Look, Mode, Spot
from lam_desktop.tasks.step import Value


@dataclass(frozen=True, slots=True)
class StatusLook:
    """How the state of a row or a run is shown: never by colour alone."""

    word: str
    icon: IconName
    ink: Ink


def translated(text: str) -> str:
    """A sentence of the state in the person's language; unknown ones stay as they are."""
    return QCoreApplication.translate("state", text)


def status_look(status: str, evidence: str = "") -> StatusLook:
    """How a row or run with this status is shown; a row by its `evidence`, too."""
    tr = QCoreApplication.translate
    if status == "done" and evidence == "not seen":
        return StatusLook(tr("words", "Done, not seen"), "alert", "warn")
    looks: dict[str, StatusLook] = {
        "waiting": StatusLook(tr("words", "Waiting"), "ring", "muted"),
        "working": StatusLook(tr("words", "Working"), "dot", "accent"),
        "done": StatusLook(tr("words", "Done"), "check", "good"),
        "asked": StatusLook(tr("words", "Asked"), "question", "warn"),
        "failed": StatusLook(tr("words", "Not as expected"), "cross", "bad"),
        "stopped": StatusLook(tr("words", "Stopped"), "dash", "muted"),
        "skipped": StatusLook(tr("words", "Skipped"), "skip", "muted"),
        "not_started": StatusLook(tr("words", "Not started"), "ring", "muted"),
        "entered": StatusLook(tr("words", "Entered before"), "skip", "muted"),
        "cut short": StatusLook(tr("words", "Cut short"), "dash", "muted"),
        "unreadable": StatusLook(tr("words", "Unreadable"), "dash", "muted"),
        "error": StatusLook(tr("words", "Error"), "alert", "bad"),
    }
    return looks.get(status, StatusLook(status, "dot", "muted"))


def mode_words(mode: Mode) -> tuple[str, str]:
    """Name of a mode and what it means."""
    tr = QCoreApplication.translate
    match mode:
        case "ask":
            return (
                tr("words", "Ask me when unsure"),
                tr("words", "The agent works by itself and asks where it is not sure."),
            )
        case "watch":
            return (
                tr("words", "Show each action first"),
                tr("words", "Every action is shown for half a second before it happens."),
            )
        case "auto":
            return (
                tr("words", "Do not ask"),
                tr("words", "Where it would ask, the run ends without acting."),
            )


def count(number: int, one: str, many: str) -> str:
    """`one` for 1, else `many` with its {n} filled in; both already translated."""
    return one if number == 1 else many.format(n=number)


def steps_word(number: int) -> str:
    """Number of steps in words."""
    return count(
        number,
        QCoreApplication.translate("words", "1 step"),
        QCoreApplication.translate("words", "{n} steps"),
    )


def rows_word(number: int) -> str:
    """Number of rows in words."""
    return count(
        number, QCoreApplication.translate("words", "1 row"), QCoreApplication.translate("words", "{n} rows")
    )


def left_out_word(text: str) -> str:
    """What stays behind when a task is shared or taken in, such as `2 runs`."""
    number, _, what = text.partition(" ")
    if not number.isdigit():
        return translated(text)
    tr = QCoreApplication.translate
    words = {
        "other recording": tr("words", "1 other recording"),
        "other recordings": tr("words", "{n} other recordings"),
        "run": tr("words", "1 run"),
        "runs": tr("words", "{n} runs"),
        "check": tr("words", "1 check"),
        "checks": tr("words", "{n} checks"),
        "correction": tr("words", "1 correction"),
        "corrections": tr("words", "{n} corrections"),
        "other file": tr("words", "1 other file"),
        "other files": tr("words", "{n} other files"),
    }
    return words.get(what, text).format(n=number)


def numbers_word(numbers: Sequence[int]) -> str:
    """Rows by number, runs of them together: 3, 5–8."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def clock(seconds: int) -> str:
    """Minutes and seconds, hours where there are any."""
    minutes, rest = divmod(max(0, seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def seconds_word(seconds: float) -> str:
    """A short duration; empty for none."""
    if seconds <= 0:
        return ""
    return f"{seconds:.1f} s" if seconds < 60 else clock(round(seconds)) + " min"


def percent(share: float) -> str:
    """A probability; never rounded up to certainty."""
    whole = round(share * 100)
    return "> 99 %" if whole >= 100 and share < 1 else f"{whole} %"


def spot_word(spot: Spot) -> str:
    """What an element is called: what it says, else its kind."""
    return f"“{spot.text}”" if spot.text else spot.kind.replace("_", " ")


def look_words(look: Look) -> str:
    """How sure the agent is, in a few words."""
    tr = QCoreApplication.translate
    if look.target is None:
        return tr("words", "not found")
    return tr("words", "{share} sure").format(share=percent(look.confidence))


def value_words(value: Value) -> str:
    """What a step types or chooses, and where that comes from."""
    tr = QCoreApplication.translate
    text, name = _one_line(value.text), str(value.pattern or value.name)
    match value.source:
        case "row":
            return tr("words", "From the column “{name}”; here “{text}”").format(name=name, text=text)
        case "constant":
            return tr("words", "Always “{text}”").format(text=text)
        case "computed":
            if value.name == "number":
                return tr("words", "A running number; here “{text}”").format(text=text)
            return tr("words", "The date of the day; here “{text}”").format(text=text)
        case "screen" if value.secret:
            return tr("words", "Secret, read from the screen, never recorded")
        case "screen":
            return tr("words", "Read from the screen; here “{text}”").format(text=text)
        case "clipboard":
            return tr("words", "Copied before, pasted here; here “{text}”").format(text=text)
        case "secret":
            return tr("words", "Secret, never recorded")


def last_run_words(run: LastRun, now: datetime) -> str:
    """How a task last went, in a few words."""
    tr = QCoreApplication.translate
    when = when_word(run.started, now)
    word = status_look(run.status).word
    if run.rows <= 1:
        return tr("words", "{status}, {when}").format(status=word, when=when)
    rows = rows_word(run.rows)
    if run.status == "done":
        return tr("words", "{done} of {rows}, {when}").format(done=run.rows_done, rows=rows, when=when)
    return tr("words", "{status}, {done} of {rows}, {when}").format(
        status=word, done=run.rows_done, rows=rows, when=when
    )


def when_word(then: datetime, now: datetime) -> str:
    """A moment of the past as people say it."""
    tr = QCoreApplication.translate
    days = (now.date() - then.date()).days
    at = then.strftime("%H:%M")
    if days == 0:
        return tr("words", "today {at}").format(at=at)
    if days == 1:
        return tr("words", "yesterday {at}").format(at=at)
    return then.strftime("%Y-%m-%d")


def _one_line(text: str, most: int = 80) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
