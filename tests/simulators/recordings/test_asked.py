"""What is said of a file on the command line: heeded and told, or refused; never passed over in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from biofeedback.errors import InputError
from biofeedback.ticks import to_ms
from simulators.recordings.asked import Asked, Unit
from simulators.recordings.rhythm_names import rhythm_named
from tests.signal.ecg.synthetic import ecg, rhythm
from tests.simulators.recordings.fit_files import fit, hrv, second
from tests.simulators.recordings.test_as_people_have_them import codes, refusal
from tests.simulators.recordings.test_ecg import edf
from tests.simulators.recordings.test_kinds import written
from tests.simulators.recordings.test_tables import RR, ends

E = ends()
PLAIN = "t_s,rr_ms\n" + "".join(f"{t:.3f},{x}\n" for t, x in zip(E, RR, strict=True))
BARE = "\n".join(map(str, RR))
FIT = fit(*(part for t, x in zip(E, RR, strict=True) for part in (second(1000 + round(t)), hrv(x))))
NAMED = "rr_ms\n" + "".join(f"{x}\n" for x in RR)
MILLISECONDS_OF_SECONDS = "t_s,rr_ms\n" + "".join(f"{t:.3f},{x / 1000}\n" for t, x in zip(E, RR, strict=True))


@pytest.mark.parametrize("content", [PLAIN, NAMED], ids=["plain", "named"])
def test_a_unit_that_no_heart_has_is_refused_whatever_the_column_is_called(tmp_path: Path, content: str) -> None:
    """It was asked for: milliseconds that are called seconds are 800 of them."""
    with pytest.raises(InputError, match="no heart has intervals"):
        written(tmp_path, content, asked=Asked(unit=Unit.SECONDS))


def test_the_unit_that_is_asked_for_goes_before_the_name_and_says_so(tmp_path: Path) -> None:
    """Who has seconds under `rr_ms` can read them."""
    found = written(tmp_path, MILLISECONDS_OF_SECONDS, asked=Asked(unit=Unit.SECONDS))

    assert [to_ms(x) for x in found.rr_ticks] == pytest.approx(RR, abs=0.6)
    assert codes(found)[0] == "remarks.unit_overrides"
    assert dict(found.remarks[0].values) == {"name": "rr_ms", "unit": "s", "stated": "ms"}


def test_the_unit_that_is_asked_for_and_stands_there_is_no_news(tmp_path: Path) -> None:
    """Of the plain table; of another it is told as what was asked for."""
    assert codes(written(tmp_path, PLAIN, asked=Asked(unit=Unit.MILLISECONDS))) == codes(written(tmp_path, PLAIN))
    assert "remarks.unit_asked" in codes(written(tmp_path, NAMED, asked=Asked(unit=Unit.MILLISECONDS)))


def test_a_unit_that_a_format_says_itself_is_told_to_be_unused(tmp_path: Path) -> None:
    """Of a folder of many kinds each is read all the same."""
    assert "remarks.unit_unused" in codes(written(tmp_path, FIT, asked=Asked(unit=Unit.SECONDS)))
    assert "remarks.unit_unused" not in codes(written(tmp_path, FIT))


@pytest.mark.parametrize("content", [PLAIN, NAMED, "\n".join(map(str, RR)), FIT], ids=["plain", "named", "bare", "fit"])
def test_a_signal_of_a_file_that_has_none_is_refused(tmp_path: Path, content: str | bytes) -> None:
    """The intervals that are there are not what was asked for."""
    with pytest.raises(InputError, match="no signal nope") as told:
        written(tmp_path, content, asked=Asked(signal="nope"))
    assert told.value.kind == "no_signals"


def test_a_signal_that_is_there_is_taken(tmp_path: Path) -> None:
    """As before."""
    made = edf(tmp_path, ecg(rhythm(40), 130).uv)
    found = written(tmp_path, made.read_bytes(), asked=Asked(signal="ECG II"))
    assert found.ecg is not None


@pytest.mark.parametrize("header", ["rr_ms", "rr", "RR intervals (ms)", "t_s,rr_ms"])
def test_a_table_without_a_number_says_that(tmp_path: Path, header: str) -> None:
    """And not that it should name the column which it names."""
    told = refusal(tmp_path, f"{header}\n" + ("nan," * header.count(",") + "nan\n") * 30)
    assert "no number" in told or "as a number, found: nan" in told


@pytest.mark.parametrize("others", [["800"] * 30, ["1e308"] * 29])
def test_a_number_beyond_all_is_told_as_it_stands(tmp_path: Path, others: list[str]) -> None:
    """Neither as infinite nor as one in another unit."""
    told = refusal(tmp_path, "\n".join(["rr", *others, "1e308", ""]))
    assert "1e+308" in told
    assert "inf" not in told
    assert "another unit than" not in told


@pytest.mark.parametrize(
    ("writes", "name"),
    [
        *((each, "(AFIB") for each in ("(AFIB", "AFIB", "AF", "afib", "(af", "Atrial fibrillation", " AFib ")),
        *((each, "(N") for each in ("N", "(N", "sinus rhythm", "SR", "normal")),
        *(("(B", "(B"), ("B", "(B"), ("AFL", "(AFL"), ("svt", "(SVTA"), ("VT", "(VT")),
        *(("", ""), ("rest", "rest"), ("(X", "(X")),
    ],
)
def test_rhythms_have_one_name_however_they_are_written(writes: str, name: str) -> None:
    """What is no rhythm that is known stays as it was written."""
    assert rhythm_named(writes) == name


@pytest.mark.parametrize("with_time", [True, False])
@pytest.mark.parametrize("word", ["(AFIB", "AFIB", "AF"])
def test_what_experts_said_in_a_table_is_kept_with_or_without_times(tmp_path: Path, with_time: bool, word: str) -> None:
    """By the one name of each rhythm."""
    times = [f"{t:.3f}," if with_time else "" for t in E]
    rows = "".join(f"{t}{x},N,{word}\n" for t, x in zip(times, RR, strict=True))
    found = written(tmp_path, ("t_s," if with_time else "") + "rr_ms,label,rhythm\n" + rows)

    assert set(found.rhythms) == {"(AFIB"}
    assert set(found.labels) == {"N"}
    assert found.format == "rr-table"
