"""The settings of this person: one table says of each what it may be, what it is by itself, and where it is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from biofeedback.app import exporting, kept_here, language, sound_check
from biofeedback.app.kept_archive import exports_folder
from biofeedback.app.settable import OFF, ON, Kept, KeptFolder, Kind, Setting, SettingNow
from biofeedback.app.sound_mode import mode_of
from biofeedback.appearance import ThemeName
from biofeedback.cues.words import Rung, SoundMode, SpokenWords, Tone
from biofeedback.errors import UsageError
from biofeedback.export.names import ExportFormat
from biofeedback.languages import LANGUAGES
from biofeedback.sound.volume import VOLUMES, gain_of
from biofeedback.store.remembered import Remembered, recall, remember
from biofeedback.why import why

_SWITCH = (ON, OFF)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    setting: Setting
    read: Callable[[Remembered], str]
    write: Callable[[Remembered, str], Remembered]


def _on(value: bool) -> str:
    return ON if value else OFF


_ENTRIES = (
    _Entry(
        setting=Setting(name="language", kind=Kind.CHOICE, values=LANGUAGES, default=LANGUAGES[0]),
        read=lambda kept: kept.lang or language.language(),
        write=lambda kept, value: replace(kept, lang=value),
    ),
    _Entry(
        setting=Setting(
            name="sound",
            kind=Kind.CHOICE,
            values=tuple(mode.value for mode in SoundMode),
            default=SoundMode.VOICE.value,
            heard=True,
        ),
        read=lambda kept: kept.sound or mode_of(None).value,
        write=lambda kept, value: replace(kept, sound=value),
    ),
    _Entry(
        setting=Setting(
            name="volume", kind=Kind.LEVEL, values=tuple(map(str, VOLUMES)), default=str(VOLUMES[-1]), heard=True
        ),
        read=lambda kept: str(kept.volume_percent),
        write=lambda kept, value: replace(kept, volume_percent=int(value)),
    ),
    _Entry(
        setting=Setting(
            name="spoken_words",
            kind=Kind.CHOICE,
            values=tuple(each.value for each in SpokenWords),
            default=SpokenWords.ALL.value,
        ),
        read=lambda kept: kept.spoken_words or SpokenWords.ALL.value,
        write=lambda kept, value: replace(kept, spoken_words=value),
    ),
    _Entry(
        setting=Setting(name="settling", kind=Kind.SWITCH, values=_SWITCH, default=OFF),
        read=lambda kept: _on(kept.settling_heard),
        write=lambda kept, value: replace(kept, settling_heard=value == ON),
    ),
    _Entry(
        setting=Setting(
            name="theme",
            kind=Kind.CHOICE,
            values=tuple(theme.value for theme in ThemeName),
            default=ThemeName.DUSK.value,
        ),
        read=lambda kept: kept.theme or ThemeName.DUSK.value,
        write=lambda kept, value: replace(kept, theme=value),
    ),
    _Entry(
        setting=Setting(name="motion", kind=Kind.SWITCH, values=_SWITCH, default=ON),
        read=lambda kept: _on(not kept.still),
        write=lambda kept, value: replace(kept, still=value == OFF),
    ),
    _Entry(
        setting=Setting(name="figures", kind=Kind.SWITCH, values=_SWITCH, default=ON),
        read=lambda kept: _on(not kept.figures_hidden),
        write=lambda kept, value: replace(kept, figures_hidden=value == OFF),
    ),
    _Entry(
        setting=Setting(name="awake", kind=Kind.SWITCH, values=_SWITCH, default=ON),
        read=lambda kept: _on(not kept.may_sleep),
        write=lambda kept, value: replace(kept, may_sleep=value == OFF),
    ),
)
"""All that can be set, in the order in which it is shown."""


def all_settings() -> tuple[Setting, ...]:
    """What can be set."""
    return tuple(each.setting for each in _ENTRIES)


def settings_now() -> tuple[SettingNow, ...]:
    """Every setting as it is; what is kept and can no longer be chosen counts as not chosen. Raises StoreError."""
    kept = recall()
    return tuple(SettingNow(setting=each.setting, value=_value(each, kept)) for each in _ENTRIES)


def _value(entry: _Entry, kept: Remembered) -> str:
    value = entry.read(kept)
    return value if value in entry.setting.values else entry.setting.default


def setting_now(name: str) -> SettingNow:
    """One of them. Raises UsageError where there is no such setting, StoreError."""
    entry = _entry(name)
    return SettingNow(setting=entry.setting, value=_value(entry, recall()))


def _entry(name: str) -> _Entry:
    entry = next((each for each in _ENTRIES if each.setting.name == name), None)
    if entry is None:
        known = ", ".join(each.name for each in all_settings())
        raise UsageError(
            f"there is no setting {name!r}: there are {known}",
            reasons=(why("settings.no_such", name=name[:80], known=known),),
        )
    return entry


def keep(name: str, value: str) -> None:
    """Set one from now on. Raises UsageError where there is no such setting or value, StoreError."""
    entry = _entry(name)
    if value not in entry.setting.values:
        known = ", ".join(entry.setting.values)
        raise UsageError(
            f"{name} is one of {known}, not {value!r}",
            reasons=(why("settings.no_such_value", name=name, value=value[:80], known=known),),
        )
    remember(entry.write(recall(), value))


class KeptSettings:
    """What the settings screen asks for. `kept` hears what was set, for the run that goes on."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def all(self) -> tuple[SettingNow, ...]:
        """Every setting as it is."""
        return settings_now()

    def keep(self, name: str, value: str) -> None:
        """Set one, for this run and from now on."""
        keep(name, value)
        self._kept(name, value)

    def play(self) -> bool:
        """Play what leads into a tension and out of it, as loud as it would be: whether anything plays."""
        return sound_check.play(Tone.TENSE, Tone.RELEASE, gain=gain_of(recall().volume_percent)) is not Rung.NONE

    def kept(self) -> KeptFolder:
        """Where everything is kept."""
        here = kept_here.kept_here()
        return KeptFolder(folder=str(here.folder), files=len(here.files))

    def export_all(self, form: ExportFormat) -> str:
        """Write all sessions; into which folder."""
        folder = exports_folder()
        for _ in exporting.export_all(form, folder, replace=True):
            pass
        return str(folder)

    def delete_everything(self) -> None:
        """Overwrite and delete all that is kept."""
        kept_here.delete_everything()
