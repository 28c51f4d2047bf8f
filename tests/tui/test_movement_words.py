"""Where a strap sends movement it is said beside the signal, and explains what is not shown; else nothing is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from biofeedback.findings import Stir
from biofeedback.texts import Texts
from biofeedback.tui.figures import figures
from biofeedback.tui.look import Look
from biofeedback.view import SessionView, Vitals
from tests.tui.drive import practising, watching
from tests.tui.fake_guide import FakeGuide, WatchGuide
from tests.tui.snapshot import screen_text


def view(stir: Stir | None) -> SessionView:
    seen = WatchGuide().view(90.0)
    return replace(seen, vitals=replace(seen.vitals, movement=stir))


@pytest.mark.parametrize(
    ("stir", "en", "zh"),
    [
        (Stir.MOVING, "Signal good, 1 % artefacts, moving", "信号良好，伪差 1 %，正在动"),
        (Stir.FIDGET, "Signal good, 1 % artefacts, just moved", "信号良好，伪差 1 %，刚动过"),
        (Stir.STILL, "Signal good, 1 % artefacts", "信号良好，伪差 1 %"),
        (None, "Signal good, 1 % artefacts", "信号良好，伪差 1 %"),
    ],
)
def test_movement_stands_beside_the_signal(stir: Stir | None, en: str, zh: str) -> None:
    """In few words; that somebody is still, or that nobody knows, needs none."""
    assert figures(view(stir), Texts("en"), brief=False).signal == en
    assert figures(view(stir), Texts("zh"), brief=False).signal == zh


def test_a_minute_that_was_moved_through_says_why_it_has_no_index() -> None:
    """Not that beats are missing."""
    seen = view(Stir.STILL)
    moved = replace(seen.vitals.variability, rmssd_ms=None, mean_hr_bpm=66.0)
    seen = replace(seen, vitals=replace(seen.vitals, variability=moved))
    assert figures(seen, Texts("en"), brief=False).rmssd == "RMSSD (60 s)  not while you move"
    nobody_knows = replace(seen, vitals=replace(seen.vitals, movement=None))
    assert "not enough clean beats" in figures(nobody_knows, Texts("en"), brief=False).rmssd


@pytest.mark.parametrize("size", ["usual", "small"])
async def test_while_practising_it_is_a_quiet_word(size: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the signal, without a figure; and on a small screen instead of it."""
    plain = FakeGuide.vitals

    def moving(guide: FakeGuide, t: float) -> Vitals:
        return replace(plain(guide, t), movement=Stir.MOVING)

    monkeypatch.setattr(FakeGuide, "vitals", moving)
    async with practising(Look(), size, at=85) as on:
        assert "moving" in screen_text(on.app)
    async with watching(Look(), size, at=85) as on:
        assert "moving" in screen_text(on.app)
