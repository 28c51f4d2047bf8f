"""An announcement lasts as long as its words: where a file gives it less, it is lengthened, and the check says so."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from biofeedback.cli import protocol_files
from biofeedback.texts import Texts
from protocols import library
from protocols.form import read_draft
from protocols.wording import saying_s
from tests.protocols.test_checks import GOOD

SHORT = GOOD.replace("lead_in_s = 12", "lead_in_s = 4", 1)


def _written(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_short_announcement_is_lengthened_to_its_words(tmp_path: Path) -> None:
    path = _written(tmp_path, SHORT)
    assert library.check(path) == ()
    step = library.load(str(path)).steps[0]
    assert saying_s(step.group.notice) <= step.lead_in_s < saying_s(step.group.notice) + 1


def test_one_that_is_long_enough_stays_as_it_is_written(tmp_path: Path) -> None:
    path = _written(tmp_path, GOOD)
    assert library.mended(path) == ()
    assert library.load(str(path)).steps[0].lead_in_s == 12


def test_a_repeat_is_lengthened_where_it_says_itself_how_short_it_is(tmp_path: Path) -> None:
    still = 'group = "neck"\nhold_s = 0\neffort = "none"\nagain_s = 1\nrepeat = 2'
    path = _written(tmp_path, GOOD.replace('group = "neck"\nhold_s = 3', still, 1))
    first, again = library.load(str(path)).steps[1:3]
    assert first.lead_in_s == 12
    assert saying_s(again.group.notice) <= again.lead_in_s < 12
    assert [fault.where.rpartition(".")[2] for fault in library.mended(path)] == ["again_s"]


def test_one_that_would_startle_is_still_refused(tmp_path: Path) -> None:
    """Less than three seconds before a tension is no announcement that somebody meant."""
    faults = library.check(_written(tmp_path, GOOD.replace("lead_in_s = 12", "lead_in_s = 1", 1)))
    assert [fault.limit for fault in faults] == [">= 3 s"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_check_says_which_line_is_lengthened_and_to_what(
    lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _written(tmp_path, SHORT)
    assert protocol_files.check(path, lang) == 0
    said = capsys.readouterr().out
    lead_in_s = int(library.load(str(path)).steps[0].lead_in_s)
    assert "lead_in_s" in said
    assert Texts(lang).say("protocols.lengthened", seconds=lead_in_s) in said
    assert Texts(lang).say("cli.protocol_good", file=str(path)) in said


@pytest.mark.parametrize("name", library.names())
def test_no_shipped_protocol_needs_it(name: str) -> None:
    text = (Path(library.__file__).parent / "shipped" / f"{name}.toml").read_text(encoding="utf-8")
    assert read_draft(tomllib.loads(text), name)[0].mended == ()
