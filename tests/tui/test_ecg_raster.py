"""The ECG without a terminal, and on the screen where a strap sends one."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.findings import EcgState, RPeak
from biofeedback.tui.chart_scale import Range
from biofeedback.tui.ecg_raster import HEIGHTS_UV, Grid, draw, grid_for, scale_for, suits
from biofeedback.tui.look import Charset, Look
from biofeedback.tui.raster import GUTTER, Frame, Ink, Run
from biofeedback.view import EcgStrip
from biofeedback.why import why
from tests.tui.drive import SIZES, watching
from tests.tui.snapshot import assert_snapshot, screen_text

RATE_HZ = 130.0


def strip(t: float, *, seconds: float = 6.0, state: EcgState = EcgState.GOOD, code: str = "ecg.good") -> EcgStrip:
    """A heart at 60 with an R peak of a millivolt at each whole second and a third; the newest sample is at `t`."""
    began = t - seconds
    microvolts = tuple(
        1000 * math.exp(-((((began + k / RATE_HZ) % 1.0 - 1 / 3) / 0.012) ** 2))
        for k in range(round(seconds * RATE_HZ))
    )
    at = [whole + 1 / 3 for whole in range(math.ceil(began), math.ceil(t)) if whole + 1 / 3 <= t]
    peaks = tuple(
        RPeak(
            t=p,
            amplitude_uv=1000,
            rr_ticks=None,
            gap=False,
            qrs_ms=80,
            correlation=1.0,
            familiar=True,
            noise=0.05,
            state=state,
        )
        for p in at
    )
    return EcgStrip(began=began, rate_hz=RATE_HZ, microvolts=microvolts, peaks=peaks, state=state, why=why(code))


def frame(charset: Charset = Charset.ASCII, *, low: int = -200, high: int = 1000) -> Frame:
    """A tenth of a second a column, in ten rows below the marks."""
    return Frame(width=60 + GUTTER, height=11, window_s=6.0, scale=Range(low, high), charset=charset)


def text(rows: tuple[tuple[Run, ...], ...]) -> list[str]:
    return ["".join(run.text for run in row) for row in rows]


def points(shown: Frame, t: float = 60.0) -> set[tuple[int, int]]:
    """Column and row of every point of the grid, counted from the first of the picture."""
    found: set[tuple[int, int]] = set()
    for y, row in enumerate(draw(strip(t), t, shown)):
        x = -GUTTER
        for run in row:
            if run.ink is Ink.BAND:
                found |= {(x + i, y - 1) for i in range(len(run.text))}
            x += len(run.text)
    return found


def test_the_grid_has_a_point_each_fifth_of_a_second_and_each_half_millivolt() -> None:
    """Where the line does not lie: a tenth of a second a column, from -0.2 to 1.0 mV in ten rows."""
    found = points(frame())
    assert {y for _, y in found} == {0, 4, 8}  # 1.0, 0.5 and 0.0 mV
    assert {x % 2 for x, y in found if y == 4} == {next(x % 2 for x, y in found if y == 4)}
    assert len([x for x, y in found if y == 4]) > 20


def test_a_grid_that_would_hide_the_line_is_coarser_or_not_there() -> None:
    """Its words say which it is."""
    wide = Frame(width=40 + GUTTER, height=11, window_s=6.0, scale=Range(-5000, 5000), charset=Charset.ASCII)
    assert grid_for(frame()) == Grid(0.2, 500)
    assert grid_for(wide) == Grid(1.0, 5000)
    assert grid_for(Frame(width=20, height=11, window_s=60.0, scale=Range(0, 1000), charset=Charset.ASCII)) is None


def test_each_r_peak_reaches_its_height_below_its_mark() -> None:
    """Narrower than a column, and yet never lost: six beats, six marks, six peaks under them."""
    rows = text(draw(strip(100.0), 100.0, frame()))
    marks = [x for x, char in enumerate(rows[0]) if char == "v"]

    assert len(marks) == 6
    assert {b - a for a, b in pairwise(marks)} == {10}
    assert [x for x, char in enumerate(rows[1]) if char == "*"] == marks


def test_a_level_line_is_one_row_and_what_has_not_come_is_empty() -> None:
    """The newest sample is half a second old: the last columns stay empty."""
    level = EcgStrip(
        began=94.0, rate_hz=RATE_HZ, microvolts=(0.0,) * 715, peaks=(), state=EcgState.FLAT, why=why("ecg.flat")
    )
    rows = text(draw(level, 100.0, frame()))
    drawn = [row[GUTTER:].replace(".", " ") for row in rows if "*" in row]  # without the grid

    assert len(drawn) == 1
    assert drawn[0].rstrip() == " " * (len(drawn[0]) - len(drawn[0].lstrip())) + "*" * drawn[0].count("*")
    assert 53 <= len(drawn[0].rstrip()) <= 57


def test_a_lost_ecg_runs_off_to_the_left() -> None:
    """Seven seconds after its last sample nothing of it is left."""
    rows = draw(strip(100.0), 107.0, frame())

    assert not any(run.ink in (Ink.LINE, Ink.MARK) for row in rows for run in row)


@given(
    samples=st.lists(st.floats(-60_000, 60_000), min_size=1, max_size=900),
    t=st.floats(0, 1e5),
    late=st.floats(0, 5),
    width=st.integers(5, 140),
    height=st.integers(2, 20),
    charset=st.sampled_from(Charset),
)
def test_every_strip_fills_its_rows_and_no_more(
    samples: list[float], t: float, late: float, width: int, height: int, charset: Charset
) -> None:
    """Whatever the samples are."""
    shown = EcgStrip(
        began=t, rate_hz=RATE_HZ, microvolts=tuple(samples), peaks=(), state=EcgState.NOISY, why=why("ecg.unlike")
    )
    scale = scale_for(min(samples), max(samples))
    rows = text(draw(shown, t + late, Frame(width=width, height=height, window_s=6.0, scale=scale, charset=charset)))

    assert len(rows) == height
    assert {len(row) for row in rows} == {max(width, GUTTER + 1)}


@given(low=st.floats(-40_000, 40_000), span=st.floats(0, 90_000))
def test_a_scale_holds_what_it_was_chosen_for(low: float, span: float) -> None:
    """And is neither changed at once, nor larger than it need be."""
    scale = scale_for(low, low + span)

    assert scale.low <= low
    assert low + span <= scale.high
    assert suits(scale, low, low + span) or scale.high - scale.low > HEIGHTS_UV[0]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("size", SIZES)
async def test_watching_with_an_ecg(lang: str, size: str) -> None:
    """It shows itself with its state in words; `e` puts it away and shows it again."""
    async with watching(Look(lang=lang), size, at=90) as on:
        assert Look(lang=lang).texts.say("tui.key_ecg") not in on.app.screen.query_one("#keys").text  # type: ignore[attr-defined]
        on.runner.guide.ecg = lambda t: strip(t - 0.3)
        await on.later(1)
        await on.frame()
        assert_snapshot(on.app, f"watch-ecg-{lang}-{size}")
        shown = Look(lang=lang).texts.say("ecg.good")
        assert shown in screen_text(on.app)
        await on.press("e")
        assert shown not in screen_text(on.app)
        await on.press("e")
        assert shown in screen_text(on.app)


async def test_its_state_is_told_in_words_and_so_is_its_absence() -> None:
    """Flat, and then nothing at all."""
    async with watching(Look(), "usual", at=90) as on:
        on.runner.guide.ecg = lambda t: strip(91.0, state=EcgState.FLAT, code="ecg.flat")
        await on.later(1)
        await on.frame()
        assert Look().texts.say("ecg.flat")[:40] in screen_text(on.app)
        await on.later(5)
        assert Look().texts.say("tui.ecg_silent") in screen_text(on.app)
