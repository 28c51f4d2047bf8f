"""The scenarios that come with the program: what must stop or pause does, what must not does not."""

from __future__ import annotations

import pytest

from simulators.lab.scenarios import finding, running
from simulators.lab.scenarios.reading import read

FILES = {file.name.split(".")[0]: file for file in finding.shipped()}
TODAY = sorted(name for name, file in FILES.items() if read(file).wrong_today is None)
MUST = [name for name in FILES if name.startswith("must_")]
SAMPLE = TODAY[::3]
"""One of three in every run; all of them with all their seeds by `make scenarios`."""


def test_there_are_twenty_of_each() -> None:
    """Half of them guard against a wrong go on, half against a false alarm."""
    assert len(MUST) >= 20
    assert len(FILES) - len(MUST) >= 20


@pytest.mark.parametrize("name", SAMPLE)
def test_it_holds_with_its_first_seed(name: str) -> None:
    """Of those that hold today."""
    scenario = read(FILES[name])
    result = running.run_one(running.Asked(scenario, scenario.seeds[:1]))

    assert not result.failed, "\n".join(running.lines(result))


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_it_holds_with_all_its_seeds(name: str) -> None:
    """Or, where the program is known to be wrong, still does not: else the mark goes."""
    result = running.run_one(running.Asked(read(FILES[name])))

    assert not result.failed, "\n".join(running.lines(result))
