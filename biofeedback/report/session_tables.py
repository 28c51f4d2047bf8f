"""The tables of a session's page: HRV by window, what became of the beats, what the plan kept to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from biofeedback.decisions import Phase
from biofeedback.events import LinkLost
from biofeedback.findings import BeatClass, Estimate, Spectrum, Variability
from biofeedback.review.record import SessionRecord
from biofeedback.review.segments import Segment, joined, of_phase, variability
from biofeedback.signal.spectrum import whole_spectrum
from biofeedback.texts import Texts
from biofeedback.ticks import to_s
from protocols.screening.personal import Change
from protocols.screening.questionnaire import Effect
from protocols.screening.terms import Terms

NONE = "–"
"""Stands where a number cannot be given."""


@dataclass(frozen=True, slots=True)
class _Window:
    name: str
    parts: tuple[Segment, ...]
    whole: bool  # without a break: only then slow indices can be taken


def _windows(parts: Sequence[Segment], record: SessionRecord) -> Iterator[_Window]:
    resting = of_phase(parts, Phase.BASELINE)
    if resting:
        yield _Window("report.window_baseline", resting, len(resting) == 1)
    if rests := of_phase(parts, Phase.REST, Phase.SETTLE):
        yield _Window("report.window_rests", rests, len(rests) == 1)
    if closing := of_phase(parts, Phase.CLOSING):
        yield _Window("report.window_closing", closing, len(closing) == 1)
    everything = Segment(
        phase=Phase.REST, group=None, begin_s=_heard_from(record), end_s=record.ends, beats=record.beats
    )
    yield _Window("report.window_all", (everything,), True)


def _heard_from(record: SessionRecord) -> float:
    """Where the first interval begins, s."""
    return record.beats[0].t - to_s(record.beats[0].rr_ticks) if record.beats else 0.0


def hrv_rows(parts: Sequence[Segment], record: SessionRecord, texts: Texts) -> list[list[str]]:
    """A row for each window: name, minutes, intervals, covered, heart rate, RMSSD, SDNN, pNN50, SD1/SD2, LF, HF,
    breaths.
    """
    rows: list[list[str]] = []
    for window in _windows(parts, record):
        found = variability(window.parts)
        slow = whole_spectrum(joined(window.parts)) if window.whole else Spectrum(t=0.0)
        length = sum(part.end_s - part.begin_s for part in window.parts)
        rows.append([texts.say(window.name), f"{length / 60:.1f}", *_numbers(found), *_slow(slow)])
    return rows


def _numbers(found: Variability) -> list[str]:
    return [
        str(found.n),
        f"{100 * found.coverage:.0f} %",
        _plain(found.mean_hr_bpm, 1),
        _bounds(found.rmssd_ms),
        _bounds(found.sdnn_ms),
        _plain(found.pnn50, 0),
        f"{_plain(found.sd1_ms, 0)} / {_plain(found.sd2_ms, 0)}",
    ]


def _slow(found: Spectrum) -> list[str]:
    return [_plain(found.lf_ms2, 0), _plain(found.hf_ms2, 0), _plain(found.breathing_bpm, 1)]


def _plain(value: float | None, digits: int) -> str:
    return NONE if value is None else f"{value:.{digits}f}"


def _bounds(value: Estimate | None) -> str:
    return NONE if value is None else f"{value.value:.0f} ({value.low:.0f}–{value.high:.0f})"


def quality_lines(record: SessionRecord, texts: Texts) -> list[str]:
    """What became of the beats, and how often the strap was away."""
    beats = record.beats
    if not beats:
        return [texts.say("report.no_beats")]
    counts = Counter(beat.kind for beat in beats)
    clean = counts.pop(BeatClass.NORMAL, 0)
    covered = to_s(sum(beat.rr_ticks for beat in beats if beat.kind is BeatClass.NORMAL))
    heard = record.ends - _heard_from(record)
    share = 100 * min(1.0, covered / heard) if heard > 0 else 0.0
    lines = [texts.say("report.quality", beats=len(beats), clean=clean, share=share)]
    kinds = [texts.say(f"report.class_{kind.value}", count=counts[kind]) for kind in BeatClass if counts.get(kind)]
    if kinds:
        lines.append(texts.say("report.aside", kinds=texts.say("screening.joint").join(kinds)))
    if (gaps := sum(beat.gap for beat in beats)) > 0:
        lines.append(texts.say("report.gaps", count=gaps))
    if (lost := sum(isinstance(event, LinkLost) for event in record.events)) > 0:
        lines.append(texts.say("report.links_lost", count=lost))
    return lines


def left_out_lines(record: SessionRecord, texts: Texts) -> list[str]:
    """What was not practised as written, and what else the session kept to. Empty: all was as written."""
    joint, lines = texts.say("screening.joint"), list[str]()
    for change in Change:
        groups = [each.group.say(texts.lang) for each in record.changes if each.change is change]
        if groups:
            lines.append(texts.say(f"screening.changed_{change.value}", groups=joint.join(dict.fromkeys(groups))))
    return [*lines, *(texts.say(f"screening.effect_{effect.value}") for effect in _kept_to(record.terms))]


def _kept_to(terms: Terms) -> Iterator[Effect]:
    held = terms.restrictions
    asked = {
        Effect.NO_TENSING: held.no_tensing,
        Effect.GENTLER: held.mild_only,
        Effect.SHORTER_HOLD: held.max_hold_s is not None,
        Effect.LONGER_REST: held.min_rest_s > 0,
        Effect.SHORT: terms.longest_s is not None,
        Effect.UNBOUND_BREATH: held.unbound_breath and not held.no_breath_cue,
        Effect.NO_BREATH_CUE: held.no_breath_cue,
        Effect.STAY_WATCHED: held.stay_watched,
        Effect.RHYTHM_UNJUDGED: held.rhythm_unjudged,
        Effect.RATE_LIMIT: terms.age_years is not None,
        Effect.EYES_OPEN: terms.eyes_open,
        Effect.SEATED: terms.seated,
        Effect.NOT_FLAT: terms.not_flat and not terms.seated,
        Effect.RISE_SLOWLY: terms.rise_slowly,
    }
    return (effect for effect, so in asked.items() if so)
