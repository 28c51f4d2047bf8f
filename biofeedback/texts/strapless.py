"""What can be done where no strap is in reach, in words: the same ones on the screen and as plain lines."""

from __future__ import annotations

from enum import Enum

from biofeedback.texts import Texts
from protocols.library import load
from protocols.safety import total_s


def way_words(way: str | Enum, texts: Texts) -> str:
    """A way on: one of those that there always are, or the name of a protocol that needs no strap."""
    if isinstance(way, Enum):
        return texts.say(f"strapless.way_{way.value}")
    protocol = load(way)
    return texts.say("strapless.practice", title=protocol.title.say(texts.lang), minutes=round(total_s(protocol) / 60))
