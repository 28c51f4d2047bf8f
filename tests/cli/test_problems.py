"""What a person who practises can get wrong is told in the language they asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from biofeedback.app.examination import of_this_computer
from biofeedback.app.settings import Settings
from biofeedback.app.sources import parse
from biofeedback.cli import simulate
from biofeedback.cli.line_language import language
from biofeedback.errors import BiofeedbackError
from biofeedback.store import remembered
from biofeedback.texts import Texts, _catalogue
from devices.strap_checks import Verdict
from devices.trouble import Trouble, unavailable
from protocols.library import load
from protocols.screening.terms import Terms
from protocols.training import Kind
from simulators.participants.participant import person
from simulators.recordings.reading import read
from tests.cli.program import run
from tests.cli.test_contract import table

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _problems(folder: Path) -> list[BiofeedbackError]:
    (folder / "words.csv").write_text("rr_ms\n800\nhello\n810\n")
    (folder / "unsafe.toml").write_text("format = 1\nclosing_s = 1\n")
    (folder / "broken.toml").write_text("format = \n")
    (folder / "bytes.toml").write_bytes(b"\xff\xfe")
    (folder / "large.toml").write_bytes(b"#" * 300_000)
    (folder / "folder.toml").mkdir()
    tries: list[Callable[[], object]] = [
        *(partial(load, str(folder / f"{name}.toml")) for name in
          ("missing", "unsafe", "broken", "bytes", "large", "folder")),
        lambda: load("feet_to_forhead"),
        lambda: load("nothing like it"),
        lambda: read(folder / "words.csv"),
        lambda: read(folder / "missing.csv"),
        lambda: person("nobody", 1),
        lambda: parse("telepathy"),
        lambda: parse("replay:x@.."),
        lambda: parse("replay:x@5000"),
        lambda: simulate.run(simulate.Wanted(None, "ble", 1, 0.0, (), "on", None, False, "en")),
        Settings(protocol="recall", terms=Terms(refused=tuple(Kind))).loaded,
    ]  # fmt: skip
    found: list[BiofeedbackError] = []
    for each in tries:
        with pytest.raises(BiofeedbackError) as caught:
            each()
        found.append(caught.value)
    return [*found, *(unavailable(trouble) for trouble in Trouble)]


def test_every_problem_is_one_line_in_either_language(tmp_path: Path) -> None:
    """In Chinese with Chinese words, and in English without; the English of the catalogue says the same in short."""
    for problem in _problems(tmp_path):
        english, chinese = Texts("en").problem(problem), Texts("zh").problem(problem)

        assert CHINESE.search(chinese), chinese
        assert not CHINESE.search(english)
        assert "\n" not in english + chinese
        assert all(Texts("en").why(reason) for reason in problem.reasons)


@pytest.mark.parametrize("name", sorted(_catalogue("zh", "store")))
def test_what_is_wrong_with_what_is_kept_is_told_in_chinese(name: str) -> None:
    """Nothing of English is left but names of commands and files."""
    told = Texts("zh").say(f"store.{name}", file="a", session=1)
    assert CHINESE.search(told)
    assert set(re.findall("[A-Za-z]{2,}", told)) <= {
        "biofeedback",
        "screening",
        "sessions",
        "list",
        "watch",
        "source",
        "session",
    }


def test_a_damaged_store_is_told_in_chinese(tmp_path: Path) -> None:
    """By the program itself."""
    (tmp_path / "sessions.sqlite3").write_bytes(b"no database" * 100)
    ran = run("sessions", "list", "--lang", "zh", data=tmp_path)

    assert ran.code == 2
    assert "读不出练习记录" in ran.err


def test_the_doctor_says_in_chinese_what_keeps_sessions_from_being_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole line, not only its begin."""
    (tmp_path / "sessions.sqlite3").write_bytes(b"no database" * 100)
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    texts = Texts("zh")
    bad = next(
        check for check in of_this_computer(texts, encoding="utf-8", terminal="xterm") if check.verdict is Verdict.BAD
    )

    assert not re.search("[a-z]{3,} [a-z]{3,}", texts.why(bad.words))
    assert "读不出" in texts.why(bad.words)


def test_the_doctor_goes_on_where_the_remembered_strap_cannot_be_read(tmp_path: Path) -> None:
    """One line about it, and Bluetooth is looked at all the same."""
    (tmp_path / remembered.FILE_NAME).write_text("no JSON")
    ran = run("doctor", "--lang", "zh", data=tmp_path)

    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1
    assert CHINESE.search(ran.err)
    assert len([line for line in ran.out.splitlines() if not line.startswith(" ")]) > 3


def test_a_problem_keeps_file_and_line(tmp_path: Path) -> None:
    """Whatever the language."""
    (tmp_path / "words.csv").write_text("rr_ms\n800\nhello\n810\n")
    with pytest.raises(BiofeedbackError) as caught:
        read(tmp_path / "words.csv")

    assert Texts("en").problem(caught.value) == caught.value.message
    assert Texts("zh").problem(caught.value).startswith(f"{tmp_path / 'words.csv'}，第 3 行：")


@pytest.mark.parametrize(
    ("arguments", "lang"),
    [
        ("practise --lang zh", "zh"),
        ("--lang=zh", "zh"),
        ("practise --lang en", "en"),
        ("practise --lang", "en"),
        ("protocols show zh", "en"),
    ],
)
def test_the_language_is_that_of_the_command_line(arguments: str, lang: str) -> None:
    """However it is written."""
    assert language(arguments.split()) == lang


def test_a_chinese_command_is_answered_in_chinese(tmp_path: Path) -> None:
    """One line, exit 2."""
    ran = run("practise", "--protocol", "missing.toml", "--source", "person:calm", "--lang", "zh", data=tmp_path)

    assert (ran.code, ran.err) == (2, "biofeedback: missing.toml：没有这个文件\n")


@pytest.mark.parametrize(
    ("call", "option"),
    [
        ("simulate --protocol three_minutes --protocol seven_minutes", "--protocol"),
        ("simulate --seed 1 --seed=2", "--seed"),
        ("practise --plain --source person:calm --source person:anxious", "--source"),
        ("practise --voice --no-voice", "--voice/--no-voice"),
        ("lab run calm_completes --seeds 1 --seeds 2", "--seeds"),
        ("sessions list --lang en --lang zh", "--lang"),
        ("--lang en protocols list --lang zh", "--lang"),
    ],
)
def test_of_two_of_a_single_option_none_wins_unseen(tmp_path: Path, call: str, option: str) -> None:
    """Refused in one line that names it, whichever command it is."""
    ran = run(*call.split(), data=tmp_path)

    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err.strip().splitlines()) == 1
    assert option in ran.err


def test_what_may_come_again_and_a_mere_switch_are_taken_twice(tmp_path: Path) -> None:
    """Faults add up; `--json --json` asks for nothing else than `--json`."""
    faults = ("--fault", "dropout:60:2", "--fault", "dropout:90:2")
    ran = run("simulate", "--protocol", "three_minutes", *faults, "--json", "--json", data=tmp_path)

    assert ran.code == 0
    assert len(ran.lines[0]["faults"]) == 2


REFUSED = {
    "simulate --source person:calm --start-s 30": "only a recording can be begun at a later second",
    "simulate --fault dropout:1e99:20": "0 to 604800",
    "simulate --fault dropout:20:1e99": "0 to 604800",
    "simulate --expect nothing.json": "expects nothing",
    "simulate --expect misnamed.json": "no field 'outcom'",
    "simulate --expect list.json": "a JSON object of summary fields",
    "simulate --expect missing.json": "cannot be read",
    "simulate --expect broken.toml": "not TOML",
    "simulate --expect empty.toml": "expect is missing",
    "sweep --seeds 1:1000000000": "too many seeds: at most 1000000",
    "sweep --seeds some": "seeds are a number or FIRST:LAST",
    "lab run --seeds 1:1000000000": "too many seeds: at most 1000000",
    "lab run missing.scenario.toml": "no such file",
    "validate nowhere": "no such file or folder",
    "validate strap.csv --floor missing.toml": "missing.toml cannot be read: No such file",
    "validate strap.csv --floor nothing.json": "holds no floor",
    "validate strap.csv --floor unknown.json": "no such figure",
    "validate words.csv": "no annotated recordings",
    "analyse strap.csv --signal nope": "no signal nope",
    "strap --transport nope --source person:calm": "nope",
}
"""Commands that can do nothing, each with a piece of the reason."""


@pytest.mark.parametrize("command", REFUSED)
def test_what_is_refused_is_refused_with_its_reason_in_either_language(command: str, tmp_path: Path) -> None:
    """In one line, before any work, with exit 2; in Chinese with Chinese words."""
    table(tmp_path / "strap.csv", beats=30)
    (tmp_path / "words.csv").write_text("rr_ms\n800\nhello\n810\n")
    for name, text in {
        "nothing.json": "{}",
        "misnamed.json": '{"outcom": "completed"}',
        "list.json": "[1]",
        "unknown.json": '{"x": {"least": 1}}',
        "broken.toml": "[[expect",
        "empty.toml": "",
    }.items():
        (tmp_path / name).write_text(text)
    english, chinese = (run(*command.split(), "--lang", lang, data=tmp_path) for lang in ("en", "zh"))

    for ran in (english, chinese):
        assert (ran.code, ran.out) == (2, "")
        lines = [line for line in ran.err.splitlines() if line.startswith("biofeedback: ")]
        assert lines == ran.err.splitlines()
    assert REFUSED[command] in english.err or "Bumble" in english.err
    assert CHINESE.search(chinese.err)
    assert all(CHINESE.search(line) for line in chinese.err.splitlines())
