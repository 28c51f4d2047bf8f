"""Where there is no virtual machine to be had, the real Bluetooth stack is not tested, and that is said."""

from __future__ import annotations

import platform
import shutil
import subprocess
from pathlib import Path

import pytest

RUN = Path(__file__).parent / "realstack" / "run.sh"
TOOLS = ("sh", "dirname", "ls", "sort", "uname", "true", "printf", "timeout", "env", "cat")
NOT_TESTED = 3  # a code of its own: neither a success nor a failure


def run(folder: Path, install: str, **programs: str) -> subprocess.CompletedProcess[str]:
    """Run it where there is nothing but a shell, and these scripts."""
    for tool in TOOLS:
        if found := shutil.which(tool):
            (folder / tool).symlink_to(found)
    for name, script in programs.items():
        file = folder / name.replace("_", "-")
        file.write_text(f"#!{shutil.which('sh')}\n{script}\n")
        file.chmod(0o755)
    return subprocess.run(
        [str(folder / "sh"), str(RUN)],
        env={"PATH": str(folder), "PYTHON": "python", "REALSTACK_INSTALL": install},
        capture_output=True,
        text=True,
        check=False,
    )


def is_not_run(ran: subprocess.CompletedProcess[str]) -> None:
    """It names what is missing, loudly, and does not count as a failure."""
    assert ran.returncode == NOT_TESTED, ran.stderr
    assert "NOT RUN" in ran.stderr
    assert "qemu" in ran.stderr or "no Linux" in ran.stderr


def test_without_its_programs_it_says_loudly_that_it_did_not_run(tmp_path: Path) -> None:
    """And installs nothing unasked."""
    ran = run(tmp_path, "no", id="echo 0", apt_get="echo INSTALLING >&2")
    is_not_run(ran)
    assert "INSTALLING" not in ran.stderr


@pytest.mark.skipif(platform.machine() != "x86_64" or platform.system() != "Linux", reason="nothing is installed here")
def test_where_nothing_can_be_installed_that_is_the_reason(tmp_path: Path) -> None:
    """Without a network: nobody is asked anything, nothing waits for input."""
    ran = run(tmp_path, "yes", id="echo 0", apt_get='echo "$DEBIAN_FRONTEND $(cat) $*" >&2; exit 100')
    is_not_run(ran)
    assert "could not be installed" in ran.stderr
    asked = [line for line in ran.stderr.splitlines() if line.startswith("noninteractive")]
    assert [word for line in asked for word in line.split() if word in {"update", "install"}] == ["update", "install"]
    assert "-y" in asked[-1].split()


@pytest.mark.skipif(platform.machine() != "x86_64" or platform.system() != "Linux", reason="nothing is installed here")
def test_who_may_not_install_is_told(tmp_path: Path) -> None:
    """A person's own account installs nothing."""
    ran = run(tmp_path, "yes", id="echo 1000", apt_get="echo INSTALLING >&2")
    is_not_run(ran)
    assert "only root" in ran.stderr
    assert "INSTALLING" not in ran.stderr
