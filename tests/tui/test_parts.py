"""The small pure parts of the screens: breath, words, lines, colours, scripts."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.color import Color

from biofeedback import text_layout
from biofeedback.decisions import Phase
from biofeedback.findings import Direction
from biofeedback.text_layout import CLOSING, fit, pages, wrap
from biofeedback.texts import Texts
from biofeedback.tui import theme
from biofeedback.tui.figures import figures
from biofeedback.tui.guidance import guidance, time_left
from biofeedback.tui.large_letters import big, framed
from biofeedback.tui.look import Charset, Look, charset_for, look_for, wants_motion
from biofeedback.tui.pacer import AHEAD_S, Breath, SessionTime, bar, breath_at, hold_bar
from protocols.training import Effort, Pace
from tests.tui.fake_guide import BEGIN, END, GROUPS, PACE, FakeGuide

LANGUAGES = pytest.mark.parametrize("lang", ["en", "zh"])


def test_the_breath_begins_with_an_in_breath_and_turns_where_the_pace_says() -> None:
    """Six a minute, 40 % in: full after 4 s, empty after 10 s."""
    assert breath_at(7.0, 7.0, PACE) == Breath(True, 0.0)
    assert breath_at(9.0, 7.0, PACE).fullness == pytest.approx(0.5)
    assert breath_at(11.0, 7.0, PACE) == Breath(False, 1.0)
    assert breath_at(14.0, 7.0, PACE).fullness == pytest.approx(0.5)
    assert breath_at(16.999, 7.0, PACE).fullness == pytest.approx(0.0, abs=1e-3)


@given(st.floats(0, 1e5), st.floats(3, 12), st.floats(0.25, 0.6))
def test_the_breath_never_jumps(t: float, rate: float, share: float) -> None:
    """In a tenth of a second it moves by a few hundredths."""
    pace = Pace(breaths_per_min=rate, inhale_share=share)
    now, then = breath_at(t, 0.0, pace), breath_at(t + 0.1, 0.0, pace)
    assert abs(now.fullness - then.fullness) < 0.15
    assert 0.0 <= now.fullness <= 1.0


@pytest.mark.parametrize("charset", list(Charset))
@pytest.mark.parametrize("fullness", [0.0, 0.31, 1.0])
def test_the_bar_keeps_its_width(charset: Charset, fullness: float) -> None:
    """It fills to the right."""
    assert cell_len(bar(Breath(True, fullness), 40, charset)) == 40


@pytest.mark.parametrize(
    ("left_s", "shown"),
    [(0.01, "1 s"), (1.0, "1 s"), (4.2, "5 s"), (99.0, "99 s"), (99.5, "1:40"), (171.0, "3:00"), (240, "4:00")],
)
def test_time_left(left_s: float, shown: str) -> None:
    """Whole seconds, never nought while it lasts; long times in tens of seconds."""
    view = replace(FakeGuide().view(10.0), phase=Phase.BASELINE, until=10.0 + left_s)
    assert time_left(view, Texts("en")) == shown


@LANGUAGES
@pytest.mark.parametrize("phase", list(Phase))
@pytest.mark.parametrize("group", [None, GROUPS[0]])
def test_every_phase_has_words_with_and_without_a_group(lang: str, phase: Phase, group: object) -> None:
    """No phase leaves a person without guidance."""
    view = replace(FakeGuide().view(10.0), phase=phase, group=group, next_group=group)  # type: ignore[arg-type]
    said = guidance(view, Texts(lang), None)
    assert said.headline
    assert said.detail
    assert "{" not in said.headline + said.detail


def test_few_words_leave_the_name_and_say_in_full_how_to_tense() -> None:
    """The headline and the group stand; the sentences under them go, but for the tension's."""
    view = replace(FakeGuide().view(0.0), group=GROUPS[0], began=0.0, t=1.0, brief=True)
    said = {phase: guidance(replace(view, phase=phase), Texts("en"), None) for phase in Phase}
    assert said[Phase.PREPARE].detail == said[Phase.REST].detail == ""
    assert said[Phase.PREPARE].group == "Feet"
    assert said[Phase.REST].headline == "Let go"
    assert said[Phase.TENSE].detail == GROUPS[0].tense.en


def test_letting_go_comes_before_rest() -> None:
    """The first seconds of rest say let go."""
    view = replace(FakeGuide().view(10.0), phase=Phase.REST, group=GROUPS[0], began=8.0)
    assert guidance(view, Texts("en"), None).headline == "Let go"
    assert guidance(replace(view, t=12.5), Texts("en"), None).headline == "Rest"


def test_how_strongly_is_said_before_and_during_a_tension_only() -> None:
    """In words, never in numbers."""
    view = replace(FakeGuide().view(0.0), group=GROUPS[0], effort=Effort.MODERATE)
    said = {phase: guidance(replace(view, phase=phase), Texts("en"), None).effort for phase in Phase}
    half = Texts("en").say("protocols.effort_moderate")
    assert {phase for phase, effort in said.items() if effort} == {Phase.PREPARE, Phase.TENSE}
    assert {effort for effort in said.values() if effort} == {half}


@pytest.mark.parametrize("columns", [30, 78])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_protocols_own_words_are_shown_part_by_part(lang: str, columns: int) -> None:
    """At the beginning and at the end, all of them in their order, each part in two rows where sentences allow it."""
    for phase, words in ((Phase.BASELINE, BEGIN), (Phase.CLOSING, END)):
        view = replace(FakeGuide().view(0.0), phase=phase, words=words)
        shown = [guidance(replace(view, t=float(t)), Texts(lang), None, columns).detail for t in range(200)]
        whole = words.say(lang)
        parts = list(dict.fromkeys(shown))
        assert "".join("".join(parts).split()) == "".join(whole.split())
        assert shown[-1] == parts[-1]
        if columns == 78:
            assert all(len(wrap(part, columns)) <= 2 for part in parts)


@given(st.text(alphabet="ab .!。，好", max_size=60), st.integers(4, 40), st.integers(1, 3))
def test_pages_lose_nothing(text: str, width: int, rows: int) -> None:
    """Whatever the sentences are."""
    assert "".join("".join(pages(text, width, rows)).split()) == "".join(text.split())


@LANGUAGES
@pytest.mark.parametrize("brief", [False, True])
@pytest.mark.parametrize("shift", [None, *Direction])
@pytest.mark.parametrize("baseline", [False, True])
@pytest.mark.parametrize("beats", [False, True])
def test_figures_fit_their_places(lang: str, brief: bool, shift: Direction | None, baseline: bool, beats: bool) -> None:
    """Whatever is known, it is said in the columns there are."""
    guide = FakeGuide()
    guide.hr_bpm = 164.4 if beats else None
    guide.shift = shift
    view = guide.view(10.0)
    if not beats:
        view = replace(view, vitals=replace(view.vitals, variability=replace(view.vitals.variability, rmssd_ms=None)))
    if baseline:
        taken = FakeGuide()
        taken.place = 2
        taken._next(64.0)
        view = replace(view, vitals=replace(view.vitals, baseline=taken.baseline))
    shown = figures(view, Texts(lang), brief=brief)
    left, right = (17, 23) if brief else (35, 43)
    assert max(cell_len(shown.heart), cell_len(shown.signal)) <= left
    assert max(cell_len(shown.rmssd), cell_len(shown.trend)) <= right


def test_large_letters() -> None:
    """Three rows of one width; None where the script has no large form or there is no room."""
    large = big("Let go 10:59", 80)
    assert large is not None
    assert len(large.split("\n")) == 3
    assert len({len(row) for row in large.split("\n")}) == 1
    assert big("收紧", 80) is None
    assert big("Let go", 20) is None
    assert {cell_len(row) for row in framed("收紧", "━").split("\n")} == {6, 14}


def test_every_english_headline_fits_in_large_letters() -> None:
    """Nothing falls back to small letters on a usual screen."""
    for phase in Phase:
        assert big(Texts("en").say(f"cues.{phase.value}"), 76) is not None
    assert big(Texts("en").say("cues.let_go"), 76) is not None


@given(st.text(alphabet="ab 收紧，。（）x-", max_size=80), st.integers(8, 60))
def test_wrapped_lines_hold_the_same_text_in_the_width(text: str, width: int) -> None:
    """Nothing is lost; no line is too wide unless it is a single word with its punctuation."""
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert cell_len(line) <= width or len(line.split()) == 1


def test_chinese_lines_do_not_begin_with_closing_punctuation() -> None:
    """The full stop stays with its character, and lists hang."""
    lines = wrap("1. 全身都放松，接下来不会再请你做任何事。好", 12)
    assert all(line.strip()[0] not in CLOSING for line in lines)
    assert all(line.startswith("   ") for line in lines[1:])


@given(st.text(alphabet="ab收紧。", max_size=30), st.integers(0, 20))
def test_fitted_text_has_exactly_its_width(text: str, width: int) -> None:
    """In columns, not in characters."""
    assert cell_len(fit(text, width)) == width


@pytest.mark.parametrize("inks", [theme.OF_DUSK, theme.OF_PAPER], ids=["dusk", "paper"])
@pytest.mark.parametrize("name", ["text", "now", "muted", "clay", "band"])
@pytest.mark.parametrize("ground", ["background", "shade"])
def test_every_colour_can_be_read(inks: theme.Inks, name: str, ground: str) -> None:
    """Contrast of 4.5 to 1 and more (WCAG 2.1, level AA); the dots of the band need 3 to 1, as graphics do."""
    needed = 3.0 if name == "band" else 4.5
    assert contrast(Color.parse(getattr(inks, name)), Color.parse(getattr(inks, ground))) >= needed


def contrast(one: Color, other: Color) -> float:
    """Relative luminance ratio, as WCAG defines it: written here anew, to check and not to repeat."""

    def luminance(colour: Color) -> float:
        parts = (c / 255 for c in colour.rgb)
        r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("environ", "encoding", "charset"),
    [
        ({"TERM": "xterm-256color"}, "utf-8", Charset.BRAILLE),
        ({"TERM": "linux"}, "UTF-8", Charset.BLOCKS),
        ({}, "ascii", Charset.ASCII),
        ({}, "cp1252", Charset.ASCII),
        ({"BIOFEEDBACK_CHARSET": "blocks"}, "ascii", Charset.BLOCKS),
        ({"BIOFEEDBACK_CHARSET": "nonsense"}, "utf-8", Charset.BRAILLE),
    ],
)
def test_the_terminal_tells_its_characters(environ: dict[str, str], encoding: str, charset: Charset) -> None:
    """The finest it can be trusted with, unless the person says otherwise."""
    assert charset_for(environ, encoding) is charset


def test_reduced_motion_is_the_one_of_textual() -> None:
    """One switch for both."""
    assert wants_motion({})
    assert not wants_motion({"TEXTUAL_ANIMATIONS": "none"})


def test_the_look_is_read_from_the_terminal() -> None:
    """Language and sound are wishes, the rest are signs of the terminal."""
    look = look_for("zh", {"TERM": "linux", "TEXTUAL_ANIMATIONS": "none"}, "utf-8")
    assert look == Look(lang="zh", charset=Charset.BLOCKS, motion=False)


def test_the_breath_goes_on_between_two_looks_at_the_speed_of_the_session() -> None:
    """A recording at ten times the speed breathes ten times as fast; a session that hangs stops breathing."""
    time = SessionTime()
    time.look(5.0, 100.0)
    assert time.at(5.1) == 100.0
    time.look(5.25, 102.5)
    assert time.at(5.35) == pytest.approx(103.5)
    assert time.at(60.0) == pytest.approx(102.5 + 10 * AHEAD_S)
    time.look(5.5, 102.5)
    assert time.at(5.6) == 102.5


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_letters_are_parted_by_the_short_expression_as_by_the_long_one(text: str) -> None:
    assert text_layout._PIECE_OF_ASCII.findall(text) == re.findall(text_layout._PIECE, text)


@given(st.floats(0, 20), st.floats(0, 10), st.floats(0, 10), st.integers(1, 40), st.sampled_from(Charset))
def test_the_bar_of_a_hold_keeps_its_width_and_only_fills(
    t: float, began: float, length_s: float, width: int, charset: Charset
) -> None:
    """Full at its end and from there on, whatever the clock says."""
    full, end = hold_bar(1.0, 0.0, 1.0, 1, charset), began + length_s
    shown, later = (hold_bar(moment, began, end, width, charset) for moment in (t, t + 1.0))
    assert len(shown) == width
    assert later.count(full) >= shown.count(full)
    assert hold_bar(end, began, end, width, charset) == full * width
