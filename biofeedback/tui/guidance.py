"""From a view of the session to the words in the middle of the screen: what to do, how, and how long still."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import assert_never

from biofeedback.decisions import Phase
from biofeedback.text_layout import parts_of
from biofeedback.texts import Texts, sentences
from biofeedback.tui.session import LET_GO_S
from biofeedback.view import SessionView
from biofeedback.why import Why

CLOCK_FROM_S = 100
"""Longer times are shown in minutes and seconds, so that two digits always suffice. Seconds."""

PAGE_S = 9.0
"""Long words of the protocol are shown in parts, each for about as long as two rows take to read slowly. Seconds."""

DETAIL_ROWS = 2
"""Rows of such a part."""

CLOCK_STEP_S = 10
"""Times from `CLOCK_FROM_S` on move only so often: a long quiet time is no race. Seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """What stands in the middle of the screen."""

    headline: str  # one or two words
    group: str  # the muscle group; empty where there is none
    detail: str  # one or two calm sentences
    left: str  # time left, empty where it is open
    effort: str  # how strongly, before and during a tension; empty elsewhere


def guidance(
    view: SessionView, texts: Texts, held: Why | None, columns: int = 78, *, letting_go: bool = False
) -> Guidance:
    """The words for `view`; `held` is why the session is paused, if it is. `columns`: the room for the sentences.

    `letting_go`: a tension was ended a moment ago by that pause.
    """
    detail = _detail(view, texts, held)
    if view.words is not None:
        last = (
            (detail,) if view.phase is Phase.SETTLE and view.next_group is not None else ()
        )  # what comes next is said, too
        said = view.words.say(texts.lang)
        detail = _part((*parts_of(said, columns, DETAIL_ROWS), *last), view.t - view.began)
    else:
        detail = in_turn(parts_of(detail, columns, DETAIL_ROWS), view.t - view.began)
    effort = view.effort if view.phase in (Phase.PREPARE, Phase.TENSE) else None
    return Guidance(
        headline=texts.say("cues.let_go" if letting_go else f"cues.{_headline(view)}"),
        group=view.group.name.say(texts.lang) if view.group else "",
        detail=detail,
        left=time_left(view, texts),
        effort="" if effort is None else texts.say(f"protocols.effort_{effort.value}"),
    )


def in_turn(parts: tuple[str, ...], since_s: float) -> str:
    """The part that is due, over and over: for what may have to be read at any moment, such as why a session waits."""
    return parts[int(max(0.0, since_s) / PAGE_S) % len(parts)]


def _part(parts: tuple[str, ...], since_s: float) -> str:
    """The part of the protocol's words that is due: from the first to the last, which stays."""
    return parts[min(int(since_s / PAGE_S), len(parts) - 1)]


def time_left(view: SessionView, texts: Texts) -> str:
    """The time to the planned end of the phase, in whole seconds with their unit, never below 1 while it lasts.

    With the unit, for large digits without one could be a heart rate.
    """
    if view.until is None or view.phase is Phase.PAUSED:
        return ""
    seconds = max(1, ceil(view.until - view.t))
    if seconds < CLOCK_FROM_S:
        return texts.say("tui.seconds", seconds=seconds)
    seconds = ceil(seconds / CLOCK_STEP_S) * CLOCK_STEP_S
    return f"{seconds // 60}:{seconds % 60:02d}"


def _letting_go(view: SessionView) -> bool:
    return view.phase is Phase.REST and view.t - view.began < LET_GO_S


def _headline(view: SessionView) -> str:
    return "let_go" if _letting_go(view) else view.phase.value


def _detail(view: SessionView, texts: Texts, held: Why | None) -> str:
    group, lang = view.group, texts.lang
    match view.phase:
        case Phase.PREPARE | Phase.REST if group and view.brief:
            return ""
        case Phase.PREPARE if group:
            return group.notice.say(lang)
        case Phase.TENSE if group:
            return group.tense.say(lang)
        case Phase.REST if group:
            return group.release.say(lang) if _letting_go(view) else group.rest.say(lang)
        case Phase.PAUSED:
            if view.may_go_unmonitored:
                return texts.say("coach.unmonitored_offer")
            from_start = "" if group is None else "_group" if group.tense.say(lang) else "_step"
            hint = texts.say(f"cues.go_on_hint{from_start}")
            return sentences((texts.why(held), hint), texts) if held else hint
        case Phase.SETTLE if view.next_group:
            return texts.say("cues.settle_before", group=view.next_group.name.say(lang))
        case (
            Phase.ASK_BEFORE
            | Phase.WAITING
            | Phase.BASELINE
            | Phase.PREPARE
            | Phase.TENSE
            | Phase.REST
            | Phase.SETTLE
            | Phase.CLOSING
            | Phase.ASK_AFTER
            | Phase.FINISHED
            | Phase.STOPPED
        ):
            return texts.say(f"cues.{view.phase.value}_detail")
        case _:
            assert_never(view.phase)
