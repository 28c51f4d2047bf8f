"""Where live sessions come from: the options of a command, or the home screen's choice."""

from __future__ import annotations

from dataclasses import replace

from biofeedback.app import hearing, keeping, reporting, screening, suggestion
from biofeedback.app.past_sessions import past_sessions
from biofeedback.app.ports import Activity, Interviewer, PastSession
from biofeedback.app.running_session import RunningSession
from biofeedback.app.session_assembly import open_session
from biofeedback.app.session_request import SessionRequest, is_worn
from biofeedback.app.watched_pair import WatchedPair, open_pair
from biofeedback.cues.words import SoundMode
from biofeedback.errors import StoreError
from biofeedback.store import profile
from biofeedback.texts import Texts
from biofeedback.why import why
from protocols.library import DEFAULT, load
from protocols.screening.proposal import propose


async def screened(request: SessionRequest, person: Interviewer) -> SessionRequest:
    """Ask before a session with a strap: the one that was named, else what is suggested today.

    Raises UsageError where nothing is to be begun.
    """
    request = await keeping.keepable(request, person)
    if not is_worn(request):
        return request
    asked = await screening.before_practice(
        request.protocol or suggestion.protocol(blind=request.blind),
        request.lang,
        person,
        unkept=bool(request.unkept),
        blind=request.blind,
    )
    return replace(request, protocol=asked.protocol, today=asked.today, held=asked.held)


class LiveSessionFactory:
    """Opens sessions as wished."""

    def __init__(self, request: SessionRequest) -> None:
        self._request = request

    async def open(self, activity: Activity, person: Interviewer) -> RunningSession:
        """A session, not yet started. Before each practice with a strap the person is asked."""
        if activity is Activity.PRACTISE:
            request = await screened(self._request, person)
        else:
            request = keeping.unasked(activity, self._request)
        try:
            return open_session(activity, request)
        except StoreError as problem:
            if request.unkept:
                raise
            return open_session(activity, await keeping.instead(request, problem, person))

    async def open_pair(self) -> WatchedPair:
        """Two hearts, not yet started. They are watched also where neither can be kept."""
        return await open_pair(keeping.unasked(Activity.WATCH_TWO, self._request))

    async def answer_anew(self, person: Interviewer, lang: str) -> str:
        """Ask the questions before the first session anew, keep the answers and show what they change."""
        await screening.ask(person, why("screening.due_asked"))
        await person.shows(propose(screening.standing(), load(self._request.protocol or DEFAULT)))
        return Texts(lang).say("screening.kept_brief")

    async def suggestion(self, lang: str) -> str:
        """What `practise` begins, in one line: today's suggestion, unless something was named on the command line."""
        texts = Texts(lang)
        if self._request.protocol is None and is_worn(self._request):
            line = suggestion.line(texts)
        else:
            line = suggestion.named(self._request.protocol or DEFAULT, texts)
        name = profile.in_use()
        return line if name is None else texts.say("profiles.for", name=name, line=line)

    def sound(self) -> SoundMode:
        """How much of the next session is to be heard."""
        return hearing.mode_of(self._request.sound)

    def turn_sound(self) -> SoundMode:
        """On to the next mode, for sessions to come: from here on it is chosen here."""
        self._request = replace(self._request, sound=None)
        return hearing.turn_kept()

    async def past_sessions(self) -> tuple[PastSession, ...]:
        """The sessions kept on this machine, newest first."""
        return past_sessions()

    def write_page(self, number: int, lang: str) -> str:
        """Write one of them as a page; where it is."""
        return reporting.write_by_key(number, lang)
