"""When a strap's name says which one it is."""

from __future__ import annotations

import pytest

from biofeedback.strap_name import same_strap, tells_which


@pytest.mark.parametrize(
    "name",
    [
        "Polar H10 7E1B542C",
        "Polar H9 12345678",
        "HRM-Dual:123456",
        "Movesense 204830000123",
        "808S 0012345",
        " A1B2C3D4 ",
    ],
)
def test_a_serial_number_at_the_end_tells_one_strap(name: str) -> None:
    """Whatever stands before it."""
    assert tells_which(name)
    assert same_strap(name, f"{name} ")


@pytest.mark.parametrize(
    "name", [None, "", "Polar H10", "TICKR X", "Decathlon Dual HR", "HRM 2000", "Polar A300", "H808S", "Heart Facade"]
)
def test_a_model_or_a_word_tells_none(name: str | None) -> None:
    """Many have the same, so that two equal names prove nothing."""
    assert not tells_which(name)
    assert not same_strap(name, name)


def test_another_serial_number_is_another_strap() -> None:
    """Of the same model."""
    assert not same_strap("Polar H10 7E1B542C", "Polar H10 7E1B542D")
    assert not same_strap("Polar H10 7E1B542C", None)
