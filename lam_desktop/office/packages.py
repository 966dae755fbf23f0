"""Which version of a Debian program is installed."""

from __future__ import annotations

import shutil
import subprocess

from lam_desktop.errors import EnvironmentFault


def package_version(program: str) -> str:
    """Of the package of that name; empty on other systems. EnvironmentFault where the program is missing."""
    if shutil.which(program) is None:
        raise EnvironmentFault(f"The program {program} is missing: install the Debian package {program}.")
    if shutil.which("dpkg-query") is None:
        return ""
    command = ("dpkg-query", "--show", "--showformat=${Version}", program)
    return subprocess.run(command, capture_output=True, text=True, timeout=30).stdout.strip()
