"""What all tests share: where the recordings are, and Hypothesis without deadlines."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest
from hypothesis import settings

from biofeedback.run.awake import Awake

settings.register_profile("default", deadline=None, max_examples=50, derandomize=True)
settings.register_profile("thorough", deadline=None, max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


os.environ["BIOFEEDBACK_SOUND"] = "off"  # no test opens a sound device, unless it puts in one of its own
for _name in ("LC_ALL", "LC_MESSAGES"):
    os.environ.pop(_name, None)
os.environ["LANG"] = "C.UTF-8"  # no test depends on the language of the computer it runs on


def pytest_collection_finish() -> None:
    """What has been collected stays to the end: no need to search it for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


RECORDINGS_VARIABLE = "BIOFEEDBACK_RECORDINGS"


@pytest.fixture(scope="session")
def recordings() -> Path:
    """The folder of annotated recordings; tests that need it skip where it is absent."""
    default = Path(__file__).resolve().parent.parent / ".." / "shared" / "recordings"
    folder = Path(os.environ.get(RECORDINGS_VARIABLE, default))
    if not folder.is_dir():
        pytest.skip(f"no recordings: set {RECORDINGS_VARIABLE} to their folder")
    return folder


@pytest.fixture(autouse=True)
def _may_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    """No session of a test asks this computer to stay awake: what is left open at a test's end would ask on."""
    defaults = Awake.__init__.__kwdefaults__
    assert defaults is not None

    def nowhere(_name: str) -> None:
        return None

    monkeypatch.setitem(defaults, "found", nowhere)
