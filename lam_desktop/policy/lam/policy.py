"""`LamPolicy`: the learned policy behind the `Policy` protocol."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor

from lam_desktop.errors import LamBug
from lam_desktop.models_dir import find_models, load_network
from lam_desktop.neighbours import is_over, list_around, same_column
from lam_desktop.policy.lam.arrows import click_on
from lam_desktop.policy.lam.bars import bars
from lam_desktop.policy.lam.compared import Bars, Compared
from lam_desktop.policy.lam.confidence import ONLY_RECORD, Match, Scores
from lam_desktop.policy.lam.course import Course
from lam_desktop.policy.lam.crowd import Crowd
from lam_desktop.policy.lam.joining import joined
from lam_desktop.policy.lam.likeness import agreements
from lam_desktop.policy.lam.marking import LEAST_LETTERS, row_texts
from lam_desktop.policy.lam.named_fields import is_called_like_another
from lam_desktop.policy.lam.network_lam import EncodedScreen, LamNetwork, ScreenTensors
from lam_desktop.policy.lam.parting import apart_at, clicked_part, parted
from lam_desktop.policy.lam.processing_lam import LamProcessor
from lam_desktop.policy.lam.recent import Recent
from lam_desktop.policy.lam.settings_lam import LamSettings
from lam_desktop.policy.lam.wanted import as_written, held_values, is_twin, once, retold
from lam_desktop.policy.lam.wording import (
    name_of,
    says,
    says_a_piece,
    says_but_for_stops,
    says_otherwise,
    with_words,
)
from lam_desktop.threads import threads_for
from lam_desktop.types import (
    ENTRY_KINDS,
    POPUP_KINDS,
    Box,
    Candidate,
    Decision,
    DemonstratedStep,
    Element,
    Moment,
    Observation,
    Situation,
)

SHOWN_CANDIDATES = 5
SAYS_OTHERWISE = 0.5
"""How sure the policy is at most of what is called by other words: a label may have been renamed, and in the
place of Save may stand Delete."""
TWIN = 0.5
"""The most that it counts where two elements of one size say what is wanted."""
ANOTHER_RECORD = 0.5
"""How sure the policy is at most of what stands on a line that does not say what names the record: of 100
clicks there 15 were wrong (in 1,903 generated programs), mostly in the record of a near twin. Nor is it surer
of a box that cuts off what it should say: its middle may lie beside it."""
MOST_LINES, LEVEL = 0.7, 0.8
REMEMBERED, REMEMBERED_ENCODED = 32, 8
"""Demonstrated screens whose tensors, and whose larger codes, are kept: they come again with every row."""


class LamPolicy:
    """Finds the demonstrated element by matching both screens as wholes. One instance serves one thread."""

    name = "lam"

    def __init__(self, model: LamNetwork) -> None:
        self._model = model.eval()
        self._config = model.config
        self._confidence = model.config.confidence
        self._processor = LamProcessor(model.config)
        self._demonstrated: Recent[Observation, ScreenTensors] = Recent(REMEMBERED)
        self._encoded: Recent[Observation, EncodedScreen] = Recent(REMEMBERED_ENCODED)
        self._seen: Recent[Observation, EncodedScreen] = Recent(2)
        self._crowd = Crowd(model.config.max_elements, REMEMBERED_ENCODED)
        self._alone: Recent[Observation, dict[tuple[int, tuple[int, int]], tuple[Observation, int]]]
        self._alone = Recent(REMEMBERED)
        self._apart_shown: Recent[Observation, dict[tuple[str, ...], Observation]] = Recent(REMEMBERED)
        self._apart_seen: Recent[Observation, dict[tuple[str, ...], Observation]] = Recent(2)
        self._compared: Recent[tuple[Observation, Observation], Scores] = Recent(4)
        self._ordered: Recent[Scores, Scores] = Recent(4)
        self._bars_shown: Recent[Observation, tuple[tuple[int, ...], ...]] = Recent(REMEMBERED)
        self._bars_seen: Recent[Observation, tuple[tuple[int, ...], ...]] = Recent(2)
        self._course = Course(self._config, self._encode, self._present, self._scored)

    @classmethod
    def load(cls, models: Path | None = None) -> LamPolicy:
        """The policy with the shipped weights; raises EnvironmentFault where they are missing or damaged."""
        folder = (models or find_models()) / "policy"
        return cls(load_network(LamNetwork, LamSettings.read, folder, "The policy"))

    def decide(self, situation: Situation) -> Decision:
        """The demonstrated target's counterpart on the present screen, with its probability."""
        step = situation.step
        if step.target is None or step.point is None:
            raise LamBug(f"step {step.index} has no target to look for")
        if not situation.screen.elements:
            return self._nothing("Nothing at all was recognised in the window.")
        decision = self._matched(situation)
        apart = None if decision.target is None else apart_at(situation.screen, decision.target.box)
        # Two cells that were taken for one: a click in its middle would land in either.
        return decision if apart is None else self._matched(replace(situation, screen=apart))

    def _matched(self, situation: Situation) -> Decision:
        """The decision on a screen with elements, as they stand there."""
        compared = self.compare(situation)
        if compared.allowed is not None and not compared.allowed.any():
            return self._nothing(f"Nothing on this screen says “{situation.wanted_text}”.")
        alone = compared.match(self._confidence.temperature)
        decision = self._decided(situation, compared, alone)
        if compared.bars is None:
            return decision
        voted = compared.match(self._confidence.temperature, self._voted(compared.scores, compared.bars))
        return replace(self._decided(situation, compared, voted, alone), alone=decision)

    def _decided(
        self, situation: Situation, compared: Compared, matched: Match, alone: Match | None = None
    ) -> Decision:
        """`matched` as a decision; `alone`: what the network said before neighbours in bars voted. No element
        but the best one is likelier by their votes, and that one as far as was learned.
        """
        step, sought = situation.step, compared.sought
        assert step.point is not None
        name = situation.wanted_text or sought.text
        order = matched.mutual.argsort(descending=True)[:SHOWN_CANDIDATES].tolist()
        confidence = self._confidence.of(matched, alone)
        likeliest = compared.elements[order[0]]
        if situation.wanted_text is None and says_otherwise(
            name_of(sought, step.before.elements), name_of(likeliest, compared.elements)
        ):
            confidence = min(confidence, SAYS_OTHERWISE)
        if is_called_like_another(sought, step.before.elements, likeliest, compared.elements):
            confidence = min(confidence, SAYS_OTHERWISE)
        if compared.allowed is not None and _has_twin(order[0], compared, step.before.elements):
            confidence = min(confidence, TWIN)
        if compared.named and (
            not compared.agreement[order[0], ONLY_RECORD]
            or says_a_piece(likeliest, sought, compared.elements)
        ):
            confidence = min(confidence, ANOTHER_RECORD)
        sure = matched.mutual.clamp(max=confidence)
        sure = sure if alone is None else torch.minimum(sure, alone.mutual)
        sure[order[0]] = confidence
        found = tuple(_candidate(compared.elements[i], float(sure[i])) for i in order)
        best = found[0]
        absent = matched.absent
        if matched.gone:
            reason = f"{_quoted(name, sought.kind)} does not seem to be on this screen ({absent:.0%})."
            return replace(self._nothing(reason), absent=absent, candidates=found)
        hit, point = click_on(step, sought, compared.elements, likeliest)
        if hit is not likeliest:
            best = _candidate(hit, best.probability)
            found = (best, *(one for one in found[1:] if one.box != best.box))
        return Decision(
            target=best,
            point=point,
            confidence=best.probability,
            threshold=self._config.threshold,
            absent=absent,
            candidates=found,
            reason=_reason(name, sought, found, self._config.threshold),
        )

    def moment(
        self, shown: Sequence[Observation], screen: Observation, done: int | None = None
    ) -> Moment | None:
        """Which of some demonstrated screens this is; None from weights that were not taught to tell."""
        if not screen.elements or not all(one.elements for one in shown):
            return None
        return self._course.moment([self._crowd.cut(one) for one in shown], self._crowd.cut(screen), done)

    def effect(
        self, shown: tuple[Observation, Observation], now: tuple[Observation, Observation]
    ) -> float | None:
        """The probability that an action had its effect; None from weights that were not taught to tell."""
        if not all(one.elements for one in (*shown, *now)):
            return None
        return self._course.effect(
            [self._crowd.cut(one) for one in shown], [self._crowd.cut(one) for one in now]
        )

    def compare(self, situation: Situation) -> Compared:
        """The network's scores for a step with a target, on a screen with elements."""
        step, values = situation.step, situation.row
        assert step.target is not None
        seen = _told_apart(situation.screen, values.values(), self._apart_seen)
        alone, target = self._clicked(step.before, step.target, step.point)
        before = _told_apart(alone, values, self._apart_shown)
        if before is not alone:
            piece = _piece(before.elements, alone.elements[target], step.point)
            before, target = (alone, target) if piece is None else (before, piece)
        blank = before.elements[target].kind == "cell"  # what said something then may be empty now
        screen = self._crowd.cut(seen, blank)
        before, target = self._crowd.cut_around(before, target, blank)
        texts = row_texts(before.elements, situation.row, target)
        wanted = situation.wanted_text
        sought = before.elements[target]
        held = {} if wanted is None else held_values(sought, situation)
        if wanted is not None:
            texts[target] = retold(sought.text, held) if held else wanted
        with torch.inference_mode(), threads_for(len(before.elements) * len(screen.elements)):
            if not texts:
                shown = self._encode(before)
                scores = self._screens(before, screen)
            else:
                following = self._processor.following(self._shown(before), texts)
                shown = self._model.encode(following, self._encode(before))
                scores = self._scored(shown, self._present(screen))
            agreement = agreements(shown.look, self._present(screen).look, target)
        named = any(
            i == target or _of_one_record(before.elements, i, target)
            for i in texts
            # What was entered belongs to a form, and names no record.
            if before.elements[i].kind not in ENTRY_KINDS
            and (i != target or wanted is None)  # a choice says itself what is wanted
        )
        inside = _in_popups(step, screen)
        allowed = None
        if wanted is not None:
            saying = [
                says(one, screen.elements, wanted, bool(held))
                and all(with_words(one.text, present, "") is not None for present in held.values())
                for one in screen.elements
            ]
            if not held and not any(saying):
                saying = [says_but_for_stops(one, wanted) for one in screen.elements]
            allowed = torch.tensor(once(saying, screen.elements, sought))
            allowed = allowed if inside is None else allowed & inside
            if not held:
                allowed = torch.tensor(as_written(allowed.tolist(), screen.elements, wanted))
            told = says(sought, before.elements, wanted, bool(held))
            if not told and situation.row.get(wanted) == wanted and not allowed.any():
                allowed = None  # the demonstrated choice itself, misread here as it was there
        bars = self._bars(before, screen, target) if wanted is None else None
        return Compared(scores, target, sought, screen.elements, agreement, allowed, inside, named, bars)

    def _clicked(
        self, before: Observation, target: int, point: tuple[int, int] | None
    ) -> tuple[Observation, int]:
        """The demonstrated screen with what was clicked on alone, where the target was several elements."""
        if point is None:
            return before, target
        known = self._alone.get(before, dict)
        if (target, point) not in known:
            known[target, point] = clicked_part(before, target, point)
        return known[target, point]

    def _encode(self, before: Observation) -> EncodedScreen:
        return self._encoded.get(before, lambda: self._model.encode(self._shown(before)))

    def _shown(self, before: Observation) -> ScreenTensors:
        return self._demonstrated.get(before, lambda: self._processor.screen(before))

    def _scored(self, demonstrated: EncodedScreen, present: EncodedScreen) -> Scores:
        [scores] = self._model.compare(demonstrated, present)
        assert scores.forward_logits is not None and scores.backward_logits is not None
        return Scores(scores.forward_logits[0], scores.backward_logits[0])

    def _screens(self, before: Observation, screen: Observation) -> Scores:
        return self._compared.get(
            (before, screen), lambda: self._scored(self._encode(before), self._present(screen))
        )

    def _bars(self, before: Observation, screen: Observation, target: int) -> Bars | None:
        """Those in which neighbours vote for a tool; None for all else."""
        shown = self._bars_shown.get(before, lambda: bars(before.elements))
        present = self._bars_seen.get(screen, lambda: bars(screen.elements))
        return Bars(shown, present) if present and any(target in bar for bar in shown) else None

    def _voted(self, scores: Scores, bars: Bars) -> Scores:
        temperature = self._confidence.temperature
        with torch.inference_mode(), threads_for(scores.forward.numel()):
            return self._ordered.get(scores, lambda: bars.voted(scores, temperature))

    def _present(self, screen: Observation) -> EncodedScreen:
        known = self._seen.newest()
        return self._seen.get(screen, lambda: self._model.encode(self._processor.screen(screen), known))

    def _nothing(self, reason: str) -> Decision:
        return Decision(None, None, 0.0, self._config.threshold, 1.0, (), reason)


def _in_popups(step: DemonstratedStep, screen: Observation) -> Tensor | None:
    """(M,) which elements lie in an open list or menu of the program; None where the target lay in none, or
    none is open now: what shows beside a list, or through below it, is no entry of it.
    """
    opened = list_around(step)
    if opened is None:
        return None
    there = [one.box for one in screen.windows if one.kind in POPUP_KINDS and one.process == opened.process]
    if not there:
        return None
    return torch.tensor([any(box.contains(*one.box.center) for box in there) for one in screen.elements])


def _of_one_record(elements: Sequence[Element], name: int, target: int) -> bool:
    """Whether both are of one line of a table: most lines that have such a name have such a target, too.

    A form may stand beside a table, its fields by chance in the line of a cell.
    """
    named, sought = elements[name], elements[target]
    if not _level(named.box, sought.box):
        return False
    targets = [one.box for one in elements if one.kind == sought.kind and same_column(one.box, sought.box)]
    others = [
        one.box
        for one in elements
        if one is not named and one.kind == named.kind and same_column(one.box, named.box)
    ]
    beside = sum(any(_level(box, other) for other in targets) for box in others)
    return bool(others) and beside >= MOST_LINES * len(others)


def _level(one: Box, other: Box) -> bool:
    return 2 * abs(one.center[1] - other.center[1]) < LEVEL * max(one.h, other.h)


def _piece(elements: Sequence[Element], target: Element, point: tuple[int, int] | None) -> int | None:
    """Index of the target, or of its piece that was clicked on; None where that is not among them."""
    x = target.box.center[0] if point is None else point[0]
    for i, one in enumerate(elements):
        if one is target:
            return i
    pieces = [
        i
        for i, one in enumerate(elements)
        if one.text and one.text in target.text and is_over(one.box, target.box)
        and one.box.x <= x < one.box.right
    ]  # fmt: skip
    return min(pieces, key=lambda i: elements[i].box.w, default=None)


def _has_twin(at: int, compared: Compared, shown: Sequence[Element]) -> bool:
    """Whether another element says what is wanted, is as large, and no row tells it apart; none did when the
    target was shown: which of the two is meant nobody has said.
    """
    assert compared.allowed is not None
    chosen, agreement = compared.elements[at], compared.agreement
    return any(
        may and other != at and is_twin(one, chosen) and torch.equal(agreement[other], agreement[at])
        for other, (may, one) in enumerate(zip(compared.allowed.tolist(), compared.elements, strict=True))
    ) and not any(is_twin(one, compared.sought) for one in shown if one.box != compared.sought.box)


def _told_apart(
    seen: Observation,
    values: Iterable[str],
    memory: Recent[Observation, dict[tuple[str, ...], Observation]],
) -> Observation:
    """The screen with the values of a row in elements of their own."""
    told = tuple(sorted({value for value in values if len(value.strip()) >= LEAST_LETTERS}))
    known = memory.get(seen, dict)
    if told not in known:
        known[told] = joined(parted(seen, told), told)
    return known[told]


def _candidate(element: Element, probability: float) -> Candidate:
    return Candidate(element.box, element.kind, element.text, probability)


def _quoted(text: str, kind: str) -> str:
    kind = kind.replace("_", " ")
    return f"The {kind} “{text}”" if text else f"The {kind}"


def _reason(name: str, sought: Element, found: tuple[Candidate, ...], threshold: float) -> str:
    best = found[0]
    said = f"{_quoted(name, sought.kind)} matches {_same(best)} with {best.probability:.0%}"
    if len(found) > 1:
        said += f", next comes {_same(found[1])} with {found[1].probability:.0%}"
    return said + ("." if best.probability >= threshold else f"; {threshold:.0%} is needed to act.")


def _same(candidate: Candidate) -> str:
    return _quoted(candidate.text, candidate.kind).replace("The", "the", 1)
