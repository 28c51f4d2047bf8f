"""Where the sessions of a test come from: runners on a clock that only the test moves."""

from __future__ import annotations

from dataclasses import dataclass, field

from biofeedback.app.archive import Archive, Unrated
from biofeedback.app.interview import Interviewer
from biofeedback.app.ports import Activity, PastSession, PractisedDay, Toured
from biofeedback.app.settable import Settable
from biofeedback.app.watched_pair import WatchedPair
from biofeedback.errors import BiofeedbackError
from protocols.library import load, names
from protocols.screening.proposal import Proposal, propose
from tests.tui.fake_archive import FakeArchive
from tests.tui.fake_guide import FakeRunner
from tests.tui.fake_lab import FakeLab
from tests.tui.fake_settings import FakeSettings
from tests.tui.fake_sound import SoundOfHome
from tests.tui.fake_strap import StrapOfHome


@dataclass
class FakeTour:
    """Goes by hand."""

    station: str | None = None
    place: int = 1
    places: int = 7
    times: float = 16.0
    over: bool = False

    def go_on(self) -> None:
        self.station = None
        self.over = self.place == self.places
        self.place += not self.over


@dataclass
class FakeFactory(StrapOfHome, SoundOfHome):
    """Hands out runners and remembers what was asked for."""

    past: tuple[PastSession, ...] = ()
    refusal: BiofeedbackError | None = None
    suggested: str = ""
    opened: list[Activity] = field(default_factory=list)
    protocols: list[str | None] = field(default_factory=list)
    watched_again: list[tuple[int, float]] = field(default_factory=list)
    days: tuple[PractisedDay, ...] = ()
    runners: list[FakeRunner] = field(default_factory=list)
    kept: FakeArchive = field(default_factory=FakeArchive)
    to_ask: Unrated | None = None
    rated: list[tuple[int, int | None]] = field(default_factory=list)
    set_here: FakeSettings = field(default_factory=FakeSettings)

    @property
    def runner(self) -> FakeRunner:
        return self.runners[-1]

    async def open(self, activity: Activity, person: Interviewer, protocol: str | None = None) -> FakeRunner:
        self.opened.append(activity)
        self.protocols.append(protocol)
        if self.refusal is not None:
            raise self.refusal
        return self.make(watch=activity is Activity.WATCH)

    async def open_pair(self) -> WatchedPair:
        self.opened.append(Activity.WATCH_TWO)
        if self.refusal is not None:
            raise self.refusal
        return WatchedPair(self.make(watch=True), self.make(watch=True))

    def make(self, *, watch: bool = False) -> FakeRunner:
        """A runner, remembered."""
        self.runners.append(FakeRunner(watch=watch))
        return self.runner

    def lab(self) -> FakeLab:
        return FakeLab(self.make)

    async def open_tour(self) -> Toured:
        self.opened.append(Activity.TOUR)
        return Toured(self.make(), FakeTour())

    async def answer_anew(self, person: Interviewer, lang: str) -> str:
        self.opened.append(Activity.ANSWERS)
        return ""

    async def suggestion(self, lang: str) -> str:
        return self.suggested

    async def browse(self) -> tuple[Proposal, ...]:
        return tuple(propose((), load(name)) for name in names())

    async def two_weeks(self) -> tuple[PractisedDay, ...]:
        return self.days

    async def past_sessions(self) -> tuple[PastSession, ...]:
        return self.past

    async def replay(self, number: int, start_s: float) -> FakeRunner:
        self.watched_again.append((number, start_s))
        return self.make(watch=True)

    def archive(self) -> Archive:
        return self.kept

    async def unrated(self) -> Unrated | None:
        return self.to_ask

    def keep_rating(self, number: int, tension: int | None) -> None:
        self.rated.append((number, tension))

    def settable(self) -> Settable:
        return self.set_here

    async def delete(self, number: int) -> None:
        self.past = tuple(each for each in self.past if each.number != number)

    def write_page(self, number: int, lang: str) -> str:
        if self.refusal is not None:
            raise self.refusal
        return f"session-{number}-{lang}.html"
