"""What can be set, of a test: the settings of the program, kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass, field

from biofeedback.app.kept_settings import all_settings
from biofeedback.app.settable import KeptFolder, SettingNow
from biofeedback.errors import StoreError
from biofeedback.export.names import ExportFormat


@dataclass
class FakeSettings:
    """Each as it is by itself, until it is set."""

    set_to: dict[str, str] = field(default_factory=dict)
    refusal: StoreError | None = None
    plays: bool = True
    played: int = 0
    exported: list[ExportFormat] = field(default_factory=list)
    files: int = 7

    def all(self) -> tuple[SettingNow, ...]:
        return tuple(
            SettingNow(setting=each, value=self.set_to.get(each.name, each.default)) for each in all_settings()
        )

    def keep(self, name: str, value: str) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.set_to[name] = value

    def play(self) -> bool:
        self.played += 1
        return self.plays

    def kept(self) -> KeptFolder:
        return KeptFolder(folder="~/biofeedback", files=self.files)

    def export_all(self, form: ExportFormat) -> str:
        self.exported.append(form)
        return "~/biofeedback/exports"

    def delete_everything(self) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.files = 0
