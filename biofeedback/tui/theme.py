"""The themes: no saturated red, no blinking, every text at 4.5 to 1 or more where the colours are ours."""

from __future__ import annotations

from dataclasses import dataclass

from textual.theme import Theme

from biofeedback.appearance import ThemeName


@dataclass(frozen=True, slots=True, kw_only=True)
class Inks:
    """The colours of a theme, each with its one meaning."""

    background: str
    text: str  # all words that have no colour of their own
    now: str  # what is to be done now, and what has the focus
    muted: str  # what may be overlooked: keys, axes, remarks
    clay: str  # warnings, and the mark of beats that do not count, which its shape tells as well
    shade: str  # behind a time of tension
    band: str  # the band about the baseline


OF_DUSK = Inks(
    background="#14110d", text="#e2d3b8", now="#e0a84e", muted="#a3927a", clay="#cf9a78", shade="#33271a",
    band="#8c7a5e",
)  # fmt: skip
"""Amber on nearly black, with some warmth."""

OF_PAPER = Inks(
    background="#f7f2e6", text="#2f2820", now="#7a4a05", muted="#665a48", clay="#8f3d1c", shade="#e8dec9",
    band="#6f6044",
)  # fmt: skip
"""Ink on warm white, for bright rooms."""

OF_TERMINAL = Inks(
    background="ansi_default", text="ansi_default", now="ansi_default", muted="ansi_default", clay="ansi_default",
    shade="ansi_default", band="ansi_default",
)  # fmt: skip
"""Only the two colours that whoever owns the terminal chose to read with: any other of their sixteen may be unreadable
on their background. What stands out is bold, and the cursor is shown reversed."""


ANSI_ONLY = (
    "ansi-background", "ansi-foreground", "border-blurred", "input-cursor-background", "input-cursor-foreground",
    "input-selection-background", "input-selection-foreground", "screen-selection-background",
    "screen-selection-foreground",
)  # fmt: skip
"""Variables that Textual's own style sheets read where a theme leaves the colours to the terminal."""


def _theme(name: ThemeName, inks: Inks, *, dark: bool, ansi: bool = False) -> Theme:
    dark_words = {"night": inks.background, "night-words": inks.text}  # of the screen that is put out
    if not ansi:
        dark_words = {"night": "#000000", "night-words": OF_DUSK.text}
    own = dark_words | {"muted": inks.muted, "clay": inks.clay, "shade": inks.shade, "band": inks.band}
    cursor = {
        "block-cursor-foreground": inks.background,
        "block-cursor-background": inks.now,
        "block-cursor-blurred-foreground": inks.text,
        "block-cursor-blurred-background": inks.shade,
    }
    bars = {f"scrollbar{of}": inks.muted for of in ("", "-hover", "-active")}
    bars |= {f"scrollbar-{of}": inks.background for of in ("background", "background-hover", "background-active")}
    if ansi:
        cursor |= {"block-cursor-text-style": "bold reverse", "block-cursor-blurred-text-style": "reverse"}
        cursor |= dict.fromkeys(ANSI_ONLY, inks.background)
    return Theme(
        name=name.value,
        primary=inks.now,
        secondary=inks.clay,
        accent=inks.now,
        warning=inks.clay,
        error=inks.clay,
        success=inks.now,
        foreground=inks.text,
        background=inks.background,
        surface=inks.background,
        panel=inks.shade,
        boost=inks.background,
        dark=dark,
        ansi=ansi,
        text_alpha=1.0,
        variables=own | cursor | bars,
    )


DUSK = _theme(ThemeName.DUSK, OF_DUSK, dark=True)
"""The usual one."""

THEMES = (
    DUSK,
    _theme(ThemeName.PAPER, OF_PAPER, dark=False),
    _theme(ThemeName.TERMINAL, OF_TERMINAL, dark=True, ansi=True),
)
"""All there are."""
