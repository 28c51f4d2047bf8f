"""The app's list of commands. It never opens over a session: it would lie over the cue and swallow the stop key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from biofeedback.appearance import ThemeName
from biofeedback.errors import BiofeedbackError
from biofeedback.tui.home import AT_ONCE, CHOICES, Chosen, HomeScreen, about
from biofeedback.tui.home_app import HomeApp

if TYPE_CHECKING:  # loaded where it is asked for
    from biofeedback.tui.commands import Command

THEME = "theme_"
"""Before the name of a theme, in the choice that puts it on."""
PRACTISE = "practise_"
"""Before the name of a protocol, in the choice that begins it."""


class CommandsApp(HomeApp):
    """An app whose every page but a session's leads to all that home can do."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+p", "commands(False)", show=False),
        Binding("ctrl+g", "commands(True)", show=False),
    ]

    def action_commands(self, jumps: bool) -> None:
        """Show them; nothing where a session runs, has just ended or is being prepared."""
        from biofeedback.tui.commands import Command, CommandsScreen

        if self.session is not None or self.preparing or isinstance(self.screen, CommandsScreen):
            return
        texts, led_by = self.look.texts, self.factory.sound()
        all_of_them = [
            Command(choice=choice, key=key, name=texts.say(f"tui.choice_{choice}"), about=about(choice, texts, led_by))
            for choice, key in (*CHOICES, *((THEME + name, "") for name in ThemeName))
        ]
        all_of_them[1:1] = self._at_once()  # what a name finds comes before the list of all
        self.push_screen(CommandsScreen(all_of_them, self.look, jumps=jumps), self._do)

    def _at_once(self) -> Iterator[Command]:
        from biofeedback.tui.commands import Command
        from protocols.library import load
        from protocols.safety import total_s

        for name, key in AT_ONCE:
            protocol = load(name)
            yield Command(
                choice=PRACTISE + name,
                key=key,
                name=protocol.title.say(self.look.lang),
                about=self.look.texts.say("tui.about_at_once", minutes=total_s(protocol) / 60),
            )

    def _do(self, choice: str | None) -> None:
        if choice is None:
            return
        if choice.startswith(THEME):
            self._keep_theme(ThemeName(choice.removeprefix(THEME)))
            return
        while not isinstance(self.screen, HomeScreen):
            self.screen.dismiss(None)
        if choice.startswith(PRACTISE):
            self.post_message(Chosen("practise", choice.removeprefix(PRACTISE)))
        else:
            self.post_message(Chosen(choice))

    def _keep_theme(self, theme: ThemeName) -> None:
        self.wear(theme)
        try:
            self.factory.keep_theme(theme)
        except BiofeedbackError as problem:
            self.note_at_home(self.look.texts.problem(problem))
