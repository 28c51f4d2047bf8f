"""For pytest: `*.scenario.toml` are tests wherever this package is installed; `--update` takes over new figures.

One test a scenario, with all its seeds; so pytest-xdist shares them out, and only one process writes a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from _pytest._code.code import ExceptionInfo, TerminalRepr

ENDING = ".scenario.toml"
"""As `simulators.lab.scenarios.reading` has it, which is loaded only where there is a scenario."""

_UPDATE = "update_scenarios"


class DoesNotHold(Exception):
    """What a scenario expects does not hold; the message tells what happened around the moment."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-scenarios`, and `--update` where no other plugin has it."""
    group = parser.getgroup("biofeedback")
    told = "Take over what scenarios found where they expect an exact figure."
    try:
        group.addoption("--update-scenarios", "--update", dest=_UPDATE, action="store_true", help=told)
    except ValueError:
        group.addoption("--update-scenarios", dest=_UPDATE, action="store_true", help=told)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A scenario file is a collector of one test."""
    return ScenarioFile.from_parent(parent, path=file_path) if file_path.name.endswith(ENDING) else None


class ScenarioFile(pytest.File):
    """A file that holds a scenario."""

    def collect(self) -> Iterator[pytest.Item]:
        """Its one test."""
        yield ScenarioItem.from_parent(self, name=self.path.name.removesuffix(ENDING))


class ScenarioItem(pytest.Item):
    """A scenario, played with all its seeds."""

    def runtest(self) -> None:
        """Play it. Raises DoesNotHold, or InputError where it cannot be read."""
        from simulators.lab.scenarios import running, updating
        from simulators.lab.scenarios.reading import read

        result = running.run_one(running.Asked(read(self.path)))
        if self.config.getoption(_UPDATE) and updating.update(result):
            result = running.run_one(running.Asked(read(self.path)))
        if result.failed:
            raise DoesNotHold("\n".join(running.lines(result)))
        if result.scenario.wrong_today is not None:
            pytest.xfail(result.scenario.wrong_today)

    def repr_failure(self, excinfo: ExceptionInfo[BaseException], style: object = None) -> str | TerminalRepr:
        """What did not hold, without a traceback through this program."""
        from biofeedback.errors import BiofeedbackError

        if isinstance(excinfo.value, DoesNotHold | BiofeedbackError):
            return str(excinfo.value)
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where it stands."""
        return self.path, 0, f"scenario {self.name}"
