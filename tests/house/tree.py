"""What is in the project: its tracked files and its own source."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("biofeedback", "devices", "protocols", "simulators")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file git knows or would add, or (where this is no repository) every file of the packages and tests."""
    asked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if asked.returncode == 0 and asked.stdout:
        return tuple(ROOT / name for name in asked.stdout.split("\0") if name and (ROOT / name).is_file())
    return tuple(file for folder in (*PACKAGES, "tests") for file in (ROOT / folder).rglob("*") if file.is_file())


def sources() -> list[Path]:
    """The Python files of the four packages."""
    return sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))


@cache
def parsed(file: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(file.read_text(encoding="utf-8"), str(file))
