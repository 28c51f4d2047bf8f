"""`analyse`: what the monitor says of recordings, a JSON object a line (the contract) or a few words each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from operator import itemgetter
from pathlib import Path
from typing import Any

from biofeedback.app.sources import ecg_of
from biofeedback.cli import terminal
from biofeedback.errors import BiofeedbackError
from biofeedback.events import EcgChunk
from biofeedback.findings import Beat, Estimate, RawBeat, ShiftFound
from biofeedback.signal.analysis import Analysis, ToldWarning, analyse
from biofeedback.texts import Texts
from simulators.recordings.recording import Recording, read

SCHEMA = "biofeedback.analysis/1"


def run(files: list[Path], *, as_json: bool, baseline_s: float, with_beats: bool, lang: str) -> int:
    """Analyse each file in order; an unreadable one does not keep the others from being read."""
    texts, code = Texts(lang), 0
    for path in files:
        try:
            recording = read(path)
            analysis = analyse(_raw_beats(recording), baseline_s=baseline_s, ecg=_ecg(path))
        except BiofeedbackError as problem:
            code = problem.exit_code
            print_failure(path, problem, as_json, texts)
            continue
        if as_json:
            _print_json(_report(path, recording, analysis, with_beats))
        else:
            _print_words(path, recording, analysis, texts)
    return code


def print_failure(path: Path, problem: BiofeedbackError, as_json: bool, texts: Texts) -> None:
    """One line about a file that cannot be read."""
    if as_json:
        error = {"kind": problem.kind, "message": problem.message, "line": problem.line}
        _print_json({"schema": SCHEMA, "file": str(path), "format": None, "error": error})
    terminal.complain(texts.problem(problem))


def _print_json(table: dict[str, Any]) -> None:
    terminal.give(json.dumps(table, allow_nan=False, ensure_ascii=False))


def _raw_beats(recording: Recording) -> Iterator[RawBeat]:
    for t, rr, gap in zip(recording.t_s, recording.rr_ticks, recording.gaps, strict=True):
        yield RawBeat(t=t, rr_ticks=rr, gap=gap)


def _ecg(path: Path) -> Iterable[EcgChunk]:
    """The ECG that the file holds beside its beats, if it holds one."""
    signal = ecg_of(path)
    if signal is None:
        return ()
    from simulators.playback.ecg_replay import chunks  # which needs numerics

    return chunks(signal)


def _report(path: Path, recording: Recording, analysis: Analysis, with_beats: bool) -> dict[str, Any]:
    texts = Texts("en")
    report: dict[str, Any] = {
        "schema": SCHEMA,
        "file": str(path),
        "format": recording.format,
        "error": None,
        "beats": len(analysis.beats),
        "duration_s": _rounded(recording.duration_s),
        "usable_s": _rounded(analysis.usable_s),
        "artefacts": {
            "share": analysis.artefact_share,
            "counts": {kind.value: count for kind, count in analysis.counts},
        },
        "hrv": _hrv(analysis),
        "warnings": [_warning(told, texts) for told in analysis.warnings],
        "shifts": [_shift(shift, texts) for shift in analysis.shifts],
    }
    if with_beats:
        report["beat_classes"] = [_kind(beat) for beat in analysis.beats]
    return report


def _kind(beat: Beat) -> str:
    return beat.kind.value


def _hrv(analysis: Analysis) -> dict[str, float | None]:
    indices, spectrum = analysis.variability, analysis.spectrum
    return {
        "rmssd_ms": _value(indices.rmssd_ms),
        "sdnn_ms": _value(indices.sdnn_ms),
        "pnn50": indices.pnn50,
        "sd1_ms": indices.sd1_ms,
        "sd2_ms": indices.sd2_ms,
        "mean_hr_bpm": indices.mean_hr_bpm,
        "lf_ms2": spectrum.lf_ms2,
        "hf_ms2": spectrum.hf_ms2,
        "breathing_bpm": spectrum.breathing_bpm,
        "dfa_a1": spectrum.dfa_a1,
        "coverage": indices.coverage,
    }


def _value(estimate: Estimate | None) -> float | None:
    return None if estimate is None else estimate.value


def _rounded(seconds: float) -> float:
    return round(seconds, 3)


def _warning(told: ToldWarning, texts: Texts) -> dict[str, Any]:
    raised = told.raised
    return {
        "rule": raised.rule.value,
        "severity": raised.severity.value,
        "start_s": _rounded(raised.start_s),
        "decided_s": _rounded(raised.t),
        "end_s": None if told.end_s is None else _rounded(told.end_s),
        "why": texts.why(raised.why),
    }


def _shift(shift: ShiftFound, texts: Texts) -> dict[str, Any]:
    return {
        "direction": shift.direction.value,
        "start_s": _rounded(shift.start_s),
        "decided_s": _rounded(shift.t),
        "strength": round(shift.strength, 3),
        "why": texts.why(shift.why),
    }


def _print_words(path: Path, recording: Recording, analysis: Analysis, texts: Texts) -> None:
    indices = analysis.variability
    unknown = texts.say("cli.no_number")
    rate = unknown if indices.mean_hr_bpm is None else f"{indices.mean_hr_bpm:.0f}"
    rmssd = unknown if indices.rmssd_ms is None else f"{indices.rmssd_ms.value:.0f} ms"
    share = f"{100 * analysis.artefact_share:.1f}"
    lines = [
        texts.say(
            "cli.analysed",
            file=str(path),
            minutes=recording.duration_s / 60,
            beats=len(analysis.beats),
            hr=rate,
            rmssd=rmssd,
            share=share,
        )
    ]
    told = [(warning.raised.t, warning.raised.why) for warning in analysis.warnings]
    told += [(shift.t, shift.why) for shift in analysis.shifts]
    lines += [texts.say("cli.analysed_finding", t=t, why=texts.why(why)) for t, why in sorted(told, key=itemgetter(0))]
    terminal.write("\n".join(lines))
