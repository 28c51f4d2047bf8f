"""The page of a session: what a person, or a doctor who never saw this program, can read off it."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from biofeedback.app import reporting
from biofeedback.app.reviewing import record
from biofeedback.errors import UsageError
from biofeedback.report.session_page import session_page
from biofeedback.texts import Texts
from protocols.screening.terms import Terms
from tests.report.made import NOTE, session, stopped
from tests.report.reading import parsed
from tests.report.sessions import STRICT, keep

GOLDEN = Path(__file__).with_name("golden")
LARGEST = 100_000  # bytes


MADE = {1: session(), 2: stopped(), 3: stopped(Terms(no_numbers=True))}


def page(number: int, lang: str = "en") -> str:
    """As it is written, at a time of day that is the same everywhere."""
    return session_page(MADE[number], Texts(lang), began="2026-11-02 07:30")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("number", [1, 2])
def test_the_golden_page(number: int, lang: str) -> None:
    """Its words, line by line. Look at a new one in a browser, then set UPDATE_GOLDEN=1."""
    text = parsed(page(number, lang)).text + "\n"
    file = GOLDEN / f"session-{number}-{lang}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")

    assert text == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("number", [1, 2, 3])
def test_it_needs_nothing_but_itself(number: int) -> None:
    """No script, no network, no other file; small enough to be sent by mail; the same bytes each time."""
    html = page(number)
    taken = parsed(html)

    assert taken.fetches == []
    assert not {"script", "link", "img", "iframe", "object", "form", "image", "use"} & set(taken.tags)
    assert "url(" not in html
    assert "@import" not in html
    assert not re.search(r"https?:", html)
    assert len(html.encode()) < LARGEST
    assert html == page(number)


def test_a_note_is_words_and_never_markup() -> None:
    """What a person wrote cannot become part of the page."""
    html = page(1)

    assert NOTE in parsed(html).text
    assert "<b>drill" not in html


def test_every_chart_says_in_words_what_it_shows() -> None:
    """For whoever hears the page."""
    html = page(2)
    charts = re.findall(r"<svg[^>]*role=\"img\"[^>]*>.*?</svg>", html, re.DOTALL)

    assert len(charts) == html.count("<svg") >= 3
    for chart in charts:
        named = re.search(r'aria-labelledby="(\S+) (\S+)"', chart)
        assert named is not None
        told = re.search(rf'<desc id="{named[2]}">([^<]+)</desc>', chart)
        assert re.search(rf'<title id="{named[1]}">[^<]+</title>', chart)
        assert told is not None
        assert re.search(r"\d", told[1])


def test_a_stop_is_shown_first_and_closer() -> None:
    """What was seen stands above every figure, with the intervals around it; and no diagnosis stands anywhere."""
    html = page(2)
    text = parsed(html).text

    assert text.index("Stopped for: a stretch of irregular beats.") < text.index("Every interval between two beats")
    assert "The stretch in which it was seen, closer" in text
    assert 'class="second"' in html
    for word in ("fibrillation", "arrhythmia", "tachycardia", "disease", "syndrome", "diagnos", "abnormal"):
        assert word not in text.lower()


def test_what_the_practice_kept_to_is_told() -> None:
    """The muscles that were left out, and what else the answers came to."""
    text = parsed(page(1)).text

    assert "Left out: Left leg" in text
    assert "A fast heart is noticed earlier." in text
    assert "At rest in the 6 sessions before: heart rate 62 ± 2 /min, RMSSD 30 to 45 ms" in text


def test_who_is_better_off_without_numbers_does_not_meet_them() -> None:
    """They stand folded away, for whomever the page is shown to; what was seen is told without numbers."""
    html = page(3)
    before, folded = html.split("<details>", 1)
    folded, after = folded.split("</details>", 1)

    assert "RMSSD" not in before + after
    assert "/min" not in before + after
    assert "RMSSD" in folded
    assert "a stretch of irregular beats" in before
    assert not re.search(r"\d+ beats", before)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Kept: one session that was practised to its end (1), and one that was stopped (2)."""
    folder = tmp_path_factory.mktemp("data")
    keep(folder, protocol="three_minutes", terms=STRICT, note=NOTE)
    keep(folder, who="palpitations", seed=2)
    return folder


@pytest.fixture
def data(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of the program."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(folder))
    return folder


def test_a_kept_session_has_all_that_its_page_tells(data: Path) -> None:
    """Read from the store, with what its settings say was kept to."""
    text = parsed(session_page(record(1), Texts("en"), began="")).text

    assert NOTE in text
    assert "A fast heart is noticed earlier." in text
    assert "Stopped for: " in parsed(session_page(record(2), Texts("en"), began="")).text


def test_the_file_is_private_and_stands_where_it_was_asked_for(data: Path, tmp_path: Path) -> None:
    """Readable by its owner alone, and never over another file unless that is asked for."""
    file = reporting.write_session_report(1, "en", tmp_path)

    assert file == tmp_path / "session-1.html"
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(UsageError, match="there already"):
        reporting.write_session_report(2, "en", file)
    assert "Three minutes" in parsed(file.read_text(encoding="utf-8")).text
    reporting.write_session_report(2, "zh", file, replace=True)
    assert "中途停止" in file.read_text(encoding="utf-8")


def test_by_a_key_it_goes_into_the_data_folder(data: Path) -> None:
    """In place of the one before."""
    first, second = (reporting.write_by_key(2, lang) for lang in ("en", "zh"))

    assert first == second == str(data / "reports" / "session-2.html")
    assert 'lang="zh-Hans"' in Path(second).read_text(encoding="utf-8")
