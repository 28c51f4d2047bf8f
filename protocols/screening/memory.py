"""What is remembered of a body between sessions, as answers to questions that nobody is asked: they only ever narrow.

A part that hurt or tingled lately begins only in the mind. One that did so in two sessions is left out, until the
person has answered the standing questions anew: then they have said themselves how it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from protocols.limits import sides_of
from protocols.restrictions import Place
from protocols.screening.questionnaire import Answer, Answers, Reply
from protocols.training import Region, Side

LATELY_SESSIONS = 3
"""Sessions for which a report alone is remembered: a strain is gone in days, and practice is daily."""
RECENT_SESSIONS = 12
"""Sessions among which a second report of the same part counts: two weeks of practice, with a day off each."""
REPORTS_TO_LEAVE_OUT = 2
"""Reports of the same part from which it is left out: once may be a clumsy tension, twice is that part."""

REPORTED_LATELY = "reported_lately"
"""A question that is answered here: something was reported of this part within `LATELY_SESSIONS`."""

REPORTED_AGAIN = "reported_again"
"""A question that is answered here: the part was reported as often as `REPORTS_TO_LEAVE_OUT`."""

_Muscle = tuple[Region, Side]  # of one side


def remembered(reported: Sequence[Collection[Place]], answered_since: int) -> Answers:
    """The answers that follow from what was reported in each of the sessions, the newest first.

    `answered_since` is how many of them took place after the standing questions were last answered.
    """
    sessions = [frozenset(_muscles(places)) for places in islice(reported, RECENT_SESSIONS)]
    every = frozenset[_Muscle]().union(*sessions)
    again = {
        muscle
        for muscle in every
        if sum(muscle in session for session in sessions) >= REPORTS_TO_LEAVE_OUT
        and any(muscle in session for session in sessions[:answered_since])
    }
    lately = frozenset[_Muscle]().union(*sessions[:LATELY_SESSIONS]) - again
    return tuple(
        Answer(question=question, reply=Reply.YES, places=tuple(_places(muscles)))
        for question, muscles in ((REPORTED_LATELY, lately), (REPORTED_AGAIN, again))
        if muscles
    )


def _muscles(places: Collection[Place]) -> Iterator[_Muscle]:
    return ((place.region, side) for place in places for side in sides_of(place.side))


def _places(muscles: Collection[_Muscle]) -> Iterator[Place]:
    """As few places as say the same, in the order of the body."""
    for region in Region:
        sides = [side for side in sides_of(Side.BOTH) if (region, side) in muscles]
        if len(sides) == len(sides_of(Side.BOTH)):
            yield Place(region=region)
        else:
            yield from (Place(region=region, side=side) for side in sides)
