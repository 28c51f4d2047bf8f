"""One live session put together: what it needs is looked at first, then its journal is begun."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from biofeedback.app import body_memory, resting, screening, wished
from biofeedback.app.aloud import let_go_aloud
from biofeedback.app.hearing import OpenSound, open_sound
from biofeedback.app.log_words import LogWords
from biofeedback.app.ports import Activity
from biofeedback.app.running_session import RunningSession
from biofeedback.app.sensors import sensors
from biofeedback.app.session_request import SessionRequest
from biofeedback.app.settings import Settings
from biofeedback.app.sound_mode import mode_of
from biofeedback.app.sources import (
    DEFAULT_PERSON,
    NONE,
    File,
    Live,
    NoStrap,
    Past,
    Person,
    Present,
    Radio,
    SourceSpec,
    Stream,
    kind_of,
    marks_of,
    parse,
    undisturbed,
    with_faults,
    words_of,
)
from biofeedback.app.strap_in_use import NOTE_S, StrapInUse, strap_source
from biofeedback.app.strapless import Nobody, must_suit
from biofeedback.app.terms import terms_of
from biofeedback.clock import SessionClock
from biofeedback.coach.plan import Adaptation
from biofeedback.decisions import Outcome
from biofeedback.errors import UsageError
from biofeedback.ports import Body, Source
from biofeedback.readable import readable, writable
from biofeedback.run.awake import Awake
from biofeedback.run.beside import Beside
from biofeedback.run.leaving import stop_process
from biofeedback.run.watchdog import TensionWatchdog
from biofeedback.signal.baseline import History
from biofeedback.signal.rhythm import RhythmProfile
from biofeedback.sound.sounding import Sounding
from biofeedback.source_news import SourceNews, Topic
from biofeedback.store import person
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import Sessions, SourceKind
from biofeedback.view import SessionView
from biofeedback.why import why
from devices.strap import Strap
from protocols.library import DEFAULT, load
from protocols.training import TrainingProtocol

if TYPE_CHECKING:
    from biofeedback.app.lsl_streams import LslStreams


class StrapSource(Protocol):
    """Makes the source that a strap is."""

    def __call__(self, clock: SessionClock, address: str | None, *, guards: bool) -> Source:
        """The strap with this address; `guards`: a session is guided by it."""
        ...


def _as_it_is(body: Body) -> Body:
    return body


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What of this machine a session is put together from. Tests put in others."""

    clock: Callable[[float], SessionClock] = SessionClock  # by its speed
    strap: StrapSource = strap_source
    aloud: Callable[[str], Callable[[], None]] = let_go_aloud  # by the language
    sound: OpenSound = open_sound
    awake: Callable[[], Awake] = Awake  # asks the computer not to sleep
    around: Callable[[Body], Body] = _as_it_is  # what is laid around a body that is played
    note_adverse: Callable[[str], None] = person.note_adverse
    moved_s: Callable[[], float] | None = None  # by how much its clocks have moved apart (`LiveSession`)
    stop: Callable[[], None] = stop_process  # until it is continued


MACHINE = Parts()
"""As it is outside of tests."""


def open_session(
    activity: Activity, request: SessionRequest, *, asks: bool = True, parts: Parts = MACHINE
) -> RunningSession:
    """Put one session together. Raises BiofeedbackError with one clear sentence where that cannot be."""
    return prepared(activity, request, asks=asks, parts=parts)()


def prepared(
    activity: Activity, request: SessionRequest, *, asks: bool = True, remembers: bool = True, parts: Parts = MACHINE
) -> Callable[[], RunningSession]:
    """Look at all that a session needs; a call of the result begins its journal. Raises BiofeedbackError.

    `asks`: whether somebody is there who can rate their tension. `remembers`: whether the strap is kept as this
    person's own.
    """
    name = request.source or (DEFAULT_PERSON if activity is Activity.DEMO else "ble")
    spec = parse(name)
    _must_not_be_over(spec, activity)
    settings = _settings(activity, spec, request, asks=asks)
    protocol = settings.loaded()
    if settings.strapless:
        must_suit(protocol, settings.terms)
    guide = settings.guide(protocol)
    clock = parts.clock(1.0 if isinstance(spec, Present) else spec.speed)
    played, marks = _played(spec, request, parts)
    source = _source(spec, clock, parts, guards=protocol is not None)
    strap = StrapInUse(source, clock) if isinstance(source, Strap) else None
    heard = Beside(source, sensors(request.sensors, clock)) if request.sensors else source

    def begun() -> RunningSession:
        streams = _streams(clock, lambda: session.view()) if request.lsl else None  # which may be refused
        sounding = _sounding(protocol, request, parts, clock.speed)
        log = None if request.unkept else _log(name, spec, settings, protocol, request)
        session = RunningSession(
            guide,
            heard,
            clock,
            body=played,
            marks=marks,
            recorded=not isinstance(spec, Person),
            dial=not (request.sensors or request.lsl),  # other programs keep their own time
            protocol=protocol,
            source_name=_shown(spec, name),
            source_words=words_of(spec),
            hides_numbers=settings.terms.no_numbers or (protocol is not None and wished.figures_hidden()),
            log=log,
            watchdog=TensionWatchdog(_let_go(parts.aloud(request.lang), sounding), clock.speed),
            says=_says(strap, log, request, clock),
            closed=strap.keep if strap is not None and remembers and not request.unkept else None,
            moved_s=parts.moved_s,
            unkept=request.unkept,
            sounding=sounding,
        )
        if protocol is not None and wished.stays_awake():
            session.closing(parts.awake().close)
        if isinstance(spec, Present) and activity is Activity.PRACTISE:
            adverse = screening.Adverse(parts.note_adverse)
            session.add(adverse, close=adverse.close)
        if streams is not None:
            session.add(streams, close=streams.close)
        return session

    return begun


def _played(spec: SourceSpec, request: SessionRequest, parts: Parts) -> tuple[Body | None, int]:
    """What is simulated or recorded, and how many marks come with it; None: a real body is heard, or none."""
    if not isinstance(spec, File | Person | Past):
        return None, 0
    played = undisturbed(spec, seed=request.seed, start_s=request.start_s)
    return parts.around(with_faults(played, request.faults, seed=request.seed)), marks_of(played)


def _settings(activity: Activity, spec: SourceSpec, request: SessionRequest, *, asks: bool) -> Settings:
    """All but the events that decides what the session does."""
    terms, rest = terms_of(activity, spec, request, asks=asks), _rest(activity, spec, request)
    return Settings(
        protocol=None if activity is Activity.WATCH else request.protocol or DEFAULT,
        adaptation=_adaptation(spec, request).value,
        ask_ratings=asks,
        profile=RhythmProfile(age_years=terms.age_years, resting_hr_bpm=None if rest is None else rest.hr_mean_bpm),
        history=rest,
        own_breaths_per_min=_own_pace(activity, spec, request),
        terms=terms,
        strapless=isinstance(spec, NoStrap),
    )


def _must_not_be_over(spec: SourceSpec, activity: Activity) -> None:
    if isinstance(spec, Past) and activity is not Activity.WATCH:
        raise UsageError(
            "a session that is over can be watched, not practised with", reasons=(why("cli.over_already"),)
        )


def _streams(clock: SessionClock, view: Callable[[], SessionView]) -> LslStreams:
    """Other programs on this machine can hear it. Raises UsageError where they cannot."""
    from biofeedback.app.lsl_streams import LslStreams  # an extra

    return LslStreams(clock, view)


def _sounding(
    protocol: TrainingProtocol | None, request: SessionRequest, parts: Parts, speed: float
) -> Sounding | None:
    """What is heard of a guided session. A heart that is only watched makes no sound."""
    if protocol is None:
        return None
    return parts.sound(protocol, request.lang, mode_of(request.sound), speed)


def _let_go(words: Callable[[], None], sounding: Sounding | None) -> Callable[[], None]:
    """The release past everything else: heard, and written on the terminal."""

    def say() -> None:
        if sounding is not None:
            sounding.let_go()
        words()

    return say


def _says(
    strap: StrapInUse | None, log: SessionLog | None, request: SessionRequest, clock: SessionClock
) -> Callable[[], tuple[SourceNews, ...]]:
    """The state of a strap; what the journal says of itself, or at first that there is none."""
    journal = None if log is None else LogWords(log, clock.now)

    def says() -> tuple[SourceNews, ...]:
        reasons = request.unkept[:1] if clock.now() < NOTE_S else ()
        unkept = (SourceNews(Topic.UNKEPT, each) for each in reasons)
        of_strap = () if strap is None else strap.says()
        return (*unkept, *of_strap, *(() if journal is None else journal.says()))

    return says


def _log(
    source: str, spec: SourceSpec, settings: Settings, protocol: TrainingProtocol | None, request: SessionRequest
) -> SessionLog:
    return SessionLog.begin(
        protocol=protocol,
        source_kind=kind_of(spec),
        source=writable(source),
        seed=request.seed,
        lang=request.lang,
        settings=settings.stored(),
    )


def _rest(activity: Activity, spec: SourceSpec, request: SessionRequest) -> History | None:
    """This person's rest in earlier sessions. Whoever is only watched may be anybody, and may be up and about."""
    if activity is not Activity.PRACTISE or not isinstance(spec, Live):
        return None
    return body_memory.known(resting.known, None, blind=request.blind)


def _own_pace(activity: Activity, spec: SourceSpec, request: SessionRequest) -> float | None:
    """This person's own pace, where the protocol takes it; of a recording nobody knows whose it is."""
    if activity is not Activity.PRACTISE or not isinstance(spec, Present):
        return None
    if not load(request.protocol or DEFAULT).pace.personal:
        return None
    return body_memory.known(body_memory.own_pace, None, blind=request.blind)


def _adaptation(spec: SourceSpec, request: SessionRequest) -> Adaptation:
    """A body new to this, or not known, is first shown what the pacing would do; the guard is on from the start."""
    if request.adaptation is not None:
        return Adaptation(request.adaptation)
    if not isinstance(spec, Live):
        return Adaptation.ON
    return Adaptation.ON if body_memory.known(_has_practised, False, blind=request.blind) else Adaptation.SHADOW


def _has_practised() -> bool:
    with Sessions() as store:
        return any(
            session.finished is not None
            and session.finished.outcome is Outcome.COMPLETED
            and session.about.protocol is not None
            and session.about.source_kind is SourceKind.STRAP
            and session.about.source != NONE
            for session in store.all()
        )


def _shown(spec: SourceSpec, name: str) -> str:
    """The source for people: of a recording only the file's own name."""
    return readable(spec.path.name if isinstance(spec, File) else name)


def _source(spec: SourceSpec, clock: SessionClock, parts: Parts, *, guards: bool) -> Source:
    """What is heard live; of what is played, and without a strap, nothing is."""
    if isinstance(spec, Stream):
        from biofeedback.lsl.inlet import LslIntervals  # an extra

        return LslIntervals(clock, spec.name)
    return parts.strap(clock, spec.address, guards=guards) if isinstance(spec, Radio) else Nobody()
