"""Puts a mutant in its module's place as that is imported: in this process, and in those that the tests start.

A started process knows it from its environment, through `inherited/sitecustomize.py`. Only the standard library here.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
INHERITED = Path(__file__).with_name("inherited")
TARGET, SOURCE = "BIOFEEDBACK_MUTANT_OF", "BIOFEEDBACK_MUTANT"


class InPlace(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the mutant's code where its module is imported. `target` is the file from the root on."""

    def __init__(self, target: str, source: str) -> None:
        self._name = target.removesuffix(".py").replace("/", ".")
        self._path = str(ROOT / target)
        self._code = compile(source, target, "exec")

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._name:
            return None
        return importlib.util.spec_from_file_location(fullname, self._path, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        exec(self._code, module.__dict__)


def put(target: str, source: str) -> None:
    """Here, and for every process that is started from here."""
    sys.meta_path.insert(0, InPlace(target, source))
    os.environ |= {TARGET: target, SOURCE: source}
    os.environ["PYTHONPATH"] = os.pathsep.join([str(INHERITED), *filter(None, [os.environ.get("PYTHONPATH")])])


def inherit() -> None:
    """What the process that started this one has put in place."""
    target = os.environ.get(TARGET)
    if target is not None:
        sys.meta_path.insert(0, InPlace(target, os.environ[SOURCE]))
