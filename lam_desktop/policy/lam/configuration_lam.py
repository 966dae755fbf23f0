"""Configuration of the matching policy, as transformers stores it."""

from __future__ import annotations

from typing import Any

from transformers import PreTrainedConfig

from lam_desktop.policy.lam.settings_lam import LamSettings


class LamConfig(LamSettings, PreTrainedConfig):
    """`LamSettings` beside what transformers keeps of every model."""

    model_type = "lam-policy"

    def __init__(self, **kwargs: Any) -> None:
        own, others = self.parted(kwargs)
        LamSettings.__init__(self, **own)
        PreTrainedConfig.__init__(self, **others)
