"""Reading recordings: what is in the file, or one clear sentence why not."""

from __future__ import annotations

import errno
import gzip
import io
import math
from contextlib import suppress
from itertools import accumulate, pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from biofeedback.errors import InputError
from biofeedback.texts import Texts
from biofeedback.ticks import from_ms
from simulators.recordings.reading import read
from simulators.recordings.recording import Recording


def written(folder: Path, content: str | bytes, name: str = "recording.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refusal(path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        read(path)
    return caught.value


TABLE = "t_s,rr_ms,label\n0.8,800,N\n1.61,810.5,V\n2.4,790,N\n"


def test_plain_table_keeps_times_and_lengths(tmp_path: Path) -> None:
    """A table gives its own times and every interval to the tick."""
    recording = read(written(tmp_path, TABLE))
    assert recording.format == "rr-table"
    assert list(recording.t_s) == [0.8, 1.61, 2.4]
    assert list(recording.rr_ticks) == [from_ms(800), from_ms(810.5), from_ms(790)]
    assert recording.begin_s == pytest.approx(0.0)
    assert recording.duration_s == pytest.approx(2.4)
    assert not any(recording.gaps)


def test_lost_time_in_the_clock_is_a_gap(tmp_path: Path) -> None:
    """Where the clock runs ahead of the interval, time was lost before it."""
    recording = read(written(tmp_path, "t_s,rr_ms\n0.8,800\n9.6,800\n10.4,800\n"))
    assert recording.gaps == (False, True, False)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("packed", [False, True])
def test_encoding_line_ends_and_packing_do_not_matter(tmp_path: Path, encoding: str, ends: str, packed: bool) -> None:
    """The same table in any encoding, with any line ends, packed or not, is the same recording."""
    text = "# K\u00f6rper\n" + TABLE
    content = (text if encoding != "utf-16-le" else "\ufeff" + text).replace("\n", ends).encode(encoding)
    recording = read(written(tmp_path, gzip.compress(content) if packed else content, "any.name"))
    assert list(recording.rr_ticks) == [from_ms(800), from_ms(810.5), from_ms(790)]


@pytest.mark.parametrize(
    "content",
    [
        "0.8\n0.81\n0.79\n",
        "800\n810\n790\n",
        "rri\n800\n810\n790\n",
        "# a note\n\n800\n810\n790",
        "IBI (s)\n.8\n.81\n.79\n",
    ],
)
def test_bare_numbers_in_seconds_or_milliseconds(tmp_path: Path, content: str) -> None:
    """The unit of bare numbers is told by their size."""
    assert list(read(written(tmp_path, content)).rr_ticks) == [from_ms(800), from_ms(810), from_ms(790)]


def test_time_beside_bare_numbers_is_believed_where_it_fits(tmp_path: Path) -> None:
    """A clock that begins the intervals, one that ends them, and one that only counts rows."""
    rr = [0.8 + 0.05 * (k % 7) for k in range(20)]
    starts = list(accumulate(rr, initial=10.0))
    begins = "".join(f"{t:.3f},{x:.3f}\n" for t, x in zip(starts, rr, strict=False))
    ends = "".join(f"{t:.3f},{x:.3f}\n" for t, x in zip(starts[1:], rr, strict=True))
    rows = "".join(f"{k},{x:.3f}\n" for k, x in enumerate(rr))
    assert read(written(tmp_path, begins)).begin_s == pytest.approx(10)
    assert read(written(tmp_path, ends)).begin_s == pytest.approx(10)
    assert read(written(tmp_path, rows)).duration_s == pytest.approx(sum(rr))


def test_a_rising_column_is_beat_times(tmp_path: Path) -> None:
    """A single rising column holds the times of beats; their differences are the intervals."""
    recording = read(written(tmp_path, "".join(f"{0.352 + 0.7 * k:.3f}\n" for k in range(60))))
    assert len(recording) == 59
    assert set(recording.rr_ticks) == {from_ms(700)}


@pytest.mark.parametrize(
    ("content", "kind", "line"),
    [
        (b"", "empty", None),
        (b"\n\n \n", "empty", None),
        (b"\x00\x01\x02", "not_text", None),
        (gzip.compress(b"rr_ms\n" + b"800\n" * 500, mtime=0)[:-12], "truncated", None),
        (gzip.compress(b"", mtime=0), "empty", None),
        ("t_s,rr_ms\n", "no_beats", None),
        ("t_s,pulse\n0.8,75\n", "no_column", 1),
        ("rr_ms,rr_ms\n800,800\n", "no_column", 1),
        ("t_s,rr_ms\n0.8,eight\n", "bad_cell", 2),
        ("t_s,rr_ms\n0.8,nan\n", "bad_cell", 2),
        ("t_s,rr_ms\n0.8,inf\n", "bad_cell", 2),
        ("t_s,rr_ms\n0.8,-800\n", "bad_cell", 2),
        ("t_s,rr_ms\n0.8,0\n", "bad_cell", 2),
        ("t_s,rr_ms\n0.8,1e12\n", "bad_cell", 2),
        ("t_s,rr_ms\n0.8,800\n1.6\n", "bad_cell", 3),
        ("t_s,rr_ms\n0.8,800\n1.6,0.8\n", "bad_cell", 3),
        ("t_s,rr_ms\n0.8,800\n0.8,800\n", "bad_time", 3),
        ("t_s,rr_ms\n0.8,800\n0.7,800\n", "bad_time", 3),
        ("t_s,rr_ms\n0.8,800\nnan,800\n", "bad_time", 3),
        ("t_s,rr_ms\n" + "".join(f"{800 * k},800\n" for k in range(1, 40)), "bad_time", None),
        ("800\n810\ns\n", "bad_cell", 3),
        ("800\n810\n0.8\n", "bad_cell", 3),
        ("0.8\n0.81\n0.79\n800\n", "bad_cell", 4),
        ("800\n810\n790 9\n", "bad_cell", 3),
        ("dear diary\n", "unknown", 1),
        ("t_s,rr_ms\n0.8," + "8" * 9000, "long_line", 2),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, content: str | bytes, kind: str, line: int | None) -> None:
    """A broken file is refused with a kind, its line and one sentence that names the file."""
    problem = refusal(written(tmp_path, content))
    assert (problem.kind, problem.line) == (kind, line)
    assert "\n" not in problem.message
    assert "recording.csv" in problem.message


def test_missing_files_and_folders(tmp_path: Path) -> None:
    """A path that is no readable file is refused, whatever it is."""
    assert refusal(tmp_path / "nowhere.csv").kind == "missing"
    assert refusal(tmp_path).kind == "folder"
    assert refusal(Path("/dev/null")).kind == "not_a_file"
    assert refusal(tmp_path / ("x" * 5000)).kind == "not_readable"


def honest(recording: Recording) -> bool:
    times = list(recording.t_s)
    return (
        len(times) == len(recording.rr_ticks) == len(recording.gaps) >= 1
        and all(math.isfinite(t) for t in times)
        and all(a < b for a, b in pairwise(times))
        and all(ticks > 0 for ticks in recording.rr_ticks)
    )


CELL = st.one_of(
    st.floats(allow_nan=True).map(str),
    st.integers(300, 1500).map(str),
    st.floats(0.3, 1.5).map(lambda x: f"{x:.3f}"),
    st.text(max_size=6),
)
ROW = st.lists(CELL, min_size=1, max_size=3).map(",".join)
HEADER = st.sampled_from(["t_s,rr_ms\n", "rr_ms\n", "", "time;rri\n", "rr\n", "[Params]\n[HRData]\n", "1 2 3\n"])


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.one_of(st.binary(max_size=300), st.tuples(HEADER, st.lists(ROW)).map(lambda p: p[0] + "\n".join(p[1])))
)
def test_any_content_gives_a_recording_or_a_refusal(tmp_path: Path, content: str | bytes) -> None:
    """Nothing but an honest recording or an InputError ever comes of a file."""
    path = tmp_path / "any"
    path.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
    with suppress(InputError):
        assert honest(read(path))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rr=st.lists(st.integers(250, 2500), min_size=1, max_size=50), lost=st.integers(0, 20))
def test_a_written_table_reads_back(tmp_path: Path, rr: list[int], lost: int) -> None:
    """Every interval of a table is read as it was written, in order, and nothing else."""
    t, rows = float(lost), ["t_s,rr_ms"]
    for ms in rr:
        t += ms / 1000
        rows.append(f"{t:.3f},{ms}")
    recording = read(written(tmp_path, "\n".join(rows)))
    assert list(recording.rr_ticks) == [from_ms(ms) for ms in rr]
    assert recording.t_s[-1] == pytest.approx(t, abs=1e-3)


def test_every_recording_of_the_collection_reads(recordings: Path) -> None:
    """Annotated tables read whole, with as many intervals as rows."""
    paths = [p for db in ("mitdb", "strap", "meditation") for p in sorted((recordings / db).glob("*.csv"))]
    for path in [p for p in paths if ".marks." not in p.name]:
        recording = read(path)
        assert len(recording) == len(path.read_text().splitlines()) - 1
        assert honest(recording)


class _Unreadable(io.BytesIO):
    """A file that a failing disk opens but does not give."""

    def read(self, size: int | None = -1) -> bytes:
        raise OSError(errno.EIO, "Input/output error")


def test_what_cannot_be_read_from_its_first_byte_on_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one line with the system's own reason."""
    file = tmp_path / "failing.csv"
    file.write_text("rr_ms\n800\n")

    def unreadable(_path: Path, _mode: str) -> _Unreadable:
        return _Unreadable()

    Texts("en").say("recordings.empty")  # the words are there before nothing can be read
    monkeypatch.setattr(Path, "open", unreadable)
    with pytest.raises(InputError, match="Input/output error") as refusal:
        read(file)
    assert refusal.value.kind == "not_readable"


def test_a_table_of_which_only_an_unended_header_is_there_is_refused(tmp_path: Path) -> None:
    """Its only line is left out as one that was cut off."""
    file = tmp_path / "cut.csv"
    file.write_bytes(b"\n\n\n\n\nt_s")
    with pytest.raises(InputError) as refusal:
        read(file)
    assert refusal.value.kind == "no_beats"
