"""Tables as spreadsheets of other countries save them, in encodings older than UTF-8."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from biofeedback.ticks import to_ms
from simulators.recordings.reading import read
from simulators.recordings.text_bytes import encoding_of
from tests.simulators.recordings.test_tables import RR, ends, moment

E = ends()

TABLES: dict[str, tuple[str, str, Callable[[float], str]]] = {
    "Chinese": ("gbk", "时间,RR间期(毫秒)", moment("%Y年%m月%d日 %H时%M分%S秒")),
    "Chinese, plain times": ("gb18030", "时间,心跳间期（ms）", moment("%Y/%m/%d %H:%M:%S")),
    "Chinese, half days": ("gbk", "时间,RR", moment("%Y/%m/%d 上午%I:%M:%S")),
    "Japanese": ("cp932", "時刻,RR間隔(ms)", moment("%H時%M分%S秒")),
    "Japanese, cells only": ("shift_jis", "time,rr", moment("%H時%M分%S秒")),
    "Taiwan": ("big5", "時間,RR間期(毫秒)", moment("%Y/%m/%d %H:%M:%S")),
    "Korean": ("cp949", "시간,RR 간격(ms)", moment("%Y-%m-%d 오전 %I:%M:%S")),
    "Korean, in words": ("cp949", "시각,RR 간격(ms)", moment("%H시 %M분 %S초")),
    "Russian": ("cp1251", "время;RR интервал (мс)", moment("%d.%m.%Y %H:%M:%S")),
    "German": ("cp1252", "Zeit;RR-Abstand (ms) für Übung", moment("%d.%m.%Y %H:%M:%S")),
}


@pytest.mark.parametrize("kind", TABLES)
def test_tables_in_older_encodings(tmp_path: Path, kind: str) -> None:
    """Every interval and the lost minute, as of the same table in UTF-8."""
    encoding, header, form = TABLES[kind]
    mark = ";" if ";" in header else ","
    text = f"{header}\n" + "".join(f"{form(t)}{mark}{x}\n" for t, x in zip(E, RR, strict=True))
    for name, content in (("older", text.encode(encoding)), ("utf-8", text.encode())):
        path = tmp_path / name
        path.write_bytes(content)
        found = read(path)
        assert [to_ms(x) for x in found.rr_ticks] == pytest.approx(RR, abs=4)
        assert sum(found.gaps) == 1


@pytest.mark.parametrize("said", ["Übung für Käthe; gemütlich", "séance à l'été; état", "año; señal"])
def test_other_texts_are_left_as_they_are(said: str) -> None:
    assert encoding_of(said.encode("cp1252")) == "utf-8-sig"
    assert encoding_of(said.encode()) == "utf-8-sig"


def test_what_is_utf_8_and_cut_within_a_character_is_utf_8() -> None:
    assert encoding_of("时间,RR间期(毫秒)".encode()[:-2]) == "utf-8-sig"
