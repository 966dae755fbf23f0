"""Teaches a head letters that the text recogniser does not know, on lines that are drawn here.

python -m lam_desktop.learning.train_letters --fonts ~/.cache/lam/corpus-assets/fonts \\
    --lines ~/.cache/lam/letters --out models/base/letters

Lines are drawn and read by the recogniser once, in parts that are kept; what was drawn is not drawn again.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional as F

from lam_desktop.data.corpus.qt_lines import LETTERS, Drawer, cyrillic_text, other_text
from lam_desktop.perception.letter_head import LetterNetwork, LetterSettings
from lam_desktop.perception.more_letters import MoreLetters
from lam_desktop.perception.ocr import TextReader, decoded, recognition_model
from lam_desktop.perception.text_lines import text_lines

PART = 1000
"""Lines kept in one file."""
TAUGHT = 0.6
"""Share of lines with letters that are taught."""
LATIN_AND_GREEK = ((0x20, 0x250), (0x370, 0x400))
SIGNS = "№…–—“”„«»€"
IDEOGRAPHS, MOST_IDEOGRAPHS = (0x4E00, 0xA000), 512
OTHERS_WEIGH = 2.0
"""How much a line of other scripts counts that is taken for one of these letters."""
WEIGHTS = "model.safetensors"
WARM_UP, TOLD_EVERY = 0.05, 500


@dataclass(frozen=True)
class Teaching:
    """How the head is taught."""

    count: int = 45_000
    held_out: int = 3000
    steps: int = 20_000
    batch: int = 32
    rate: float = 2e-3
    hidden: int = 160
    seed: int = 1
    workers: int = 2


@dataclass(frozen=True)
class Heard:
    """What the recogniser said of a line."""

    text: str
    taught: bool
    """Whether it has letters that are taught."""
    font: str
    height: int
    """Of the line's picture, pixels."""
    said: npt.NDArray[np.float16]
    """(T, 1 + seen) its log probabilities."""


def seen_characters(characters: Sequence[str]) -> str:
    """What the head sees of the recogniser's characters: Latin, Greek, figures, signs, some ideographs."""
    single = [one for one in dict.fromkeys(characters) if len(one) == 1]
    plain = [one for one in single if any(a <= ord(one) < b for a, b in LATIN_AND_GREEK) or one in SIGNS]
    ideographs = [one for one in single if IDEOGRAPHS[0] <= ord(one) < IDEOGRAPHS[1]]
    random.Random(0).shuffle(ideographs)
    return "".join([*plain, *ideographs[: max(0, MOST_IDEOGRAPHS - len(plain))]])


def draw_part(folder: Path, fonts: Path, held_out: bool, part: int) -> Path:
    """Draws one part and has it read; returns its file, which is left alone where it is there."""
    path = folder / f"{'held' if held_out else 'lines'}-{part:04d}.npz"
    if path.exists():
        return path
    drawer, rng = Drawer(fonts, held_out), random.Random(f"{held_out}/{part}")
    reader = TextReader(threads=1)
    untaught = MoreLetters(LetterNetwork(settings_for(reader, 1)), reader.characters)
    kept: list[Heard] = []
    while len(kept) < PART:
        taught = rng.random() < TAUGHT
        line = drawer.line(rng, cyrillic_text(rng) if taught else other_text(rng))
        spans = [span for spans in text_lines(line.picture) for span, _ in spans]
        if len(spans) == 1:  # as the reader cuts it, in one piece
            said = untaught.said(reader.scores(spans[0])).astype(np.float16)
            kept.append(Heard(line.text, taught, line.font, spans[0].shape[0], said))
    about = [(one.text, one.taught, one.font, one.height, len(one.said)) for one in kept]
    unfinished = path.with_suffix(".part.npz")
    np.savez(unfinished, said=np.concatenate([one.said for one in kept]), about=np.array(json.dumps(about)))
    return unfinished.replace(path)


def read_part(path: Path) -> Iterator[Heard]:
    """The lines of one part."""
    with np.load(path) as held:
        said, about = held["said"], json.loads(str(held["about"]))
    start = 0
    for text, taught, font, height, length in about:
        yield Heard(text, taught, font, height, said[start : start + length])
        start += length


def settings_for(reader: TextReader, hidden: int) -> LetterSettings:
    """Those of a head beside this recogniser."""
    size = recognition_model().stat().st_size
    seen = seen_characters(reader.characters)
    known = "".join(each for each in seen if each.isascii() or each in SIGNS)
    return LetterSettings(LETTERS, known, seen, size, hidden)


def joint(settings: LetterSettings, said: Tensor, told: Tensor, odds: Tensor) -> Tensor:
    """(B, T, 1 + seen + letters) log probabilities of what is known and what is taught together."""
    there, not_there = F.logsigmoid(odds)[..., None], F.logsigmoid(-odds)[..., None]
    both = [0, *(1 + settings.seen.index(each) for each in settings.known)]
    count = 1 + len(settings.letters)
    seen = said + not_there
    more = torch.cat([told[..., :1], told[..., count:]], 2) + there
    seen = seen.index_copy(2, torch.tensor(both), torch.logaddexp(seen[..., both], more))
    return torch.cat([seen, told[..., 1:count] + there], 2)


class Labels:
    """Numbers of characters in `joint`."""

    def __init__(self, settings: LetterSettings) -> None:
        self._numbers = {each: at for at, each in enumerate(settings.seen + settings.letters, start=1)}

    def of(self, line: Heard) -> list[int] | None:
        """Those of a text; None where a character is unknown or the line is too short for its letters."""
        numbers = [self._numbers.get(each) for each in line.text]
        if None in numbers or len(line.said) < len(numbers) + sum(
            a == b for a, b in itertools.pairwise(numbers)
        ):
            return None
        return numbers  # type: ignore[return-value]


def loss_of(network: LetterNetwork, lines: Sequence[Heard], labels: Sequence[list[int]]) -> Tensor:
    """Connectionist temporal classification (Graves et al. 2006) of lines with letters that are taught, by
    letters; of others, how far they are taken for such."""
    said, lengths = batch_of(lines)
    letters, odds = network(said)
    taught = [at for at, one in enumerate(lines) if one.taught]
    others = [at for at, one in enumerate(lines) if not one.taught]
    total = said.new_zeros(())
    if taught:
        targets = [labels[at] for at in taught]
        sizes = torch.tensor([len(one) for one in targets])
        losses = F.ctc_loss(
            joint(network.settings, said[taught], letters[taught], odds[taught]).transpose(0, 1),
            torch.tensor([each for one in targets for each in one]), lengths[taught], sizes,
            reduction="none", zero_infinity=True,
        )  # fmt: skip
        total = total + (losses / sizes).sum()
    if others:
        there = (torch.arange(said.shape[1])[None] < lengths[others][:, None]).float()
        total = total + OTHERS_WEIGH * ((F.softplus(odds[others]) * there).sum(1) / there.sum(1)).sum()
    return total / len(lines)


def batch_of(lines: Sequence[Heard]) -> tuple[Tensor, Tensor]:
    """(B, T, 1 + seen) log probabilities, padded with blanks, and (B,) lengths."""
    longest = max(len(one.said) for one in lines)
    said = np.full((len(lines), longest, lines[0].said.shape[1]), -80, np.float32)
    said[:, :, 0] = 0
    for row, one in zip(said, lines, strict=True):
        row[: len(one.said)] = one.said
    return torch.from_numpy(said), torch.tensor([len(one.said) for one in lines])


def taught(
    settings: LetterSettings,
    lines: Sequence[Heard],
    how: Teaching,
    before: Mapping[str, Tensor] | None = None,
) -> LetterNetwork:
    """A head that was taught these lines; `before`: weights to begin with."""
    torch.manual_seed(how.seed)
    rng = random.Random(how.seed)
    network = LetterNetwork(settings)
    if before is not None:
        network.load_state_dict({name: each.float() for name, each in before.items()})
    some = np.concatenate([one.said.astype(np.float32) for one in rng.sample(lines, min(3000, len(lines)))])
    some -= some.mean(1, keepdims=True)
    if before is None:
        network.mean.copy_(torch.from_numpy(some.mean(0)))
        network.spread.copy_(torch.from_numpy(some.std(0) + 0.3))
    known = Labels(settings)
    labelled = [(one, known.of(one) if one.taught else []) for one in lines]
    usable = sorted(
        ((one, said) for one, said in labelled if said is not None), key=lambda pair: len(pair[0].said)
    )
    batches = [usable[at : at + how.batch] for at in range(0, len(usable), how.batch)]
    optimizer = torch.optim.AdamW(network.parameters(), lr=how.rate, weight_decay=0.01)
    rates = torch.optim.lr_scheduler.OneCycleLR(optimizer, how.rate, total_steps=how.steps, pct_start=WARM_UP)
    began, losses = time.monotonic(), 0.0
    for step in range(1, how.steps + 1):
        batch = rng.choice(batches)
        loss = loss_of(network, [one for one, _ in batch], [said for _, said in batch])
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        rates.step()
        losses += float(loss.detach())
        if step % TOLD_EVERY == 0:
            seconds = time.monotonic() - began
            print(f"step {step}: loss {losses / TOLD_EVERY:.4f}, {seconds:.0f} s", flush=True)
            losses = 0.0
    return network.eval()


def figures(network: LetterNetwork, lines: Sequence[Heard]) -> dict[str, Any]:
    """How many lines are read exactly, but for spaces, and how many of other scripts are left alone."""
    asked, right = Counter[str](), Counter[str]()
    characters = ["", *network.settings.seen, *network.settings.letters]
    with torch.inference_mode():
        for one in lines:
            said = torch.from_numpy(one.said.astype(np.float32))[None]
            letters, odds = network(said)
            if one.taught:
                text = decoded(joint(network.settings, said, letters, odds)[0].exp().numpy(), characters).text
                is_right = text.replace(" ", "") == one.text.replace(" ", "")
                groups = ["taught", f"taught, {'small' if one.height < 22 else 'large'}", one.font]
            else:
                is_right, groups = not bool((odds > 0).any()), ["others left alone"]
            for name in groups:
                asked[name] += 1
                right[name] += is_right
    return {
        name: {"lines": count, "right": round(right[name] / count, 4)}
        for name, count in sorted(asked.items())
    }


def teach(fonts: Path, lines: Path, out: Path, how: Teaching, start: Path | None = None) -> dict[str, Any]:
    """Draws, teaches, writes the head to `out`; returns the figures of fonts that were not taught.

    `start`: the folder of a head that is taught further.
    """
    lines.mkdir(parents=True, exist_ok=True)
    parts = [(False, at) for at in range(how.count // PART)] + [
        (True, at) for at in range(how.held_out // PART)
    ]
    draw = partial(draw_part, lines, fonts)
    if how.workers > 1:
        with ProcessPoolExecutor(how.workers, mp_context=get_context("spawn")) as pool:
            paths = list(pool.map(draw, *zip(*parts, strict=True)))
    else:
        paths = [draw(*part) for part in parts]
    given = [one for (held, _), path in zip(parts, paths, strict=True) if not held for one in read_part(path)]
    asked = [one for (held, _), path in zip(parts, paths, strict=True) if held for one in read_part(path)]
    settings = settings_for(TextReader(threads=1), how.hidden)
    network = taught(settings, given, how, load_file(start / WEIGHTS) if start is not None else None)
    out.mkdir(parents=True, exist_ok=True)
    save_file({name: each.half() for name, each in network.state_dict().items()}, out / WEIGHTS)
    told = json.dumps(vars(settings), ensure_ascii=False, indent=1)
    (out / "config.json").write_text(f"{told}\n", encoding="utf-8")
    return {"how": asdict(how), "fonts not taught": figures(network, asked)}


def main() -> None:
    """Parses the arguments, teaches, and prints the figures."""
    how = Teaching()
    parser = argparse.ArgumentParser(description="Teach the text recogniser's head more letters.")
    parser.add_argument("--fonts", type=Path, required=True, help="a folder of fonts beside those installed")
    parser.add_argument("--lines", type=Path, required=True, help="folder for what was drawn and read")
    parser.add_argument("--out", type=Path, required=True, help="the head's folder")
    parser.add_argument("--start", type=Path, help="the folder of a head that is taught further")
    for name, value in asdict(how).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    arguments = vars(parser.parse_args())
    fonts, lines, out, start = (arguments.pop(name) for name in ("fonts", "lines", "out", "start"))
    print(json.dumps(teach(fonts, lines, out, Teaching(**arguments), start), ensure_ascii=False))


if __name__ == "__main__":
    main()
