"""Where live sessions come from: the options of a command, or the home screen's choice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from biofeedback.cli import memory, screening
from biofeedback.cli.aloud import let_go_aloud
from biofeedback.cli.settings import Settings
from biofeedback.cli.sitting import Sitting
from biofeedback.cli.sources import DEFAULT_PERSON, File, Past, Radio, SourceSpec, body, parse
from biofeedback.cli.worn import NOTE_S, Worn, strap_source
from biofeedback.clock import SessionClock
from biofeedback.coach.plan import Adaptation
from biofeedback.decisions import Outcome
from biofeedback.errors import StoreError, UsageError
from biofeedback.ports import Source
from biofeedback.run.live import Played
from biofeedback.run.watchdog import TensionWatchdog
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import Sessions
from biofeedback.texts import Texts
from biofeedback.tui.ports import Activity, Interviewer, PastSession
from biofeedback.tui.two import Two
from biofeedback.why import Why, why
from protocols.library import DEFAULT, load
from protocols.screening.proposal import propose
from protocols.screening.questionnaire import Answers, names_cleared
from protocols.screening.terms import NO_TERMS, Terms, counsel
from protocols.training import TrainingProtocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What was asked for on the command line; None: a sensible default."""

    protocol: str | None = None
    source: str | None = None
    beside: str | None = None  # a second one, to be watched at the same time
    seed: int = 1
    lang: str = "en"
    today: Answers | None = None  # to the short check; None: nobody was asked
    held: Answers | None = None  # the standing answers, where they hold for this session only; None: as they are kept
    unkept: tuple[Why, ...] = ()  # that and why nothing of the session is kept, for the person; empty: it is
    blind: bool = False  # what is kept of earlier sessions may be unreadable, and whoever practises was told


def is_worn(wishes: Wishes) -> bool:
    """Whether a real body will follow."""
    return isinstance(parse(wishes.source or "ble"), Radio)


async def screened(wishes: Wishes, person: Interviewer) -> Wishes:
    """Ask before a session with a strap: the one that was named, else what is suggested today.

    Raises UsageError where nothing is to be begun.
    """
    from biofeedback.cli import keeping, suggestion

    wishes = await keeping.keepable(wishes, person)
    if not is_worn(wishes):
        return wishes
    asked = await screening.before_practice(
        wishes.protocol or suggestion.protocol(blind=wishes.blind),
        wishes.lang,
        person,
        unkept=bool(wishes.unkept),
        blind=wishes.blind,
    )
    return replace(wishes, protocol=asked.protocol, today=asked.today, held=asked.held)


class LiveDesk:
    """Opens sessions as wished."""

    def __init__(self, wishes: Wishes) -> None:
        self._wishes = wishes

    async def open(self, activity: Activity, person: Interviewer) -> Sitting | Two:
        """A session, not yet started. Before each practice with a strap the person is asked."""
        from biofeedback.cli import keeping

        if activity is Activity.PRACTISE:
            wishes = await screened(self._wishes, person)
        else:
            wishes = keeping.unasked(activity, self._wishes)
        if activity is Activity.WATCH_TWO:
            from biofeedback.cli.two import open_two

            return Two(*await open_two(wishes))
        try:
            return open_sitting(activity, wishes)
        except StoreError as problem:
            if wishes.unkept:
                raise
            return open_sitting(activity, await keeping.instead(wishes, problem, person))

    async def answer_anew(self, person: Interviewer, lang: str) -> str:
        """Ask the questions before the first session anew, keep the answers and show what they change."""
        await screening.ask(person, why("screening.due_asked"))
        await person.shows(propose(screening.standing(), load(self._wishes.protocol or DEFAULT)))
        return Texts(lang).say("screening.kept_brief")

    async def suggestion(self, lang: str) -> str:
        """What `practise` begins, in one line: today's suggestion, unless something was named on the command line."""
        from biofeedback.cli import suggestion

        if self._wishes.protocol is None and is_worn(self._wishes):
            return suggestion.line(Texts(lang))
        return suggestion.named(self._wishes.protocol or DEFAULT, Texts(lang))

    async def past_sessions(self) -> tuple[PastSession, ...]:
        """The sessions kept on this machine, newest first."""
        from biofeedback.cli.past import past_sessions

        return past_sessions()


def open_sitting(activity: Activity, wishes: Wishes, *, asks: bool = True, remembers: bool = True) -> Sitting:
    """Put one session together. Raises BiofeedbackError with one clear sentence where that cannot be."""
    return prepared(activity, wishes, asks=asks, remembers=remembers)()


def prepared(activity: Activity, wishes: Wishes, *, asks: bool = True, remembers: bool = True) -> Callable[[], Sitting]:
    """Look at all that a session needs; a call of the result begins its journal. Raises BiofeedbackError.

    `asks`: whether somebody is there who can rate their tension. `remembers`: whether the strap is kept as this
    person's own.
    """
    name = wishes.source or (DEFAULT_PERSON if activity is Activity.DEMO else "ble")
    spec = parse(name)
    if isinstance(spec, Past) and activity is not Activity.WATCH:
        raise UsageError(
            "a session that is over can be watched, not practised with", reasons=(why("cli.over_already"),)
        )
    settings = Settings(
        protocol=None if activity is Activity.WATCH else wishes.protocol or DEFAULT,
        adaptation=_adaptation(spec, wishes).value,
        ask_ratings=asks,
        own_breaths_per_min=_own_pace(activity, spec, wishes),
        terms=_terms(activity, spec, wishes, asks=asks),
    )
    protocol, guide = settings.loaded(), settings.guide()
    clock = SessionClock(1.0 if isinstance(spec, Radio) else spec.speed)
    source = _source(spec, clock, wishes, guards=protocol is not None)
    strap = Worn(source, clock) if isinstance(spec, Radio) else None

    def begun() -> Sitting:
        sitting = Sitting(
            guide,
            source,
            clock,
            protocol=protocol,
            source_name=_shown(spec, name),
            hides_numbers=settings.terms.no_numbers,
            log=None if wishes.unkept else _log(name, settings, protocol, wishes),
            watchdog=TensionWatchdog(let_go_aloud(wishes.lang), clock.speed),
            says=_says(strap, wishes, clock),
            closed=strap.keep if strap is not None and remembers and not wishes.unkept else None,
            unkept=wishes.unkept,
        )
        if strap is not None and activity is Activity.PRACTISE:
            sitting.add(screening.Adverse())
        return sitting

    return begun


def _says(strap: Worn | None, wishes: Wishes, clock: SessionClock) -> Callable[[], tuple[Why, ...]]:
    """The state of a strap; and at first, that the session is not kept, where it is not."""

    def says() -> tuple[Why, ...]:
        unkept = wishes.unkept[:1] if clock.now() < NOTE_S else ()
        return (*unkept, *(strap.says() if strap is not None else ()))

    return says


def _log(source: str, settings: Settings, protocol: TrainingProtocol | None, wishes: Wishes) -> SessionLog:
    return SessionLog.begin(
        protocol=None if protocol is None else protocol.name,
        protocol_digest=None if protocol is None else protocol.digest,
        source=source,
        seed=wishes.seed,
        lang=wishes.lang,
        settings=settings.stored(),
    )


def _terms(activity: Activity, spec: SourceSpec, wishes: Wishes, *, asks: bool) -> Terms:
    """What the answers come to. A demonstration and a mere look at the heart ask nothing of the body.

    With a strap on, somebody who can answer must have answered: raises UsageError where they have not, and always where
    only cleared parts may be tensed and nobody said which they are.
    """
    if activity is not Activity.PRACTISE:
        return NO_TERMS
    if isinstance(spec, Radio) and asks and screening.why_due(wishes.held) is not None:
        raise UsageError(Texts(wishes.lang).say("screening.ask_first"))
    answers = (*_standing(spec, wishes), *(wishes.today or ()))
    if isinstance(spec, Radio) and not names_cleared(answers) and load(wishes.protocol or DEFAULT).cleared_only:
        raise UsageError(Texts(wishes.lang).say("screening.say_cleared"))
    return counsel(answers).terms


def _standing(spec: SourceSpec, wishes: Wishes) -> Answers:
    """The standing answers. Nobody's body goes by those of a simulated participant, so there they may be unreadable."""
    if isinstance(spec, Radio):
        return screening.standing(wishes.held, blind=wishes.blind)
    return screening.foreseen(blind=wishes.blind) if wishes.blind else screening.standing()


def _own_pace(activity: Activity, spec: SourceSpec, wishes: Wishes) -> float | None:
    """This person's own pace, where the protocol takes it; with anything but a strap nobody knows whose heart it is."""
    if activity is not Activity.PRACTISE or not isinstance(spec, Radio):
        return None
    if not load(wishes.protocol or DEFAULT).pace.personal:
        return None
    return memory.known(memory.own_pace, None, blind=wishes.blind)


def _adaptation(spec: SourceSpec, wishes: Wishes) -> Adaptation:
    """A body new to this, or not known, is first shown what the pacing would do; the guard is on from the start."""
    if not isinstance(spec, Radio):
        return Adaptation.ON
    return Adaptation.ON if memory.known(_has_practised, False, blind=wishes.blind) else Adaptation.SHADOW


def _has_practised() -> bool:
    with Sessions() as store:
        return any(
            session.finished is not None
            and session.finished.outcome is Outcome.COMPLETED
            and session.about.protocol is not None
            and session.about.source.startswith("ble")
            for session in store.all()
        )


def _shown(spec: SourceSpec, name: str) -> str:
    """The source for people: of a recording only the file's own name."""
    return spec.path.name if isinstance(spec, File) else name


def _source(spec: SourceSpec, clock: SessionClock, wishes: Wishes, *, guards: bool) -> Source:
    if isinstance(spec, Radio):
        return strap_source(clock, spec.address, guards=guards)
    return Played(body(spec, seed=wishes.seed), clock)
