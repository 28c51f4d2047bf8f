"""What the monitor says of a recording, as the JSON object of the contract or in a few words."""

from __future__ import annotations

from operator import itemgetter
from pathlib import Path
from typing import Any

from biofeedback.app.analysing import Analysed
from biofeedback.findings import Beat, BeatClass, Estimate, ShiftFound
from biofeedback.signal.analysis import Analysis, WarningSpan
from biofeedback.texts import Texts

SCHEMA = "biofeedback.analysis/1"
"""The name and version of this contract, for programs that read it."""


def table(path: Path, done: Analysed, with_beats: bool) -> dict[str, Any]:
    """The JSON object about a file. Remarks stand in it only where there are any."""
    recording, analysis = done.recording, done.analysis
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
            "counts": {kind.value: count for kind, count in analysis.counts} | {"gap": _gaps(done)},
        },
        "hrv": _hrv(analysis),
        "warnings": [_warning(each, texts) for each in analysis.warnings],
        "shifts": [_shift(shift, texts) for shift in analysis.shifts],
        "remarks": [{"code": remark.code, "message": texts.why(remark)} for remark in recording.remarks],
    }
    if with_beats:
        report["beat_classes"] = [_kind(beat) for beat in analysis.beats]
    return report


def _gaps(done: Analysed) -> int:
    """Gaps that the file's clock shows, and intervals so long that they are gaps themselves."""
    found = zip(done.recording.gaps, done.analysis.beats, strict=True)
    return sum(gap or beat.kind is BeatClass.GAP for gap, beat in found)


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


def _warning(warning: WarningSpan, texts: Texts) -> dict[str, Any]:
    raised = warning.raised
    return {
        "rule": raised.rule.value,
        "severity": raised.severity.value,
        "start_s": _rounded(raised.start_s),
        "decided_s": _rounded(raised.t),
        "end_s": None if warning.end_s is None else _rounded(warning.end_s),
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


def words(path: Path, done: Analysed, texts: Texts) -> str:
    """The same for a person: a line about the heart, and one for each remark and finding."""
    recording, analysis = done.recording, done.analysis
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
    lines.append(texts.say("cli.analysed_format", format=recording.format))
    lines += ["  " + texts.why(remark) for remark in recording.remarks]
    findings = [(warning.raised.t, warning.raised.why) for warning in analysis.warnings]
    findings += [(shift.t, shift.why) for shift in analysis.shifts]
    lines += [
        texts.say("cli.analysed_finding", t=t, why=texts.why(why)) for t, why in sorted(findings, key=itemgetter(0))
    ]
    return "\n".join(lines)
