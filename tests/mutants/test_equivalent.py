"""What is excused is there: an entry whose statement has changed must be thought about again."""

from __future__ import annotations

from collections import Counter

from tests.mutants.__main__ import TARGETS, Job, excused
from tests.mutants.equivalent import EQUIVALENT
from tests.mutants.in_place import ROOT
from tests.mutants.operators import Mutant, Place, texts


def test_each_target_and_the_tests_it_is_put_before_are_there() -> None:
    """They are named in one place, `TARGETS`; without a name all tests there are would be run."""
    assert all(all(stages) for stages in TARGETS.values())
    assert not [target for target in TARGETS if not (ROOT / target).is_file()]
    assert not [
        f"{target}: {name}"
        for target, stages in TARGETS.items()
        for tests in stages
        for name in tests
        if not (ROOT / name).exists()
    ]


def test_each_entry_is_of_a_statement_of_today() -> None:
    """In its function, with the words that were changed there; and for a reason."""
    assert all(entry.reason for entry in EQUIVALENT)
    assert {entry.target for entry in EQUIVALENT} <= set(TARGETS)
    there = {
        target: texts((ROOT / target).read_text(encoding="utf-8")) for target in {entry.target for entry in EQUIVALENT}
    }
    gone = [
        entry
        for entry in EQUIVALENT
        if entry.what.split(" -> ")[0] not in there[entry.target].get(Place(entry.scope, entry.statement), set())
    ]

    assert not gone, "\n" + "\n".join(map(str, gone))


def test_an_entry_excuses_one_survivor_of_its_own_place() -> None:
    """And no more of the same words than there are entries, and none of another file or function."""
    known = Counter((entry.target, Place(entry.scope, entry.statement), entry.what) for entry in EQUIVALENT)
    for (target, place, what), entries in known.items():
        lived = [
            Job(other, Mutant(1, there, what, f"{other} {there} {k}"), ())
            for other in (target, "biofeedback/coach/phases.py")
            for there in (place, Place("elsewhere", place.statement))
            for k in range(3)
        ]
        found = excused(lived)
        assert len(found) == entries
        assert {(job.target, job.mutant.place) for job in found} == {(target, place)}
