"""`LamPolicy`: the learned policy behind the `Policy` protocol."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor

from lam_desktop.errors import EnvironmentFault, LamBug
from lam_desktop.models_dir import find_models
from lam_desktop.policy.lam.configuration_lam import LamConfig
from lam_desktop.policy.lam.modeling_lam import LamPolicyModel
from lam_desktop.policy.lam.processing_lam import LamProcessor
from lam_desktop.types import Box, Candidate, Decision, Element, Observation, Situation

SHOWN_CANDIDATES = 5
EDGE_SHARE = 0.15
"""A click keeps at least this share of an element's size from its edges."""


class LamPolicy:
    """Finds the demonstrated element by matching both screens as wholes."""

    name = "lam"

    def __init__(self, model: LamPolicyModel) -> None:
        self._model = model.eval()
        self._config: LamConfig = model.config
        self._processor = LamProcessor(model.config)

    @classmethod
    def load(cls, models: Path | None = None) -> LamPolicy:
        """The policy with the shipped weights; raises EnvironmentFault where they are missing or damaged."""
        folder = (models or find_models()) / "policy"
        try:
            model = LamPolicyModel.from_pretrained(folder, local_files_only=True, dtype=torch.float32)
        except Exception as error:  # transformers, safetensors and json raise errors without a common root
            raise EnvironmentFault(
                f"The policy's weights in {folder} are missing or damaged ({type(error).__name__}): "
                "install LAM Desktop again."
            ) from error
        return cls(model)

    def decide(self, situation: Situation) -> Decision:
        """The demonstrated target's counterpart on the present screen, with its probability."""
        step = situation.step
        if step.target is None or step.point is None:
            raise LamBug(f"step {step.index} has no target to look for")
        before, target = _trimmed(step.before, self._config.max_elements, step.target)
        screen, _ = _trimmed(situation.screen, self._config.max_elements, None)
        sought = before.elements[target]
        if not screen.elements:
            return self._nothing("Nothing at all was recognised in the window.")
        wanted = None if situation.wanted_text is None else (target, situation.wanted_text)
        sure, absent = self._probabilities(before, screen, target, wanted)
        order = sure.argsort(descending=True)[:SHOWN_CANDIDATES].tolist()
        found = tuple(_candidate(screen.elements[i], float(sure[i])) for i in order)
        best = found[0]
        name = situation.wanted_text or sought.text
        if absent > best.probability:
            return replace(
                self._nothing(
                    f"{_quoted(name, sought.kind)} does not seem to be on this screen ({absent:.0%})."
                ),
                absent=absent,
                candidates=found,
            )
        return Decision(
            target=best,
            point=transferred_point(step.point, sought.box, best.box),
            confidence=best.probability,
            threshold=self._config.threshold,
            absent=absent,
            candidates=found,
            reason=_reason(name, sought, found, self._config.threshold),
        )

    def _probabilities(
        self, before: Observation, screen: Observation, target: int, wanted: tuple[int, str] | None
    ) -> tuple[Tensor, float]:
        """(M,) probability of each element of `screen`, and that of ABSENT.

        Both directions must agree: the target points at the element, the element at the target. An
        element that follows the row has no counterpart of its own, so it has one direction only.
        """
        with torch.inference_mode():
            scores = self._model(self._processor.screen(before, wanted), self._processor.screen(screen))
        assert scores.forward_logits is not None and scores.backward_logits is not None
        forward = (scores.forward_logits[0, target] / self._config.temperature).softmax(0)
        sure = forward[:-1]
        if wanted is None:
            backward = (scores.backward_logits[0] / self._config.temperature).softmax(1)
            sure = agreed(sure, backward[:, target])
        return sure, float(forward[-1])

    def _nothing(self, reason: str) -> Decision:
        return Decision(None, None, 0.0, self._config.threshold, 1.0, (), reason)


def agreed(forward: Tensor, backward: Tensor) -> Tensor:
    """Probability that both directions mean the same correspondence: the more doubtful one counts."""
    return torch.minimum(forward, backward)


def transferred_point(point: tuple[int, int], demonstrated: Box, present: Box) -> tuple[int, int]:
    """The demonstrated click at the same share of the present element's size, off its edges."""
    across = (point[0] - demonstrated.x) / max(1, demonstrated.w)
    down = (point[1] - demonstrated.y) / max(1, demonstrated.h)
    across, down = (min(1 - EDGE_SHARE, max(EDGE_SHARE, share)) for share in (across, down))
    return present.x + int(across * present.w), present.y + int(down * present.h)


def _trimmed(observation: Observation, most: int, keep: int | None) -> tuple[Observation, int]:
    """At most `most` elements, the best proposals and `keep`; returns the new index of `keep` (or 0)."""
    elements = observation.elements
    if len(elements) <= most:
        return observation, keep or 0
    order = sorted(range(len(elements)), key=lambda i: (i != keep, -elements[i].score))[:most]
    order.sort()
    kept = replace(observation, elements=tuple(elements[i] for i in order))
    return kept, order.index(keep) if keep is not None else 0


def _candidate(element: Element, probability: float) -> Candidate:
    return Candidate(element.box, element.kind, element.text, probability)


def _quoted(text: str, kind: str) -> str:
    kind = kind.replace("_", " ")
    return f"The {kind} “{text}”" if text else f"The {kind}"


def _reason(name: str, sought: Element, found: tuple[Candidate, ...], threshold: float) -> str:
    best = found[0]
    said = f"{_quoted(name, sought.kind)} matches {_quoted(best.text, best.kind).lower()} with {best.probability:.0%}"
    if len(found) > 1:
        second = found[1]
        said += f", next comes {_quoted(second.text, second.kind).lower()} with {second.probability:.0%}"
    return said + ("." if best.probability >= threshold else f"; {threshold:.0%} is needed to act.")
