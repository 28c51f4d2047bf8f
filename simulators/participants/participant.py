"""A simulated participant who hears the guidance and answers with the body: the same seed, the same beats."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from math import exp, inf
from pathlib import Path
from random import Random

from biofeedback.decisions import Action, BreathPaced, CueGiven, Decision, Finished
from biofeedback.events import Event, Key, Pressed, Rated, Reported, SourceEnded, Symptom
from simulators.measurement import PACKET_S
from simulators.participants.arousal import Arousal
from simulators.participants.chest import Chest
from simulators.participants.conduction import Conduction
from simulators.participants.heart import STEP_S, Heart
from simulators.participants.population import profile
from simulators.participants.profiles import Profile
from simulators.participants.spells import GOES_ON_S, SAYS_SO_S, Spells
from simulators.participants.strap_model import Strap

_ANSWERS_AFTER_S = 3.0
"""To a question."""

_TURNS_TO_STRAP_S = 6.0
"""To wet it and pull it tight."""

_MOST_S = 4 * 3600.0
"""Nobody practises longer: a session that never ends is ended here."""

_Act = Callable[[float], None]


class Person:
    """A Body that answers. Packets come once a second; a rating some seconds after it is asked for."""

    def __init__(self, profile: Profile, name: str, seed: int) -> None:
        self._profile = profile
        self._answers = Random(f"{name}/{seed}/answers")
        self._heart = Heart(profile, Random(f"{name}/{seed}/heart"))
        self._conduction = Conduction(profile, Random(f"{name}/{seed}/conduction"))
        self._strap = Strap(profile, Random(f"{name}/{seed}/strap"))
        self._arousal = Arousal(profile, STEP_S)
        self._spells = Spells(profile)
        self._chest = Chest(profile, Random(f"{name}/{seed}/chest")) if profile.accelerometer else None
        self._packet: Event | None = None  # which waits for what was measured before it
        self._packets = 0
        self._heard: deque[tuple[float, _Act]] = deque()
        self._says: list[Rated | Reported | Pressed] = []  # of their own accord or asked, by time
        if profile.panics_at_s < inf:
            self._say(Reported(t=profile.panics_at_s + SAYS_SO_S, symptom=Symptom.PANIC))
            self._say(Pressed(t=profile.panics_at_s + GOES_ON_S, key=Key.RESUME))
        self._asked = 0
        self._ended: float | None = None
        self._over = False

    @property
    def due(self) -> float | None:
        """Time of the next packet or answer; None after SourceEnded."""
        if self._over:
            return None
        if self._packet is not None:
            return self._packet.t
        packet_t = (self._packets + 1) * PACKET_S
        return min(packet_t, self._says[0].t) if self._says else packet_t

    @property
    def measures_motion(self) -> bool:
        """Whether this person's strap has an accelerometer."""
        return self._chest is not None

    @property
    def arousal_bpm(self) -> float:
        """The truth that nobody but a benchmark may ask for: arousal now, as beats a minute above rest."""
        return self._arousal.bpm

    def next_event(self) -> Event:
        """The packet or answer that is due."""
        t = self.due
        if t is None:
            raise RuntimeError("nothing is due after SourceEnded")
        if (packet := self._packet) is not None:
            self._packet = None
            return packet
        if self._says and self._says[0].t <= t:
            return self._says.pop(0)
        if t > _MOST_S or (self._ended is not None and t > self._ended):
            self._over = True
            return SourceEnded(t=t)
        self._packets += 1
        self._live_until(t)
        packet = self._strap.notify(t)
        moved = None if self._chest is None else self._chest.chunk(t)
        if moved is None:
            return packet
        self._packet = packet
        return moved

    def receive(self, decision: Decision) -> None:
        """Take the guidance in; the body answers from the decision's time on."""
        match decision:
            case CueGiven() | BreathPaced() if self._spells.asleep(decision.t):
                pass
            case CueGiven():
                self._obey(decision)
            case BreathPaced(breaths_per_min=pace):
                self._later(decision.t, lambda _: self._heart.breathing.follow(pace))
            case Finished():
                self._ended = decision.t
            case _:
                pass

    def _obey(self, cue: CueGiven) -> None:
        match cue.action:
            case Action.TENSE if cue.effort is not None:
                effort, share = cue.effort, self._answers.uniform(0.75, 1.25)
                self._later(cue.t, lambda t: self._arousal.tense(t, effort, share, cue.group))
                if self._profile.holds_breath:
                    self._later(cue.t, lambda _: self._heart.breathing.hold(True))
            case Action.RELEASE:
                self._later(cue.t, self._arousal.release)
                self._later(cue.t, lambda _: self._heart.breathing.hold(False))
                self._later(cue.t, lambda _: self._arousal.rest(True))
            case Action.SETTLE:
                self._later(cue.t, lambda _: self._arousal.settle())
            case Action.CLOSE | Action.REST:
                self._later(cue.t, lambda _: self._arousal.rest(True))
            case Action.CHECK_STRAP:
                self._later(cue.t + _TURNS_TO_STRAP_S, self._strap.put_right)
            case Action.RATE:
                self._rate(cue.t)
            case _:
                pass

    def _rate(self, t: float) -> None:
        usual = self._profile.tension_after if self._asked else self._profile.tension_before
        self._asked += 1
        answer = min(10, max(0, usual + self._answers.choice((-1, 0, 0, 1))))
        self._say(Rated(t=t + _ANSWERS_AFTER_S, tension=answer))

    def _say(self, said: Rated | Reported | Pressed) -> None:
        self._says.append(said)
        self._says.sort(key=lambda each: each.t)

    def _later(self, t: float, act: _Act) -> None:
        self._heard.append((t, act))

    def _live_until(self, t: float) -> None:
        """Let the heart beat up to `t`, doing what was heard at the time it was said."""
        heart, chest, last = self._heart, self._chest, t - STEP_S / 2
        arousal, spells, conduction = self._arousal, self._spells, self._conduction
        while heart.t < last:
            if self._heard:
                self._act(heart.t)
            heart.drive = drive = arousal.step(heart.t)
            if heart.t >= spells.from_s:
                drive.bpm += spells.bpm(heart.t)
            if chest is not None:
                drive.bpm += chest.effort_bpm
            beat = heart.step()
            if chest is not None:
                chest.step(STEP_S, heart.breathing.rise())
                if beat is not None:
                    chest.beat(beat)
            if beat is not None or conduction.due <= heart.t:
                for found in conduction.pass_on(heart.t, beat):
                    self._strap.hear(found)

    def _act(self, t: float) -> None:
        """Do what was heard up to `t`."""
        for _ in range(len(self._heard)):
            at, act = self._heard.popleft()
            if at <= t:
                act(t)
            else:
                self._heard.append((at, act))


def person(name: str, seed: int, session: int = 1) -> Person:
    """A person by name, or of a file, in their nth session. Raises UsageError with what was meant, InputError."""
    body = profile(name)
    left = exp(-(session - 1) / body.learns_in)
    return Person(replace(body, stays_up_bpm=body.stays_up_bpm * left), Path(name).stem, seed)
