"""Mutated files of every format, read in this process: each is a recording or a clean refusal, soon, in little memory.

    python -m tests.fuzz_files --inputs 1000000 --jobs 2 --seed 1 --out FOLDER

What is neither is written to FOLDER with its traceback. Exit 1 where there was any.
"""

from __future__ import annotations

import argparse
import math
import resource
import signal
import sys
import tempfile
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path
from random import Random
from types import FrameType

from biofeedback.errors import InputError
from simulators.recordings.reading import read
from simulators.recordings.recording import Recording
from tests.fuzz_files.mutations import mutated
from tests.fuzz_files.seeds import Seed, seeds

SLOWEST_S = 10
"""Of processor time, for one file."""

MOST_MB = 300
"""Of memory of the process, all its files together."""

LARGE = 8000
"""Bytes: an ECG as text takes ten times as long as another file."""

SPARED = 0.7
"""Of these: another file is taken in their place."""

A_SHARD = 5000
"""Files after which a process begins anew from the seeds."""


@dataclass(slots=True)
class Tally:
    """What became of files: by format how many, how many were read, and what went wrong."""

    files: Counter[str] = field(default_factory=Counter[str])
    read: Counter[str] = field(default_factory=Counter[str])
    wrong: list[str] = field(default_factory=list[str])
    mb: int = 0


def main() -> int:
    """Run, and say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz_files")
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path(".fuzz"))
    wanted = parser.parse_args()
    wanted.out.mkdir(exist_ok=True)
    shards = range(math.ceil(wanted.inputs / A_SHARD))
    total = Tally()
    with ProcessPoolExecutor(wanted.jobs) as pool:
        for done in pool.map(partial(shard, seed=wanted.seed, out=wanted.out), shards):
            total.files += done.files
            total.read += done.read
            total.wrong += done.wrong
            total.mb = max(total.mb, done.mb)
            sys.stdout.write(f"{total.files.total()} files, {len(total.wrong)} wrong, {total.mb} MB\n")
            sys.stdout.flush()
    for kind, count in sorted(total.files.items()):
        sys.stdout.write(f"{kind}: {count}, read {total.read[kind]}\n")
    sys.stdout.write("\n".join(total.wrong[:50]) + "\n")
    return bool(total.wrong) or total.mb > MOST_MB


def shard(number: int, *, seed: int, out: Path) -> Tally:
    """So many files of one random series."""
    random, known, tally = Random(f"{seed}.{number}"), seeds(), Tally()
    signal.signal(signal.SIGVTALRM, _too_slow)
    with tempfile.TemporaryDirectory(prefix="fuzz") as folder:
        for k in range(A_SHARD):
            chosen = random.choice(known)
            if len(chosen.content) > LARGE and random.random() < SPARED:
                chosen = random.choice(known)
            content = mutated(chosen.content, random.choice(known).content, random)
            tally.files[chosen.kind] += 1
            if (problem := _judge(Path(folder), chosen, content, tally)) is not None:
                name = f"{seed}.{number}.{k}.{chosen.name}"
                (out / name).write_bytes(content)
                (out / f"{name}.why").write_text(problem)
                tally.wrong.append(f"{name}: {problem.strip().splitlines()[-1][:160]}")
    tally.mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return tally


def _judge(folder: Path, chosen: Seed, content: bytes, tally: Tally) -> str | None:
    """What is wrong with how a file was read; None: nothing."""
    for name, beside in chosen.beside:
        (folder / name).write_bytes(beside)
    path = folder / chosen.name
    path.write_bytes(content)
    signal.setitimer(signal.ITIMER_VIRTUAL, SLOWEST_S)
    try:
        recording = read(path)
    except InputError as refusal:
        return "a refusal of several lines" if "\n" in refusal.message else None
    except BaseException:
        return traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        for name in (chosen.name, *(name for name, _ in chosen.beside)):
            (folder / name).unlink(missing_ok=True)
    tally.read[chosen.kind] += 1
    return None if _is_honest(recording) else f"not honest: {recording.format}"


def _is_honest(recording: Recording) -> bool:
    """Times that rise and are finite, intervals that are longer than nothing, a word for each."""
    t, n = recording.t_s, len(recording)
    rising = all(map(math.isfinite, t)) and all(a < b for a, b in pairwise(t))
    same = n == len(t) == len(recording.gaps) == len(recording.labels) == len(recording.rhythms) >= 1
    return rising and same and min(recording.rr_ticks) > 0


def _too_slow(_number: int, _frame: FrameType | None) -> None:
    raise TimeoutError(f"more than {SLOWEST_S} s")


if __name__ == "__main__":
    sys.exit(main())
