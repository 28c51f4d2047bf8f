"""Where live sessions come from: the options of a command, or the home screen's choice.

Home has one of these before it is painted, so what a method needs is loaded with its first use.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from biofeedback.app import appearance, language, sound_mode
from biofeedback.app.archive import Archive, Unrated
from biofeedback.app.ports import Activity, PastSession, PractisedDay, StrapSeen, Toured
from biofeedback.app.session_request import SessionRequest, is_worn
from biofeedback.appearance import ThemeName
from biofeedback.cues.words import LedBy
from biofeedback.store import profile
from biofeedback.texts import Texts

if TYPE_CHECKING:
    from biofeedback.app.interview import Interviewer
    from biofeedback.app.opening import LookForStrap
    from biofeedback.app.played import Lab
    from biofeedback.app.running_session import RunningSession
    from biofeedback.app.settable import Settable
    from biofeedback.app.watched_pair import WatchedPair
    from protocols.screening.proposal import Proposal

NO_RADIO = StrapSeen()
"""Where the source is none of the radio's, there is no strap to look for."""


async def look_near(address: str | None) -> StrapSeen:
    """Look for a strap with the radio, which is loaded for it."""
    from biofeedback.app import straps_near

    return await straps_near.look(address)


REPLAY_SPEED = 4
"""So many times as fast a session is watched again: twenty minutes in five, and a heart can still be followed."""


class LiveSessionFactory:
    """Opens sessions as wished."""

    def __init__(self, request: SessionRequest, look: LookForStrap = look_near) -> None:
        self._request = request
        self._look = look
        self._seen: StrapSeen | None = None

    async def open(self, activity: Activity, person: Interviewer, protocol: str | None = None) -> RunningSession:
        """A session, not yet started. The strap is looked for, then the person is asked."""
        from biofeedback.app import opening

        if activity is Activity.GROUNDING:
            return opening.grounding(self._request)
        wished = self._request if protocol is None else replace(self._request, protocol=protocol)
        return await opening.reached(activity, wished, person, self._looked)

    async def replay(self, number: int, start_s: float) -> RunningSession:
        """A kept session, watched again from a moment of it on."""
        from biofeedback.app import keeping, opening

        source = f"session:{number}@{REPLAY_SPEED}"
        again = replace(self._request, source=source, start_s=start_s, unkept=keeping.NOT_KEPT)
        return opening.opened(Activity.WATCH, again)

    def archive(self) -> Archive:
        """What is kept here; home begins without what reads it."""
        from biofeedback.app.kept_archive import KeptArchive

        return KeptArchive()

    async def unrated(self) -> Unrated | None:
        """The last session, where it is to be asked about once."""
        from biofeedback.app import history

        last = history.unrated()
        if last is None:
            return None
        from biofeedback.app import past_sessions

        past = past_sessions.of_one(last)
        return Unrated(number=past.number, began=past.began, title=past.title)

    def keep_rating(self, number: int, tension: int | None) -> None:
        """Keep what was said then; None: they would rather not."""
        from biofeedback.app import history

        history.keep_rating(number, tension)

    def settable(self) -> Settable:
        """What can be set here; home begins without it."""
        from biofeedback.app.kept_settings import KeptSettings

        return KeptSettings(self._take)

    def _take(self, name: str, value: str) -> None:
        """Something was set: from here on it outranks the command line."""
        match name:
            case "language":
                self._request = replace(self._request, lang=value)
            case "sound":
                self._request = replace(self._request, sound=None)
            case _:
                pass

    async def delete(self, number: int) -> None:
        """Delete a kept session for good."""
        from biofeedback.app import past_sessions

        past_sessions.delete(number)

    async def look_for_strap(self) -> StrapSeen:
        """Look for the strap that would be used; where another source was named there is none to look for."""
        from biofeedback.app.sources import Radio, parse

        spec = parse(self._request.source or "ble")
        if not isinstance(spec, Radio):
            return NO_RADIO
        self._seen = await self._look(spec.address)
        return self._seen

    async def _looked(self, address: str | None) -> StrapSeen:
        """Look, unless one was found a moment ago at home. That is believed once."""
        seen, self._seen = self._seen, None
        return seen if seen is not None and seen.problem is None else await self._look(address)

    async def browse(self) -> tuple[Proposal, ...]:
        """All that can be practised, as it would be under the answers that are kept."""
        return await asyncio.to_thread(_all_proposed)

    async def two_weeks(self) -> tuple[PractisedDay, ...]:
        """The last two weeks, today last."""
        from biofeedback.app import two_weeks

        return two_weeks.two_weeks()

    async def examine(self, person: Interviewer) -> None:
        """Look at all that may be wrong, and show it."""
        from biofeedback.app import opening

        await opening.examined(person, self._request.lang)

    async def open_pair(self) -> WatchedPair:
        """Two hearts, not yet started. They are watched also where neither can be kept."""
        from biofeedback.app import keeping
        from biofeedback.app.watched_pair import open_pair

        return await open_pair(keeping.unasked(Activity.WATCH_TWO, self._request))

    def lab(self) -> Lab:
        """Where trials come from."""
        from biofeedback.app.bench import Bench  # and the simulators, which only those load who try something

        return Bench(self._request.lang)

    async def open_tour(self) -> Toured:
        """A simulated session that is led from station to station, not yet started."""
        from biofeedback.app import opening, tour  # which only those load who take it

        session = opening.opened(Activity.DEMO, tour.request(self._request.lang), asks=False)
        assert session.speed is not None  # as of everything that is simulated
        led = tour.Tour(session.speed.turn)
        session.add(led)
        return Toured(session, led)

    async def answer_anew(self, person: Interviewer, lang: str) -> str:
        """Show the kept answers, change single ones or ask all anew, and show what they change."""
        from biofeedback.app import screening
        from protocols.library import DEFAULT, load
        from protocols.screening.proposal import propose

        if not await screening.look_over(person):
            return ""
        await person.shows(propose(screening.standing(), load(self._request.protocol or DEFAULT)))
        return Texts(lang).say("screening.kept_brief")

    async def suggestion(self, lang: str) -> str:
        """What `practise` begins, in one line: today's suggestion, unless something was named on the command line."""
        from biofeedback.app import suggestion
        from protocols.library import DEFAULT

        texts = Texts(lang)
        if self._request.protocol is None and is_worn(self._request):
            line = suggestion.line(texts)
        else:
            line = suggestion.named(self._request.protocol or DEFAULT, texts)
        name = profile.in_use()
        return line if name is None else texts.say("profiles.for", name=name, line=line)

    def sound(self) -> LedBy:
        """What will be heard of the next session."""
        return sound_mode.led_by(self._request.sound)

    def turn_sound(self) -> LedBy:
        """On to the next mode, for sessions to come: from here on it is chosen here."""
        self._request = replace(self._request, sound=None)
        sound_mode.turn_kept()
        return self.sound()

    def keep_theme(self, theme: ThemeName) -> None:
        """For all times in which none is asked for."""
        appearance.keep_appearance(replace(appearance.appearance(), theme=theme))

    def keep_language(self, lang: str) -> None:
        """For this run and for all times in which none is asked for."""
        self._request = replace(self._request, lang=lang)
        language.keep_language(lang)

    async def past_sessions(self) -> tuple[PastSession, ...]:
        """The sessions kept on this machine, newest first."""
        from biofeedback.app import past_sessions

        return past_sessions.past_sessions()

    def write_page(self, number: int, lang: str) -> str:
        """Write one of them as a page; where it is."""
        from biofeedback.app import reporting

        return reporting.write_by_key(number, lang)


def _all_proposed() -> tuple[Proposal, ...]:
    from biofeedback.app import screening
    from protocols.library import load, names
    from protocols.screening.proposal import propose

    answers = screening.foreseen(blind=True)
    return tuple(propose(answers, load(name)) for name in names())
