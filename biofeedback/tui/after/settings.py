"""What can be set here, a line each: arrows choose a line and a value, and it holds from then on."""

from __future__ import annotations

from typing import ClassVar, assert_never

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList

from biofeedback.app.settable import KeptFolder, Kind, SettingNow
from biofeedback.text_layout import fit
from biofeedback.texts import Texts
from biofeedback.tui.after.asked import Everything, EverythingAsked, SettingChosen, SettingsLeft, SoundAsked
from biofeedback.tui.asking.pick import Pick
from biofeedback.tui.look import NARROW_COLUMNS, Charset, Look
from biofeedback.tui.page import Aside
from biofeedback.tui.text_widgets import FixedText, KeysText, WrappedText

NAME_COLUMNS = 30
"""Room for the name of a setting. Columns."""

NAME_NARROW = 25
"""The same on a narrow screen. Columns."""

_FULL = {Charset.ASCII: "#", Charset.BLOCKS: "■", Charset.BRAILLE: "■"}
_EMPTY = {Charset.ASCII: "-", Charset.BLOCKS: "□", Charset.BRAILLE: "□"}


class SettingsScreen(Aside):
    """A list with a cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", show=False, priority=True),
        Binding("right", "turn(1)", show=False, priority=True),
        Binding("space", "play", show=False, priority=True),
        Binding("escape,q,h,comma", "close", show=False),
    ]

    def __init__(self, settings: tuple[SettingNow, ...], kept: KeptFolder, look: Look, *, place: int = 0) -> None:
        super().__init__()
        self._settings = list(settings)
        self._kept = kept
        self._look = look
        self._place = place

    @property
    def place(self) -> int:
        """The line that the cursor is at."""
        return self.query_one(Pick).highlighted or 0

    def compose(self) -> ComposeResult:
        """Title, a line each, what the one at the cursor is, keys."""
        yield FixedText(self._look.texts.say("settings.title"), classes="title")
        yield Pick(self._lines(), id="settings")
        yield WrappedText("", id="about-setting")
        yield WrappedText("", id="settings-note")
        yield KeysText(self._look.keys_line(("settings.key_choose", "settings.key_turn", "back")), classes="keys")

    def on_mount(self) -> None:
        """The cursor where it was."""
        self.query_one(Pick).highlighted = self._place
        self.query_one(Pick).focus()

    def on_resize(self) -> None:
        """Names of another width."""
        super().on_resize()
        pick = self.query_one(Pick)
        pick.show(self._lines(), pick.highlighted or self._place)

    def on_pick_moved(self, event: Pick.Moved) -> None:
        """Say what it is."""
        event.stop()
        self.query_one("#about-setting", WrappedText).show(self._about(event.place))
        can_be_heard = self._heard(event.place)
        names = ("settings.key_choose", "settings.key_turn", *(("settings.key_play",) if can_be_heard else ()), "back")
        self.query_one(KeysText).show(self._look.keys_line(names))
        self.call_after_refresh(self.query_one(Pick).scroll_to_highlight)  # there may be less room than before

    def show(self, said: str) -> None:
        """Say something in a line or two."""
        if self.stands:
            self.query_one("#settings-note", WrappedText).show(said)

    # ------------------------------------------------------------------------------------------------ the lines

    def _lines(self) -> list[str]:
        texts = self._look.texts
        width = NAME_NARROW if self.app.size.width < NARROW_COLUMNS else NAME_COLUMNS
        lines = [
            f"{fit(texts.say(f'settings.{each.setting.name}'), width)}{value_said(each, texts, self._look.charset)}"
            for each in self._settings
        ]
        return [*lines, *(texts.say(f"settings.{each.value}") for each in Everything)]

    def _about(self, place: int) -> str:
        texts = self._look.texts
        if place < len(self._settings):
            return texts.say(f"settings.about_{self._settings[place].setting.name}")
        what = tuple(Everything)[place - len(self._settings)]
        about = texts.say(f"settings.about_{what.value}")
        return f"{about}\n{texts.say('settings.folder', folder=self._kept.folder, files=self._kept.files)}"

    def _heard(self, place: int) -> bool:
        return place < len(self._settings) and self._settings[place].setting.heard

    # ------------------------------------------------------------------------------------------------ the keys

    def action_turn(self, by: int) -> None:
        """On to the next value, or back."""
        place = self.place
        if place >= len(self._settings):
            return
        now = self._settings[place]
        values = now.setting.values
        at = values.index(now.value) + by
        if now.setting.kind is Kind.LEVEL and not 0 <= at < len(values):
            return  # past the loudest does not lead to the quietest
        turned = SettingNow(setting=now.setting, value=values[at % len(values)])
        self._settings[place] = turned
        self.query_one(Pick).change(place, self._lines()[place])
        self.show("")
        self.post_message(SettingChosen(now.setting.name, turned.value))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """On to the next value; or what is to be done with everything."""
        event.stop()
        if event.option_index < len(self._settings):
            self.action_turn(1)
        else:
            self.post_message(EverythingAsked(tuple(Everything)[event.option_index - len(self._settings)]))

    def action_play(self) -> None:
        """Let it be heard."""
        if self._heard(self.place):
            self.show(self._look.texts.say("settings.playing"))
            self.post_message(SoundAsked())

    def action_close(self) -> None:
        """Back home, where it may look otherwise now."""
        self.post_message(SettingsLeft())


def value_said(now: SettingNow, texts: Texts, charset: Charset) -> str:
    """What it is set to, in words."""
    match now.setting.kind:
        case Kind.SWITCH:
            return texts.say(f"settings.{now.value}")
        case Kind.CHOICE:
            return texts.say(f"settings.{now.setting.name}_{now.value}")
        case Kind.LEVEL:
            place, most = now.setting.values.index(now.value) + 1, len(now.setting.values)
            bar = _FULL[charset] * place + _EMPTY[charset] * (most - place)
            return texts.say("settings.level", bar=bar, percent=now.value)
        case _:
            assert_never(now.setting.kind)
