"""The theme `dusk`: amber on near black, no saturated red, no blinking, every text at 4.5 to 1 or more."""

from __future__ import annotations

from textual.theme import Theme

BACKGROUND = "#14110d"
TEXT = "#e2d3b8"
AMBER = "#e0a84e"
MUTED = "#a3927a"
CLAY = "#cf9a78"  # the mark of beats that do not count; told by its shape as well
SHADE = "#33271a"  # behind the time of tension
BAND = "#8c7a5e"

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
