"""The app's way to what can be set: taken at once, and kept."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from textual import on

from biofeedback.app.settable import ON
from biofeedback.appearance import ThemeName
from biofeedback.errors import BiofeedbackError
from biofeedback.tui.after.after_app import AfterApp
from biofeedback.tui.after.asked import Everything, EverythingAsked, SettingChosen, SettingsLeft, SoundAsked
from biofeedback.tui.background import go_on_with

if TYPE_CHECKING:
    from biofeedback.tui.after.settings import SettingsScreen


class SettingsApp(AfterApp):
    """An app whose settings can be changed."""

    def show_settings(self, place: int = 0, said: str = "") -> None:
        """What can be set."""
        go_on_with(self, "settings", self._show_settings, place, said)

    async def _show_settings(self, place: int, said: str) -> None:
        from biofeedback.tui.after.settings import SettingsScreen

        settable = self.factory.settable()
        now = await self._found(self.note_at_home, lambda: (settable.all(), settable.kept()))
        if now is None or self.session is not None:
            return
        settings, kept = now
        if self._settings is not None:
            self.pop_screen()
        screen = SettingsScreen(settings, kept, self.look, place=place)
        await self.push_screen(screen)
        screen.show(said)

    @property
    def _settings(self) -> SettingsScreen | None:
        from biofeedback.tui.after.settings import SettingsScreen

        return self.screen if isinstance(self.screen, SettingsScreen) else None

    @on(SettingChosen)
    def take_setting(self, event: SettingChosen) -> None:
        """From now on."""
        screen = self._settings
        try:
            self.factory.settable().keep(event.name, event.value)
        except BiofeedbackError as problem:
            if screen is not None:
                screen.show(self.look.texts.problem(problem))
            return
        match event.name:
            case "language" if screen is not None:
                self.look = replace(self.look, lang=event.value)
                self.show_settings(screen.place)
            case "theme":
                self.wear(ThemeName(event.value))
            case "motion":
                self.move(event.value == ON)
            case _:
                pass

    @on(SettingsLeft)
    def leave_settings(self) -> None:
        """Home, as it is now."""
        self.go_home()

    @on(SoundAsked)
    def play_sound(self) -> None:
        """Let it be heard how loud it is."""
        go_on_with(self, "settings", self._play)

    async def _play(self) -> None:
        heard = await self._found(self._say_at_settings, self.factory.settable().play)
        if heard is not None:
            self._say_at_settings(self.look.texts.say("settings.played" if heard else "settings.nothing_plays"))

    def _say_at_settings(self, text: str) -> None:
        if (screen := self._settings) is not None:
            screen.show(text)

    @on(EverythingAsked)
    def do_with_everything(self, event: EverythingAsked) -> None:
        """With all that is kept."""
        match event.wanted:
            case Everything.EXPORT:
                go_on_with(self, "settings", self._export_everything)
            case Everything.DELETE:
                go_on_with(self, "settings", self._delete_everything)
            case _:
                assert_never(event.wanted)

    async def _export_everything(self) -> None:
        from biofeedback.tui.after.export import ExportScreen

        form = await self.push_screen_wait(ExportScreen(self.look))
        if form is None:
            return
        folder = await self._found(self._say_at_settings, lambda: self.factory.settable().export_all(form))
        if folder is not None:
            self._say_at_settings(self.look.texts.say("settings.exported", folder=folder))

    async def _delete_everything(self) -> None:
        from biofeedback.tui.after.confirm import ConfirmScreen

        texts, settable = self.look.texts, self.factory.settable()
        kept = await self._found(self._say_at_settings, settable.kept)
        if kept is None:
            return
        question = texts.say("deleting.ask_everything", folder=kept.folder, files=kept.files)
        if not await self.push_screen_wait(ConfirmScreen(texts.say("settings.delete"), question, self.look)):
            self._say_at_settings(texts.say("deleting.not_deleted"))
            return
        try:
            await asyncio.to_thread(settable.delete_everything)
        except BiofeedbackError as problem:
            self._say_at_settings(texts.problem(problem))
            return
        screen = self._settings
        self.show_settings(0 if screen is None else screen.place, texts.say("settings.deleted"))
