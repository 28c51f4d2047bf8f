"""Text of unknown origin made fit for a terminal: the name of a strap or a file, an exception's words, a stored title.

A terminal acts on control characters: they can move the cursor, clear the screen, change its title or, turning the
direction of text, make one word look like another. Nobody who names a strap or a file may do that to a person. Letters,
signs, emoji and combining marks of every script stay as they are.
"""

from __future__ import annotations

import re

LONGEST_VALUE = 1000
"""Characters of one value put into a sentence. A path has at most a few hundred, a list of muscle groups too; what is
longer is no name and would only push the sentence itself off the screen."""

CUT = "…"
"""What ends a text that was cut."""

INSTEAD = "?"
"""What stands for a character that was not shown: in every encoding, and seen by whoever wonders about the name."""

_STRING_END = r"(?:\x07|\x1b\\|\x9c)"
_SEQUENCE = re.compile(
    rf"(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x00-\x1f\x7f-\x9f]*{_STRING_END}"  # OSC, DCS, SOS, PM, APC
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI
    r"|\x1b[ -/]*[0-~]"  # the short ones
)
"""Whole escape sequences of ECMA-48, in their seven-bit and their eight-bit form: they go as one."""

_BLANKS = "\\t\\n\\v\\f\\r\u0085\u2028\u2029"
_SPACE = re.compile(f"[{_BLANKS}]+")
_SPACE_IN_A_LINE = re.compile(f"[{_BLANKS.replace(chr(92) + 'n', '')}]+")
"""Runs of blanks other than line ends."""

_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What turns the direction of text. A script that runs from right to left is shown so without them."""

_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u206a-\u206f\ufff9-\ufffb]")
_FORBIDDEN_IN_LINES = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u206a-\u206f\ufff9-\ufffb]")
"""Control characters, halves of a pair that no encoding can write, and format controls that Unicode gave up."""

_IN_JSON = re.compile("[\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb]")
"""`json` itself escapes the other control characters. All of these can only be inside a string."""


def readable(text: str, *, lines: bool = False, longest: int | None = LONGEST_VALUE) -> str:
    """The text with nothing in it that a terminal would act on; unchanged where there is nothing.

    `lines`: line ends are kept. `longest`: what is longer is cut, with a sign that it was; None: never.
    """
    if not text.isprintable():
        text = _SEQUENCE.sub("", text)
        text = (_SPACE_IN_A_LINE if lines else _SPACE).sub(" ", text)
        text = _TURNING.sub("", text)
        text = (_FORBIDDEN_IN_LINES if lines else _FORBIDDEN).sub(INSTEAD, text)
    return text if longest is None or len(text) <= longest else text[: longest - 1] + CUT


def escaped(json: str) -> str:
    """A line of JSON that means the same, with what a terminal would act on written as an escape of JSON."""
    return json if json.isprintable() else _IN_JSON.sub(lambda found: f"\\u{ord(found.group()):04x}", json)


def writable(text: str) -> str:
    """The text as it can be kept: bytes of a name that are no text in any encoding are written out as numbers."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
