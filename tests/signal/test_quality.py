"""The quality judge: three grades with a reason that can be said in both languages."""

from __future__ import annotations

import pytest

from biofeedback.findings import Beat, BeatClass, Grade, Quality
from biofeedback.languages import LANGUAGES
from biofeedback.signal.quality import QualityJudge
from biofeedback.texts import Texts
from biofeedback.ticks import from_ms

from .series import breathing_heart, classified


def judged(rr: list[float], later_s: float = 0.0) -> Quality:
    judge = QualityJudge()
    beats = classified(rr)
    for beat in beats:
        judge.push(beat)
    return judge.quality((beats[-1].t if beats else 0.0) + later_s)


def test_a_clean_signal_is_good() -> None:
    """A minute of clean beats is good, and covers its half minute."""
    found = judged(breathing_heart(60))
    assert (found.grade, found.artefact_share) == (Grade.GOOD, 0)
    assert found.coverage > 0.95


def test_no_beats_is_poor() -> None:
    """Nothing heard is nothing to trust."""
    assert judged([], 3).grade is Grade.POOR


def test_silence_lowers_the_grade() -> None:
    """Beats that stop make a good signal poor within seconds, however good the last ones were."""
    assert judged(breathing_heart(60), 4.9).grade is not Grade.POOR
    found = judged(breathing_heart(60), 6)
    assert (found.grade, found.why.code) == (Grade.POOR, "quality.silence")
    assert judged(breathing_heart(60), 100).coverage == 0


def test_early_beats_are_named_as_such() -> None:
    """Frequent early beats lower the grade, and the reason says what they are."""
    rr = breathing_heart(60)
    for k in range(40, len(rr) - 2, 6):
        rr[k], rr[k + 1] = 0.6 * rr[k], 1.4 * rr[k + 1]
    found = judged(rr)
    assert found.grade is not Grade.GOOD
    assert found.why.code == "quality.early_beats"


def test_a_disturbed_signal_is_not_good() -> None:
    """Missed beats all over make it poor or fair, and say movement."""
    rr = breathing_heart(60)
    for k in range(40, len(rr) - 8, 8):
        rr[k] *= 2
    found = judged(rr)
    assert found.grade is not Grade.GOOD
    assert found.artefact_share > 0.05


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_reason_can_be_said(lang: str) -> None:
    """Every reason the judge can give has its sentence, with its numbers filled in."""
    irregular = [900.0, 900.0, 1800.0] * 20
    cases = [judged([]), judged([800.0] * 3), judged([800.0] * 60), judged([800.0] * 60, 8), judged(irregular)]
    for found in cases:
        assert "{" not in Texts(lang).why(found.why)


def test_in_any_rhythm_only_what_no_heart_gives_counts() -> None:
    """Ectopic beats are beats; nonsense and silence are not."""
    irregular, nonsense = QualityJudge(), QualityJudge()
    for k in range(1, 41):
        kind = BeatClass.ECTOPIC if k % 2 else BeatClass.NORMAL
        irregular.push(Beat(index=k, t=0.8 * k, rr_ticks=from_ms(800), kind=kind, normality=0.5))
        ticks = from_ms(5 if k % 2 else 800)
        nonsense.push(Beat(index=k, t=0.8 * k, rr_ticks=ticks, kind=BeatClass.NORMAL, normality=0.5))

    assert irregular.quality(32.0).grade is Grade.POOR
    assert irregular.quality(32.0, any_rhythm=True).grade is Grade.GOOD
    assert irregular.quality(40.0, any_rhythm=True).grade is Grade.POOR
    assert nonsense.quality(32.0, any_rhythm=True).grade is Grade.POOR
