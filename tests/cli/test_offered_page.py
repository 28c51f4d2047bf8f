"""Where a session was stopped in plain lines, its page is one typed letter away."""

from __future__ import annotations

import pytest

from biofeedback.cli.in_lines import offer_page
from biofeedback.errors import StoreError
from biofeedback.texts import Texts
from tests.tui.fake_guide import FakeRunner


@pytest.mark.parametrize(
    ("typed", "written"), [("p\n", True), ("P \n", True), ("\n", False), ("x\n", False), ("", False)]
)
def test_one_letter_writes_it(typed: str, written: bool, capsys: pytest.CaptureFixture[str]) -> None:
    """It is said where it is; anything else, or nobody there any more, leaves it."""
    offer_page(FakeRunner(), Texts("en"), lambda: typed)

    told = capsys.readouterr().out
    assert "shown to a doctor" in told
    assert ("session-now-en.html" in told) is written


def test_why_it_cannot_be_written_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """The session was what it was."""
    runner = FakeRunner()
    runner.full_disk = StoreError("The disk is full.")
    offer_page(runner, Texts("en"), lambda: "p\n")

    assert capsys.readouterr().err == "biofeedback: The disk is full.\n"
