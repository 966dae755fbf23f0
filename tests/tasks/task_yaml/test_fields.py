"""How faults of a hand-edited file are told."""

from __future__ import annotations

from pathlib import Path

from lam_desktop.tasks.task_yaml.fields import Problem, Problems


def test_a_fault_that_quotes_a_line_break_stays_one_sentence() -> None:
    faults = Problems([Problem("«name» is «a\x85b», which «variables» does not list", 7)])
    told = "task.yaml, line 7: «name» is «a b», which «variables» does not list."
    assert faults.told(Path("task.yaml")) == told
