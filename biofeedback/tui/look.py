"""How the screens are to look: language, characters, motion. Chosen once, from the settings and the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from biofeedback.appearance import ThemeName
from biofeedback.texts import Texts

NARROW_COLUMNS = 60
"""A screen with fewer gets shorter words. Columns."""

APART = "   "
"""Between two keys of a line of them."""

SHORT_ROWS = 20
"""A screen with fewer gets small letters. Rows."""


class Charset(Enum):
    """Which characters a chart may be drawn with."""

    BRAILLE = "braille"
    BLOCKS = "blocks"
    ASCII = "ascii"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The look of all screens."""

    lang: str = "en"
    charset: Charset = Charset.BRAILLE
    motion: bool = True  # False: nothing moves by itself, the breathing cue is words only
    theme: ThemeName = ThemeName.DUSK

    @property
    def texts(self) -> Texts:
        """The sentences in the chosen language."""
        return Texts(self.lang)

    def keys_line(self, names: Iterable[str]) -> str:
        """The line that says what these keys do: each by its name among the texts (`tui.key_NAME`), or by its code."""
        texts = self.texts
        return APART.join(texts.say(name if "." in name else f"tui.key_{name}") for name in names)


def charset_for(environ: Mapping[str, str], encoding: str) -> Charset:
    """The finest characters this terminal can be trusted with; `BIOFEEDBACK_CHARSET` overrules."""
    asked = environ.get("BIOFEEDBACK_CHARSET", "")
    if asked in {charset.value for charset in Charset}:
        return Charset(asked)
    if not encoding.lower().startswith("utf"):
        return Charset.ASCII
    # The bare console of Linux has 256 or 512 glyphs, none of them braille.
    return Charset.BLOCKS if environ.get("TERM") == "linux" else Charset.BRAILLE


def wants_motion(environ: Mapping[str, str]) -> bool:
    """False where the person asked us, or Textual and so us, for no animations."""
    return environ.get("TEXTUAL_ANIMATIONS", "").lower() != "none" and not environ.get("BIOFEEDBACK_STILL")


def look_for(
    lang: str,
    environ: Mapping[str, str],
    encoding: str,
    *,
    theme: ThemeName = ThemeName.DUSK,
    still: bool = False,
) -> Look:
    """The look that fits the terminal and its person: the one place where its signs are read."""
    motion = wants_motion(environ) and not still
    return Look(lang=lang, charset=charset_for(environ, encoding), motion=motion, theme=theme)
