"""The app's looks: its theme and whether anything moves, changed at any time and at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from biofeedback.appearance import ThemeName
from biofeedback.tui.fault_handling import FaultKeepingApp
from biofeedback.tui.look import Look
from biofeedback.tui.theme import DUSK, THEMES

Result = TypeVar("Result")


class ThemedApp(FaultKeepingApp[Result]):
    """An app that looks as its `look` says."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        for theme in THEMES:
            self.register_theme(theme)
        self.wear(look.theme)
        self.move(look.motion)
        self._worn = self.theme
        self.stylesheet.set_variables(self.get_css_variables())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own colours, also while another theme is being put on."""
        return DUSK.variables

    def refresh_css(self, animate: bool = True) -> None:
        """Put on the colours of another theme. Those that are worn already are not put on again.

        Textual asks for it while it comes by other themes before ours and nothing is painted yet: all rules would be
        read a second time.
        """
        if self.theme != self._worn:
            self._worn = self.theme
            super().refresh_css(animate)

    def wear(self, theme: ThemeName) -> None:
        """Put on another theme, at once and for screens to come."""
        self.look = replace(self.look, theme=theme)
        self.theme = theme.value

    def move(self, motion: bool) -> None:
        """Whether anything may move by itself, for screens to come."""
        self.look = replace(self.look, motion=motion)
        self.animation_level = "full" if motion else "none"
