"""Policies by name. A name is chosen by the person; nothing falls back to another one."""

from __future__ import annotations

from collections.abc import Callable

from lam_desktop.errors import UsageError
from lam_desktop.protocols import Policy, ScreenParser


def open_policy(name: str, parser: ScreenParser) -> Policy:
    """The policy called `name`; UsageError for an unknown one, EnvironmentFault without its weights."""
    require_policy(name)
    return _MAKERS[name](parser)


def require_policy(name: str) -> None:
    """Raises UsageError for an unknown name; loads nothing."""
    if name not in _MAKERS:
        known = ", ".join(policy_names())
        raise UsageError(f"There is no policy called “{name}”: choose one of {known}.")


def policy_names() -> tuple[str, ...]:
    """All names, the default first."""
    return tuple(_MAKERS)


def _lam(parser: ScreenParser) -> Policy:  # noqa: ARG001 - it matches parsed screens only
    from lam_desktop.policy.lam.policy import LamPolicy

    return LamPolicy.load()


def _coordinates(parser: ScreenParser) -> Policy:  # noqa: ARG001
    from lam_desktop.policy.baselines import CoordinatesPolicy

    return CoordinatesPolicy()


def _window_coordinates(parser: ScreenParser) -> Policy:  # noqa: ARG001
    from lam_desktop.policy.baselines import WindowCoordinatesPolicy

    return WindowCoordinatesPolicy()


def _template(parser: ScreenParser) -> Policy:  # noqa: ARG001
    from lam_desktop.policy.baselines import TemplatePolicy

    return TemplatePolicy()


def _text(parser: ScreenParser) -> Policy:  # noqa: ARG001
    from lam_desktop.policy.baselines import TextPolicy

    return TextPolicy()


_MAKERS: dict[str, Callable[[ScreenParser], Policy]] = {
    "lam": _lam,
    "coordinates": _coordinates,
    "window-coordinates": _window_coordinates,
    "template": _template,
    "text": _text,
}
