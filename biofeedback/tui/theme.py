"""The theme `dusk`: amber on near black, no saturated red, no blinking, every text at 4.5 to 1 or more."""

from __future__ import annotations

from textual.theme import Theme

BACKGROUND = "#14110d"
"""Nearly black, with some warmth."""

TEXT = "#e2d3b8"
"""All words that have no colour of their own."""

AMBER = "#e0a84e"
"""What is to be done now, and what has the focus."""

MUTED = "#a3927a"
"""What may be overlooked: keys, axes, remarks."""

CLAY = "#cf9a78"
"""Warnings, and the mark of beats that do not count, which its shape tells as well."""

SHADE = "#33271a"
"""Behind a time of tension."""

BAND = "#8c7a5e"
"""The band about the baseline."""

DUSK = Theme(
    name="dusk",
    primary=AMBER,
    secondary=CLAY,
    accent=AMBER,
    warning=CLAY,
    error=CLAY,
    success=AMBER,
    foreground=TEXT,
    background=BACKGROUND,
    surface=BACKGROUND,
    panel=SHADE,
    dark=True,
    text_alpha=1.0,
    variables={"muted": MUTED, "clay": CLAY, "shade": SHADE, "band": BAND},
)
"""The only theme."""
