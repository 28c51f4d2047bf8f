"""The process that plays goes on listening, whatever it is told."""

from __future__ import annotations

from biofeedback.cues.words import Tone
from biofeedback.sound.child import listen
from biofeedback.sound.wire import Item, Message, Play, Voice, line_of


def test_what_cannot_be_carried_out_costs_itself_alone() -> None:
    """A voice whose file is broken, and a line that is none: the tension after them is still told."""
    done: list[Message] = []

    def obey(message: Message) -> None:
        if isinstance(message, Voice):
            raise OSError("broken")
        done.append(message)

    hold = Play((Item(tone=Tone.TENSE),), release_at=9.0)
    listen([line_of(Voice(lang="en")), b"{not json}\n", b"\xff\n", line_of(hold)], obey)

    assert done == [hold]
