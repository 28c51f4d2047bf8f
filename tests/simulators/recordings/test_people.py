"""A recording is of one person: a file that says it is of several is refused, in every dress."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.simulators.recordings.test_tables import RR, ends, refused, written

E = ends()
HALF = len(RR) // 2


def rows(who: list[str]) -> str:
    return "".join(f"{w},{1000 * t:.0f},{x}\n" for w, t, x in zip(who, E, RR, strict=True))


BLOCKS = ["A"] * HALF + ["B"] * HALF
TURNS = ["p01", "p02"] * HALF


@pytest.mark.parametrize("who", [BLOCKS, TURNS], ids=["one after the other", "in turn"])
@pytest.mark.parametrize("name", ["subject", "Participant ID", "patientNo", "Proband", "被试", "user_name"])
def test_a_column_that_names_two_people(tmp_path: Path, name: str, who: list[str]) -> None:
    message = refused(tmp_path, f"{name},time_ms,rr\n" + rows(who))
    line = 2 + who.index(who[-1])
    assert who[-1] in message
    assert who[0] in message
    assert f"line {line}" in message


@pytest.mark.parametrize(
    "who", [["A"] * len(RR), [""] * 5 + ["A"] * (len(RR) - 5)], ids=["in all rows", "from the sixth"]
)
def test_a_column_that_names_one(tmp_path: Path, who: list[str]) -> None:
    assert len(written(tmp_path, "subject,time_ms,rr\n" + rows(who))) == len(RR)


@pytest.mark.parametrize("name", ["subject_age", "user_event", "session", "client_ms"])
def test_a_column_that_names_something_else_of_them(tmp_path: Path, name: str) -> None:
    assert len(written(tmp_path, f"{name},time_ms,rr\n" + rows(BLOCKS))) == len(RR)


OBJECTS: dict[str, object] = {
    "lists": [{"subject": "A", "rr": RR[:HALF]}, {"subject": "B", "rr": RR[HALF:]}],
    "around": {
        "data": [{"participant": {"id": k, "name": n}, "participantId": n, "x": {"rr": RR}} for k, n in enumerate("AB")]
    },
    "one by one": [{"rr": x, "patient": w} for x, w in zip(RR, BLOCKS, strict=True)],
}


@pytest.mark.parametrize("content", OBJECTS.values(), ids=OBJECTS)
def test_objects_that_name_two_people(tmp_path: Path, content: object) -> None:
    assert "several people" in refused(tmp_path, json.dumps(content))


def test_objects_that_name_one(tmp_path: Path) -> None:
    content = [{"subject": "A", "rr": RR[:HALF]}, {"subject": "A", "rr": RR[HALF:]}]
    assert len(written(tmp_path, json.dumps(content))) == len(RR)
