"""What there is to say of a session that is over, in sentences: the same on a page and in lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from biofeedback.decisions import BaselineSet
from biofeedback.events import LinkLost
from biofeedback.findings import BeatClass
from biofeedback.review.record import SessionRecord
from biofeedback.review.told import seen_patterns
from biofeedback.texts import Texts
from biofeedback.texts.plan import AFTERWARDS
from biofeedback.ticks import to_s
from protocols.screening.personal import Change
from protocols.screening.questionnaire import Effect
from protocols.screening.terms import Terms
from protocols.training import unit_of

USUAL_SDS = 2.0
"""The usual range is a person's own mean with so many of their own standard deviations: nineteen days of twenty."""
LEAST_SD_BPM = 1.0
"""Of a few sessions that happened to be alike the standard deviation says too little. Beats a minute."""


def clock(t: float) -> str:
    """Minutes and seconds of a session; hours where it has some."""
    minutes, seconds = divmod(int(t), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def title(record: SessionRecord, texts: Texts) -> str:
    """What was practised."""
    if record.protocol is not None:
        return record.protocol.title.say(texts.lang)
    return record.protocol_name or texts.say("report.imported" if _is_file(record) else "report.watched")


def _is_file(record: SessionRecord) -> bool:
    """Whether it is a recording that was only imported: nobody was led by it, and no pattern was looked for."""
    return record.source_kind == "imported" and not record.decisions


def facts(record: SessionRecord, texts: Texts) -> list[str]:
    """How long, how it ended, how far it came, whose heart it was."""
    outcome = "cut_off" if record.outcome is None else record.outcome.value
    ended = [] if _is_file(record) else [texts.say(f"report.outcome_{outcome}")]
    lines = [
        texts.say("report.length", minutes=(record.ends - record.begins) / 60),
        *ended,  # a file of another program ends where it ends
        texts.say(f"report.source_{record.source_kind}"),
    ]
    if record.finished is not None and record.finished.groups_planned:
        done, planned = record.finished.groups_done, record.finished.groups_planned
        lines.insert(2, texts.say(f"report.{unit_of(record.protocol).value}_done", done=done, planned=planned))
    return lines


def patterns(record: SessionRecord, texts: Texts, *, numbers: bool = True) -> list[tuple[str, str, str, str]]:
    """From when to when a pattern was seen, which one, and the reason in words, which tells numbers of the heart."""
    rows: list[tuple[str, str, str, str]] = []
    for seen in seen_patterns(record.decisions):
        end = texts.say("report.to_the_end") if seen.over_s is None else clock(seen.over_s)
        pattern = texts.say(f"tui.pattern_{seen.rule.value}")
        reason = texts.why(seen.why) if numbers and not record.terms.no_numbers else ""
        rows.append(
            (clock(seen.begin_s), end, texts.say(f"report.severity_{seen.severity.value}", what=pattern), reason)
        )
    return rows


def pattern_lines(record: SessionRecord, texts: Texts, *, numbers: bool = True) -> Iterator[str]:
    """The same, a line each."""
    for begin, end, what, reason in patterns(record, texts, numbers=numbers):
        yield f"{begin}–{end}  {what} {reason}".rstrip()


def no_patterns(record: SessionRecord, texts: Texts) -> str:
    """What is said where no pattern is told: that none was seen, unless nothing was looked at."""
    if _is_file(record):
        return texts.say("report.not_looked", number=record.number or 0)
    return texts.say("report.no_patterns" if record.beats else "report.nothing_to_see")


def felt(record: SessionRecord, texts: Texts) -> list[str]:
    """Their own tension before and after, and how it was after the session."""
    end, lines = record.finished, list[str]()
    if end is not None and end.tension_before is not None:
        lines.append(texts.say("report.tension_before", tension=end.tension_before))
    if end is not None and end.tension_after is not None:
        lines.append(texts.say("report.tension_after", tension=end.tension_after))
    elif record.rated_later is not None:
        lines.append(texts.say("after.rated_later", tension=record.rated_later))
    if record.afterwards in {each.value for each in AFTERWARDS}:
        lines.append(texts.say("report.afterwards", felt=texts.say(f"screening.after_{record.afterwards}")))
    return lines or [texts.say("report.unrated")]


def usual(record: SessionRecord, texts: Texts) -> list[str]:
    """What the sessions before this one found at rest, as it was known then, and where this one's rest stands.

    Empty: too few were known.
    """
    known = record.usual
    if known is None:
        return []
    before = texts.say(
        "report.usual",
        sessions=known.n,
        rate=known.hr_mean_bpm,
        rate_sd=known.hr_sd_bpm,
        low=known.rmssd_low_ms,
        high=known.rmssd_high_ms,
    )
    taken = next((each for each in record.decisions if isinstance(each, BaselineSet)), None)
    if taken is None or taken.hr_bpm is None:
        return [before]
    half = USUAL_SDS * max(known.hr_sd_bpm, LEAST_SD_BPM)
    low, high = known.hr_mean_bpm - half, known.hr_mean_bpm + half
    place = "below" if taken.hr_bpm < low else "above" if taken.hr_bpm > high else "within"
    return [before, texts.say(f"report.usual_{place}", rate=taken.hr_bpm, low=low, high=high)]


def heard_from(record: SessionRecord) -> float:
    """Where the first interval begins, s."""
    return record.beats[0].t - to_s(record.beats[0].rr_ticks) if record.beats else 0.0


def quality(record: SessionRecord, texts: Texts) -> list[str]:
    """What became of the beats, and how often the strap was away."""
    beats = record.beats
    if not beats:
        return [texts.say("report.no_beats")]
    counts = Counter(beat.kind for beat in beats)
    clean = counts.pop(BeatClass.NORMAL, 0)
    covered = to_s(sum(beat.rr_ticks for beat in beats if beat.kind is BeatClass.NORMAL))
    heard = record.ends - heard_from(record)
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


def left_out(record: SessionRecord, texts: Texts) -> list[str]:
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
