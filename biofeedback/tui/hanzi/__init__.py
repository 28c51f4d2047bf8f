"""Chinese characters large enough for arm's length: 11 x 11 dots in half blocks, for the few words that are asked.

The dots are in `glyphs.txt`; where they come from and their licence (SIL OFL 1.1) are named there.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources

_DOTS = 11
"""Rows of dots of a character, and dots in a row: as they are drawn in `glyphs.txt`. Two rows share a line."""

_APART = "  "


@lru_cache
def large(text: str, width: int) -> str | None:
    """`text` in large characters, six lines; None where one has no large form or it is wider than `width`."""
    glyphs = [_glyphs().get(sign) for sign in text]
    if not text or any(glyph is None for glyph in glyphs):
        return None
    rows = [_APART.join(glyph[k] for glyph in glyphs if glyph is not None) for k in range(_DOTS)]
    rows = [*(row.replace(".", " ") for row in rows), " " * len(rows[0])]
    if len(rows[0]) > width:
        return None
    return "\n".join(
        "".join(_half(top, low) for top, low in zip(rows[k], rows[k + 1], strict=True)) for k in range(0, _DOTS + 1, 2)
    )


@cache
def _glyphs() -> dict[str, tuple[str, ...]]:
    text = (resources.files(__name__) / "glyphs.txt").read_text(encoding="utf-8")
    blocks = [block.split("\n") for block in text.split("\n\n") if block.strip() and not block.startswith("#")]
    return {block[0]: tuple(block[1 : _DOTS + 1]) for block in blocks}


def _half(top: str, low: str) -> str:
    if top == "#":
        return "█" if low == "#" else "▀"
    return "▄" if low == "#" else " "
