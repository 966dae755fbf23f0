"""The element detector as it is trained and stored: `from_pretrained`, `save_pretrained`.

Apart from the network, because what transformers loads for it takes longer than all else that a run needs
before it sees its first screen.
"""

from __future__ import annotations

from transformers import PreTrainedModel

from lam_desktop.perception.detector.configuration_detector import ElementDetectorConfig
from lam_desktop.perception.detector.network_detector import ElementNetwork


class ElementDetector(ElementNetwork, PreTrainedModel):
    """`ElementNetwork` with weights that are drawn anew, trained, and stored."""

    config_class = ElementDetectorConfig
    config: ElementDetectorConfig
    base_model_prefix = "detector"
    main_input_name = "pixels"

    def __init__(self, config: ElementDetectorConfig) -> None:
        PreTrainedModel.__init__(self, config)
        self._build(config)
        self.post_init()
