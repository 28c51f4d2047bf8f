"""Practised by its sound alone: `python -m tests.sound.practised --lang zh --out FOLDER`.

A whole session in the program, on a simulated body, at its own pace: a pause, a strap that is lost and comes back, a
stop in a tension (`--calm`: nothing happens, to the end). What the sink was given is recorded and compared with what
was decided: each cue, tone by tone and word by word, how late it was, and whether anything else was heard. Writes the
recording, what was decided, and a spectrogram with both. Exit 1 where something is missing, late or too much.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import wave
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import numpy as np

import biofeedback.decisions as decisions_
from biofeedback.app.keeping import NOT_KEPT
from biofeedback.app.ports import Activity
from biofeedback.app.session_assembly import Parts, open_session
from biofeedback.app.session_request import SessionRequest
from biofeedback.clock import SessionClock, monotonic
from biofeedback.cues.cueing import Cueing
from biofeedback.cues.words import SoundMode
from biofeedback.decisions import (
    Action,
    BreathPaced,
    CueGiven,
    Decision,
    GoesOn,
    Paused,
    PhaseBegan,
    Stopped,
)
from biofeedback.events import Event, Key
from biofeedback.ports import Body, Put, Source
from biofeedback.sound.pack import open_voice
from biofeedback.sound.sounding import items_of
from biofeedback.sound.tones import RATE_HZ, silence, tone
from protocols.library import load
from simulators.faults.injection import parse, with_faults
from simulators.participants.participant import person
from tests.app.assembled import all_well, no_answers_due
from tests.sound.listening import Found, Samples, found, take_out
from tests.sound.null_sink import NullSink, missing

PROTOCOL = "three_minutes"
LOST = "linkloss:100:15"
PAUSED_AFTER_S, PAUSED_S, STOPPED_AFTER_S = 3.0, 8.0, 2.0
STOPPED_IN = 4  # the tension in which it is stopped
LATE_S = 0.1  # a cue that is heard later is late
OPENING_S = 30.0  # the words of the opening follow one another from the first sound on
FIRST_S = 0.3  # and those of the first cue, for which the process that plays has just been started
LEFT = 0.08  # what is left behind all cues: breathing tones stay below it


class Worn:
    """A body as what a strap hears of it, each event when the clock says so."""

    def __init__(self, body: Body, clock: SessionClock) -> None:
        self._body = body
        self._clock = clock

    async def run(self, put: Put) -> None:
        while (due := self._body.due) is not None:
            await self._clock.sleep_until(due)
            put(self._body.next_event())

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        for decision in decisions:
            self._body.receive(decision)


@dataclass
class Log:
    """Writes when what was decided, and presses the keys."""

    session: object
    calm: bool
    tensions: int = 0
    paused: bool = False

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        if not decisions:
            return
        kept = [[type(each).__name__, msgspec.to_builtins(each)] for each in decisions]
        print(json.dumps([monotonic(), kept]), flush=True)
        if self.calm:
            return
        for each in decisions:
            if isinstance(each, CueGiven) and each.action is Action.TENSE:
                self.tensions += 1
                if self.tensions == STOPPED_IN:
                    self._press(STOPPED_AFTER_S, Key.STOP)
            if isinstance(each, PhaseBegan) and each.phase.value == "rest" and not self.paused:
                self.paused = True
                self._press(PAUSED_AFTER_S, Key.PAUSE)
                self._press(PAUSED_AFTER_S + PAUSED_S, Key.RESUME)

    def _press(self, after_s: float, key: Key) -> None:
        asyncio.get_running_loop().call_later(after_s, lambda: self.session.press(key))  # type: ignore[attr-defined]


async def practise(lang: str, *, calm: bool) -> None:
    """The session, in a process of its own."""

    def strap(clock: SessionClock, address: str | None, *, guards: bool) -> Source:
        body = person("calm", 1)
        return Worn(body if calm else with_faults(body, (parse(LOST),), 1), clock)

    request = SessionRequest(
        source="ble", protocol=PROTOCOL, lang=lang, today=all_well(), sound=SoundMode.VOICE, unkept=NOT_KEPT
    )
    session = open_session(Activity.PRACTISE, request, asks=False, parts=replace(Parts(), strap=strap))
    session.start(Log(session, calm))
    await session.wait()
    usage, plays_s = os.times(), _cpu_of_children_s()
    await session.close()
    print(json.dumps([monotonic(), [["Cpu", [usage.user + usage.system, plays_s]]]]), flush=True)


def _cpu_of_children_s() -> float:
    """Processor time of the processes that this one has started and that still run: of the one that plays."""
    pids = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="utf-8").split()
    stats = [Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split() for pid in pids]
    return sum(int(stat[11]) + int(stat[12]) for stat in stats) / os.sysconf("SC_CLK_TCK")


@dataclass
class Heard:
    """Something that should be in the recording."""

    due_s: float
    name: str
    sought: Samples
    cut: bool  # the next cue comes before its end
    where: Found | None = None

    def in_time(self, began_s: float) -> bool:
        most_s = FIRST_S if self.due_s < began_s + OPENING_S else LATE_S
        return self.where is not None and self.where.sure and self.where.at_s <= self.due_s + most_s

    def __str__(self) -> str:
        if self.where is None or not self.where.sure:
            how = "MISSING" if self.where is None else f"MISSING (alike {self.where.likeness:.2f})"
        else:
            how = f"{(self.where.at_s - self.due_s) * 1e3:5.0f} ms"
        return f"{self.due_s:8.2f}  {how:<22} {self.name}{'  (cut off by the next)' if self.cut else ''}"


def expected(log: list[tuple[float, tuple[Decision, ...]]], lang: str) -> list[Heard]:
    """All tones and words of what was decided, at the times of the recording."""
    cueing, clips = Cueing(load(PROTOCOL), lang), open_voice(lang)
    assert clips is not None
    cues = [(t, cue) for t, decisions in log if (cue := cueing.on(decisions).cue) is not None]
    wanted: list[Heard] = []
    said_until = 0.0
    for number, (t, cue) in enumerate(cues):
        following = next((at for at, each in cues[number + 1 :] if not each.follows), None)
        until = float("inf") if following is None else following
        if cue.follows:
            t = max(t, said_until)
        for item in items_of(cue, clips, speaking=True):
            if item.tone is not None:
                name, made = f"~ {item.tone.value}", tone(item.tone)
            elif item.clip is not None:
                samples = clips.samples(item.clip)
                assert samples is not None
                name, made = item.clip.id, samples
            else:
                name, made = "", silence(item.silence_s)
            whole = len(made) / RATE_HZ
            if name and t < until - 0.05:
                cut = t + whole > until
                wanted.append(Heard(t, name, made[: round((until - t) * RATE_HZ)] if cut else made, cut))
            t += whole
        said_until = t
    return wanted


def compare(wanted: list[Heard], samples: Samples) -> Samples:
    """Look for each; what is left of the recording."""
    left = samples.copy()
    for each in wanted:
        each.where = found(left, each.sought, each.due_s - 0.01, FIRST_S)
        if each.where.sure:
            take_out(left, each.sought, each.where)
    return left


def read(lines: list[str], began: float) -> list[tuple[float, tuple[Decision, ...]]]:
    """What was decided, in seconds of the recording."""
    steps = []
    for line in lines:
        at, kept = json.loads(line)
        decisions = tuple(msgspec.convert(value, getattr(decisions_, kind)) for kind, value in kept if kind != "Cpu")
        if decisions:
            steps.append((at - began, decisions))
    return steps


def picture(samples: Samples, log: list[tuple[float, tuple[Decision, ...]]], file: Path) -> None:
    """A spectrogram, a minute a row, with what was decided above it."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    rows = int(np.ceil(len(samples) / RATE_HZ / 60))
    figure, axes = pyplot.subplots(rows, 1, figsize=(22, 3.6 * rows), squeeze=False)
    for row, axis in enumerate(axes[:, 0]):
        piece = samples[row * 60 * RATE_HZ : (row + 1) * 60 * RATE_HZ]
        piece = np.pad(piece, (0, 60 * RATE_HZ - len(piece))) + 1e-7
        axis.specgram(piece, NFFT=1024, Fs=RATE_HZ, noverlap=512, xextent=(row * 60, row * 60 + 60), vmin=-130)
        axis.set_ylim(0, 4000)
        for t, decisions in log:
            names = [name for each in decisions if (name := _short(each))]
            if names and row * 60 <= t < row * 60 + 60:
                axis.axvline(t, color="white", lw=0.6)
                axis.text(t, 3900, "\n".join(names), color="white", fontsize=7, va="top")
    figure.tight_layout()
    figure.savefig(file, dpi=70)


def _short(decision: Decision) -> str:
    match decision:
        case PhaseBegan():
            return decision.phase.value
        case CueGiven():
            return f"! {decision.action.value}"
        case BreathPaced():
            return f"breath {decision.breaths_per_min}"
        case Paused() | GoesOn() | Stopped():
            return f"{type(decision).__name__} {decision.why.code}"
        case _:
            return ""


def record(lang: str, *, calm: bool, folder: Path) -> tuple[Samples, float, list[str]]:
    """Practise on a sink of its own."""
    with tempfile.TemporaryDirectory() as place:
        sink = NullSink(Path(place))
        try:
            with sink.recording() as recorder:
                ran = subprocess.run(
                    [sys.executable, "-m", "tests.sound.practised", "--session", "--lang", lang,
                     *(["--calm"] if calm else [])],
                    env={**sink.environ, "BIOFEEDBACK_DATA": str(Path(place) / "data")},
                    stdout=subprocess.PIPE, text=True, check=True,
                )  # fmt: skip
                asyncio.run(asyncio.sleep(18.0))  # the last words are said after the program has gone
                samples, began = recorder.heard()
        finally:
            sink.stop()
    name = f"{lang}{'.calm' if calm else ''}"
    with wave.open(str(folder / f"{name}.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    (folder / f"{name}.jsonl").write_text(f"{began}\n{ran.stdout}", encoding="utf-8")
    return samples, began, ran.stdout.splitlines()


def kept(lang: str, *, calm: bool, folder: Path) -> tuple[Samples, float, list[str]]:
    """What was recorded before."""
    name = f"{lang}{'.calm' if calm else ''}"
    with wave.open(str(folder / f"{name}.wav")) as file:
        samples = np.asarray(np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32767, np.float32)
    began, *lines = (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return samples, float(began), lines


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lang", default="en")
    parser.add_argument("--calm", action="store_true")
    parser.add_argument("--again", action="store_true", help="look at what was recorded before")
    parser.add_argument("--session", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, default=Path(".pictures"))
    given = parser.parse_args()
    if given.session:
        no_answers_due()
        asyncio.run(practise(given.lang, calm=given.calm))
        return 0
    if absent := missing():
        print(f"not practised: {', '.join(absent)} not here")
        return 3
    given.out.mkdir(parents=True, exist_ok=True)
    if given.again:
        samples, began, lines = kept(given.lang, calm=given.calm, folder=given.out)
    else:
        samples, began, lines = record(given.lang, calm=given.calm, folder=given.out)
    log = read(lines, began)
    wanted = expected(log, given.lang)
    left = compare(wanted, samples)
    for each in wanted:
        print(each)
    late = [each for each in wanted if not each.in_time(log[0][0])]
    peak = int(np.argmax(np.abs(left)))
    print(f"{len(wanted) - len(late)} of {len(wanted)} tones and words as decided")
    print(
        f"else at most {abs(left[peak]):.3f} of full scale, at {peak / RATE_HZ:.1f} s (breathing tones: up to {LEFT})"
    )
    program_s, plays_s = json.loads(lines[-1])[1][0][1]
    whole_s = log[-1][0] - log[0][0]
    share = 100 * (program_s + plays_s) / whole_s
    print(f"of a core {share:.1f} %: the program {program_s:.2f} s, what plays {plays_s:.2f} s, of {whole_s:.0f} s")
    picture(samples, log, given.out / f"{given.lang}{'.calm' if given.calm else ''}.png")
    return 1 if late or abs(left[peak]) > LEFT else 0


if __name__ == "__main__":
    sys.exit(main())
