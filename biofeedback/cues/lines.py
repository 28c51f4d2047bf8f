"""Which line says what: texts of the program and of protocols, each with the id of its cue."""

from __future__ import annotations

from string import Formatter

from biofeedback.cues.words import Line
from biofeedback.texts import Texts, keys_of
from biofeedback.why import Why
from protocols.groups import common, shipped
from protocols.library import load, names
from protocols.training import MuscleGroup, TrainingProtocol, Words

ROLES = ("name", "notice", "tense", "release", "rest")
"""The texts of a muscle group that are spoken."""

OWN_WORDS = ("baseline_words", "settle_words", "closing", "reflection")
"""The texts of a protocol that are spoken."""

REASONS = ("coach", "symptoms")
"""Catalogues of reasons that are spoken where they hold no numbers; of others something else is said, or nothing."""

UNSAID = frozenset(
    {
        "symptoms.title", "symptoms.keys", "coach.completed", "coach.cannot_tell", "coach.unmonitored_offer",
        "coach.chosen",
    }
)  # fmt: skip
"""Of those, what is only to be read: headings, keys, the name of a list, what another line says for the ear, and
what is said where nobody practises."""

GENERAL = (
    "plain.cue_sit_quietly", "plain.cue_prepare", "plain.cue_tense", "plain.cue_release", "plain.cue_rest",
    "plain.cue_settle", "plain.cue_close", "plain.cue_check_strap", "plain.cue_end",
    "cues.waiting_detail",
)  # fmt: skip
"""Texts of other places that are spoken as they stand."""


def text_line(code: str, texts: Texts) -> Line:
    """A text of the program that has no numbers."""
    return Line(code, texts.say(code))


def reason_line(reason: Why, texts: Texts) -> Line | None:
    """A reason for the ear: in its own words without numbers, else as it stands; None: it is left to the screen."""
    spoken = f"spoken.{reason.code.replace('.', '_')}"
    if spoken in _spoken():
        return text_line(spoken, texts)
    if says_signal(reason):
        return text_line("spoken.signal", texts)
    said = reason.code.split(".", 1)[0] in REASONS and reason.code not in UNSAID
    return Line(reason.code, texts.why(reason)) if said and not reason.values else None


def says_signal(reason: Why) -> bool:
    """Whether a reason is about what comes from the strap, and not about the heart."""
    return reason.code.startswith(("quality.", "rhythm.signal", "ecg."))


def group_line(group: MuscleGroup, role: str, protocol: TrainingProtocol, lang: str) -> Line | None:
    """A text of a muscle group; None where it has none. The shipped words have the group's id, others a longer one."""
    words = words_of(group, role)
    if not words.say(lang):
        return None
    if role == "notice" and words == common()["again"]:
        return Line("common.again", words.say(lang))
    ours = shipped().get(group.id)
    plain = ours is not None and words_of(ours, role) == words
    name = f"{group.id}.{role}" if plain else f"{protocol.name}.{group.id}.{role}"
    said = words.say(lang)
    return Line(name, Texts(lang).say("cues.named", name=said) if role == "name" else said)


def own_line(protocol: TrainingProtocol, role: str, lang: str) -> Line:
    """A text of the protocol itself, or the common one in its place."""
    words = {
        "baseline_words": protocol.baseline_words,
        "settle_words": protocol.settle_words,
        "closing": protocol.closing,
        "reflection": protocol.reflection,
    }[role]
    return Line(f"common.{role}" if words == common()[role] else f"{protocol.name}.{role}", words.say(lang))


def words_of(group: MuscleGroup, role: str) -> Words:
    """The text of a group in a role."""
    return {
        "name": group.name,
        "notice": group.notice,
        "tense": group.tense,
        "release": group.release,
        "rest": group.rest,
    }[role]


def program_lines(lang: str) -> tuple[Line, ...]:
    """Every spoken line that is the program's own, in a fixed order."""
    texts = Texts(lang)
    reasons = (f"{name}.{key}" for name in REASONS for key in keys_of(name))
    said = [code for code in reasons if code not in UNSAID and not _has_numbers(code, texts) and _is_reason(code)]
    lines = [text_line(code, texts) for code in (*sorted(_spoken()), *GENERAL, "cues.let_go", *said)]
    return (*lines, *(Line(f"common.{key}", words.say(lang)) for key, words in common().items()))


def protocol_lines(protocol: TrainingProtocol, lang: str) -> tuple[Line, ...]:
    """Every spoken line of a protocol, in the order in which they come first; no line twice."""
    lines = [own_line(protocol, "baseline_words", lang)]
    for step in protocol.steps:
        lines += [line for role in ROLES if (line := group_line(step.group, role, protocol, lang)) is not None]
    lines += [own_line(protocol, role, lang) for role in OWN_WORDS[1:]]
    return tuple(dict.fromkeys(lines))


def spoken_lines(lang: str) -> tuple[Line, ...]:
    """Every (id, text) that a voice of this language must have: the program's own lines and all shipped protocols'."""
    shipped_lines = (line for name in names() for line in protocol_lines(load(name), lang))
    return tuple(dict.fromkeys((*program_lines(lang), *shipped_lines)))


def _spoken() -> frozenset[str]:
    return frozenset(f"spoken.{key}" for key in keys_of("spoken"))


def _has_numbers(code: str, texts: Texts) -> bool:
    return any(field is not None for _, field, _, _ in Formatter().parse(texts.raw(code)))


def _is_reason(code: str) -> bool:
    return not code.startswith("symptoms.") or code.startswith("symptoms.advice_")
