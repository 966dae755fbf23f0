"""What a step does, where its caption does not say it: that may be anybody's, and say what they like."""

from __future__ import annotations

from lam_desktop.tasks.provenance.captions import LONGEST, caption, is_ours
from lam_desktop.tasks.step import TaskStep


def really(step: TaskStep) -> tuple[str, ...]:
    """What the step does, in the words that we have for it; nothing where its caption says all of that.

    A caption cuts a long text, and has it in one line: of one that is typed as it stands this tells its size.
    """
    told = (f"really: {caption(step)}",) if not is_ours(step) else ()
    return told + tuple(filter(None, [_size(step)]))


def _size(step: TaskStep) -> str:
    if step.value is None or step.value.source != "constant":
        return ""
    text, lines = step.value.text, len(step.value.text.splitlines())
    told = [f"{len(text)} characters"] if len(" ".join(text.split())) > LONGEST else []
    told += [f"{lines} lines"] if lines > 1 else []
    return f"in all {' in '.join(told)}" if told else ""
