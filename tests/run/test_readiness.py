"""Nothing big is left to be loaded or tidied up in the middle of a session."""

from __future__ import annotations

import gc
import subprocess
import sys

from biofeedback.run.readiness import LOADED_LATE, get_ready, stand_down

TEN_MINUTES = """
import sys
from biofeedback.coach.engine import Engine
from biofeedback.run.readiness import get_ready
from simulators.participants.participant import person
from tests.coach.streams import plan
guide, body = Engine(plan()), person("calm", 1)
get_ready()
before = set(sys.modules)
while body.due < 600:
    guide.step(body.next_event())
assert guide.view(600).vitals.beats
print(sorted(name for name in set(sys.modules) - before if name.startswith(("biofeedback", "numpy", "scipy"))))
"""


def test_what_was_there_before_is_not_looked_at_by_every_collection() -> None:
    """Until the session is over."""
    try:
        get_ready()
        assert gc.get_freeze_count() > 0
        assert set(LOADED_LATE) <= set(sys.modules)
    finally:
        stand_down()
    assert gc.get_freeze_count() == 0


def test_ten_minutes_of_a_session_load_nothing_more() -> None:
    """Neither a room of this program nor an estimator's library."""
    ran = subprocess.run([sys.executable, "-c", TEN_MINUTES], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout.strip()) == (0, "[]"), ran.stderr
