"""The engine that people practise with, behind the screens, on a clock that only tests move."""

from __future__ import annotations

from biofeedback.app.interview import Interviewer
from biofeedback.app.played import Lab, SpeedDial
from biofeedback.app.ports import Activity, PairRunner, SessionRunner, Toured
from biofeedback.coach.engine import Engine
from biofeedback.coach.plan import Plan
from biofeedback.cues.words import LedBy, SoundState
from biofeedback.decisions import Action, CueGiven, Decision, Phase
from biofeedback.errors import UsageError
from biofeedback.events import Event, Key, Marked, Pressed, Rated, Reported, Symptom, Tick
from biofeedback.ports import Sink
from biofeedback.source_news import SourceNews
from biofeedback.view import SessionView
from biofeedback.why import Why, why
from protocols.library import load
from protocols.training import TrainingProtocol, Words
from simulators.participants.participant import person
from tests.tui.fake_strap import StrapOfHome


class EngineRunner(SessionRunner):
    """A calm participant in one of the shipped protocols. `told` is all that was decided."""

    def __init__(self, protocol: str = "three_minutes") -> None:
        self._protocol = load(protocol)
        self._engine = Engine(Plan(protocol=self._protocol))
        self._body = person("calm", 1)
        self._listener: Sink | None = None
        self.now = 0.0
        self.told: list[Decision] = []

    @property
    def protocol(self) -> TrainingProtocol | None:
        return self._protocol

    @property
    def protocol_title(self) -> Words | None:
        return self._protocol.title

    def group_name(self, group: str) -> Words | None:
        return None

    @property
    def source_words(self) -> Why:
        return why("source.participant", name="calm")

    @property
    def speed(self) -> SpeedDial | None:
        return None

    @property
    def marks_played(self) -> int:
        return 0

    @property
    def hides_numbers(self) -> bool:
        return False

    @property
    def unkept(self) -> tuple[Why, ...]:
        return ()

    def start(self, listener: Sink) -> None:
        self._listener = listener
        self._take(Tick(t=0.0))

    def later(self, seconds: float) -> None:
        """Time passes: the heart beats, and what falls due is done."""
        end = self.now + seconds
        while not self._engine.over:
            dues = [due for due in (self._body.due, self._engine.deadline) if due is not None and due <= end]
            if not dues:
                break
            due = min(dues)
            self.now = max(self.now, due)
            self._take(self._body.next_event() if due == self._body.due else Tick(t=due))
        self.now = end

    def until(self, phase: Phase) -> None:
        """Time passes until then."""
        for _ in range(1000):
            if self.view().phase is phase:
                return
            self.later(0.5)
        raise AssertionError(f"{phase} never came")

    def tensions(self) -> int:
        """How often a tension was asked for."""
        return sum(isinstance(told, CueGiven) and told.action is Action.TENSE for told in self.told)

    def press(self, key: Key) -> None:
        self._take(Pressed(t=self.now, key=key))

    def rate(self, tension: int | None) -> None:
        self._take(Rated(t=self.now, tension=tension))

    def report(self, symptom: Symptom) -> None:
        self._take(Reported(t=self.now, symptom=symptom))

    def mark(self, number: int, words: str = "") -> None:
        self._take(Marked(t=self.now, number=number, words=words))

    def let_go(self) -> None:
        """Nothing hangs here."""

    @property
    def sound(self) -> SoundState | None:
        return None

    def turn_sound(self) -> None:
        pass

    @property
    def number(self) -> int | None:
        return None

    def view(self) -> SessionView:
        return self._engine.view(self.now)

    def source_says(self) -> tuple[SourceNews, ...]:
        return ()

    def keep_note(self, text: str) -> None:
        """Nothing is kept here."""

    def write_page(self, lang: str) -> str:
        raise UsageError("nothing is kept here")

    async def wait(self) -> None:
        """It is over when the app ends."""
        import asyncio

        await asyncio.Event().wait()

    async def close(self) -> None:
        """Nothing is held."""

    def _take(self, event: Event) -> None:
        decisions = self._engine.step(event)
        self.told += decisions
        for decision in decisions:
            self._body.receive(decision)
        assert self._listener is not None
        self._listener.on_step(event, decisions)


class EngineFactory(StrapOfHome):
    """Hands out one."""

    def __init__(self) -> None:
        self.engine = EngineRunner()

    async def browse(self) -> tuple[()]:
        return ()

    async def two_weeks(self) -> tuple[()]:
        return ()

    async def open(self, activity: Activity, person: Interviewer, protocol: str | None = None) -> SessionRunner:
        return self.engine

    async def open_pair(self) -> PairRunner:
        raise UsageError("one heart only")

    def lab(self) -> Lab:
        raise UsageError("no lab")

    async def open_tour(self) -> Toured:
        raise UsageError("no tour")

    async def answer_anew(self, person: Interviewer, lang: str) -> str:
        return ""

    async def suggestion(self, lang: str) -> str:
        return ""

    def sound(self) -> LedBy:
        return LedBy.OFF

    def turn_sound(self) -> LedBy:
        return LedBy.OFF

    async def past_sessions(self) -> tuple[()]:
        return ()

    def write_page(self, number: int, lang: str) -> str:
        raise UsageError("nothing is kept here")
