"""What is said of a heart that was watched, once that is over."""

from __future__ import annotations

from biofeedback.texts import Texts
from biofeedback.tui.pair_session import HeartShown
from biofeedback.tui.session import Session


def length_line(session: Session, texts: Texts) -> str:
    """How long it was."""
    return texts.say("tui.summary_length", minutes=round(session.runner.view().t / 60))


def watched_lines(session: Session, texts: Texts) -> str:
    """The time, and the heart as it was at the end; what is not known honestly is left out."""
    view = session.runner.view()
    lines, vitals = [length_line(session, texts)], view.vitals
    if session.runner.hides_numbers or not view.link_up:  # of a strap that is silent nothing is known of the end
        return lines[0]
    hr_bpm, rmssd = vitals.hr_bpm, vitals.variability.rmssd_ms
    if hr_bpm is not None:
        lines.append(texts.say("tui.watched_heart", hr_bpm=round(hr_bpm)))
    if rmssd is not None:
        low, high, window_s = round(rmssd.low), round(rmssd.high), round(vitals.variability.window_s)
        lines.append(texts.say("tui.watched_rmssd", rmssd_ms=round(rmssd.value), low=low, high=high, window_s=window_s))
    if vitals.beats:
        share = round(100 * vitals.quality.artefact_share)
        grade = texts.say(f"tui.grade_{vitals.quality.grade.value}")
        lines.append(texts.say("tui.watched_signal", grade=grade, artefacts=share))
    return "\n".join(lines)


def watched_heart(number: int, heart: HeartShown, texts: Texts) -> str:
    """One of two, with what went wrong with it."""
    watched, runner = heart.watched, heart.watched.runner
    problems = [texts.problem(each) for each in (watched.trouble, watched.unkept) if each is not None]
    problems += map(texts.why, runner.unkept)
    said = (f"{number}  {texts.why(runner.source_words)}", watched_lines(heart.session, texts), *problems)
    return "\n".join(said)
