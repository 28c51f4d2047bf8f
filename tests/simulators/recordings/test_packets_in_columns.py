"""Loggers that give every interval of a packet a column of its own: `hr,rr1,rr2,rr3`."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from biofeedback.ticks import to_ms
from tests.simulators.recordings.test_tables import RR, ends, written

E = ends()


def packets() -> list[list[int]]:
    """One to three beats each, and sometimes none."""
    random, found, at = Random(8), [], 0
    while at < len(RR):
        size = random.choice((0, 1, 1, 2, 3))
        found.append(list(range(at, min(at + size, len(RR)))))
        at += size
    return found


@pytest.mark.parametrize("empty", ["", "0", "NaN"])
@pytest.mark.parametrize(
    "names", ["rr1,rr2,rr3", "rr_1,rr_2,rr_3", "RR 0,RR 1,RR 2", "rrInterval1,rrInterval2,rrInterval3"]
)
def test_all_of_a_packet_are_read(tmp_path: Path, names: str, empty: str) -> None:
    text, last = f"time_ms,hr,{names},battery\n", 0.0
    for packet in packets():
        last = E[packet[-1]] if packet else last
        cells = [str(RR[k]) for k in packet] + [empty] * (3 - len(packet))
        text += f"{1000 * last + 15:.0f},70,{','.join(cells)},99\n"
    found = written(tmp_path, text)
    assert [to_ms(x) for x in found.rr_ticks] == pytest.approx(RR, abs=9)
    assert sum(found.gaps) == 1
    assert "remarks.packets" in [each.code for each in found.remarks]


def test_two_straps_beside_each_other_are_no_packet(tmp_path: Path) -> None:
    """In every row both are there: the first is read, and the other named."""
    found = written(tmp_path, "rr1,rr2\n" + "".join(f"{x},{x + 2}\n" for x in RR))
    assert [to_ms(x) for x in found.rr_ticks] == pytest.approx(RR, abs=9)
    assert "remarks.other_columns" in [each.code for each in found.remarks]
