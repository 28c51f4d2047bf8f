"""What the monitor found of a recording's episodes, and where it stopped for nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from biofeedback.findings import RawBeat, Rule, Severity
from biofeedback.signal.analysis import WarningSpan, analyse
from biofeedback.signal.baseline import BASELINE_S
from biofeedback.ticks import from_ms
from biofeedback.validation.episodes import Episode, Kind, episodes
from biofeedback.validation.record import SINUS_RHYTHMS, AnnotatedRecord

MERGED_S = 300.0
"""Stops closer together than this are one to a person: after the first the session is over."""
MOST_ECTOPIC = 0.01
"""A recording with a greater share of ectopic beats is no measure of false stops: some of its stops may be right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A warning as it bears on one episode."""

    rule: Rule
    decided_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An episode with the first stop that was on in it, and the first warning of caution or stop."""

    episode: Episode
    stop: Word | None
    warned: Word | None

    @property
    def delay_s(self) -> float | None:
        """From the onset to the stop; 0 where it was on before; None where it was missed."""
        return None if self.stop is None else max(0.0, self.stop.decided_s - self.episode.onset_s)

    @property
    def was_on(self) -> bool:
        """Whether the stop was on before the episode began, so that it proves little: such an episode is not fresh."""
        return self.stop is not None and self.stop.decided_s < self.episode.onset_s


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordScore:
    """One recording's share of a validation. `calm`: without marked arrhythmia, so that each stop is a false one."""

    name: str
    person: str
    beats: int
    hours: float
    annotated: bool
    calm: bool
    judged: tuple[Judged, ...]
    false_stops: tuple[Word, ...]


def score(record: AnnotatedRecord) -> RecordScore:
    """Run the monitor over a recording, as `analyse` does, and compare with the experts' word."""
    warnings = analyse(_raw_beats(record), baseline_s=BASELINE_S).warnings
    stops = [each for each in warnings if each.raised.severity is Severity.STOP]
    grave = [each for each in warnings if each.raised.severity is not Severity.NOTE]
    found = episodes(record)
    calm = _is_calm(record, found)
    return RecordScore(
        name=record.name,
        person=record.person,
        beats=len(record),
        hours=record.hours,
        annotated=record.is_annotated,
        calm=calm,
        judged=tuple(Judged(episode=each, stop=_first(stops, each), warned=_first(grave, each)) for each in found),
        false_stops=_counted(stops) if calm else (),
    )


def _raw_beats(record: AnnotatedRecord) -> Iterator[RawBeat]:
    for t, rr, gap in zip(record.t_s, record.rr_ms, record.gaps, strict=True):
        yield RawBeat(t=t, rr_ticks=from_ms(rr), gap=gap)


def _is_calm(record: AnnotatedRecord, found: Sequence[Episode]) -> bool:
    """No rhythm but sinus is named, nothing that must be found is in it, and hardly an ectopic beat."""
    if found or record.is_paced or record.ectopic_share > MOST_ECTOPIC:
        return False
    return all(rhythm in SINUS_RHYTHMS for rhythm in record.rhythms)


def _first(warnings: Sequence[WarningSpan], episode: Episode) -> Word | None:
    """The earliest warning that is on somewhere inside the episode."""
    on = [
        each
        for each in warnings
        if each.raised.t <= episode.until_s and (each.end_s is None or each.end_s >= episode.onset_s)
    ]
    first = min(on, key=lambda each: each.raised.t, default=None)
    return None if first is None else Word(rule=first.raised.rule, decided_s=first.raised.t)


def _counted(stops: Sequence[WarningSpan]) -> tuple[Word, ...]:
    counted: list[Word] = []
    for each in sorted(stops, key=lambda stop: stop.raised.t):
        if not counted or each.raised.t - counted[-1].decided_s > MERGED_S:
            counted.append(Word(rule=each.raised.rule, decided_s=each.raised.t))
    return tuple(counted)


def of_kind(scores: Sequence[RecordScore], kind: Kind) -> list[Judged]:
    """All judged episodes of one kind."""
    return [judged for each in scores for judged in each.judged if judged.episode.kind is kind]
