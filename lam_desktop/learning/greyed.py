"""Teaches the detector's head which elements are greyed out; the detector itself stays as it is.

    G="python -m lam_desktop.data.corpus generate --share 0.5,0.3,0.2"
    $G --out CORPUS --programs 800 --seed 41 --splits train
    $G --out CORPUS --programs 1600 --seed 42 --splits validation,test --again
    python -m lam_desktop.learning.greyed --corpus CORPUS --detector models/base/detector --features DIR

Validation programs choose, for each sort of control, the log odds above which at most `bound` of those lie
that can be pressed. Writes the head into the detector's folder, and prints how test programs fare.
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional as F

from lam_desktop.data.corpus.spec import AGAIN
from lam_desktop.learning.greyed_data import CONTROLS, Seen, collect
from lam_desktop.models_dir import load_network
from lam_desktop.perception.detector.configuration_detector import ElementDetectorConfig
from lam_desktop.perception.detector.enabled_head import EnabledHead
from lam_desktop.perception.detector.engine import DetectorEngine
from lam_desktop.perception.detector.modeling_detector import ElementDetector
from lam_desktop.perception.detector.settings_detector import DetectorSettings

SORTS = (("button",), ("icon",), ("menu_item",), ("field",), ("checkbox", "radio"))
"""Each has a bound of its own: an empty field says little of its state, an entry of a menu much.
Nothing is said of tabs, for many themes draw all but the open one in paler ink; nor of lists to choose from,
which say «Choose…» in such ink, and of number fields: generated programs show too little of that.
"""
LEAST_SPREAD = 1e-3


@dataclass(frozen=True)
class Teaching:
    """Everything that decides the outcome."""

    hidden: int = 96
    epochs: int = 25
    batch: int = 512
    rate: float = 2e-3
    weight_decay: float = 1e-2
    seed: int = 1
    bound: float = 0.005
    """Share of the controls that can be pressed which may be taken for greyed out."""

    def __post_init__(self) -> None:
        if min(self.hidden, self.epochs, self.batch) < 1:
            raise ValueError(f"counts must be positive, got {self}")
        if not 0 < self.bound < 1:
            raise ValueError(f"bound must lie between 0 and 1, got {self.bound}")


def taught(seen: Seen, config: DetectorSettings, how: Teaching) -> EnabledHead:
    """A head that tells the greyed out elements among `seen` from the others, rounded as it is stored."""
    torch.manual_seed(how.seed)
    head = EnabledHead(config.widths[1], config.widths[2], len(config.kinds), how.hidden)
    look, greyed = torch.from_numpy(seen.look.astype(np.float32)), torch.from_numpy(seen.greyed).float()
    head.mean.copy_(look.mean(0))
    head.spread.copy_(look.std(0).clamp(min=LEAST_SPREAD))
    optimizer = torch.optim.AdamW(head.parameters(), how.rate, weight_decay=how.weight_decay)
    steps = how.epochs * -(-len(look) // how.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, how.rate, total_steps=steps + 1, pct_start=0.1)
    head.train()
    for _ in range(how.epochs):
        for batch in torch.randperm(len(look)).split(how.batch):
            loss = F.binary_cross_entropy_with_logits(head(look[batch]), greyed[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return head.half().float().eval()


def odds(head: EnabledHead, seen: Seen) -> npt.NDArray[np.float64]:
    """(N,) log odds that elements are greyed out."""
    with torch.inference_mode():
        said: Tensor = head(torch.from_numpy(seen.look.astype(np.float32)))
    return said.double().numpy()


def bounds(said: npt.NDArray[np.float64], seen: Seen, bound: float) -> dict[str, float]:
    """By kind as the detector sees it: log odds above which at most the share `bound` of its sort lies.

    `said` (N,) as `odds`.
    """
    chosen: dict[str, float] = {}
    for sort in SORTS:
        wrong = np.sort(said[np.isin(seen.taken_for, sort) & ~seen.greyed])[::-1]
        if not len(wrong):
            continue  # nothing shows what may be said of this sort
        least = float(np.nextafter(wrong[int(bound * len(wrong))], np.inf))
        chosen |= dict.fromkeys(sort, max(0.0, round(least + 5e-4, 3)))
    return chosen


def figures(said: npt.NDArray[np.bool_], seen: Seen) -> dict[str, Any]:
    """By kind and toolkit: how many are greyed out, and known as such; how many are not, and mistaken.

    `said` (N,): what is taken for greyed out.
    """
    table: dict[str, Any] = {}
    toolkits = sorted(set(seen.toolkit.tolist()))
    for name, mine in [*((kind, seen.kind == kind) for kind in CONTROLS), ("all", seen.control)]:
        for toolkit in (*toolkits, "all"):
            here = mine & ((seen.toolkit == toolkit) | (toolkit == "all"))
            off, on = here & seen.greyed, here & ~seen.greyed
            table.setdefault(name, {})[toolkit] = {
                "greyed": int(off.sum()), "known": int((said & off).sum()),
                "enabled": int(on.sum()), "mistaken": int((said & on).sum()),
            }  # fmt: skip
    return table


def beside_shown(
    said: npt.NDArray[np.float64], seen: Seen, chosen: dict[str, float], again: bool
) -> tuple[Seen, npt.NDArray[np.bool_]]:
    """Controls that could be pressed in another look, as when they were shown; and what is said of them now.

    `again`: those in the same look, with other data; else in another one. As in use, what did not look
    pressable when it was shown says nothing of its state by its looks.
    """
    places: dict[tuple[str, str, str], dict[str, int]] = {}
    for n, (program, page, name) in enumerate(
        zip(seen.program.tolist(), seen.page.tolist(), seen.identity.tolist(), strict=True)
    ):
        state, look = page.rsplit(" ", 1)
        places.setdefault((program, state, name), {})[look] = n
    pairs = [
        (looks[first], looks[second])
        for looks in places.values()
        for first, second in itertools.permutations(("A", AGAIN) if again else ("A", "B"))
        if first in looks and second in looks and not seen.greyed[looks[first]]
    ]
    shown, now = np.array(pairs, np.int64).reshape(-1, 2).T
    return seen.part(now), told(said, seen, chosen)[now] & (said[shown] < 0)


def told(said: npt.NDArray[np.float64], seen: Seen, chosen: dict[str, float]) -> npt.NDArray[np.bool_]:
    """(N,) what is said to be greyed out, of log odds and the bounds of `bounds`."""
    return said >= np.array([chosen.get(kind, np.inf) for kind in seen.taken_for.tolist()])


def teach(corpora: Sequence[Path], detector: Path, features: Path, how: Teaching) -> dict[str, Any]:
    """Writes the head and its bounds into the folder `detector`; returns the figures.

    Raises EnvironmentFault for weights that are missing, damaged or of another version.
    """
    engine = DetectorEngine(detector)
    parts = {split: collect(corpora, split, engine, features) for split in ("train", "validation", "test")}
    config = engine.processor.config
    head = taught(parts["train"], config, how)
    chosen = bounds(odds(head, parts["validation"]), parts["validation"], how.bound)
    found: dict[str, Any] = {"how": asdict(how), "greyed_odds": chosen}
    for split in ("validation", "test"):
        seen = parts[split]
        said = odds(head, seen)
        found[split] = {"alone": figures(told(said, seen, chosen), seen)}
        for name, again in (("same_look", True), ("other_look", False)):
            now, said_now = beside_shown(said, seen, chosen, again)
            found[split][name] = figures(said_now, now)
    model = load_network(
        ElementDetector, ElementDetectorConfig.from_pretrained, detector, "The element detector"
    )
    model.config.enabled_hidden, model.config.greyed_odds = how.hidden, chosen
    model.enabled = head
    model.half().save_pretrained(detector)
    return found


def main() -> None:
    """Parses the arguments, teaches, and prints the figures."""
    how = Teaching()
    parser = argparse.ArgumentParser(description="Teach the detector which elements are greyed out.")
    parser.add_argument("--corpus", type=Path, required=True, nargs="+", help="folders of generated programs")
    parser.add_argument("--detector", type=Path, required=True, help="its folder gets the head")
    parser.add_argument("--features", type=Path, required=True, help="folder for what was looked at once")
    for name, value in asdict(how).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    arguments = vars(parser.parse_args())
    corpora, detector, features = (arguments.pop(name) for name in ("corpus", "detector", "features"))
    print(json.dumps(teach(corpora, detector, features, Teaching(**arguments))))


if __name__ == "__main__":
    main()
