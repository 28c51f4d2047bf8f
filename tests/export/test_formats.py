"""Every format comes back through the program's own door with the same beats, and opens where its readers are."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from itertools import pairwise
from math import sin
from pathlib import Path

import pytest

import biofeedback
from biofeedback import journal
from biofeedback.decisions import Decision
from biofeedback.errors import InputError
from biofeedback.events import EcgChunk, Event
from biofeedback.export.formats import exported
from biofeedback.export.names import ExportFormat
from biofeedback.review.record import SessionRecord
from biofeedback.ticks import TICKS_PER_MS
from simulators.recordings.reading import read
from tests.report.made import LOST_AT, session

RATE_HZ = 130.0
EXACT = (ExportFormat.CSV, ExportFormat.KUBIOS, ExportFormat.EDF, ExportFormat.BIDS)
WHOLE_MS = (ExportFormat.ELITE, ExportFormat.HRV_LOGGER)
WITHOUT_A_CLOCK = (ExportFormat.KUBIOS, ExportFormat.ELITE)


def whole() -> SessionRecord:
    """A session in which no time was lost."""
    record = session()
    return replace(record, beats=record.beats[:LOST_AT])


def written(record: SessionRecord, form: ExportFormat, folder: Path) -> list[Path]:
    """The files of an export, the one with the beats first."""
    paths = []
    for file in exported(record, form):
        path = folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
        paths.append(path)
    return sorted(paths, key=lambda path: ("beats" not in path.name and "_RR" not in path.name, ".json" in path.name))


def ticks(record: SessionRecord) -> list[int]:
    return [beat.rr_ticks for beat in record.beats]


@pytest.mark.parametrize("form", EXACT)
def test_every_interval_comes_back_to_the_last_bit(form: ExportFormat, tmp_path: Path) -> None:
    """Exact where the format can be."""
    record = whole()
    back = read(written(record, form, tmp_path)[0])

    assert list(back.rr_ticks) == ticks(record)
    assert not any(back.gaps)


@pytest.mark.parametrize("form", WHOLE_MS)
def test_every_interval_comes_back_to_the_millisecond(form: ExportFormat, tmp_path: Path) -> None:
    """These formats have no more."""
    record = whole()
    back = read(written(record, form, tmp_path)[0])

    assert [rr / TICKS_PER_MS for rr in back.rr_ticks] == [round(rr / TICKS_PER_MS) for rr in ticks(record)]


@pytest.mark.parametrize("form", [*EXACT, *WHOLE_MS])
def test_lost_time_comes_back_where_the_format_has_a_clock(form: ExportFormat, tmp_path: Path) -> None:
    """As a gap, or as one long interval; and the intervals around it stay what they were."""
    record = session()
    back = read(written(record, form, tmp_path)[0])
    lost = list(back.gaps)
    long = [rr / 128_000 > 5 for rr in back.rr_ticks]

    if form in WITHOUT_A_CLOCK:
        assert not any(lost) and not any(long)  # noqa: PT018
    else:
        assert sum(lost) + sum(long) == 1
        assert (lost.index(True) if any(lost) else long.index(True)) == LOST_AT


def test_the_journal_comes_back_word_for_word(tmp_path: Path) -> None:
    """Every event and decision; what was decided on an event stands after it."""
    record = session()
    (path,) = written(record, ExportFormat.NDJSON, tmp_path)
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    events, decisions = list[Event](), list[Decision]()
    for line in lines:
        try:
            events.append(journal.event_from_line(line))
        except ValueError:
            decisions.append(journal.decision_from_line(line))

    assert tuple(events) == record.events
    assert tuple(decisions) == record.decisions
    assert json.loads(head)["schema"] == "biofeedback.journal/1"
    times = [json.loads(line)["t"] for line in lines]
    assert times == sorted(times)


def test_the_journal_is_read_as_a_recording(tmp_path: Path) -> None:
    """From the packets, as the live monitor heard them; a line that is damaged is named."""
    practised = biofeedback.simulate("three_minutes", "person:loose", seed=5).record
    (path,) = written(practised, ExportFormat.NDJSON, tmp_path)
    back = read(path)

    assert list(back.rr_ticks) == ticks(practised)
    assert list(back.t_s) == [beat.t for beat in practised.beats]
    assert back.format == "journal"
    lines = path.read_text().splitlines()
    place = next(k for k, line in enumerate(lines) if line.startswith('{"type":"HeartRate"'))
    lines[place] = lines[place][:-5]
    path.write_text("\n".join(lines))
    with pytest.raises(InputError, match=f"line {place + 1}"):
        read(path)


def test_the_table_names_every_unit_and_the_file_beside_it_tells_the_rest(tmp_path: Path) -> None:
    """Classes, phases, decisions with their reasons, marks, ratings, the note."""
    record = session()
    csv, sidecar = written(record, ExportFormat.CSV, tmp_path)
    table = json.loads(sidecar.read_text(encoding="utf-8"))
    header, *rows = [line.split(",") for line in csv.read_text(encoding="utf-8").splitlines()]

    assert header == list(table["beats"]["columns"])
    assert table["beats"]["columns"]["rr_ms"]["unit"] == "ms"
    assert [row[2] for row in rows] == [beat.kind.value for beat in record.beats]
    assert sum(row[3] == "1" for row in rows) == 1
    assert {row[4] for row in rows} >= {"baseline", "tense", "rest", "closing"}
    assert len(table["decisions"]) == len(record.decisions)
    assert [mark["type"] for mark in table["marks"]] == ["Rated", "LinkLost", "LinkBack", "Rated"]
    assert table["session"]["note"] == record.note
    assert (table["session"]["tension_before"], table["session"]["tension_after"]) == (6, 3)
    assert table["session"]["tension_after_said_later"] is None
    assert set(table["ratings"]) <= set(table["session"])


def test_a_rating_that_was_said_later_stands_apart_from_what_was_said_at_the_end(tmp_path: Path) -> None:
    """In every form that tells of the session: nobody has to guess when it was said."""
    record = replace(session(), rated_later=4)
    _, sidecar = written(record, ExportFormat.CSV, tmp_path)
    (lines,) = written(record, ExportFormat.NDJSON, tmp_path)
    first = lines.read_text(encoding="utf-8").split("\n")[0]
    heads = (json.loads(sidecar.read_text(encoding="utf-8")), json.loads(first))
    assert [head["session"]["tension_after_said_later"] for head in heads] == [4, 4]


def test_pandas_reads_the_tables(tmp_path: Path) -> None:
    """CSV and Parquet hold the same; the intervals are exact floats."""
    import pandas

    record = session()
    csv = pandas.read_csv(written(record, ExportFormat.CSV, tmp_path)[0], keep_default_na=False)
    parquet = pandas.read_parquet(written(record, ExportFormat.PARQUET, tmp_path)[0])

    assert list(csv.columns) == list(parquet.columns)
    for frame in (csv, parquet):
        assert [rr * TICKS_PER_MS for rr in frame["rr_ms"]] == ticks(record)
    assert list(csv["class"]) == list(parquet["class"])


def test_parquet_tells_its_units() -> None:
    """In the file's own description."""
    from io import BytesIO

    from pyarrow import parquet

    (file,) = exported(session(), ExportFormat.PARQUET)
    told = json.loads(parquet.read_schema(BytesIO(file.content)).metadata[b"biofeedback"])

    assert told["beats"]["columns"]["t_s"]["unit"] == "s"


def with_ecg() -> SessionRecord:
    """A session whose strap sent an ECG, of which a second was lost."""
    chunks = []
    for k in range(60):
        if k != 30:
            values = tuple(round(900 * sin(0.3 * (130 * k + j))) for j in range(130))
            chunks.append(EcgChunk(t=k + 1.0, rate_hz=RATE_HZ, microvolts=values, gap=k == 31))
    return replace(whole(), ecg=tuple(chunks))


def test_edfio_opens_the_edf(tmp_path: Path) -> None:
    """The peaks are annotations, each at its time; the phases last as long as they did; the ECG is in microvolts."""
    import edfio

    record = with_ecg()
    (path,) = written(record, ExportFormat.EDF, tmp_path)
    edf = edfio.read_edf(path)
    peaks = [each.onset for each in edf.annotations if each.text == "R-peak"]
    phases = {each.text: each.duration for each in edf.annotations}
    (ecg,) = edf.signals

    assert [round(1000 * TICKS_PER_MS * (b - a)) for a, b in pairwise(peaks)] == ticks(record)
    assert phases["baseline"] == 240.0
    assert phases["ECG missing"] == 1.0
    assert (ecg.label, ecg.physical_dimension, ecg.sampling_frequency) == ("ECG", "uV", RATE_HZ)
    assert abs(ecg.data[131] - record.ecg[1].microvolts[1]) < 1
    assert abs(ecg.data[31 * 130 + 5] - record.ecg[30].microvolts[5]) < 1


def test_neurokit_takes_the_intervals() -> None:
    """Its RMSSD over the clean ones is ours."""
    import neurokit2
    import numpy as np

    record = whole()
    clean = replace(record, beats=record.beats[70:290])
    (file,) = exported(clean, ExportFormat.KUBIOS)
    rr = np.array([float(line) for line in file.content.decode().split()])
    indices = neurokit2.hrv_time({"RRI": rr, "RRI_Time": np.cumsum(rr) / 1000})

    assert float(indices["HRV_RMSSD"].iloc[0]) == pytest.approx(float(np.sqrt(np.mean(np.diff(rr) ** 2))), rel=1e-6)


def test_a_bids_folder_describes_its_tables(tmp_path: Path) -> None:
    """Each packed table has its file of words; the ECG is sampled evenly and has no header."""
    paths = written(with_ecg(), ExportFormat.BIDS, tmp_path)
    packed = [path for path in paths if path.name.endswith(".tsv.gz")]
    ecg = next(path for path in packed if path.name.endswith("_physio.tsv.gz"))
    told = json.loads(Path(str(ecg).replace(".tsv.gz", ".json")).read_text())

    assert len(packed) == 2
    assert all(Path(str(path).replace(".tsv.gz", ".json")) in paths for path in packed)
    assert (told["SamplingFrequency"], told["Columns"]) == (RATE_HZ, ["cardiac"])
    assert len(gzip.decompress(ecg.read_bytes()).split()) == 60 * 130


@pytest.mark.parametrize("form", ExportFormat)
def test_the_same_session_gives_the_same_bytes(form: ExportFormat) -> None:
    """No clock, no order that wavers."""
    assert exported(with_ecg(), form) == exported(with_ecg(), form)
