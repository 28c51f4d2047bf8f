"""Standard output that nobody reads any more, or that cannot take what is written: quiet, and nobody's fault."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import pytest

from biofeedback.app import crash_report
from biofeedback.cli import main, terminal
from biofeedback.errors import OutputGone
from biofeedback.store.sessions import Sessions
from tests.cli.program import ROOT
from tests.cli.test_contract import table

FULL = Path("/dev/full")
GONE = 141
"""Left undone, as nobody read it."""

HAS_FULL = pytest.mark.skipif(not FULL.exists(), reason="a device that is always full is one of Linux")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a recording is, and the program keeps what it keeps."""
    table(tmp_path / "strap.csv", beats=60)
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@contextmanager
def output(stream: TextIO, monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    """It is standard output while this lasts; what it could not take is dropped in the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with monkeypatch.context() as patched, stream:
        patched.setattr(sys, "stdout", stream)
        yield
        os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def unread() -> TextIO:
    """A pipe whose other end is closed."""
    reads, writes = os.pipe()
    os.close(reads)
    return os.fdopen(writes, "w", encoding="utf-8")


def hung_up() -> TextIO:
    """A terminal that is closed at its other end."""
    keyboard, screen = os.openpty()
    os.close(keyboard)
    return os.fdopen(screen, "w", encoding="utf-8")


def exit_code(command: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Of the program in this process."""
    monkeypatch.setattr(sys, "argv", ["biofeedback", *command.split()])
    with pytest.raises(SystemExit) as left:
        main()
    return int(left.value.code or 0)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("--version", 0),
        ("--help", 0),
        ("analyse --help", 0),
        ("protocols list", 0),
        ("analyse strap.csv", 0),
        ("analyse missing.csv --json", 2),
        ("analyse strap.csv strap.csv --json", GONE),
        ("sessions list", 0),
        ("simulate --protocol three_minutes", GONE),
        ("simulate --protocol three_minutes --json", GONE),
        ("demo", GONE),
        ("lab list persons", 0),
        ("lab run calm_completes", GONE),
    ],
)
def test_nobody_reads_and_the_exit_code_is_the_commands_own_or_says_so(
    command: str, code: int, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """What is only told goes on to its end, in silence; what is worth doing only while it is read ends."""
    with output(unread(), monkeypatch):
        assert exit_code(command, monkeypatch) == code
    assert "went wrong" not in capfd.readouterr().err
    assert not Path("data", crash_report.FILE_NAME).exists()


@pytest.mark.parametrize(
    "command",
    [
        "watch --json --source replay:strap.csv@1000",
        "watch --plain --source replay:strap.csv@1000",
        "practise --plain --protocol three_minutes --source person:calm@1000",
        "watch --plain --source replay:strap.csv@1000 --source replay:strap.csv@1000",
    ],
)
def test_a_session_that_nobody_reads_ends_as_one_that_was_left(
    command: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """With its last word in the journal, or nothing in it at all; and quietly."""
    with output(unread(), monkeypatch):
        assert exit_code(command, monkeypatch) == 130
    assert capfd.readouterr().err == ""
    assert not Path("data", crash_report.FILE_NAME).exists()
    with Sessions() as kept:
        assert all(session.finished is not None for session in kept.all())


@pytest.mark.parametrize("gone", [unread, hung_up])
def test_what_is_told_or_asked_live_ends_and_the_rest_is_said_to_nobody(
    gone: Callable[[], TextIO], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Again and again: a reader that has gone does not come back, and what was said once fills nothing."""
    with output(gone(), monkeypatch):
        for _ in range(3):
            terminal.write("done")
            terminal.give("{}")
            for live in (terminal.write_live, terminal.give_live):
                with pytest.raises(OutputGone):
                    live("a question")


def test_a_pipe_that_closes_early_leaves_no_word_at_the_very_end(folder: Path) -> None:
    """Not even of the interpreter, which flushes once more."""
    command = [sys.executable, "-m", "biofeedback", "simulate", "--protocol", "three_minutes", "--json"]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environ, cwd=folder
    ) as simulates:
        assert simulates.stdout is not None
        assert simulates.stderr is not None
        assert json.loads(simulates.stdout.readline())["type"] == "run"
        simulates.stdout.close()
        err = simulates.stderr.read()
        simulates.wait()

    assert (simulates.returncode, err) == (GONE, b"")


# ------------------------------------------------------------------------------------------------ it cannot be written


@HAS_FULL
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "command",
    [
        "--version",
        "protocols list --help",
        "protocols list",
        "analyse strap.csv",
        "simulate --protocol three_minutes --json",
        "watch --json --source replay:strap.csv@1000",
        "watch --plain --source replay:strap.csv@1000",
        "watch --plain --source replay:strap.csv@1000 --source replay:strap.csv@1000",
        "practise --plain --protocol three_minutes --source person:calm@1000",
    ],
)
def test_a_full_disk_behind_standard_output_is_one_line(
    command: str, lang: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """What could not be written, and why; a session is closed first."""
    line = command if command == "--version" else f"{command} --lang {lang}"
    with output(FULL.open("w", encoding="utf-8"), monkeypatch):
        assert exit_code(line, monkeypatch) == 2
    (told,) = capfd.readouterr().err.splitlines()
    assert "No space left" in told
    assert ("标准输出" if "zh" in line else "standard output") in told
    assert not Path("data", crash_report.FILE_NAME).exists()
    with Sessions() as kept:
        assert all(session.finished is not None for session in kept.all())


@pytest.mark.parametrize(
    ("closed", "code", "said"),
    [("1>&-", 2, "it is closed"), ("2>&-", 0, ""), ("<&- 2>&-", 0, ""), ("<&- 1>&- 2>&-", 2, "")],
)
def test_a_stream_that_was_closed_before_is_told_where_it_is_needed(
    folder: Path, closed: str, code: int, said: str
) -> None:
    """And nothing that the program opens takes its place."""
    command = f'"{sys.executable}" -m biofeedback watch --plain --source replay:strap.csv@1000 {closed}'
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        ["/bin/sh", "-c", command],  # which alone closes what it gives
        capture_output=True, text=True, env=environ, cwd=folder, check=False,
    )  # fmt: skip

    assert ran.returncode == code
    assert said in ran.stderr
    assert not Path("data", crash_report.FILE_NAME).exists()


def test_what_an_encoding_cannot_write_is_a_sign_and_in_json_its_number(folder: Path) -> None:
    """With the exit code as usual."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii", "BIOFEEDBACK_DATA": "data"}
    (folder / "心.csv").write_text((folder / "strap.csv").read_text(encoding="utf-8"), encoding="utf-8")

    def said(*arguments: str) -> str:
        command = [sys.executable, "-m", "biofeedback", *arguments]
        ran = subprocess.run(command, capture_output=True, text=True, env=environ, cwd=folder, check=False)
        assert (ran.returncode, ran.stderr) == (0, "")
        return ran.stdout

    assert "heart rate" not in said("analyse", "--lang", "zh", "strap.csv")
    assert "?" in said("--help", "--lang", "zh")
    assert json.loads(said("analyse", "--json", "心.csv"))["file"] == "心.csv"


# ------------------------------------------------------------------------------------------------- files on a full disk

LIMITED = """
import resource, sys
sys.argv = ["biofeedback", *sys.argv[1:]]
from biofeedback.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))
main()
"""
"""The program, where no file can be longer than this many bytes."""


def limited(folder: Path, size: int, *arguments: str) -> tuple[int, list[str]]:
    """Its exit code and what it says on standard error."""
    code = LIMITED.format(size=size)
    command = [sys.executable, "-c", code, *arguments]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(command, capture_output=True, text=True, env=environ, cwd=folder, check=False)
    return ran.returncode, ran.stderr.splitlines()


@pytest.mark.parametrize("size", [1000, 20_000])
def test_a_sweep_that_cannot_be_kept_is_one_line(folder: Path, size: int) -> None:
    """Where the disk is full at its begin, or once it has results; what was kept is gone on with."""
    asked = ("sweep", "--jobs", "1", "--protocol", "three_minutes", "--seeds", "1:40", "--out", "results")
    code, (told,) = limited(folder, size, *asked)

    assert code == 2
    assert "results" in told
    assert "went wrong" not in told


def test_a_page_of_a_sweep_that_cannot_be_written_is_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Its results are there all the same."""
    (folder / "results" / "report.html").mkdir(parents=True)
    asked = "sweep --jobs 1 --protocol three_minutes --seeds 1:2 --out results"

    assert exit_code(asked, monkeypatch) == 2
    assert capfd.readouterr().err == "biofeedback: results/report.html cannot be written: Is a directory\n"
    assert (folder / "results" / "results.sqlite").exists()


def test_a_protocol_that_cannot_be_written_leaves_no_file(folder: Path) -> None:
    """Neither an empty one nor half of one: the name is free for the next try."""
    code, (told,) = limited(folder, 500, "protocols", "new", "mine.toml", "--template")

    assert code == 2
    assert told == "biofeedback: mine.toml cannot be written: File too large"
    assert not (folder / "mine.toml").exists()


# ------------------------------------------------------------------------------------------------------- interrupted


def _in_a_class(*_: object) -> None:
    raise RuntimeError("Error calling __set_name__") from KeyboardInterrupt()


def _anywhere(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("place", "interrupted"),
    [("_ran", _anywhere), ("_ran", _in_a_class), ("options_first", _anywhere), ("terminal.give_up", _anywhere)],
)
def test_an_interrupt_at_any_time_is_quiet(
    place: str, interrupted: Callable[..., None], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """While it is loaded, and while it ends."""
    monkeypatch.setattr(f"biofeedback.cli.{place}", interrupted)

    assert exit_code("protocols list", monkeypatch) == 130
    assert capfd.readouterr().err == ""
