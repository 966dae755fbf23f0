"""The matching policy's network as it is trained and stored: `from_pretrained`, `save_pretrained`.

Apart from the network, because what transformers loads for it takes longer than all else that a run needs
before it sees its first screen.
"""

from __future__ import annotations

from transformers import PreTrainedModel

from lam_desktop.policy.lam.configuration_lam import LamConfig
from lam_desktop.policy.lam.network_lam import LamNetwork


class LamPolicyModel(LamNetwork, PreTrainedModel):
    """`LamNetwork` with weights that are drawn anew, trained, and stored."""

    config_class = LamConfig
    config: LamConfig
    base_model_prefix = "lam"
    main_input_name = "demonstrated"

    def __init__(self, config: LamConfig) -> None:
        PreTrainedModel.__init__(self, config)
        self._build(config)
        self.post_init()
