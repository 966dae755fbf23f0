"""Weights and figures of networks that somebody else may have laid into a folder of models."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from safetensors.torch import save_file

from lam_desktop.learning.reliability import Reliability
from lam_desktop.models_dir import load_network
from lam_desktop.perception.detector.configuration_detector import ElementDetectorConfig
from lam_desktop.perception.detector.modeling_detector import ElementDetector
from lam_desktop.perception.detector.network_detector import ElementNetwork
from lam_desktop.perception.detector.settings_detector import DetectorSettings
from lam_desktop.perception.letter_head import LetterNetwork, LetterSettings
from lam_desktop.policy.lam.configuration_lam import LamConfig
from lam_desktop.policy.lam.modeling_lam import LamPolicyModel
from lam_desktop.policy.lam.network_lam import LamNetwork
from lam_desktop.policy.lam.settings_lam import LamSettings
from tests.fuzz.parser import Parser


@functools.cache
def _tiny(name: str) -> Mapping[str, bytes]:
    """What `save_pretrained` writes of a network with few weights."""
    with TemporaryDirectory() as folder:
        if name == "policy":
            LamPolicyModel(LamConfig(width=16, blocks=1, heads=2, buckets=64)).save_pretrained(folder)
        elif name == "letters":
            settings = LetterSettings("ДЖ", "7", "7aB", 99, hidden=4)
            save_file(LetterNetwork(settings).state_dict(), Path(folder) / "model.safetensors")
            (Path(folder) / "config.json").write_text(json.dumps(vars(settings)), encoding="utf-8")
        else:
            config = ElementDetectorConfig(widths=(4, 4, 4, 4, 4), depths=(1, 1, 1), enabled_hidden=4)
            ElementDetector(config).save_pretrained(folder)
        return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def _weights(name: str, damaged: str) -> Parser:
    """A folder of weights of which one file came from somebody else."""

    def read(folder: Path, content: bytes) -> None:
        for file, held in {**_tiny(name), damaged: content}.items():
            (folder / file).write_bytes(held)
        if name == "policy":
            config = load_network(LamNetwork, LamSettings.read, folder, "The policy").config
            assert isinstance(config, LamSettings)
            assert config.confidence is not None and 0 < config.threshold <= 1
            assert config.pointer is None or config.moment_weights
            assert config.effect_head is None or config.effect_weights
        elif name == "letters":
            load_network(LetterNetwork, LetterSettings.read, folder, "The reader of more letters")
        else:
            load_network(ElementNetwork, DetectorSettings.read, folder, "The element detector")

    return Parser(read, lambda: _tiny(name)[damaged])


def _calibration(folder: Path, content: bytes) -> None:
    path = folder / "calibration.json"
    path.write_bytes(content)
    found = Reliability.read(path)
    assert 0 <= found.threshold <= 1 and all(0 <= one.start < 1 and one.count >= 0 for one in found.tenths)


CALIBRATION = {"threshold": 0.9, "ece": 0.01, "reliability": [[0.35, 0.5, 2], [0.95, 0.99, 4000]]}

WEIGHTS: Mapping[str, Parser] = {
    "policy/config.json": _weights("policy", "config.json"),
    "policy/model.safetensors": _weights("policy", "model.safetensors"),
    "detector/config.json": _weights("detector", "config.json"),
    "letters/config.json": _weights("letters", "config.json"),
    "letters/model.safetensors": _weights("letters", "model.safetensors"),
    "calibration.json": Parser(_calibration, lambda: json.dumps(CALIBRATION).encode()),
}
