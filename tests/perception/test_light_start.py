"""What a run loads before it sees its first screen: nothing that only training and storing need."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("transformers", "huggingface_hub", "torch._dynamo", "sympy", "accelerate", "matplotlib")
LOADING = f"""
import sys
import lam_desktop.execution.run
from lam_desktop.perception.parser import LearnedScreenParser
from lam_desktop.policy.lam.policy import LamPolicy
LearnedScreenParser.load(), LamPolicy.load()
print(*(name for name in {HEAVY!r} if name in sys.modules))
"""


def test_a_run_starts_without_what_training_needs() -> None:
    done = subprocess.run([sys.executable, "-c", LOADING], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []
