"""The matching network: what is masked does not matter, order does not matter, weights survive storage."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from lam_desktop.policy.lam.configuration_lam import LamConfig
from lam_desktop.policy.lam.modeling_lam import LamPolicyModel
from lam_desktop.policy.lam.network_lam import Attention, MatchScores, ScreenTensors
from lam_desktop.policy.lam.processing_lam import LamProcessor
from tests.drawn import form_elements, observation


def _config(without: tuple[str, ...] = ()) -> LamConfig:
    return LamConfig(width=16, blocks=2, heads=2, crop_px=16, buckets=64, max_grams=8, without=without)


CONFIG = _config()


@pytest.fixture
def model() -> LamPolicyModel:
    return _network()


def _network(without: tuple[str, ...] = ()) -> LamPolicyModel:
    torch.manual_seed(0)
    network = LamPolicyModel(_config(without)).eval()
    for bias in (
        network.relations.bias,
        network.likeness.bias,
        network.neighbourhood.bias,
    ):  # they start silent
        torch.nn.init.normal_(bias.weight, std=0.5)
    return network


def _screens() -> tuple[ScreenTensors, ScreenTensors]:
    processor = LamProcessor(CONFIG)
    first = processor.screen(observation(form_elements(random.Random(1), 4)))
    return first, processor.screen(observation(form_elements(random.Random(2), 3), dark=True))


def _scores(model: LamPolicyModel, a: ScreenTensors, b: ScreenTensors) -> tuple[torch.Tensor, torch.Tensor]:
    with torch.inference_mode():
        said: MatchScores = model(a, b)
    assert said.forward_logits is not None and said.backward_logits is not None
    return said.forward_logits, said.backward_logits


def test_shapes_as_documented(model: LamPolicyModel) -> None:
    a, b = _screens()
    n, m = a.kind.shape[1], b.kind.shape[1]
    assert a.crops.shape == (1, n, 2, 3, 16, 16)
    forward, backward = _scores(model, a, b)
    assert forward.shape == (1, n, m + 1)
    assert backward.shape == (1, m, n + 1)


def _padded(screen: ScreenTensors, extra: int, filling: int) -> ScreenTensors:
    """`extra` more rows of arbitrary content, marked as not valid."""

    def grown(tensor: torch.Tensor) -> torch.Tensor:
        rows = torch.full((1, extra, *tensor.shape[2:]), filling, dtype=torch.float).to(tensor.dtype)
        return torch.cat([tensor, rows], 1)

    fields = {name: grown(getattr(screen, name)) for name in ScreenTensors.__dataclass_fields__}
    fields["valid"] = torch.cat([screen.valid, torch.zeros(1, extra, dtype=torch.bool)], 1)
    return ScreenTensors(**fields)


def test_padding_changes_nothing_whatever_it_holds(model: LamPolicyModel) -> None:
    a, b = _screens()
    plain, back = _scores(model, a, b)
    n, m = a.kind.shape[1], b.kind.shape[1]
    for filling in (0, 1):
        forward, backward = _scores(model, _padded(a, 3, filling), _padded(b, 5, filling))
        torch.testing.assert_close(forward[:, :n, :m], plain[:, :, :m])
        torch.testing.assert_close(forward[:, :n, -1], plain[:, :, -1])
        torch.testing.assert_close(backward[:, :m, :n], back[:, :, :n])
        assert torch.isinf(forward[:, :n, m:-1]).all()
        assert torch.isinf(backward[:, :m, n:-1]).all()


def test_what_is_not_masked_matters(model: LamPolicyModel) -> None:
    a, b = _screens()
    plain, _ = _scores(model, a, b)
    changed, _ = _scores(model, a, replace(b, kind=(b.kind + 1) % 5))
    assert not torch.allclose(plain, changed)


@pytest.mark.parametrize(
    ("part", "changed"),
    [
        ("crops", {"crops": lambda b: 255 - b.crops}),
        ("text", {"grams": lambda b: b.grams.flip(1), "words": lambda b: b.words.flip(1)}),
        ("geometry", {"edges": lambda b: 3 * b.edges, "geometry": lambda b: -b.geometry}),
    ],
)
def test_what_an_ablation_takes_away_does_not_matter(
    part: str, changed: dict[str, Callable[[ScreenTensors], torch.Tensor]]
) -> None:
    a, b = _screens()
    other = replace(b, **{name: change(b) for name, change in changed.items()})
    assert not torch.allclose(_scores(_network(), a, b)[0], _scores(_network(), a, other)[0])
    lacking = _network(without=(part,))
    torch.testing.assert_close(_scores(lacking, a, b), _scores(lacking, a, other))


def test_without_attention_between_screens_their_elements_are_known_apart() -> None:
    a, b = _screens()
    network = _network(without=("joint", "likeness", "neighbourhood"))
    one = replace(b, kind=torch.where(torch.arange(b.kind.shape[1]) == 0, (b.kind + 1) % 5, b.kind))
    absent = _scores(network, a, b)[0][..., -1]
    torch.testing.assert_close(absent, _scores(network, a, one)[0][..., -1])
    assert not torch.allclose(_scores(_network(), a, b)[0][..., -1], _scores(_network(), a, one)[0][..., -1])


@pytest.mark.parametrize("own", [True, False])
def test_each_screen_attends_to_itself_where_places_are_given_and_else_to_the_other_one(own: bool) -> None:
    torch.manual_seed(0)
    attention, (n, m) = Attention(CONFIG).eval(), (4, 3)
    x, y = torch.randn(2, n + m, 16), torch.randn(2, n + m, 16)
    asking, answering = (x[:, :n], x[:, n:]), (y[:, :n], y[:, n:]) if own else (y[:, n:], y[:, :n])
    masks = tuple(torch.randn(2, 2, a.shape[1], b.shape[1]) for a, b in zip(asking, answering, strict=True))
    unturned = torch.ones(2, 1, n + m, 8), torch.zeros(2, 1, n + m, 8)
    expected: list[torch.Tensor] = []
    for a, b, mask in zip(asking, answering, masks, strict=True):
        heads = range(0, 16, 8)  # two, of eight numbers each
        query, key, value = attention.query(a), attention.key(b), attention.value(b)
        gathered: list[torch.Tensor] = []
        for head, at in enumerate(heads):
            part = slice(at, at + 8)
            logits = query[..., part] @ key[..., part].transpose(1, 2) / 8**0.5 + mask[:, head]
            gathered.append(logits.softmax(2) @ value[..., part])
        expected.append(attention.out(torch.cat(gathered, 2)))
    found = attention(x, y, masks, unturned if own else None)
    torch.testing.assert_close(found, torch.cat(expected, 1))


def test_unknown_ablations_are_refused() -> None:
    with pytest.raises(ValueError, match=r"unknown parts \['sound'\]"):
        LamConfig(without=("sound",))


def test_the_same_words_are_known_without_having_been_learned() -> None:
    network = LamPolicyModel(CONFIG).eval()
    for layer in (network.match, network.absent[2], network.likeness.layer, network.likeness.bias):
        for parameter in layer.parameters():
            torch.nn.init.zeros_(parameter)
    network.likeness.layer.weight.data[0, 0] = 1.0  # the first number says: the same words
    network.likeness.bias.weight.data[-1, 0] = 5.0  # the last bias goes to the scores of the last block
    seen = observation(form_elements(random.Random(1), 2))
    texts = ("Zzyzx 7", "Ref-0815")
    named = [replace(one, text=text) for one, text in zip(seen.elements[:2], texts, strict=True)]
    processor = LamProcessor(CONFIG)
    a = processor.screen(replace(seen, elements=(*named, replace(seen.elements[2], text="Other"))))
    b = processor.screen(replace(seen, elements=(named[1], replace(named[0], text="ZZYZX7"))))
    forward, _ = _scores(network, a, b)
    assert forward[0, 0].argmax() == 1 and forward[0, 1].argmax() == 0
    assert forward[0, 2].unique().numel() == 1


def test_order_of_elements_does_not_matter(model: LamPolicyModel) -> None:
    a, b = _screens()
    plain, _ = _scores(model, a, b)
    order = torch.randperm(b.kind.shape[1], generator=torch.Generator().manual_seed(3))
    turned = ScreenTensors(
        **{name: getattr(b, name)[:, order] for name in ScreenTensors.__dataclass_fields__}
    )
    forward, _ = _scores(model, a, turned)
    torch.testing.assert_close(forward[:, :, :-1], plain[:, :, order])


def test_moving_the_whole_window_changes_nothing(model: LamPolicyModel) -> None:
    elements = form_elements(random.Random(4), 3)
    seen = observation(elements)
    processor = LamProcessor(CONFIG)
    frame = torch.from_numpy(seen.frame.copy())
    wide = torch.zeros(300, 400, 3, dtype=torch.uint8)
    wide[50 : 50 + frame.shape[0], 60 : 60 + frame.shape[1]] = frame
    assert seen.window is not None
    moved = replace(
        seen,
        frame=wide.numpy(),
        window=seen.window.moved(60, 50),
        elements=tuple(replace(one, box=one.box.moved(60, 50)) for one in seen.elements),
    )
    before, after = processor.screen(seen), processor.screen(moved)
    torch.testing.assert_close(before.edges, after.edges)
    torch.testing.assert_close(before.geometry, after.geometry)


def test_the_last_block_has_the_last_word(model: LamPolicyModel) -> None:
    a, b = _screens()
    forward, backward = _scores(model, a, b)
    with torch.inference_mode():
        said = model.all_scores(a, b)
    assert len(said) == CONFIG.blocks
    torch.testing.assert_close(said[-1].forward_logits, forward)
    torch.testing.assert_close(said[-1].backward_logits, backward)
    assert said[0].forward_logits is not None
    assert not torch.allclose(said[0].forward_logits, forward)


def test_relations_see_how_elements_lie_to_each_other_and_not_where(model: LamPolicyModel) -> None:
    torch.nn.init.normal_(model.relations.bias.weight)
    edges = torch.rand(1, 5, 4, generator=torch.Generator().manual_seed(1))
    here, moved = model.relations(edges), model.relations(edges + 3)
    assert [one.shape for one in here] == [(1, CONFIG.heads, 5, 5)] * CONFIG.blocks
    torch.testing.assert_close(here, moved, atol=1e-4, rtol=1e-4)
    wider = edges + torch.tensor([0, 0, 1, 0]) * (torch.arange(5) == 2)[None, :, None]
    for one, other in zip(here, model.relations(wider), strict=True):
        changed = ~torch.isclose(one, other).all(1)  # all that has to do with the element that grew
        assert changed[0, 2].all() and changed[0, :, 2].all()
        assert not changed[0][[0, 1, 3, 4]][:, [0, 1, 3, 4]].any()


@pytest.mark.parametrize(
    "changed", ["nothing", "text", "place", "words gone", "one less", "first gone", "two more"]
)
def test_what_did_not_change_is_taken_from_the_last_screen(changed: str, model: LamPolicyModel) -> None:
    last, other = _screens()
    encoded: list[int] = []
    model.encoder.register_forward_pre_hook(lambda _, given: encoded.append(int(given[0].valid.sum())))
    with torch.inference_mode():
        screen = last if changed == "two more" else _changed(last, changed)
        known = model.encode(_changed(last, changed) if changed == "two more" else last)
        beside = model.encode(other)
        anew, reused = model.encode(screen), model.encode(screen, known)
        for one, two in zip(model.compare(anew, beside), model.compare(reused, beside), strict=True):
            torch.testing.assert_close(one.forward_logits, two.forward_logits)
            torch.testing.assert_close(one.backward_logits, two.backward_logits)
        torch.testing.assert_close(anew.look.around.texts, reused.look.around.texts)
    anew_encoded = {"text": 1, "place": 1, "words gone": 1, "two more": 2}
    assert encoded[-1] == anew_encoded.get(changed, 0)


def _changed(screen: ScreenTensors, what: str) -> ScreenTensors:
    """The screen with its first element changed, a label, or without some elements."""
    kept = {"one less": slice(-1), "first gone": slice(1, None), "two more": slice(1, -1)}.get(what)
    if kept is not None:
        return ScreenTensors(**{name: tensor[:, kept] for name, tensor in vars(screen).items()})
    parts = {"text": ("grams", "words"), "words gone": ("grams", "words"), "place": ("edges", "geometry")}
    copies = {name: getattr(screen, name).clone() for name in parts.get(what, ())}
    for tensor in copies.values():
        tensor[0, 0] = 0 if what == "words gone" else tensor[0, 0] + 1
    return replace(screen, **copies)


def test_a_batch_says_the_same_as_its_members(model: LamPolicyModel) -> None:
    a, b = _screens()
    single, _ = _scores(model, a, b)

    def doubled(screen: ScreenTensors) -> ScreenTensors:
        return ScreenTensors(
            **{name: torch.cat([getattr(screen, name)] * 2) for name in ScreenTensors.__dataclass_fields__}
        )

    forward, _ = _scores(model, doubled(a), doubled(b))
    for row in forward:
        torch.testing.assert_close(row, single[0])


@pytest.mark.parametrize("half", [False, True])
def test_weights_survive_storage(model: LamPolicyModel, tmp_path: Path, half: bool) -> None:
    a, b = _screens()
    plain, _ = _scores(model, a, b)
    model.config.threshold = 0.93
    (model.half() if half else model).save_pretrained(tmp_path)
    again = LamPolicyModel.from_pretrained(tmp_path, dtype=torch.float32).eval()
    assert again.config.threshold == 0.93
    read, _ = _scores(again, a, b)
    tolerance = 0.05 if half else 1e-6
    torch.testing.assert_close(read, plain, atol=tolerance, rtol=tolerance)


def test_an_empty_screen_is_no_error() -> None:
    empty = LamProcessor(CONFIG).screen(observation([]))
    assert empty.valid.shape == (1, 1)
    assert not empty.valid.any()


@pytest.mark.parametrize(
    "wrong",
    [
        {"width": 10, "heads": 4},
        {"crop_px": 20},
        {"score_temperature": 0.0},
        {"confidence_weights": (1.0, 2.0)},
        {"threshold": 1.5},
    ],
)
def test_a_shape_that_cannot_work_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must"):
        LamConfig(**wrong)  # type: ignore[arg-type]
