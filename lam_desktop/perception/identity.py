"""What elements were seen with: those that are kept from another time may be otherwise."""

from __future__ import annotations

import hashlib
from pathlib import Path

from lam_desktop import differences
from lam_desktop.models_dir import weights_id
from lam_desktop.perception.more_letters import LETTERS
from lam_desktop.perception.ocr import recognition_model

SOURCES = Path(__file__).parent


def parser_id(models: Path) -> str:
    """Names the detector's weights, the recogniser with its further letters, and the code that makes elements
    of what they say.

    Raises EnvironmentFault where there is no recogniser.
    """
    digest = hashlib.blake2b(weights_id(models / "detector").encode(), digest_size=12)
    recogniser = recognition_model()
    digest.update(weights_id(models / LETTERS).encode())
    digest.update(f"{recogniser.name} {recogniser.stat().st_size}".encode())
    for source in sorted([*SOURCES.rglob("*.py"), Path(differences.__file__)]):
        digest.update(source.read_bytes())
    return digest.hexdigest()
