"""What detectors say at mere rest is counted of real and of made hearts in the same way."""

from __future__ import annotations

from pathlib import Path
from random import Random

from simulators.lab.benchmark import rest_alarms
from simulators.lab.benchmark.resting_variability import slow_breathers, synthetic_rest


def test_a_quiet_heart_is_told_nothing_and_one_that_slows_down_is_told_calmer() -> None:
    quiet = synthetic_rest("calm", 1)
    slower = [rr * (1.0 if k < 600 else 1.12) for k, rr in enumerate(quiet)]

    said = rest_alarms.rest_alarms(quiet)
    assert (said.stirred, said.stops, said.cautions) == (False, 0, 0)
    assert rest_alarms.rest_alarms(slower).calmer


def test_the_table_has_a_row_for_each_group_with_stretches() -> None:
    lines = list(rest_alarms.table([("made", [synthetic_rest("calm", 1)]), ("none", [])]))

    assert len(lines) == 3
    assert lines[2].startswith("| made (1) | 0.0 (0 to 79) | 0.0 (0 to 79) | 0.0 | 0.0 |")


def test_slow_breathers_are_found_by_their_folders_and_kept_with_their_steps(tmp_path: Path) -> None:
    """A breath's step is a third of an interval; an interval twice as long as those around it is no breath."""
    chance, lines = Random(1), ["t_s,rr_ms"]
    for folder, wrong in (("paced", 0), ("elsewhere", 0)):
        t, rows = 0.0, list(lines)
        for k in range(150):
            rr = (800 if k % 10 < 6 else 1060) + chance.randint(-20, 20) + wrong
            t += rr / 1000
            rows.append(f"{t:.3f},{rr}")
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "one.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")

    (found,) = list(slow_breathers(tmp_path, 120.0))
    assert max(found) > 1.03
