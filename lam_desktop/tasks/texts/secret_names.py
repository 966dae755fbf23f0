"""What secrets are called: each by its own task, and by a whole that does this task."""

from __future__ import annotations

from lam_desktop.tasks.texts.unseen_signs import TURNING, has_control, spelt

NAME_PATTERN = f"^(?![\\s\\S]*[/\\u0000-\\u001f\\u007f-\\u009f\\ud800-\\udfff{TURNING}])[\\s\\S]+$"
"""Of JSON Schema: of what `misnamed` says nothing."""


def misnamed(name: str) -> str:
    """Why that cannot be the name of a secret, as «is …»; empty where it can."""
    if not name:
        return "is empty, but a secret needs a name"
    if "/" in name:  # so a whole names the secrets of the tasks it calls
        return f"is «{name}», but the name of a secret has no /"
    if has_control(name) or any(sign in TURNING for sign in name):
        return f"is «{spelt(name)}», but the name of a secret has no sign that cannot be seen"
    return ""


def name_in_whole(task: str, name: str) -> str:
    """How a whole calls a secret of a task that it does."""
    return f"{task}/{name}"


def name_in_task(name: str) -> str:
    """How the task calls a secret that a whole calls so."""
    return name.partition("/")[2]
