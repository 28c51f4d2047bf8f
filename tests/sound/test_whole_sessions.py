"""Whole rendered sessions, listened to: the right words and tones at the right second, in order, and nothing else.

What is expected is taken from the script that a protocol is reviewed by, not from what makes the sound.
"""

from __future__ import annotations

import itertools
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from biofeedback.app.session_audio import SHORTEST_BASELINE_S, render
from biofeedback.cues.cueing import RESTED_BREATHS
from biofeedback.cues.words import Line, Tone
from biofeedback.languages import LANGUAGES
from biofeedback.sound.pack import Pack, open_voice
from biofeedback.sound.tones import RATE_HZ, tone
from biofeedback.texts import Texts
from protocols.library import load, names
from protocols.script import read_aloud
from protocols.training import Ending, Kind, Step, TrainingProtocol
from tests.sound.listening import Found, Samples, found, take_out

BREATHING = 0.08
"""What is left behind all words and tones are the breathing tones: they stay below it, of full scale."""

SILENT = 0.002
"""Silence, of full scale: what coding in sixteen bits leaves of what was taken out."""

SOON_S = 0.02
"""A tone comes within one block of its second."""

BEGUN_S = 12.0
"""All words of a phase have begun by then: those of a rest come behind the release, its words and a silence."""

AT_ONCE = (("three_minutes", "en"), ("bedtime", "zh"))
"""Listened to each time; all others with the slow tests."""

ALL = [(name, lang) for name in names() for lang in LANGUAGES if (name, lang) not in AT_ONCE]


@dataclass(frozen=True)
class Session:
    """A rendered session and what it is of."""

    protocol: TrainingProtocol
    lang: str
    heard: Samples
    voice: Pack

    @property
    def length_s(self) -> float:
        return len(self.heard) / RATE_HZ

    @property
    def baseline_s(self) -> float:
        return min(self.protocol.baseline_s, SHORTEST_BASELINE_S)

    def steps(self) -> Iterator[tuple[float, Step]]:
        """Each with its beginning, seconds."""
        t = self.baseline_s
        for step in self.protocol.steps:
            yield t, step
            t += step.length_s

    @property
    def closing_at_s(self) -> float:
        return self.baseline_s + sum(step.length_s for step in self.protocol.steps)


@dataclass(frozen=True)
class Wanted:
    """A text or a tone: from when on and within which time it begins, until when it must have ended. Seconds."""

    name: str
    samples: Samples
    from_s: float
    within_s: float
    until_s: float


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "data"))


def _rendered(name: str, lang: str, folder: Path) -> Session:
    out = folder / "session.wav"
    render(name, lang, out)
    with wave.open(str(out)) as file:
        heard = np.asarray(np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32767, np.float32)
    voice = open_voice(lang)
    assert isinstance(voice, Pack)
    return Session(load(name), lang, heard, voice)


def _spoken(session: Session) -> Iterator[Wanted]:
    """Every text of the script, from its time to that of the next one."""
    shift = session.baseline_s - session.protocol.baseline_s
    script = read_aloud(session.protocol)
    lines = [(line.t + (shift if number else 0.0), line.text.say(session.lang)) for number, line in enumerate(script)]
    times = [*(t for t, _ in lines), session.length_s]
    for t, text in lines:
        until = min((later for later in times if later > t + 0.01), default=session.length_s)
        samples = session.voice.samples(Line("", text))
        assert samples is not None, text
        yield Wanted(text, samples, t, min(BEGUN_S, until - t - len(samples) / RATE_HZ), until)


def _toned(session: Session) -> Iterator[Wanted]:
    """The tones at their seconds, by the plan; that of a rest somewhere behind the release and its words."""
    yield _tone(Tone.NOTICE, 0.0)
    for t, step in session.steps():
        yield _tone(Tone.NOTICE, t)
        rest_at = t + step.lead_in_s + step.hold_s
        if step.hold_s > 0:
            yield _tone(Tone.TENSE, t + step.lead_in_s)
        if step.hold_s > 0 or step.group.release.en:
            yield _tone(Tone.RELEASE, rest_at)
        if step.group.rest.en:
            yield _tone(Tone.REST, rest_at, min(BEGUN_S, step.rest_s - 0.7))
    yield _tone(Tone.REST, session.closing_at_s)
    if session.protocol.ending is not Ending.SILENT:
        yield _tone(Tone.END, session.closing_at_s + session.protocol.closing_s, BEGUN_S)


def _tone(kind: Tone, at_s: float, within_s: float = SOON_S) -> Wanted:
    made = tone(kind)
    return Wanted(kind.value, made, at_s, within_s, at_s + within_s + len(made) / RATE_HZ + SOON_S)


def _listen(session: Session) -> None:
    """All that is wanted is there once, in order, one after the other; what is left is the breath, or silence."""
    left = np.pad(session.heard, (0, RATE_HZ))
    places: list[tuple[Wanted, Found]] = []
    for wanted in sorted((*_spoken(session), *_toned(session)), key=lambda each: -len(each.samples)):
        place = found(left, wanted.samples, wanted.from_s - 0.001, max(SOON_S, wanted.within_s))
        assert place.sure, (wanted.name, wanted.from_s, place)
        take_out(left, wanted.samples, place)
        places.append((wanted, place))
    _take_out_unscripted(left, session)
    _in_order(places)
    _only_breath(left, session)


def _take_out_unscripted(left: Samples, session: Session) -> None:
    """What no script holds: how strongly to tense, once how breath goes with the tones, and the last words."""
    for t, step in session.steps():
        if step.hold_s > 0:
            _take_out(left, f"spoken.effort_{step.effort.value}", t + step.lead_in_s, step.hold_s, session)
    firsts = (t + step.lead_in_s + step.hold_s for t, step in session.steps())
    any(_take_out(left, "spoken.breath", at, 20.0, session) for at in firsts)
    end = session.closing_at_s + session.protocol.closing_s
    assert _take_out(left, "plain.cue_end", end, 20.0, session) == (session.protocol.ending is not Ending.SILENT)


def _take_out(left: Samples, code: str, from_s: float, within_s: float, session: Session) -> bool:
    samples = session.voice.samples(Line("", Texts(session.lang).say(code)))
    assert samples is not None
    place = found(
        left, samples, from_s, min(within_s, max(0.0, session.length_s + 1.0 - from_s - len(samples) / RATE_HZ))
    )
    if place.sure:
        take_out(left, samples, place)
    return place.sure


def _in_order(places: list[tuple[Wanted, Found]]) -> None:
    """Nothing lies over anything else, and each ends before what comes next is due."""
    ends = 0.0
    for wanted, place in sorted(places, key=lambda each: each[1].at_s):
        assert place.at_s >= ends - 0.001, wanted.name
        ends = place.at_s + len(wanted.samples) / RATE_HZ
        assert ends <= wanted.until_s + 0.001, (wanted.name, ends, wanted.until_s)


def _only_breath(left: Samples, session: Session) -> None:
    protocol = session.protocol
    # What is heard while it becomes softer leaves a trace of itself, as it is taken out at one level.
    softer_s, silent = (2.1, 5 * SILENT) if protocol.ending is Ending.SILENT else (0.05, SILENT)
    assert _most(left, 0.0, session.length_s + 1.0) < BREATHING
    assert _most(left, 0.0, session.baseline_s) < SILENT
    for t, step in session.steps():
        rest_at, end = t + step.lead_in_s + step.hold_s, t + step.length_s
        assert _most(left, t + softer_s, rest_at) < silent, "breathing tones beneath a tension"
        rate = step.breaths_per_min or protocol.pace.breaths_per_min
        begun = rest_at + 60.0 / rate * (1 - protocol.pace.inhale_share)
        paced_s = 60.0 / rate * RESTED_BREATHS if protocol.breath_cue else 0.0
        if protocol.kind is not Kind.BREATHING:
            assert _most(left, begun + paced_s + 0.1, end) < SILENT, "no silence is left in a rest"
        if paced_s and end - begun > 60.0 / rate:
            assert _most(left, rest_at, end) > SILENT, "no breath was heard"
    assert _most(left, session.closing_at_s + softer_s, session.length_s) < silent


def _most(samples: Samples, from_s: float, until_s: float) -> float:
    piece = samples[round(from_s * RATE_HZ) : round(until_s * RATE_HZ)]
    return float(np.max(np.abs(piece))) if len(piece) else 0.0


@pytest.mark.parametrize(("name", "lang"), AT_ONCE)
def test_a_whole_session_says_what_its_script_says_and_nothing_else(name: str, lang: str, tmp_path: Path) -> None:
    _listen(_rendered(name, lang, tmp_path))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "lang"), ALL)
def test_every_whole_session_says_what_its_script_says(name: str, lang: str, tmp_path: Path) -> None:
    _listen(_rendered(name, lang, tmp_path))


def test_before_sleep_the_words_become_softer_and_the_end_is_silence(tmp_path: Path) -> None:
    session = _rendered("bedtime", "en", tmp_path)
    gains = [found(session.heard, each.samples, each.from_s - 0.001, each.within_s).gain for each in _spoken(session)]
    assert all(later <= earlier + 0.001 for earlier, later in itertools.pairwise(gains))
    assert gains[-1] < 0.4 < 0.9 < gains[1]
    assert not session.heard[-10 * RATE_HZ :].any()
