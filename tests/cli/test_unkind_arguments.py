"""Names and numbers that no file and no session has: one clear line and exit 2, never a fault of the program itself.

The assembled command line is called in this process, past `main`, which would hide an exception behind its last resort.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.main import get_command

from biofeedback.cli.app import app
from biofeedback.decisions import Phase
from biofeedback.errors import BiofeedbackError, ProgramFault
from biofeedback.events import Symptom
from biofeedback.plain.interview import Interview
from biofeedback.plain.keys import understood
from biofeedback.texts import Texts
from biofeedback.validation.floors import floors_of
from tests.cli.test_contract import table

USAGE, FAULT = 2, -1
PROGRAM = get_command(app)  # put together once
LONG = "x" * 5000
DEEP = "/" + "/".join(["d" * 200] * 30)
ENDINGS = ("", ".toml", ".csv", ".hea", ".edf", ".json")
UNWRITABLE = [f"{name}{ending}" for name in (LONG, "nul\0in.it") for ending in ENDINGS]
NAMES = [*UNWRITABLE, DEEP, f"./{LONG}", *(f"{'x' * 252}{ending}" for ending in ENDINGS[1:]), "\udcff"]
PRINTABLE = st.text(st.characters(categories=("L", "N", "P", "S")), max_size=8).map(lambda text: f"x{text}")
NUMBERS = ["inf", "-inf", "nan", "1e308", "-1e308", "1e400", "-1", "9" * 300, "9" * 5000, str(2**63), str(-(2**63) - 1)]
NAMED = [
    "simulate --protocol {}",
    "simulate --source replay:{}",
    "simulate --source person:{}",
    "simulate --fault {}",
    "simulate --expect {}",
    "analyse {}",
    "analyse --json {}",
    "validate {}",
    "validate strap.csv --floor {}",
    "practise --plain --source replay:{}",
    "practise --plain --source person:calm --protocol {}",
    "watch --plain --source replay:{}",
    "watch --plain --source {}",
    "protocols show {}",
    "protocols show --script {}",
    "protocols check {}",
    "protocols new {}",
    "sound words {}",
]
NUMBERED = [
    "simulate --source replay:strap.csv --start-s {}",
    "simulate --source replay:strap.csv@{}",
    "simulate --source replay:strap.csv --fault nothing:{}",
    "analyse strap.csv --baseline-s {}",
    "watch --plain --source session:{}",
    "sessions show {}",
    "sessions replay {}",
    "sessions delete {}",
]
SEEDED = ["simulate --source replay:strap.csv --seed {}", "practise --plain --source replay:strap.csv@1000 --seed {}"]


@pytest.fixture(scope="module", autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One folder for all, as nothing is to be written."""
    folder = tmp_path_factory.mktemp("unkind")
    table(folder / "strap.csv", beats=30)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("BIOFEEDBACK_DATA", str(folder / "data"))
        patched.chdir(folder)
        yield folder


def exit_code(command: str, argument: str) -> int:
    """As `main` would leave, but that what is nobody's mistake is not caught."""
    quiet = io.StringIO()
    try:
        with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
            PROGRAM([word.format(argument) for word in command.split()])
    except SystemExit as left:
        return int(left.code or 0)
    except BiofeedbackError as problem:
        lines = [Texts(lang).problem(problem).splitlines() for lang in ("en", "zh")]
        is_clear = not isinstance(problem, ProgramFault) and all(len(each) == 1 for each in lines)
        return problem.exit_code if is_clear else FAULT
    return 0


@pytest.mark.parametrize("command", NAMED)
@settings(max_examples=15)
@given(name=st.one_of(st.sampled_from(NAMES), PRINTABLE))
def test_a_name_that_nothing_has_is_a_line_and_exit_two(command: str, name: str) -> None:
    """Too long for the file system, with a byte that no name may have, a folder, or anything else that is typed."""
    if command.startswith("protocols new") and name not in UNWRITABLE:
        return  # a name that a file can have makes one, as it should
    assert exit_code(command, name) == USAGE


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("command", NUMBERED)
def test_a_number_that_nothing_has_is_a_line_and_exit_two(command: str, number: str) -> None:
    """Not finite, below nothing, or larger than what keeps it."""
    assert exit_code(command, number) == USAGE


@pytest.mark.parametrize("number", sorted(set(NUMBERS) - {"-1"}))
@pytest.mark.parametrize("command", SEEDED)
def test_a_seed_that_could_not_be_kept_is_refused(command: str, number: str) -> None:
    """Whether it is kept this time or not: the same seed means the same everywhere."""
    assert exit_code(command, number) == USAGE


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("inf.toml", "af_60s.found_pct = {least = inf}"),
        ("nan.toml", "af_60s.found_pct = {least = nan}"),
        ("large.toml", f"af_60s.found_pct = {{least = 1{'0' * 400}}}"),
        ("large.json", f'{{"af_60s.found_pct": {{"most": -1{"0" * 400}}}}}'),
        ("exponent.json", '{"af_60s.found_pct": {"least": 1e400}}'),
        ("nan.json", '{"af_60s.found_pct": {"least": NaN}}'),
        ("digits.json", f'{{"af_60s.found_pct": {{"least": {"9" * 5000}}}}}'),
        ("deep.json", "[" * 100_000),
        ("deep.toml", f"a = {'[' * 50_000}"),
    ],
)
@pytest.mark.parametrize("command", ["validate strap.csv --floor {}", "simulate --source replay:strap.csv --expect {}"])
def test_a_file_of_impossible_numbers_is_refused(folder: Path, command: str, name: str, text: str) -> None:
    """Floors, before anything is scored; an expectation that cannot be read, or does not hold."""
    (folder / name).write_text(text)
    code = exit_code(command, name)

    assert code in ((USAGE,) if "--floor" in command or "[[" in text or "9999" in text else (USAGE, 1))


@given(st.one_of(st.integers(), st.floats(), st.integers(min_value=10**300), st.booleans(), st.none()))
def test_a_floor_is_a_finite_number_or_one_line(value: object) -> None:
    """Whatever number a file can hold."""
    with pytest.raises(BiofeedbackError) as told:
        floors_of({"x": {"least": value}}, ())  # there is no figure x
    assert len(told.value.message.splitlines()) == 1


@given(st.text(max_size=6) | st.sampled_from(["²", "r²", "٣", "9" * 5000, "r" + "9" * 5000, "½", "Ⅳ"]))
def test_whatever_is_typed_in_a_session_is_a_key_or_nothing(line: str) -> None:
    """A digit that is no number is nothing; no line ends the reading of keys."""
    meant = understood(line, Phase.REST)
    assert meant is None or isinstance(meant, Symptom) or meant in range(11) or hasattr(meant, "value")


@pytest.mark.parametrize("typed", ["²", "9" * 5000, "1" * 5000 + "l"])
async def test_whatever_is_typed_before_a_session_is_asked_again_or_left_unsaid(typed: str) -> None:
    """A line of thousands of digits is no number of a question."""
    lines = [typed, ""]
    asks = Interview(lambda _: None, lambda: f"{lines.pop(0)}\n", Texts("en"))
    checked = await asks.today(afterwards=False)

    assert lines == []
    assert len(checked.answers) == 5


def test_the_names_are_unkind_here() -> None:
    """What the file system of this machine says to them is what the tests are about."""
    with pytest.raises(OSError, match="too long"):
        Path(LONG).stat()
    with pytest.raises(OSError, match="too long"):
        Path(DEEP).stat()
