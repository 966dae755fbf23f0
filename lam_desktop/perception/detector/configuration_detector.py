"""Configuration of the element detector, as transformers stores it."""

from __future__ import annotations

from typing import Any

from transformers import PreTrainedConfig

from lam_desktop.perception.detector.settings_detector import DetectorSettings


class ElementDetectorConfig(DetectorSettings, PreTrainedConfig):
    """`DetectorSettings` beside what transformers keeps of every model."""

    model_type = "lam-element-detector"

    def __init__(self, **kwargs: Any) -> None:
        own, others = self.parted(kwargs)
        DetectorSettings.__init__(self, **own)
        PreTrainedConfig.__init__(self, **others)
