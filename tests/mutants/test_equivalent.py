"""What is excused is there: an entry whose line has changed must be thought about again."""

from __future__ import annotations

import pytest

from tests.mutants.__main__ import TARGETS, Job, excused
from tests.mutants.equivalent import EQUIVALENT, Equivalent
from tests.mutants.in_place import ROOT
from tests.mutants.operators import Mutant


@pytest.mark.parametrize("entry", EQUIVALENT)
def test_each_entry_is_of_a_line_of_today_and_excuses_one(entry: Equivalent) -> None:
    """And no more of the same text than there are entries, and none of another file."""
    source = (ROOT / entry.target).read_text(encoding="utf-8")
    places = [k + 1 for k, line in enumerate(source.splitlines()) if line.strip() == entry.line]
    assert places
    assert entry.reason
    lived = [
        Job(target, Mutant(places[0], entry.what, f"{target} {k}"), TARGETS[target])
        for target in (entry.target, "biofeedback/coach/phases.py")
        for k in range(3)
    ]
    found = excused(source, lived)
    known = sum((e.target, e.line, e.what) == (entry.target, entry.line, entry.what) for e in EQUIVALENT)
    assert len(found) == known
    assert {job.target for job in found} == {entry.target}
