"""Read by every Python that finds this folder on its path: processes that the tests start get the mutant, too."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
from tests.mutants.in_place import inherit  # found only by the line above

sys.path.pop(0)
inherit()
