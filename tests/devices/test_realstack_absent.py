"""Where there is no virtual machine to be had, the real Bluetooth stack is not tested, and that is said."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

RUN = Path(__file__).parent / "realstack" / "run.sh"
TOOLS = ("sh", "dirname", "ls", "sort", "uname", "id", "true", "printf")
NOT_TESTED = 3  # a code of its own: neither a success nor a failure


def test_without_its_programs_it_says_loudly_that_it_did_not_run(tmp_path: Path) -> None:
    """It names what is missing, installs nothing unasked, and does not count as a failure."""
    for tool in TOOLS:
        if found := shutil.which(tool):
            (tmp_path / tool).symlink_to(found)
    ran = subprocess.run(
        [str(tmp_path / "sh"), str(RUN)],
        env={"PATH": str(tmp_path), "PYTHON": "python", "REALSTACK_INSTALL": "no"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == NOT_TESTED, ran.stderr
    assert "NOT RUN" in ran.stderr
    assert "qemu" in ran.stderr or "no Linux" in ran.stderr
