"""Shape and calibration of the matching policy, as a run reads them.

Apart from `configuration_lam`, because what transformers loads takes a second of each start.
"""

from __future__ import annotations

import math

from lam_desktop.models_dir import Settings
from lam_desktop.policy.lam.confidence import SIGNS, VOTES, Confidence
from lam_desktop.policy.lam.effect import EFFECT_SIGNS, EffectHead
from lam_desktop.policy.lam.moment import OLDER_WEIGHTS, WEIGHTS, StepPointer
from lam_desktop.types import KINDS

ABLATIONS = ("crops", "text", "geometry", "joint", "likeness", "neighbourhood")
"""What the network can be made to do without, to measure what it is good for."""


MOST = {
    "width": 512, "blocks": 16, "heads": 64, "crop_px": 256, "buckets": 1 << 16, "max_grams": 1024,
    "max_elements": 4096,
}  # fmt: skip
"""A network is built before its weights are looked at: one of any size would take all memory."""


class LamSettings(Settings):
    """Shape of the policy network, and the calibration that was measured for its weights.

    Args:
        width: size of an element token.
        blocks: pairs of one self-attention and one cross-attention layer.
        heads: attention heads; must divide `width`, with an even share each.
        crop_px: side of the two square pictures of an element.
        buckets: rows of the table of hashed character n-grams.
        max_grams: n-grams kept of one text.
        max_elements: elements of one screen that are looked at.
        kinds: element kinds, in the order of their indices.
        dropout: on the hidden layer of the feed-forward parts while training.
        without: of `ABLATIONS`, what this network lacks: pictures, texts, places, attention between the
            screens, the likeness of elements, that of their neighbours.
        score_temperature: divides the scores, so that probabilities match frequencies on held-out programs
            (`temperature` alone is a word for text generation, which transformers refuses to save).
        confidence_weights: of the signs that make a confidence, and a constant; empty before calibration.
        moment_weights: of the step pointer, see `moment.StepPointer`; empty before it was taught. Fewer of
            them know nothing of the history.
        effect_weights: of the effect head, see `effect.EffectHead`; empty before it was taught.
        threshold: below this confidence the agent must not act (chosen on held-out programs).
    """

    def __init__(
        self,
        width: int = 128,
        blocks: int = 4,
        heads: int = 4,
        crop_px: int = 32,
        buckets: int = 8192,
        max_grams: int = 48,
        max_elements: int = 384,
        kinds: tuple[str, ...] = KINDS,
        dropout: float = 0.0,
        without: tuple[str, ...] = (),
        score_temperature: float = 1.0,
        confidence_weights: tuple[float, ...] = (),
        moment_weights: tuple[float, ...] = (),
        effect_weights: tuple[float, ...] = (),
        threshold: float = 0.9,
    ) -> None:
        sizes: dict[str, object] = {  # of whatever type: they may come from somebody else's file
            "width": width, "blocks": blocks, "heads": heads, "crop_px": crop_px, "buckets": buckets,
            "max_grams": max_grams, "max_elements": max_elements,
        }  # fmt: skip
        for name, size in sizes.items():
            if not isinstance(size, int) or not 1 <= size <= MOST[name]:
                raise ValueError(f"{name} must lie in 1..{MOST[name]}, got {size}")
        learned = (*confidence_weights, *moment_weights, *effect_weights)
        if not all(map(math.isfinite, (score_temperature, *learned))):
            raise ValueError(
                "score_temperature, confidence_weights, moment_weights and effect_weights must be finite"
            )
        if width % heads or (width // heads) % 2:
            raise ValueError(f"heads must divide width into even parts, got width {width} and heads {heads}")
        if crop_px % 8:
            raise ValueError(f"crop_px must be a multiple of 8, got {crop_px}")
        if not 0 <= dropout < 1:
            raise ValueError(f"dropout must lie in 0..1, got {dropout}")
        if unknown := set(without) - set(ABLATIONS):
            raise ValueError(
                f"without has unknown parts {sorted(unknown)}: choose from {', '.join(ABLATIONS)}"
            )
        if score_temperature <= 0:
            raise ValueError(f"score_temperature must be positive, got {score_temperature}")
        known = (0, len(SIGNS) + 1, len(SIGNS) + len(VOTES) + 1)
        if len(confidence_weights) not in known:
            raise ValueError(f"confidence_weights must be one of {known}, got {len(confidence_weights)}")
        if len(moment_weights) not in (0, OLDER_WEIGHTS, WEIGHTS):
            raise ValueError(f"moment_weights must be {WEIGHTS}, got {len(moment_weights)}")
        if len(effect_weights) not in (0, len(EFFECT_SIGNS) + 1):
            raise ValueError(f"effect_weights must be {len(EFFECT_SIGNS) + 1}, got {len(effect_weights)}")
        if not 0 < threshold <= 1:
            raise ValueError(f"threshold must lie in 0..1, got {threshold}")
        self.width = width
        self.blocks = blocks
        self.heads = heads
        self.crop_px = crop_px
        self.buckets = buckets
        self.max_grams = max_grams
        self.max_elements = max_elements
        self.kinds = tuple(kinds)
        self.dropout = dropout
        self.without = tuple(without)
        self.score_temperature = score_temperature
        self.confidence_weights = tuple(confidence_weights)
        self.moment_weights = tuple(moment_weights)
        self.effect_weights = tuple(effect_weights)
        self.threshold = threshold

    @property
    def confidence(self) -> Confidence:
        """What turns the network's scores into probabilities."""
        return Confidence(self.score_temperature, self.confidence_weights)

    @property
    def pointer(self) -> StepPointer | None:
        """What tells which step a screen belongs to; None before it was taught."""
        return StepPointer(self.moment_weights) if self.moment_weights else None

    @property
    def effect_head(self) -> EffectHead | None:
        """What tells whether an action had its effect; None before it was taught."""
        return EffectHead(self.effect_weights) if self.effect_weights else None
