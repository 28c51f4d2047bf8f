"""The rating that was not said at the end of a session, asked for once in plain lines at the next start."""

from __future__ import annotations

from collections.abc import Callable

from biofeedback.plain.keys import HIGHEST_RATING
from biofeedback.plain.typed_numbers import whole
from biofeedback.texts import Texts
from protocols.training import Words


def rating_later(
    title: Words | None, began: str, say: Callable[[str], None], read: Callable[[], str], texts: Texts
) -> int | None:
    """Ask until a number from 0 to 10 is typed; None: they would rather not. Raises EOFError where nobody types.

    `title` of what was practised (None: its protocol is gone); `began`: when that was, for people.
    """
    named = texts.say("report.watched") if title is None else title.say(texts.lang)
    say(texts.say("after.later_title"))
    say(texts.say("after.later_which", title=named, began=began))
    say(texts.say("after.later_question"))
    say(texts.say("after.later_once"))
    while True:
        say(texts.say("after.later_typed"))
        if not (line := read()):
            raise EOFError
        if not (typed := line.strip()):
            return None
        if (tension := whole(typed)) is not None and tension <= HIGHEST_RATING:
            return tension
