"""What is installed: the pins, and the wheel."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.house.tree import PACKAGES, ROOT

DATA = {".toml", ".tcss", ".typed", ".html", ".css"}


def _project() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _plain(requirement: str) -> str:
    """The normal form of a package's name, without extras and versions."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0]).lower()


def test_every_dependency_is_pinned() -> None:
    """What pyproject.toml asks for, requirements.lock pins: else `make lock` was forgotten."""
    project = _project()
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]  # type: ignore[index]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = {_plain(name) for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}

    assert {_plain(each) for each in asked} <= pinned


def test_every_pin_has_a_hash_and_no_address() -> None:
    """A pin says what, never where from."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.split(r"^(?=[\w.-]+==)", lock, flags=re.MULTILINE)[1:]

    assert pins
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", pin) for pin in pins)
    assert not re.search(r"https?:|file:|^-", lock, re.MULTILINE)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of the files in the wheel, built without asking the network for anything."""
    pytest.importorskip("uv_build", reason="the build back end is not installed here")
    folder = tmp_path_factory.mktemp("wheel")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    build = "import sys, uv_build; print(uv_build.build_wheel(sys.argv[1]))"
    subprocess.run(
        [sys.executable, "-c", build, str(folder)],
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(built).namelist())


def test_the_wheel_holds_exactly_the_four_packages(wheel: set[str]) -> None:
    """Nothing else gets a top-level name in somebody's environment, least of all the tests."""
    tops = {name.split("/")[0] for name in wheel}

    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_the_wheel_holds_all_that_is_not_python(wheel: set[str]) -> None:
    """The protocols, the texts, the styles and the typing marks are installed too."""
    wanted = {
        file.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for file in (ROOT / package).rglob("*")
        if file.suffix in DATA or file.name == "py.typed"
    }

    assert {f"{package}/py.typed" for package in PACKAGES} <= wanted
    assert wanted <= wheel


def test_the_wheel_brings_the_command(wheel: set[str]) -> None:
    """Installing it makes the command `biofeedback`."""
    assert any(name.endswith(".dist-info/entry_points.txt") for name in wheel)
