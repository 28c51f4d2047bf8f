"""How the heart answered, in words for people: the same ones on the screen and in plain lines."""

from __future__ import annotations

from biofeedback.decisions import Meaning, ResonanceFound, Responded
from biofeedback.texts import Texts
from protocols.training import Words


def response_words(told: Responded, group: Words | None, texts: Texts, *, numbers: bool) -> str:
    """A sentence, without numbers where somebody is better off without; empty where there is nothing to say.

    One session seldom tells anything of a single group: that is said once, not thirteen times.
    """
    if told.group is not None and told.meaning is Meaning.CANNOT_TELL:
        return ""
    said = texts.why(told.why) if numbers or not told.why.values else texts.say(f"{told.why.code}_words")
    if told.group is None:
        return said
    return texts.say("response.of_group", group=told.group if group is None else group.say(texts.lang), said=said)


def resonance_words(told: ResonanceFound, texts: Texts, *, numbers: bool) -> str:
    """What the compared paces came to. The pace itself is of the breath, not of the heart: it is always said."""
    if numbers or told.breaths_per_min is None:
        return texts.why(told.why)
    return texts.say("resonance.found_words", pace=round(told.breaths_per_min.value, 1))
