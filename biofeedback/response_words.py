"""How the heart answered, in words for people: the same ones on the screen and in plain lines."""

from __future__ import annotations

from biofeedback.decisions import Meaning, ResonanceFound, Responded
from biofeedback.texts import Texts
from protocols.training import Words


def response_words(response: Responded, group: Words | None, texts: Texts, *, numbers: bool) -> str:
    """A sentence, without numbers where somebody is better off without; empty where there is nothing to say.

    One session seldom tells anything of a single group: that is said once, not thirteen times.
    """
    if response.group is not None and response.meaning is Meaning.CANNOT_TELL:
        return ""
    said = texts.why(response.why) if numbers or not response.why.values else texts.say(f"{response.why.code}_words")
    if response.group is None:
        return said
    return texts.say("response.of_group", group=response.group if group is None else group.say(texts.lang), said=said)


def resonance_words(resonance: ResonanceFound, texts: Texts, *, numbers: bool) -> str:
    """What the compared paces came to. The pace itself is of the breath, not of the heart: it is always said."""
    if numbers or resonance.breaths_per_min is None:
        return texts.why(resonance.why)
    return texts.say("resonance.found_words", pace=round(resonance.breaths_per_min.value, 1))
