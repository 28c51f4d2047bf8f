"""Large letters for the one thing to do now, three rows high, drawn with half blocks.

Latin letters and digits; large Chinese characters are in `hanzi`, which need twice the rows.
"""

from __future__ import annotations

from functools import lru_cache

from biofeedback.text_layout import columns

FRAME_MARGIN = 4
"""A rule is so much longer than its text, on each side. Columns."""

_PIXELS = 5
"""Dots of a letter from top to foot; two of them share a character, the sixth stays empty."""

_FONT = {
    "A": ".##. #..# #### #..# #..#",
    "B": "###. #..# ###. #..# ###.",
    "C": ".### #... #... #... .###",
    "D": "###. #..# #..# #..# ###.",
    "E": "#### #... ###. #... ####",
    "F": "#### #... ###. #... #...",
    "G": ".### #... #.## #..# .###",
    "H": "#..# #..# #### #..# #..#",
    "I": "# # # # #",
    "J": "...# ...# ...# #..# .##.",
    "K": "#..# #.#. ##.. #.#. #..#",
    "L": "#... #... #... #... ####",
    "M": "#...# ##.## #.#.# #...# #...#",
    "N": "#...# ##..# #.#.# #..## #...#",
    "O": ".##. #..# #..# #..# .##.",
    "P": "###. #..# ###. #... #...",
    "Q": ".##. #..# #..# #.#. .#.#",
    "R": "###. #..# ###. #.#. #..#",
    "S": ".### #... .##. ...# ###.",
    "T": "##### ..#.. ..#.. ..#.. ..#..",
    "U": "#..# #..# #..# #..# .##.",
    "V": "#...# #...# .#.#. .#.#. ..#..",
    "W": "#...# #...# #.#.# ##.## #...#",
    "X": "#...# .#.#. ..#.. .#.#. #...#",
    "Y": "#...# .#.#. ..#.. ..#.. ..#..",
    "Z": "##### ...#. ..#.. .#... #####",
    "0": ".##. #..# #..# #..# .##.",
    "1": ".#.. ##.. .#.. .#.. ###.",
    "2": "###. ...# .##. #... ####",
    "3": "###. ...# .##. ...# ###.",
    "4": "#..# #..# #### ...# ...#",
    "5": "#### #... ###. ...# ###.",
    "6": ".##. #... ###. #..# .##.",
    "7": "#### ...# ..#. .#.. .#..",
    "8": ".##. #..# .##. #..# .##.",
    "9": ".##. #..# .### ...# .##.",
    ":": ". # . # .",
    " ": "... ... ... ... ...",
}


@lru_cache  # of a session: its headlines, and the seconds that are left
def big(text: str, width: int) -> str | None:
    """`text` in large letters, three lines; None where a letter has no large form or it is wider than `width`."""
    letters = [_FONT.get(char) for char in text.upper()]
    if not text or any(letter is None for letter in letters):
        return None
    pixels = [" ".join(row) for row in zip(*(letter.split() for letter in letters if letter), strict=True)]
    pixels = [row.replace(".", " ") for row in pixels] + [" " * len(pixels[0])]
    if len(pixels[0]) > width:
        return None
    pairs = zip(pixels[0::2], pixels[1::2], strict=True)
    return "\n".join("".join(_half(top, low) for top, low in zip(*pair, strict=True)) for pair in pairs)


def spaced(text: str) -> str:
    """`text` in capitals set apart: T E N S E."""
    return " ".join(text.upper())


def framed(text: str, rule: str) -> str:
    """`text` set apart between two rules, three lines: for scripts without a large form."""
    apart = "  ".join(text.upper())
    line = rule * (columns(apart) + 2 * FRAME_MARGIN)
    return f"{line}\n{apart}\n{line}"


def _half(top: str, low: str) -> str:
    if top == "#":
        return "█" if low == "#" else "▀"
    return "▄" if low == "#" else " "
