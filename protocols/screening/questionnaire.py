"""The table of questions: what is asked, how it can be answered, and what follows from it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import resources
from types import MappingProxyType

import msgspec

from protocols.restrictions import Place
from protocols.training import Kind, Region, Words

QUESTIONS_VERSION = 3
"""Raised whenever a question is added or means something else: older answers are then asked anew."""


class ReplyForm(Enum):
    """How a question can be answered."""

    YES_NO = "yes_no"
    AGREED = "agreed"  # yes, no, or yes and a doctor has agreed to gentle tensing
    PLACES = "places"  # parts of the body; none: no
    CLEARED = "cleared"  # yes with the parts that a doctor has cleared, which may be none
    CHOICE = "choice"  # one of a few, or no preference, which counts as no


class Effect(Enum):
    """Everything that an answer can change. `Terms` holds what each of them comes to."""

    SKIP = "skip"  # these parts are not tensed
    IMAGINE = "imagine"  # these parts are tensed only in the mind
    ONLY = "only"  # no other parts are tensed
    GENTLER = "gentler"
    SHORTER_HOLD = "shorter_hold"
    LONGER_REST = "longer_rest"
    SHORT = "short"  # the whole practice
    UNBOUND_BREATH = "unbound_breath"  # no breath goes with a tension
    NO_BREATH_CUE = "no_breath_cue"
    NO_TENSING = "no_tensing"
    STAY_WATCHED = "stay_watched"
    RHYTHM_UNJUDGED = "rhythm_unjudged"
    RATE_WEAKER = "rate_weaker"
    RATE_LIMIT = "rate_limit"  # a fast heart is warned of earlier, by age
    NO_NUMBERS = "no_numbers"
    EYES_OPEN = "eyes_open"
    SEATED = "seated"  # or leaning back half upright
    NOT_FLAT = "not_flat"  # the same, or lying on one side
    POSITION = "position"  # what they chose, where nothing forbids it
    LEFT_FIRST = "left_first"  # where one side comes before the other
    RISE_SLOWLY = "rise_slowly"
    PHYSICIAN = "physician"
    PROFESSIONAL = "professional"
    NOT_NOW = "not_now"


class Reply(Enum):
    """An answer in one word."""

    NO = "no"
    YES = "yes"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """One thing that follows from a yes."""

    effect: Effect
    regions: tuple[Region, ...] = ()  # empty: the parts that were answered
    seconds: float | None = None
    years: int | None = None  # the oldest that is meant
    kinds: tuple[Kind, ...] = ()  # of protocol, for NOT_NOW; empty: all
    unless_agreed: bool = False
    if_chosen: str = ""  # follows from this choice only; empty: from each


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of the answers to a question of the form CHOICE."""

    id: str
    name: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. `today`: asked each time, else before the first session and anew after a while.

    `remembered`: not asked at all, but answered from what was reported in the sessions before: see `memory.py`.
    """

    id: str
    ask: Words
    reply: ReplyForm
    then: tuple[Consequence, ...]
    offer: tuple[str, ...] = ()  # protocols that suit instead, the best first
    choices: tuple[Choice, ...] = ()
    part: str = ""  # what it is asked together with, of the standing questions
    source: str = ""  # the statement that it keeps to, as PRACTICE.md numbers them
    today: bool = False
    remembered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was answered to one question."""

    question: str
    reply: Reply
    places: tuple[Place, ...] = ()
    choice: str = ""  # the id of what was chosen


Answers = tuple[Answer, ...]
"""Questions without an answer count as not asked: see `unanswered`."""


@cache
def questions() -> tuple[Question, ...]:
    """All questions in the order they are asked."""
    return msgspec.convert(_read("questions")["question"], tuple[Question, ...])


@cache
def words() -> Mapping[str, Words]:
    """Words for what an answer changes."""
    return MappingProxyType(msgspec.convert(_read("words"), dict[str, Words]))


def unanswered(answers: Answers, *, today: bool) -> tuple[Question, ...]:
    """The questions of this sort that have no answer."""
    known = {answer.question for answer in answers}
    asked = (question for question in questions() if not question.remembered)
    return tuple(question for question in asked if question.today is today and question.id not in known)


def names_cleared(answers: Answers) -> bool:
    """Whether it was said which parts of the body a doctor has cleared, be they none."""
    asked = {question.id for question in questions() if question.reply is ReplyForm.CLEARED}
    return any(answer.question in asked and answer.reply is not Reply.NO for answer in answers)


def _read(name: str) -> dict[str, object]:
    text = (resources.files("protocols.screening") / f"{name}.toml").read_text(encoding="utf-8")
    table: dict[str, object] = tomllib.loads(text)
    return table
