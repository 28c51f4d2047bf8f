"""Two hearts watched at once: which sources, and a session for each, so that nothing of one reaches the other."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from biofeedback.app.ports import Activity, SessionRunner, WatchedHeart
from biofeedback.app.session_assembly import prepared
from biofeedback.app.session_request import SessionRequest
from biofeedback.app.sources import Radio, parse
from biofeedback.cues.words import SoundState
from biofeedback.decisions import Decision
from biofeedback.errors import BiofeedbackError, UsageError
from biofeedback.events import Event, Key, Symptom
from biofeedback.ports import Sink
from biofeedback.source_news import SourceNews
from biofeedback.strap_name import same_strap
from biofeedback.texts import Texts
from biofeedback.view import SessionView
from biofeedback.why import Why
from devices.reach import StrapInReach
from protocols.training import TrainingProtocol, Words


async def sources_of(request: SessionRequest) -> tuple[str, str]:
    """The two that were named, else the two strongest straps in reach. Raises UsageError or BluetoothUnavailable."""
    if request.source is not None and request.beside is not None:
        return apart(request.source, request.beside, request.lang)
    from devices.scan import straps_in_reach

    found = list[StrapInReach]()
    for strap in await straps_in_reach():
        if not any(same_strap(strap.name, other.name) for other in found):  # one that has just changed its address
            found.append(strap)
    if len(found) < 2:
        raise UsageError(Texts(request.lang).say("cli.two_needed", n=len(found)))
    return f"ble:{found[0].address}", f"ble:{found[1].address}"


def apart(first: str, second: str, lang: str) -> tuple[str, str]:
    """Two sources that cannot be the same strap. Raises UsageError where they could."""
    one, other = parse(first), parse(second)
    if isinstance(one, Radio) and isinstance(other, Radio):
        addresses = {None if each.address is None else each.address.casefold() for each in (one, other)}
        if None in addresses or len(addresses) < 2:
            raise UsageError(Texts(lang).say("cli.two_addresses"))
    return first, second


async def open_pair(request: SessionRequest) -> WatchedPair:
    """Both, not yet started, each with its own clock and journal. Neither strap is remembered as this person's."""
    names = await sources_of(request)
    one, other = replace(request, source=names[0]), replace(request, source=names[1], seed=request.seed + 1)
    begins = [prepared(Activity.WATCH, each, remembers=False) for each in (one, other)]
    first = begins[0]()
    try:
        return WatchedPair(first, begins[1]())
    except BiofeedbackError:
        await first.close()
        raise


class WatchedPair:
    """Two watched sessions as one SessionRunner, side by side: nothing of one reaches the other."""

    def __init__(self, first: SessionRunner, second: SessionRunner) -> None:
        self.hearts = (WatchedHeart(first), WatchedHeart(second))
        self._listeners: tuple[Sink, Sink] = (Unheard(), Unheard())

    @property
    def protocol(self) -> TrainingProtocol | None:
        """None: both are only watched."""
        return None

    @property
    def protocol_title(self) -> Words | None:
        """Nothing is practised."""
        return None

    def group_name(self, group: str) -> Words | None:
        """No group is practised."""
        return None

    @property
    def source_words(self) -> Why:
        """Of the first: each heart says its own."""
        return self.hearts[0].runner.source_words

    @property
    def speed(self) -> None:
        """Two hearts are compared as they beat."""

    @property
    def hides_numbers(self) -> bool:
        """Whether either is better off without numbers."""
        return any(heart.runner.hides_numbers for heart in self.hearts)

    @property
    def marks_played(self) -> int:
        """A new mark is one of both."""
        return max(heart.runner.marks_played for heart in self.hearts)

    @property
    def number(self) -> int | None:
        """Each has its own."""
        return None

    @property
    def unkept(self) -> tuple[Why, ...]:
        """Each says it for itself."""
        return ()

    def listen(self, first: Sink, second: Sink) -> None:
        """Who hears what was decided of each."""
        self._listeners = (first, second)

    def start(self, listener: Sink) -> None:
        """Begin both. The listener hears that something happened; what it was, those who listen to each."""
        for heart, own in zip(self.hearts, self._listeners, strict=True):
            heart.runner.start(_Both(own, listener))

    def press(self, key: Key) -> None:
        """The person asked both for something."""
        for heart in self.hearts:
            heart.runner.press(key)

    def rate(self, tension: int | None) -> None:
        """Nobody is asked."""

    def report(self, symptom: Symptom) -> None:
        """Whose symptom it is, nobody can tell here."""

    def mark(self, number: int, words: str = "") -> None:
        """The same moment of both."""
        for heart in self.hearts:
            heart.runner.mark(number, words)

    def let_go(self) -> None:
        """Nothing is tensed."""

    def keep_note(self, text: str) -> None:
        """The same words are kept with both."""
        for heart in self.hearts:
            heart.runner.keep_note(text)

    @property
    def sound(self) -> SoundState | None:
        """None: hearts that are only watched make no sound."""
        return None

    def turn_sound(self) -> None:
        """There is none."""

    def write_page(self, lang: str) -> str:
        """A page of each; where they are."""
        return ", ".join(heart.runner.write_page(lang) for heart in self.hearts)

    def view(self) -> SessionView:
        """The first that is not over, else the first."""
        return next((heart for heart in self.hearts if not heart.over), self.hearts[0]).runner.view()

    def source_says(self) -> tuple[SourceNews, ...]:
        """Each says it for itself."""
        return ()

    async def wait(self) -> None:
        """Return when both are over. What ended one for good is its own trouble, and is told where it stands."""
        await asyncio.gather(*(to_the_end(heart) for heart in self.hearts))

    async def close(self) -> None:
        """Let go of both. Raises what kept the first of them from being written down, after both were let go of."""
        ends = await asyncio.gather(*(heart.runner.close() for heart in self.hearts), return_exceptions=True)
        for end in ends:
            if isinstance(end, BaseException):
                raise end


async def to_the_end(heart: WatchedHeart) -> None:
    """Wait until its session is over and let go of its source; what went wrong is kept with it."""
    try:
        await heart.runner.wait()
    except BiofeedbackError as problem:
        heart.trouble = problem
    finally:
        heart.over = True
        try:
            await heart.runner.close()
        except BiofeedbackError as problem:
            heart.unkept = problem


class _Both:
    """Tells whoever listens to this heart, and lets the other listener know that something happened."""

    def __init__(self, own: Sink, other: Sink) -> None:
        self._own = own
        self._other = other

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        self._own.on_step(event, decisions)
        self._other.on_step(event, ())


class Unheard:
    """For where nobody listens."""

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        """Nothing to do."""
