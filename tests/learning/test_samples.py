"""Training samples say what the pages say: maps where the boxes are, labels where the identities are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from lam_desktop.data.corpus.reader import CorpusReader, Page
from lam_desktop.data.corpus.spec import PageElement
from lam_desktop.learning.detector_data import (
    DetectorCuts,
    DetectorSamples,
    Label,
    collate,
    lit,
    target_maps,
    wide_buttons,
)
from lam_desktop.learning.losses import mistaken, said_otherwise, whole_kind_loss
from lam_desktop.learning.page_features import PageFeatures, extract, load, save, share_of
from lam_desktop.learning.policy_data import IGNORED, PLAIN, make_pair, pair_batch
from lam_desktop.perception.detector.network_detector import ElementMaps
from lam_desktop.perception.detector.processing_detector import Proposal
from lam_desktop.policy.lam.settings_lam import LamSettings
from lam_desktop.types import KINDS, Box, Frame
from tests.drawn import drawn_corpus

CONFIG = LamSettings(width=16, blocks=1, heads=2, crop_px=16)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    return CorpusReader(drawn_corpus(tmp_path_factory.mktemp("corpus") / "drawn")).pages()


def _features(page: Page, proposals: list[Proposal] | None = None) -> PageFeatures:
    return extract(page, proposals, page.load(), 16)


def test_the_mask_lies_inside_the_box_and_edges_lead_to_it() -> None:
    box = (40.0, 24.0, 120.0, 56.0)
    maps = target_maps([Label(box, KINDS.index("button"), None)], 96, 160, 0.25)
    rows, columns = np.nonzero(maps.inside.numpy())
    xs, ys = columns * 4 + 2, rows * 4 + 2
    assert len(xs) and xs.min() > 40 and xs.max() < 120 and ys.min() > 24 and ys.max() < 56
    edges = np.expm1(maps.edges.numpy()) * 4
    np.testing.assert_allclose(xs - edges[0, rows, columns], 40, atol=1e-3)
    np.testing.assert_allclose(ys - edges[1, rows, columns], 24, atol=1e-3)
    np.testing.assert_allclose(xs + edges[2, rows, columns], 120, atol=1e-3)
    np.testing.assert_allclose(ys + edges[3, rows, columns], 56, atol=1e-3)
    assert set(maps.kind[rows, columns].tolist()) == {KINDS.index("button")}
    assert (maps.kind.numpy()[maps.inside.numpy() == 0] == -100).all()


def test_what_lies_inside_another_element_stays_apart() -> None:
    outer, inner = (0.0, 0.0, 160.0, 96.0), (64.0, 32.0, 96.0, 64.0)
    labels = [Label(inner, KINDS.index("checkbox"), True), Label(outer, KINDS.index("field"), None)]
    maps = target_maps(labels, 96, 160, 0.25)
    assert maps.kind[12, 20] == KINDS.index("checkbox") and maps.checked[12, 20] == 1
    assert maps.inside[12, 16] == 0  # a gap between the two, so that components do not merge
    assert maps.kind[12, 6] == KINDS.index("field") and maps.checked[12, 6] == -1


def test_a_wide_button_is_seen_as_often_as_all_the_rest(pages: list[Page]) -> None:
    class Shown:
        """A page of a plain colour, with one element."""

        def __init__(self, shade: int, width: int) -> None:
            self.shade, self.elements = shade, (replace(plain, box=(40, 40, width, 24)),)

        def load(self) -> Frame:
            return np.full((120, 480, 3), self.shade, np.uint8)

    plain = next(one for page in pages for one in page.elements if one.kind == "button")
    many = [Shown(80, 60) for _ in range(20)] + [Shown(160, 300)]
    samples = DetectorSamples(many, DetectorCuts(1, 1, 64), 0.25, seed=1)  # type: ignore[arg-type]
    targets = [target for _, (_, target) in zip(range(120), samples, strict=False)]
    # Half of them, and one in twenty-one of the others; the edges tell which page a cut is of.
    wide = [one for one in targets if one.inside.any() and float(one.edges.max()) > np.log1p(100 / 4)]
    assert 0.3 < len(wide) / len(targets) < 0.75


def test_what_is_taught_anew_is_not_held_to_what_was_said_before() -> None:
    button, field = KINDS.index("button"), KINDS.index("field")
    labels = [
        Label((8, 8, 312, 40), button, None),
        Label((8, 80, 72, 112), button, None),
        Label((88, 80, 312, 112), field, None),
    ]
    target = collate([(torch.zeros(3, 128, 320), target_maps(labels, 128, 320, 0.25))])[1]
    taught = wide_buttons(target)
    assert taught.any() and not taught[0, 12:].any()

    def said(**other: torch.Tensor) -> ElementMaps:
        maps = {
            "mask": torch.where(target.inside > 0, 4.0, -4.0),
            "edges": target.edges,
            "kinds": torch.zeros(1, len(KINDS), 32, 80),
            "checked": torch.zeros(1, 32, 80),
        }
        return ElementMaps(**(maps | other))

    same = said_otherwise(said(), said(), taught, target.weight)
    everything = {"mask": (0,), "edges": (0, 2), "kinds": (0, button), "checked": (0,)}
    # In the wide button, in its border; beside it, where no element is; in the field below.
    for row, counts in ((5, ()), (2, ()), (12, ("mask",)), (24, tuple(everything))):
        for name, place in everything.items():
            changed = getattr(said(), name).clone()
            changed[*place, row, 30] += 3.0 if name != "mask" else -3.0
            loss = said_otherwise(said(**{name: changed}), said(), taught, target.weight)
            assert (loss > same + 1e-6) == (name in counts), (row, name)


def test_what_was_said_wrongly_is_not_kept() -> None:
    button, icon = KINDS.index("button"), KINDS.index("icon")
    target = collate(
        [(torch.zeros(3, 96, 160), target_maps([Label((8, 8, 120, 40), button, None)], 96, 160, 0.25))]
    )[1]
    inside = target.inside > 0
    mask = torch.where(inside, 4.0, -4.0)
    kinds = torch.zeros(1, len(KINDS), 24, 40)
    kinds[:, button] = 1.0
    assert not mistaken(ElementMaps(mask=mask, kinds=kinds), target).any()
    kinds[0, icon, 5, 10] = 2.0  # an icon, in the middle of a button
    mask[0, 6, 20] = -4.0  # a hole in it
    mask[0, 20, 30] = 4.0  # something where nothing is
    mask[0, 22, 30] = 0.5  # not sure enough to be a mistake
    wrong = mistaken(ElementMaps(mask=mask, kinds=kinds), target)
    assert wrong[0].nonzero().tolist() == [[5, 10], [6, 20], [20, 30]]


def test_one_sure_cell_can_tell_what_a_whole_element_is() -> None:
    field, combo = KINDS.index("field"), KINDS.index("combo")
    whole = Label((8, 8, 120, 40), combo, None)
    cut_off = Label((130, 50, 400, 90), field, None)  # reaches beyond the picture: not asked as a whole
    target = collate([(torch.zeros(3, 96, 160), target_maps([whole, cut_off], 96, 160, 0.25))])[1]
    kinds = torch.zeros(1, len(KINDS), 24, 40)
    kinds[:, field] = 1.0
    doubtful = whole_kind_loss(kinds, target)
    rows, columns = (target.owner[0] >= 0).nonzero(as_tuple=True)
    assert rows.max() * 4 < 40 and columns.max() * 4 < 120
    kinds[0, combo, rows[-1], columns[-1]] = 10.0 * len(rows)  # the arrow
    assert whole_kind_loss(kinds, target) < 0.01 < doubtful
    nothing = collate([(torch.zeros(3, 96, 160), target_maps([cut_off], 96, 160, 0.25))])[1]
    assert whole_kind_loss(kinds, nothing) == 0


def test_proposals_take_the_identity_of_what_they_cover(pages: list[Page]) -> None:
    page = pages[0]
    whole = [Box(*one.box) for one in page.elements]
    proposals = [Proposal(box.moved(2, 1), "button", 0.9, None) for box in whole[1:]]
    proposals.append(Proposal(Box(300, 200, 12, 12), "icon", 0.6, None))
    features = _features(page, proposals)
    assert features.identity[: len(whole) - 1].tolist() == [one.id for one in page.elements[1:]]
    assert features.identity[len(whole) - 1] == ""
    assert features.missed.tolist() == [False] * len(whole) + [True]
    assert features.identity[-1] == page.elements[0].id  # known by the click alone


def test_features_survive_storage(pages: list[Page], tmp_path: Path) -> None:
    features = _features(pages[0])
    save(features, tmp_path / "a" / "page.npz")
    again = load(tmp_path / "a" / "page.npz")
    for name in PageFeatures.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(features, name), getattr(again, name))


def test_labels_lead_to_the_same_identity(pages: list[Page]) -> None:
    first, second = _features(pages[2]), _features(pages[3])
    pair = make_pair(first, second, True, CONFIG, PLAIN, np.random.default_rng(0))
    for row, label in enumerate(pair.forward):
        assert second.identity[label] == first.identity[row]
    for row, label in enumerate(pair.backward):
        assert first.identity[label] == second.identity[row]


def test_what_is_dropped_is_absent(pages: list[Page]) -> None:
    first, second = _features(pages[4]), _features(pages[5])
    how = replace(PLAIN, dropped=0.3)
    absent = 0
    for seed in range(20):
        pair = make_pair(first, second, True, CONFIG, how, np.random.default_rng(seed))
        assert pair.forward.max() < len(pair.screen.kind)
        absent += int((pair.forward == -1).sum())
    assert absent > 0


def test_another_program_has_no_counterparts(pages: list[Page]) -> None:
    first, second = _features(pages[0]), _features(pages[3])
    pair = make_pair(first, second, False, CONFIG, PLAIN, np.random.default_rng(0))
    assert (pair.forward == -1).all() and (pair.backward == -1).all()
    batch = pair_batch([pair])
    labelled = batch.forward_labels[batch.forward_labels != IGNORED]
    assert (labelled == batch.screen.kind.shape[1]).all()


def test_a_crowd_is_cut_to_what_lies_around_a_place_and_keeps_its_partners(pages: list[Page]) -> None:
    first, second = _features(pages[2]), _features(pages[3])
    pair = make_pair(first, second, True, CONFIG, replace(PLAIN, crowd=3), np.random.default_rng(0))
    assert len(pair.demonstrated.kind) == len(pair.screen.kind) == 3
    assert sorted(pair.forward.tolist()) == [0, 1, 2]


def test_shares_of_programs_are_even() -> None:
    shares = [share_of(f"1-{n:06d}") for n in range(2000)]
    assert 0.45 < sum(shares) / len(shares) < 0.55


def test_empty_marks_on_dark_ground_are_lit_now_and_then(pages: list[Page]) -> None:
    empty = PageElement("gift", "checkbox", "", (20, 20, 14, 14), False, True, False, None, True, 1.0)
    boxes = [empty, replace(empty, id="round", kind="radio", box=(60, 20, 15, 15))]
    boxes += [replace(empty, id="ticked", box=(100, 20, 14, 14), checked=True)]
    page = replace(pages[0], elements=tuple(boxes))
    dark = np.full((60, 140, 3), 30, np.uint8)
    looks = [lit(page, dark, np.random.default_rng(seed)) for seed in range(40)]
    seen = {tuple(int(look[27, x, 0]) for x in (27, 67, 107)) for look in looks}
    assert seen == {(30, 30, 30), (255, 255, 30)}
    assert (lit(page, np.full_like(dark, 240), np.random.default_rng(2)) == 240).all()
