"""The shipped weights: installed, editable or in a checkout; never fetched."""

from __future__ import annotations

import hashlib
import inspect
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from lam_desktop.errors import EnvironmentFault

if TYPE_CHECKING:
    from torch import nn

C = TypeVar("C")
M = TypeVar("M", bound="nn.Module")


def find_models() -> Path:
    """The folder with `detector/` and `policy/`; $LAM_MODELS goes first.

    Raises EnvironmentFault where there is none.
    """
    package = Path(__file__).parent
    named = os.environ.get("LAM_MODELS")
    places = [Path(named)] if named else [package / "_models" / "base", package.parent / "models" / "base"]
    for place in places:
        if (place / "detector").is_dir() and (place / "policy").is_dir():
            return place
    looked = " and ".join(str(place) for place in places)
    raise EnvironmentFault(
        f"The model weights are missing (looked in {looked}): install LAM Desktop again, "
        "or set LAM_MODELS to their folder."
    )


def weights_id(folder: Path) -> str:
    """Names the weights in a folder by their content: what was made with others is not taken for theirs."""
    digest = hashlib.blake2b(digest_size=12)
    for path in sorted(folder.glob("*")):
        if path.suffix in (".json", ".safetensors"):
            digest.update(path.read_bytes())
    return digest.hexdigest()


class Settings:
    """Arguments of a network, by the names of its `__init__`; a subclass may be stored by transformers."""

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Those in the folder's `config.json`; raises OSError or ValueError where that cannot be read."""
        said = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        return cls(**cls.parted(said)[0])

    @classmethod
    def parted(cls, said: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """What is an argument of the network, and what else is said."""
        plain = next(one for one in cls.__mro__ if Settings in one.__bases__)
        names = inspect.signature(plain).parameters
        own = {name: each for name, each in said.items() if name in names}
        return own, {name: each for name, each in said.items() if name not in names}


def load_network(kind: Callable[[C], M], read: Callable[[Path], C], folder: Path, name: str) -> M:
    """The network that `kind` builds of what `read` says of a `save_pretrained` folder: in float32, for use.

    Raises EnvironmentFault where weights are missing, damaged or of another version: a part that came
    without weights would start from chance and still answer.
    """
    from safetensors.torch import load_file

    # Read here, because `from_pretrained` first imports what large models need: three seconds and more.
    try:
        held = load_file(folder / "model.safetensors")
        model = kind(read(folder))
        lacking = model.load_state_dict({key: each.float() for key, each in held.items()}, strict=False)
    except Exception as error:  # transformers, safetensors and json raise errors without a common root
        raise EnvironmentFault(
            f"{name}'s weights in {folder} are missing or damaged ({type(error).__name__}): "
            "install LAM Desktop again."
        ) from error
    named = sorted({*lacking.missing_keys, *lacking.unexpected_keys})
    if named:
        raise EnvironmentFault(
            f"{name}'s weights in {folder} are of another version ({named[0]}): install LAM Desktop again."
        )
    return model.eval()
