"""A protocol written by answering questions is one that may be practised, whatever was answered on the way."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biofeedback.app.protocol_files import is_taken
from biofeedback.cli.protocol_files import check_on_save, describer
from biofeedback.errors import UsageError
from biofeedback.languages import LANGUAGES
from biofeedback.plain.authoring import Authoring
from biofeedback.text_layout import columns
from biofeedback.texts import Texts
from protocols import library, limits
from protocols.outline import groups_for
from protocols.schema import schema
from protocols.training import Breathing, Effort, Ending, Kind, Region, TrainingProtocol
from tests.cli.program import ROOT, run
from tests.protocols.test_schema import accepts

TENSION = groups_for(Kind.TENSION)
PLACE = {group.id: str(number) for number, group in enumerate(TENSION, 1)}
ENGLISH = re.compile(r"[A-Za-z]{3,}")


def asked(*typed: str, lang: str = "en") -> tuple[str, list[str]]:
    """The file that comes of these answers (then of simple ones, in turn), and what was said."""
    said, lines = list[str](), [line + "\n" for line in typed]
    texts = Texts(lang)
    more = (line for _ in range(100) for line in ("\n", "a source\n", "1\n"))
    asks = Authoring(said.append, lambda: lines.pop(0) if lines else next(more), texts, describer(texts))
    return asks.text(), said


def written(text: str, folder: Path) -> TrainingProtocol:
    """The protocol of a file with this text."""
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    assert library.check(path) == ()
    return library.load(str(path))


def test_the_answers_become_the_protocol(tmp_path: Path) -> None:
    """Names, groups in their order, effort, times, breathing, ending and sources."""
    groups = f"{PLACE['forehead']} {PLACE['arms_and_hands']}, {PLACE['feet']}"
    text, _ = asked(
        "Evening", "晚上", "For the evening.", "晚上用。", "1", groups, "2", "5 s", "40", "2", "2", "A", "B", ""
    )
    protocol = written(text, tmp_path)

    assert (protocol.title.en, protocol.title.zh, protocol.summary.zh) == ("Evening", "晚上", "晚上用。")
    assert [step.group.id for step in protocol.steps] == ["forehead", "arms_and_hands", "feet"]
    assert {(s.hold_s, s.rest_s, s.effort, s.breathing) for s in protocol.steps} == {
        (5.0, 40.0, Effort.MODERATE, Breathing.WITH_TENSION)
    }
    assert protocol.ending is Ending.SILENT
    assert protocol.sources == ("A", "B")
    assert "# " in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_answer_is_held_against_the_limits_at_once(tmp_path: Path, lang: str) -> None:
    """What is refused is said in one line with its limit, and asked for anew."""
    start = ("", "", "", "", "1", f"{PLACE['chest']} {PLACE['feet']}", "1")
    text, said = asked(*start, "11", "2", "7", "13", "14", "2", "1", "1", "S", "", lang=lang)
    chest, feet = written(text, tmp_path).steps

    assert (chest.hold_s, feet.hold_s, chest.rest_s) == (7.0, 5.0, 14.0)
    assert any("<= 10 s" in line for line in said)
    assert any(">= 3 s" in line for line in said)  # the words would not fit
    assert any(">= 14 s" in line for line in said)
    if lang == "zh":
        told = [line for line in said if "=" in line]
        assert told
        assert not [line for line in told if ENGLISH.search(re.sub(r"\.\w+", "", line))]


def test_a_longer_tension_does_not_go_with_one_breath(tmp_path: Path) -> None:
    """Refused where breathing is asked, since the tension was there before."""
    text, said = asked("", "", "", "", "1", PLACE["upper_legs"], "1", "7", "", "2", "1", "1", "S", "")

    assert any("<= 6 s" in line for line in said)
    assert written(text, tmp_path).steps[0].breathing is Breathing.FREE


def test_where_a_group_allows_less_it_gets_less_and_that_is_said(tmp_path: Path) -> None:
    """The neck holds four seconds, lightly, whatever the others do; the trunk breathes freely."""
    groups = " ".join(PLACE[name] for name in ("shoulders", "neck", "abdomen"))
    text, said = asked("", "", "", "", "1", groups, "2", "6", "", "2", "1", "S", "")
    shoulders, neck, abdomen = written(text, tmp_path).steps

    assert (shoulders.hold_s, shoulders.effort, shoulders.breathing) == (6, Effort.MODERATE, Breathing.WITH_TENSION)
    assert (neck.hold_s, neck.effort) == (4.0, Effort.MILD)
    assert abdomen.breathing is Breathing.FREE
    assert any("Neck: 4 s, lightly" in line for line in said)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_can_be_written_with_all_its_groups(tmp_path: Path, kind: Kind, lang: str) -> None:
    """In either language, in lines of a terminal; only the kind that tenses, tenses."""
    number = str(list(Kind).index(kind) + 1)
    known = groups_for(kind)
    text, said = asked("", "", "", "", number, " ".join(map(str, range(1, min(len(known), 20) + 1))), lang=lang)
    protocol = written(text, tmp_path)

    assert protocol.kind is kind
    assert any(step.hold_s > 0 for step in protocol.steps) == (kind is Kind.TENSION)
    assert max(columns(line) for line in said) <= 80
    assert protocol.eyes_open == (kind is Kind.GROUNDING)
    assert accepts(json.loads(schema(str)), tomllib.loads(text))


LINES = st.one_of(
    st.integers(0, 45).map(str),
    st.lists(st.integers(1, 40), min_size=1, max_size=30).map(lambda them: " ".join(map(str, them))),
    st.sampled_from(["", "x", "5 s", "9" * 5000, "晚上", "Hold your breath.", '"]\n[x', "\x1b[2J", "\udc80", "²"]),
    st.text(max_size=20).map(lambda text: text.replace("\n", " ").replace("\r", " ")),
)  # fmt: skip


@settings(max_examples=50)
@given(st.lists(LINES, max_size=25))
def test_whatever_is_typed_the_file_is_safe(typed: list[str]) -> None:
    """Odd numbers, words that undo the limits, signs that act on a terminal: refused, and asked for anew."""
    text, said = asked(*typed)
    assert library.faults_in(text, "mine") == ()
    text.encode()
    assert all(line.isprintable() for line in said)
    hold = tomllib.loads(text)["defaults"]["hold_s"]
    assert hold <= limits.HARD_MAX_HOLD_S


def test_whoever_leaves_has_written_nothing() -> None:
    """Half a protocol is none."""
    texts = Texts("en")
    lines = ["mine\n", "Evening\n"]
    asks = Authoring(lambda _: None, lambda: lines.pop(0) if lines else "", texts, describer(texts))
    assert asks.name(lambda name: False) == "mine"
    with pytest.raises(UsageError, match="nothing was written"):
        asks.text()


def test_a_name_is_free_and_plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No shipped name, no file that is there, no way out of the folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").touch()
    lines = [f"{name}\n" for name in ("../mine", "feet_to_forehead", "mine", "Mine", "", "yours")]
    texts = Texts("zh")
    asks = Authoring(lambda _: None, lambda: lines.pop(0), texts, describer(texts))

    assert asks.name(is_taken) == "yours"


def test_through_a_pipe_it_writes_once_and_never_over(tmp_path: Path) -> None:
    """The program itself, its answers piped; then the file is there, good, and stays as it is."""
    typed = "\n".join(["mine", "", "", "", "", "1", "1 8", "1", "5", "30", "1", "1", "A teacher", ""]) + "\n"

    def new(*more: str, text: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "biofeedback", "protocols", "new", "--lang", "zh", *more],
            input=text, capture_output=True, text=True, encoding="utf-8", cwd=tmp_path, timeout=60, check=False,
            env={"PATH": "", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        )  # fmt: skip

    made = new(text=typed)
    assert (made.returncode, made.stderr) == (0, "")
    assert "protocols check mine.toml" in made.stdout
    before = (tmp_path / "mine.toml").read_bytes()
    assert run("protocols", "check", "mine.toml", data=tmp_path).code == 0
    shown = run("protocols", "show", "mine.toml", "--script", "--lang", "zh", data=tmp_path)
    assert "抬起肩膀" in shown.out

    again = new("mine.toml", text=typed)
    assert again.returncode == 2
    assert "已经有了" in again.stderr
    assert new(text="mine\n").returncode == 2
    assert (tmp_path / "mine.toml").read_bytes() == before


def test_a_named_file_without_a_terminal_is_the_template(tmp_path: Path) -> None:
    """As scripts rely on."""
    assert run("protocols", "new", "mine.toml", data=tmp_path).code == 0
    assert (tmp_path / "mine.toml").read_text(encoding="utf-8") == library.template()


def test_a_watched_file_is_checked_at_every_save(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In place or by another file, away for a moment, bad and good again; Ctrl-C ends it."""
    path = tmp_path / "mine.toml"
    good = library.template()
    path.write_text(good, encoding="utf-8")
    (tmp_path / "other.toml").write_text(good.replace("rest_s = 30", "rest_s = 31"), encoding="utf-8")
    saves: Iterator[Callable[[], object]] = iter([
        lambda: None,
        lambda: path.write_text(good.replace("hold_s = 5", "hold_s = 50"), encoding="utf-8"),
        lambda: None,
        lambda: path.unlink(),
        lambda: (tmp_path / "other.toml").rename(path),
        lambda: path.write_bytes(b"\xff\xfe"),
    ])  # fmt: skip

    def wait(seconds: float) -> None:
        assert 0 < seconds <= 1
        for save in saves:
            save()
            return
        raise KeyboardInterrupt

    assert check_on_save(path, "en", wait) == 130
    rounds = [told.strip() for told in capsys.readouterr().out.split("\n\n")]
    assert len(rounds) == 4
    assert "well-formed" in rounds[0]
    assert "About" in rounds[0]
    assert "expected >= 100 s" in rounds[1]
    assert "well-formed" in rounds[2]
    assert "not UTF-8" in rounds[3]


def test_a_watched_file_that_was_never_there_is_told_at_once(tmp_path: Path) -> None:
    """Exit 2, as without watching."""
    assert run("protocols", "check", "missing.toml", "--watch", data=tmp_path).code == 2


def test_tensed_groups_are_all_to_be_chosen_from() -> None:
    """Every part of the body can be written about."""
    assert {region for group in TENSION for region in group.regions} == set(Region)
