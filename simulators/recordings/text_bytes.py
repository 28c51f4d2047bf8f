"""Bytes as text: whether they are one, in which encoding, and never altered silently."""

from __future__ import annotations

import codecs
import re

HEAD_BYTES = 65_536
"""Looked at to tell text from other data, and one format from another."""

_WIDE_MARKS = (
    (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")
)  # fmt: skip
"""Byte order marks of texts with several bytes a character, the longer first."""

_MOSTLY = 0.5
"""Of the bytes: in a table so many characters are figures at least, half of whose bytes are 0 in UTF-16."""

_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1a")) + b"\x7f"
"""Bytes that stand in no text: control characters but tabs, ends of lines and pages, and the end mark of DOS."""


_LEGACY: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("gb18030", re.compile(r"时间|时刻|日期|毫秒|间期|间隔|心率|心跳|心搏|上午|下午|序号|\d时\d{1,2}分")),
    ("cp932", re.compile(r"時刻|時間|間隔|心拍|ミリ秒|日付|日時|午前|午後|\d時\d{1,2}分")),
    ("big5", re.compile(r"時間|時刻|日期|毫秒|間期|間隔|心率|心跳|上午|下午|\d時\d{1,2}分")),
    ("cp949", re.compile(r"시간|시각|간격|심박|날짜|밀리초|오전|오후|\d시\s?\d{1,2}분")),
    ("cp1251", re.compile(r"время|интервал|дата|мсек|пульс|кардио", re.IGNORECASE)),
)
"""Encodings of spreadsheets before UTF-8 (China, Japan, Taiwan, Korea, Cyrillic), known by what such tables say."""


def is_text(beginning: bytes) -> bool:
    """Whether a file that begins so is a text."""
    if wide_encoding(beginning) is not None:
        return True
    return beginning.translate(None, _CONTROLS) == beginning


def encoding_of(beginning: bytes) -> str:
    """The encoding of a text that begins so: by its mark, by every other byte being 0, or by its words."""
    return wide_encoding(beginning) or _legacy(beginning) or "utf-8-sig"


def wide_encoding(beginning: bytes) -> str | None:
    """The encoding of a text with several bytes a character: by its mark, or by where bytes are 0; None: it is none."""
    for mark, name in _WIDE_MARKS:
        if beginning.startswith(mark):
            return name
    even, odd = beginning[0::2], beginning[1::2]
    if len(beginning) < 4:
        return None
    if 0 not in even and odd.count(0) >= _MOSTLY * len(odd):
        return "utf-16-le"
    return "utf-16-be" if 0 not in odd and even.count(0) >= _MOSTLY * len(even) else None


def _legacy(beginning: bytes) -> str | None:
    """The older encoding in which a beginning that is no UTF-8 says most of what tables of intervals say."""
    if beginning.isascii() or _read_as(beginning, "utf-8") is not None:
        return None
    counts = {
        name: sum(1 for _ in said.finditer(text))
        for name, said in _LEGACY
        if (text := _read_as(beginning, name)) is not None
    }
    best = max(counts, key=lambda name: counts[name], default=None)
    return best if best is not None and counts[best] else None


def _read_as(beginning: bytes, encoding: str) -> str | None:
    """What bytes say in an encoding, but for a last character that is cut; None where they are not of it."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(beginning)
    except UnicodeDecodeError:
        return None


def lenient(data: bytes) -> str:
    """The text in bytes, which may end within a character; each line that is not UTF-8 is read as Windows-1252."""
    encoding = encoding_of(data[:HEAD_BYTES])
    if encoding != "utf-8-sig":
        return codecs.getincrementaldecoder(encoding)("replace").decode(data).replace("\r\n", "\n").replace("\r", "\n")
    text = data.decode("utf-8-sig", "surrogateescape").replace("\r\n", "\n").replace("\r", "\n")
    return text if text.isascii() else "\n".join(line if line.isascii() else decoded(line) for line in text.split("\n"))


def decoded(line: str) -> str:
    """A line whose bytes were not all UTF-8, read as Windows-1252; what is not that either is shown escaped."""
    try:
        line.encode()
    except UnicodeEncodeError:
        return line.encode("utf-8", "surrogateescape").decode("cp1252", "backslashreplace")
    return line
