"""Nothing of unknown origin acts on a terminal: what is made readable, and that everything that is written is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from biofeedback.readable import LONGEST_VALUE, escaped, readable
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import SourceKind
from biofeedback.texts import Texts
from biofeedback.tui.text_widgets import FixedText, WrappedText
from biofeedback.why import why
from protocols.library import load
from tests.cli.program import ROOT

HOSTILE = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202e\x1b]8;;http://x\x1b\\\x08\r\nPolar"
"""A title, a cleared screen, a colour, reversed text, a link, the cursor moved, and then a name."""
TURNING = "\u061c\u200e\u200f" + "".join(map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]))
FORBIDDEN = frozenset([*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), *TURNING])

texts = st.text(
    st.characters()
    | st.sampled_from(sorted(FORBIDDEN))
    | st.sampled_from("[]0;mJ\\P")
    | st.characters(categories=["Cs"])
)


def acts(text: str, allowed: str = "") -> set[str]:
    """What a terminal would act on, or no encoding could write."""
    return {sign for sign in text if (sign in FORBIDDEN and sign not in allowed) or "\ud800" <= sign <= "\udfff"}


@given(texts, st.booleans())
@example(HOSTILE, False)
@example("\x1b\u202e[2J", False)
@example("\x1b\x1b[2J[2J", True)
def test_nothing_is_left_that_a_terminal_acts_on(text: str, lines: bool) -> None:
    """Whatever it is made of; and once is enough."""
    shown = readable(text, lines=lines)
    assert not acts(shown, "\n" if lines else "")
    assert readable(shown, lines=lines) == shown
    assert len(shown) <= LONGEST_VALUE
    shown.encode("utf-8")


@given(st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"]), max_size=LONGEST_VALUE))
@example("慢慢呼吸，不着急。 Ünïcødé e\u0301 שלום سلام नमस्ते")
@example("👩‍👩‍👧‍👦 🫀 🏴󠁧󠁢󠁳󠁣󠁴󠁿")
def test_what_can_be_read_stays_as_it_is(text: str) -> None:
    """Letters, combining marks, signs and emoji of every script."""
    assert readable(text) == text


@given(st.text(st.characters() | st.sampled_from(sorted(FORBIDDEN)), max_size=40))
@example(HOSTILE)
def test_a_line_of_json_means_the_same(text: str) -> None:
    """With nothing in it that a terminal acts on; and where there is nothing, it is the same bytes."""
    line = json.dumps({"name": text}, ensure_ascii=False)
    assert not acts(escaped(line))
    assert json.loads(escaped(line)) == {"name": text}
    if not acts(line) and line.isprintable():
        assert escaped(line) == line


def test_half_a_pair_is_written_in_json_as_an_escape() -> None:
    """The name of a file that is no valid text."""
    line = json.dumps({"file": "a\udcff"}, ensure_ascii=False)
    assert json.loads(escaped(line).encode("utf-8")) == {"file": "a\udcff"}


def test_a_whole_sequence_goes_and_a_broken_one_is_seen() -> None:
    """Nothing of a name is swallowed but what a terminal would swallow."""
    assert readable(HOSTILE) == "? Polar"
    assert readable("a\x1b]0;never ended") == "a0;never ended"
    assert readable("a\x07b\x9cc\udcffd") == "a?b?c?d"
    assert readable("one\r\n\ttwo") == "one two"
    assert readable("one\n\ttwo", lines=True) == "one\n two"
    assert readable("x" * 2 * LONGEST_VALUE) == "x" * (LONGEST_VALUE - 1) + "…"
    assert readable("x" * 2 * LONGEST_VALUE, longest=None) == "x" * 2 * LONGEST_VALUE


def test_a_sentence_takes_its_values_readable() -> None:
    """As text and as a reason."""
    assert not acts(Texts("en").say("cli.taken", protocol=HOSTILE, source=HOSTILE))
    assert not acts(Texts("zh").why(why("store.unreadable", file=HOSTILE)))


def test_the_widgets_of_the_screen_show_text_readable() -> None:
    """From the first on, and whatever they are told later."""
    still, prose = FixedText(HOSTILE), WrappedText(HOSTILE)
    assert not acts(still.text, "\n")
    assert not acts(prose.text, "\n")


# ------------------------------------------------------------------------------------------- through the program itself


def bytes_of(*arguments: str, data: Path) -> tuple[int, str]:
    """Exit code, and all that the program wrote, as bytes that are valid text."""
    environ = {**os.environ, "BIOFEEDBACK_DATA": str(data), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "biofeedback", *arguments],
        capture_output=True, env=environ, cwd=data, stdin=subprocess.DEVNULL, timeout=120, check=False,
    )  # fmt: skip
    return done.returncode, (done.stdout + done.stderr).decode("utf-8")


NAME = HOSTILE.replace("/", "_").replace("\n", "") + "\udcff"
"""A file may be called so."""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("analyse", f"{NAME}.txt"), 0),
        (("analyse", f"{NAME}.txt", "--json"), 0),
        (("watch", "--plain", "--source", f"replay:{NAME}.txt@1000", "--source", "replay:plain.txt@1000"), 0),
        (("protocols", "check", f"{NAME}.toml"), 2),
        (("practise", "--plain", "--lang", "zh", "--source", NAME), 2),
        (("watch", f"--no{NAME}"), 2),
    ],
    ids=["analyse", "analyse as JSON", "watch", "check", "practise", "an option"],
)  # fmt: skip
def test_no_name_on_the_command_line_acts_on_the_terminal(
    arguments: tuple[str, ...], code: int, tmp_path: Path
) -> None:
    """A file's, a protocol's, a person's, an option's: in words and in JSON, in what is done and what is refused."""
    intervals = "\n".join(str(800 + 20 * (k % 5)) for k in range(90))
    for name in (NAME, "plain"):
        (tmp_path / f"{name}.txt").write_text(intervals, encoding="utf-8")
    (tmp_path / f"{NAME}.toml").write_text(f"format = 1\ntitle.en = {json.dumps(HOSTILE)}\n", encoding="utf-8")
    ended, written = bytes_of(*arguments, data=tmp_path)

    assert ended == code, written
    assert "Polar" in written
    assert not acts(written, "\n")
    assert "Traceback" not in written


def test_a_store_that_was_tampered_with_does_not_act_on_the_terminal(tmp_path: Path) -> None:
    """The name of a protocol, of a source, and of the version it was kept by."""
    log = SessionLog.begin(
        protocol=replace(load("desk"), name=HOSTILE),
        source_kind=SourceKind.RECORDING,
        source=HOSTILE,
        seed=1,
        lang="en",
        settings={},
        folder=tmp_path,
    )
    log.close()
    for arguments in (("list",), ("list", "--json"), ("show", "1")):
        _, written = bytes_of("sessions", *arguments, data=tmp_path)
        assert written
        assert not acts(written, "\n")
