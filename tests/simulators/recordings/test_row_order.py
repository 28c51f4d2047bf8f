"""Rows that do not stand in the order in which they were recorded: put right by their clock, or refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from biofeedback.ticks import to_ms
from simulators.recordings.recording import Recording
from tests.simulators.recordings.test_tables import RR, ends, moment, refused, written

E = ends()
COUNT = len(RR)

CLOCKS: dict[str, Callable[[float], str]] = {
    "time_s": lambda t: f"{t:.3f}",
    "timestamp": lambda t: f"{1.76e12 + 1000 * t:.0f}",
    "time": lambda t: f"{1.76e9 + t:.2f}",
    "date": moment("%Y-%m-%dT%H:%M:%S.%f"),
}

COARSE: dict[str, Callable[[float], str]] = {
    "date": moment("%Y-%m-%d %H:%M:%S"),
    "timestamp": lambda t: f"{1.76e9 + t:.0f}",
}


def shuffled(seed: int = 5) -> list[int]:
    return Random(seed).sample(range(COUNT), COUNT)


def by_fives() -> list[int]:
    return [k for begin in range(0, COUNT, 5) for k in reversed(range(begin, begin + 5))]


def swapped(pairs: int) -> list[int]:
    order = list(range(COUNT))
    for k in Random(pairs).sample(range(1, COUNT // 2 - 1), pairs):
        order[2 * k], order[2 * k + 1] = order[2 * k + 1], order[2 * k]
    return order


def moved(place: int, to: int) -> list[int]:
    order = list(range(COUNT))
    order.insert(to, order.pop(place))
    return order


def in_blocks(size: int, seed: int = 2) -> list[int]:
    begins = Random(seed).sample(range(0, COUNT, size), COUNT // size)
    return [k for begin in begins for k in range(begin, begin + size)]


ORDERS: dict[str, list[int]] = {
    "shuffled": shuffled(),
    "every five turned round": by_fives(),
    "halves the other way round": [*range(200, COUNT), *range(200)],
    "thirds the other way round": [*range(260, COUNT), *range(130, 260), *range(130)],
    "one pair": swapped(1),
    "eight pairs": swapped(8),
    "forty pairs": swapped(40),
    "a pair over the gap": moved(200, 199),
    "the first row at the end": moved(0, COUNT),
    "a row elsewhere": moved(50, 300),
    "blocks": in_blocks(20),
}


def table(name: str, form: Callable[[float], str], order: list[int]) -> str:
    return f"{name},rr_ms\n" + "".join(f"{form(E[k])},{RR[k]}\n" for k in order)


def codes(found: Recording) -> list[str]:
    return [each.code for each in found.remarks]


def ms(found: Recording) -> list[float]:
    return [to_ms(x) for x in found.rr_ticks]


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
@pytest.mark.parametrize("name", CLOCKS)
def test_rows_are_read_in_the_order_of_their_clock(tmp_path: Path, name: str, order: list[int]) -> None:
    """The same beats and the same gap as of the file in order, and it is told."""
    if name == "time_s" and order == ORDERS["halves the other way round"]:
        pytest.skip("a clock that may have begun anew there")
    found = written(tmp_path, table(name, CLOCKS[name], order))
    assert ms(found) == pytest.approx(RR, abs=11)
    assert [k for k, gap in enumerate(found.gaps) if gap] == [200]
    assert "remarks.sorted" in codes(found)


@pytest.mark.parametrize("name", COARSE)
@pytest.mark.parametrize("order", ["halves the other way round", "thirds the other way round", "blocks"])
def test_blocks_are_put_in_order_by_a_clock_of_whole_seconds(tmp_path: Path, name: str, order: str) -> None:
    found = written(tmp_path, table(name, COARSE[name], ORDERS[order]))
    assert ms(found) == pytest.approx(RR, abs=11)
    assert sum(found.gaps) == 1
    assert "remarks.sorted" in codes(found)


@pytest.mark.parametrize("name", COARSE)
@pytest.mark.parametrize("order", ["shuffled", "every five turned round"])
def test_what_a_clock_of_whole_seconds_cannot_order_is_refused(tmp_path: Path, name: str, order: str) -> None:
    """Which of two beats of a second was first it does not say: RMSSD would be another's."""
    assert "order" in refused(tmp_path, table(name, COARSE[name], ORDERS[order]))


@pytest.mark.parametrize("name", CLOCKS)
@pytest.mark.parametrize(("first", "behind"), [(230, 250), (0, 30), (370, COUNT), (201, 260)])
def test_rows_that_stand_twice_in_the_middle_are_read_once(tmp_path: Path, name: str, first: int, behind: int) -> None:
    order = [*range(behind), *range(first, COUNT)]
    found = written(tmp_path, table(name, CLOCKS[name], order))
    assert ms(found) == pytest.approx(RR, abs=11)
    assert sum(found.gaps) == 1
    assert "remarks.some_twice" in codes(found)


def test_some_rows_that_each_stand_twice_are_read_once(tmp_path: Path) -> None:
    order = sorted([*range(COUNT), *range(100, 130)])
    found = written(tmp_path, table("timestamp", CLOCKS["timestamp"], order))
    assert ms(found) == pytest.approx(RR, abs=0.6)
    assert "remarks.some_twice" in codes(found)


LEFT: dict[str, Callable[[float], float]] = {
    "set back by two seconds": lambda t: t - 2 * (t > E[120]),
    "set back by one": lambda t: t - (t > E[120]),
    "set back by an hour": lambda t: t - 3600 * (t > E[120]) + 7200,
    "begun anew": lambda t: t - E[120] * (t > E[120]),
    "one wrong": lambda t: t + 100 * (t == E[120]),
    "one far off": lambda t: t + 1e8 * (t == E[120]),
    "the first far off": lambda t: t + 1e8 * (t == E[0]),
    "two far off": lambda t: t - 1e6 * (t in (E[120], E[121])),
}


@pytest.mark.parametrize("wrong", LEFT.values(), ids=LEFT)
@pytest.mark.parametrize("name", CLOCKS)
def test_a_clock_that_is_wrong_moves_no_row(tmp_path: Path, name: str, wrong: Callable[[float], float]) -> None:
    """Rows are moved only where each then ends as much later as its interval lasts."""
    rows = "".join(f"{CLOCKS[name](wrong(t))},{x}\n" for t, x in zip(E, RR, strict=True))
    found = written(tmp_path, f"{name},rr_ms\n" + rows)
    assert ms(found) == pytest.approx(RR, abs=11)
    assert "remarks.sorted" not in codes(found)


@pytest.mark.parametrize("name", ["time_s", "device_time_ms", "time"])
@pytest.mark.parametrize("anew", [40, 199, 200, 201, 390])
def test_a_clock_without_a_date_that_begins_anew_moves_no_row(tmp_path: Path, name: str, anew: int) -> None:
    """A device that was switched on again, or a counter that was full: what comes behind was later all the same."""
    at = [t + 5000.0 if k < anew else t - E[anew] + 1 for k, t in enumerate(E)]
    rows = "".join(f"{t * (1000 if 'ms' in name else 1):.3f},{x}\n" for t, x in zip(at, RR, strict=True))
    found = written(tmp_path, f"{name},rr_ms\n" + rows)
    assert ms(found) == pytest.approx(RR, abs=11)
    assert "remarks.sorted" not in codes(found)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("name", ["timestamp", "date"])
def test_a_logger_that_stamps_rows_early_and_late_disorders_none(tmp_path: Path, name: str, seed: int) -> None:
    """Rows are stamped when they are come to: within half a second of each other, in any order, and some late."""
    random, rows, k = Random(seed), "", 0
    while k < COUNT:
        size = random.choice((1, 1, 1, 2, 3))
        late = 0.3 * random.random() + (4 * random.random() if random.random() < 0.02 else 0.0)
        end = E[min(k + size, COUNT) - 1]
        for j in range(k, min(k + size, COUNT)):
            rows += f"{CLOCKS[name](end + late + random.gauss(0, 0.2))},{RR[j]}\n"
        k += size
    found = written(tmp_path, f"{name},rr\n" + rows)
    assert ms(found) == pytest.approx(RR, abs=11)
    assert not {"remarks.sorted", "remarks.some_twice"} & set(codes(found))


def test_packets_that_share_their_time_stay_as_they_are(tmp_path: Path) -> None:
    """Equal intervals with the same time are two beats of a packet, and no row that stands twice."""
    even = [800, 800] * 100
    at = ends(None, even)
    rows = "".join(f"{1000 * at[k - k % 2 + 1]:.0f},{x}\n" for k, x in enumerate(even))
    assert len(written(tmp_path, "time,rr_ms\n" + rows)) == len(even)


@pytest.mark.parametrize("missing", [{150}, {25, 26, 333}])
@pytest.mark.parametrize("order", ["newest first", "halves the other way round", "blocks"])
def test_beats_that_are_missing_stay_where_they_were(tmp_path: Path, order: str, missing: set[int]) -> None:
    """An empty cell is a hole before the row behind it, wherever those two stood."""
    places = list(reversed(range(COUNT))) if order == "newest first" else ORDERS[order]

    def read(places: list[int]) -> Recording:
        rows = (f"{COARSE['date'](E[k])},{'' if k in missing else RR[k]}\n" for k in places)
        return written(tmp_path, "date,rr_ms\n" + "".join(rows))

    found, straight = read(places), read(list(range(COUNT)))
    assert len(codes(found)) > len(codes(straight))
    assert found.gaps == straight.gaps
    assert ms(found) == ms(straight)
    assert found.duration_s == pytest.approx(straight.duration_s, abs=1.0)
