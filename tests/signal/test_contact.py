"""When a strap is off the skin: only on its own word, several times over, after it has said that it was on it."""

from __future__ import annotations

import pytest

from biofeedback.signal.contact import ContactWatch


@pytest.mark.parametrize(
    ("said", "lost"),
    [
        ("", False),
        ("FFFFFF", False),  # it never said that it touches skin: it may not know
        ("......", False),
        ("TTT.FF", False),
        ("TFF", False),
        ("TFFF", True),
        ("TF.F.F", True),  # packets that say nothing are no word for it
        ("TFFTFFTFF", False),  # a loose strap that touches now and then is judged by its beats
        ("TFFFTT", True),
        ("TFFFTTFTT", True),
        ("TFFFTTT", False),
        ("TFFFTTTFFF", True),
    ],
)
def test_contact_is_lost_and_found_by_several_packets_in_a_row(said: str, lost: bool) -> None:
    """Three that agree, in either direction."""
    watch = ContactWatch()
    for each in said:
        watch.push({"T": True, "F": False, ".": None}[each])

    assert watch.lost is lost
