"""Benchmarks by name; nothing is loaded until one is opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lam_desktop.errors import UsageError

if TYPE_CHECKING:
    from lam_desktop.evaluation.benchmark import Benchmark


def open_benchmark(name: str) -> Benchmark:
    """The benchmark called `name`; UsageError for an unknown one."""
    if name not in _MAKERS:
        known = ", ".join(benchmark_names())
        raise UsageError(f"There is no benchmark called «{name}»: choose one of {known}.")
    return _MAKERS[name]()


def benchmark_names() -> tuple[str, ...]:
    """All names."""
    return tuple(_MAKERS)


def _grounding() -> Benchmark:
    from lam_desktop.evaluation.benchmarks.grounding import Grounding

    return Grounding()


def _drift() -> Benchmark:
    from lam_desktop.evaluation.benchmarks.drift import Drift

    return Drift()


def _twins() -> Benchmark:
    from lam_desktop.evaluation.benchmarks.twins import Twins

    return Twins()


def _tasks() -> Benchmark:
    from lam_desktop.evaluation.benchmarks.tasks import Tasks

    return Tasks()


def _miniwob() -> Benchmark:
    from lam_desktop.evaluation.benchmarks.miniwob import Miniwob

    return Miniwob()


def _latency() -> Benchmark:
    from lam_desktop.evaluation.benchmarks.latency import Latency

    return Latency()


_MAKERS: dict[str, Callable[[], Benchmark]] = {
    "grounding": _grounding,
    "drift": _drift,
    "twins": _twins,
    "tasks": _tasks,
    "miniwob": _miniwob,
    "latency": _latency,
}
