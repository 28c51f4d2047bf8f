"""How the heart answered, in words for people: the same ones on the screen and in plain lines."""

from __future__ import annotations

from biofeedback.decisions import Meaning, ResonanceFound, Responded
from biofeedback.texts import Texts
from protocols.training import Words

_OF_ALL = {
    Meaning.SLOWER: "response.slower_words",
    Meaning.SLOWER_VARIED: "response.slower_varied_words",
    Meaning.QUICKER: "response.quicker_words",
    Meaning.ROSE: "response.rose_words",
}
"""What is said of the whole session without numbers, where the usual sentence has some."""

_OF_GROUP = {Meaning.SLOWER: "response.group_slower_words", Meaning.QUICKER: "response.group_quicker_words"}
"""The same of one group."""


def response_words(response: Responded, group: Words | None, texts: Texts, *, numbers: bool) -> str:
    """A sentence, without numbers where somebody is better off without; empty where there is nothing to say.

    One session seldom tells anything of a single group: that is said once, not thirteen times.
    """
    if response.group is not None and response.meaning is Meaning.CANNOT_TELL:
        return ""
    without = (_OF_ALL if response.group is None else _OF_GROUP).get(response.meaning)
    said = texts.why(response.why) if numbers or without is None else texts.say(without)
    if response.group is None:
        return said
    return texts.say("response.of_group", group=response.group if group is None else group.say(texts.lang), said=said)


def resonance_words(resonance: ResonanceFound, texts: Texts, *, numbers: bool) -> str:
    """What the compared paces came to. The pace itself is of the breath, not of the heart: it is always said."""
    if numbers or resonance.breaths_per_min is None:
        return texts.why(resonance.why)
    return texts.say("resonance.found_words", pace=round(resonance.breaths_per_min.value, 1))
