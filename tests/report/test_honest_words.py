"""What a page says of what was felt, of a recording that nobody looked at, and of a session without beats."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from biofeedback.decisions import Phase, PhaseBegan, Stopped
from biofeedback.events import Reported, Symptom
from biofeedback.report.session_page import session_page
from biofeedback.review.lines import review_lines
from biofeedback.review.record import SessionRecord
from biofeedback.texts import Texts
from biofeedback.why import why
from tests.cli.program import run
from tests.report.made import session
from tests.report.reading import parsed

WHEN = "2026-11-02 07:30"


def page(record: SessionRecord, lang: str = "en") -> str:
    return parsed(session_page(record, Texts(lang), began=WHEN)).text


def felt(symptom: Symptom) -> SessionRecord:
    made = session()
    said = Reported(t=430.0, symptom=symptom)
    return replace(made, events=tuple(sorted([*made.events, said], key=lambda each: each.t)))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_was_felt_stands_above_every_figure(lang: str) -> None:
    """A doctor reads that it was the chest, not only that the session ended; and it is told among what was decided."""
    texts = Texts(lang)
    said = texts.say("review.reported", what=texts.say("symptoms.name_heart"))
    text = page(felt(Symptom.HEART), lang)

    assert text.count(said) == 2
    assert text.index(said) < text.index(texts.say("report.tachogram"))
    assert any(said in line for line in review_lines(felt(Symptom.HEART), texts, began=WHEN))


def test_being_sleepy_is_told_and_is_no_trouble() -> None:
    """Once, among what was decided."""
    assert page(felt(Symptom.SLEEPY)).count("Reported by the person: sleepy.") == 1


def test_advice_is_said_once_where_what_was_felt_ended_it() -> None:
    """The stop says it, and the end does not repeat it."""
    made = felt(Symptom.HEART)
    advice, last = why("symptoms.advice_heart"), made.finished
    assert last is not None
    stop = (Stopped(t=430.0, rule=None, why=advice), PhaseBegan(t=430.0, phase=Phase.STOPPED))
    before = tuple(each for each in made.decisions if each.t < 430.0)
    ended = replace(made, decisions=(*before, *stop, replace(last, t=430.0, why=advice)))

    assert page(ended).count("We end here.") == 1


def test_of_an_imported_recording_nobody_says_that_nothing_was_noticed(tmp_path: Path) -> None:
    """Nothing was looked for: page and lines say so, and call it what it is."""
    file = tmp_path / "intervals.txt"
    file.write_text("\n".join(str(800 + 7 * (k % 11)) for k in range(120)) + "\n")
    data = tmp_path / "data"
    data.mkdir()
    assert run("import", str(file), "--yes", data=data).code == 0
    shown = run("sessions", "show", "1", data=data)
    assert run("sessions", "report", "1", "--out", str(tmp_path / "page.html"), data=data).code == 0
    text = parsed((tmp_path / "page.html").read_text()).text

    for said in (shown.out, text):
        assert "No patterns were looked for" in said
        assert "was noticed." not in said
        assert "An imported recording" in said
    assert "relaxation session" not in text
    assert "pause to settle" not in text  # no colours are explained that are not there
    assert "dashed: their mean" not in text


def test_without_beats_no_pattern_could_be_noticed() -> None:
    """None was heard, so nobody can say that none was there."""
    text = page(replace(session(), beats=(), source_kind="none"))

    assert "No beats were heard, so no pattern could be noticed." in text
    assert "None of the patterns" not in text
    assert "A relaxation session without a strap" in text


@pytest.mark.parametrize("form", ["ndjson", "bug-report"])
def test_a_file_that_would_hold_nothing_is_not_written(form: str, tmp_path: Path) -> None:
    """A bug report of a recording would hold no interval, and says it holds all: one clear line, and no file."""
    file, out, data = tmp_path / "intervals.txt", tmp_path / "out", tmp_path / "data"
    data.mkdir()
    file.write_text("\n".join(str(800 + 7 * (k % 11)) for k in range(120)) + "\n")
    assert run("import", str(file), "--yes", data=data).code == 0
    one = run("sessions", "export", "1", "--as", form, "--out", str(out), data=data)
    every = run("export", "--all", "--as", form, "--out", str(out), data=data)

    assert (one.code, one.out) == (2, "")
    assert one.err.count("\n") == 1
    assert every.code == 0
    assert "Number 1 is not among them" in every.err
    assert not [each for each in out.rglob("*") if each.is_file()]
