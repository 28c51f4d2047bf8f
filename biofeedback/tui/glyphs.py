"""The characters a chart is drawn with: fine, coarse or plain."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from biofeedback.tui.look import Charset


class Ground(Enum):
    """What was asked for at a moment, as the strip under the chart shows it."""

    FREE = "free"
    TENSION = "tension"
    REST = "rest"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class GlyphSet:
    """Dots within a character (across, down) and the characters that show them."""

    across: int
    down: int
    bits: tuple[tuple[int, ...], ...]  # bits[down][across]
    first: int  # code point of no dots, 0: use `characters`
    characters: str
    band: str
    mark: str
    flag: str
    strip: dict[Ground, str]

    def glyph(self, dots: int) -> str:
        """The character that shows these dots."""
        return self.characters[dots] if self.characters else chr(self.first + dots)


_STRIP = {Ground.FREE: " ", Ground.TENSION: "█", Ground.REST: "─", Ground.PAUSE: "┄"}
GLYPH_SETS = {
    Charset.BRAILLE: GlyphSet(
        2, 4, ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80)), 0x2800, "", "·", "×", "┊", _STRIP
    ),
    Charset.BLOCKS: GlyphSet(1, 2, ((1,), (2,)), 0, " ▀▄█", "·", "x", "│", _STRIP),
    Charset.ASCII: GlyphSet(
        1,
        1,
        ((1,),),
        0,
        " *",
        ".",
        "x",
        "|",
        {Ground.FREE: " ", Ground.TENSION: "#", Ground.REST: "-", Ground.PAUSE: "."},
    ),
}
"""The characters of each set that a terminal may be able to show."""
