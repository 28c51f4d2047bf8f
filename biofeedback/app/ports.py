"""What the screens ask of whoever puts the parts together. The screens know no radio, no recording and no file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from biofeedback.app.archive import LooksBack

if TYPE_CHECKING:  # home knows the ports, and is painted before anything is loaded that a session is made of
    from biofeedback.app.interview import Interviewer
    from biofeedback.app.played import Lab, SpeedDial, Tour
    from biofeedback.appearance import ThemeName
    from biofeedback.cues.words import LedBy, SoundState
    from biofeedback.decisions import Outcome
    from biofeedback.errors import BiofeedbackError
    from biofeedback.events import Key, Symptom
    from biofeedback.ports import Sink
    from biofeedback.source_news import SourceNews
    from biofeedback.view import SessionView
    from biofeedback.why import Why
    from protocols.screening.proposal import Proposal
    from protocols.training import TrainingProtocol, Words


class Activity(Enum):
    """What can be begun from the home screen."""

    PRACTISE = "practise"
    DEMO = "demo"
    WATCH = "watch"
    WATCH_TWO = "watch_two"  # opened as a pair
    TOUR = "tour"  # a simulated session led from station to station, opened as such
    LAB = "lab"  # a trial that was put together in the lab
    GROUNDING = "grounding"  # at once, after something felt wrong: nothing is asked, tensed or measured
    ANSWERS = "answers"  # the questions before the first session, asked anew; no session


@dataclass(frozen=True, slots=True, kw_only=True)
class StrapSeen:
    """What a look for the strap came to: its name, or why none was found."""

    name: str = ""
    battery_percent: int | None = None
    problem: BiofeedbackError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastSession:
    """One line of the list of past sessions."""

    number: int
    began: str  # for people, local date and time
    title: Words | None  # of the protocol, None: only watched
    minutes: float
    outcome: Outcome | None  # None: it was cut off
    tension_before: int | None
    tension_after: int | None
    imported: bool = False  # a recording that was made elsewhere: nothing ended it


@dataclass(frozen=True, slots=True, kw_only=True)
class PractisedDay:
    """One day at a glance. The ratings are means where there was more than one session, None where none was given."""

    weekday: int  # 0 is Monday
    minutes: float  # practised; 0: not
    tension_before: float | None
    tension_after: float | None


class SessionRunner(Protocol):
    """One session in the running event loop, from its start to its last word. Used once.

    `start` returns at once and must be called in the running loop. Everything else is called in that same loop, and
    `on_step` of the listener too, right after each event was taken. Calls after the end are allowed and change nothing.
    """

    @property
    def protocol_title(self) -> Words | None:
        """The protocol's title; None: the heart is only watched, nothing is cued."""
        ...

    @property
    def protocol(self) -> TrainingProtocol | None:
        """The protocol as it is practised; None: the heart is only watched."""
        ...

    def group_name(self, group: str) -> Words | None:
        """A muscle group of the protocol by its id, in words."""
        ...

    @property
    def source_words(self) -> Why:
        """Where the heart comes from, for people."""
        ...

    @property
    def speed(self) -> SpeedDial | None:
        """Where all that is heard is simulated or replayed: how fast. None: a body cannot be quickened."""
        ...

    @property
    def hides_numbers(self) -> bool:
        """Whether this person is better off without numbers; they can still ask for them."""
        ...

    @property
    def marks_played(self) -> int:
        """How many marks come with what is played: new ones are numbered on from there."""
        ...

    @property
    def number(self) -> int | None:
        """Under which it is kept; None: it is not, or it is more than one."""
        ...

    @property
    def unkept(self) -> tuple[Why, ...]:
        """That and why nothing of this session is kept, in sentences. Empty: it is kept."""
        ...

    def start(self, listener: Sink) -> None:
        """Begin. The listener hears every event and what was decided on it."""
        ...

    def press(self, key: Key) -> None:
        """The person asked for something: stamped now, taken at once or as the very next event."""
        ...

    def rate(self, tension: int | None) -> None:
        """The person rated their tension, 0 to 10; None: they would rather not."""
        ...

    def report(self, symptom: Symptom) -> None:
        """The person said that something feels wrong: stamped now, like a key."""
        ...

    def mark(self, number: int, words: str = "") -> None:
        """The person marks this moment with a number that is new; with one that is not, its mark is given `words`."""
        ...

    def let_go(self) -> None:
        """Say the release past screen and event loop, if a tension is on: for when the program itself has failed."""
        ...

    @property
    def sound(self) -> SoundState | None:
        """What is heard of it, and on what; None: nothing is to be heard, as where a heart is only watched."""
        ...

    def turn_sound(self) -> None:
        """On to the next: voice and tones, tones, nothing. It is remembered."""
        ...

    def view(self) -> SessionView:
        """What can be shown now. Asked for four times a second; valid from `start` on."""
        ...

    def source_says(self) -> tuple[SourceNews, ...]:
        """The state of the strap and what happens next, where it is not simply live. Empty: nothing to say."""
        ...

    def keep_note(self, text: str) -> None:
        """Keep the person's own words with the session, also after its end. Raises BiofeedbackError."""
        ...

    def write_page(self, lang: str) -> str:
        """Write the session as a page to keep, print or show to a doctor; where it is. For after its end, and not in
        the loop, since it takes a moment. Raises BiofeedbackError.
        """
        ...

    async def wait(self) -> None:
        """Return when the session is over. Raises BiofeedbackError where the source failed for good."""
        ...

    async def close(self) -> None:
        """Let go of the source and close the journal, whatever state the session is in. May be called twice."""
        ...


@dataclass(slots=True, eq=False)
class WatchedHeart:
    """One of two hearts that are watched side by side, and how its session ended."""

    runner: SessionRunner
    over: bool = False
    trouble: BiofeedbackError | None = None  # why its source failed
    unkept: BiofeedbackError | None = None  # why not all of it could be written down


class PairRunner(SessionRunner, Protocol):
    """Two watched sessions as one: it is over when both are."""

    @property
    def hearts(self) -> tuple[WatchedHeart, WatchedHeart]:
        """Both, each with its own session."""
        ...

    def listen(self, first: Sink, second: Sink) -> None:
        """Who hears what was decided of each. To be called before the start."""
        ...


@dataclass(frozen=True, slots=True)
class Toured:
    """A session that is not yet started, and the tour that leads it."""

    runner: SessionRunner
    tour: Tour


class SessionFactory(LooksBack, Protocol):
    """Where sessions come from."""

    async def open(self, activity: Activity, person: Interviewer, protocol: str | None = None) -> SessionRunner:
        """A session, not yet started. Raises BiofeedbackError with one clear sentence where that cannot be.

        `protocol`: the one that was chosen from all there are; None: what suits today.
        `person` is asked before a body is tensed; the strap is looked for before anything is asked.
        """
        ...

    async def look_for_strap(self) -> StrapSeen:
        """Look for the strap that would be used, for some seconds."""
        ...

    async def examine(self, person: Interviewer) -> None:
        """Look at all that may be wrong, and show it."""
        ...

    async def open_pair(self) -> PairRunner:
        """Two sessions to be watched side by side, not yet started. Raises BiofeedbackError."""
        ...

    def lab(self) -> Lab:
        """Where trials come from."""
        ...

    async def open_tour(self) -> Toured:
        """A simulated session that is led from station to station, not yet started. Raises BiofeedbackError."""
        ...

    async def answer_anew(self, person: Interviewer, lang: str) -> str:
        """Ask the questions before the first session anew and show what they change; a sentence for home.

        Raises BiofeedbackError where the person leaves or the answers cannot be kept.
        """
        ...

    async def suggestion(self, lang: str) -> str:
        """Today's suggestion in one line: what PRACTISE begins. Raises BiofeedbackError."""
        ...

    async def browse(self) -> tuple[Proposal, ...]:
        """All that can be practised, each as it would be for this person."""
        ...

    async def two_weeks(self) -> tuple[PractisedDay, ...]:
        """The last two weeks, today last. Raises BiofeedbackError."""
        ...

    def sound(self) -> LedBy:
        """What will be heard of the next session, as far as it is known before anything is played."""
        ...

    def turn_sound(self) -> LedBy:
        """On to the next way, for sessions to come. Raises BiofeedbackError where it cannot be kept."""
        ...

    def keep_theme(self, theme: ThemeName) -> None:
        """Use these colours from now on, also the next time. Raises BiofeedbackError where it cannot be kept."""
        ...

    def keep_language(self, lang: str) -> None:
        """Speak this language from now on, also the next time."""
        ...

    async def replay(self, number: int, start_s: float) -> SessionRunner:
        """A kept session to be watched again from `start_s` of it on, faster than it was; not yet started.

        Raises BiofeedbackError.
        """
        ...

    async def delete(self, number: int) -> None:
        """Delete a kept session for good. Raises BiofeedbackError."""
        ...

    async def past_sessions(self) -> tuple[PastSession, ...]:
        """The sessions kept on this machine, newest first."""
        ...

    def write_page(self, number: int, lang: str) -> str:
        """Write one of them as a page to keep, print or show to a doctor; where it is. Not in the loop, since it takes
        a moment. Raises BiofeedbackError.
        """
        ...
