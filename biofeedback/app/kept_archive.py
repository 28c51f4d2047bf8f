"""The archive of this machine: what the screens about what is over ask for, read from the store when they do."""

from __future__ import annotations

from pathlib import Path

from biofeedback.app import exporting, reviewing, wished
from biofeedback.app import trends as trends_of
from biofeedback.app.archive import KeptSession, KeptTrends
from biofeedback.app.past_sessions import local
from biofeedback.config import data_folder
from biofeedback.export.names import ExportFormat
from biofeedback.store import private
from biofeedback.store.sessions import Sessions

FOLDER = "exports"
"""Within the data folder: where files go that were asked for by a key."""


def exports_folder() -> Path:
    """Where they go; made where it is not there. Raises StoreError."""
    return private.folder(data_folder() / FOLDER)


class KeptArchive:
    """An `Archive` of the sessions of whoever is in use."""

    def session(self, number: int) -> KeptSession:
        """One that is kept, whole."""
        record = reviewing.record(number)
        began = "–" if record.began is None else local(record.began)
        return KeptSession(record=record, began=began, hidden=wished.figures_hidden())

    def trends(self) -> KeptTrends:
        """What all that was practised comes to."""
        return KeptTrends(found=trends_of.trends(), hidden=wished.better_without_figures())

    def keep_note(self, number: int, text: str) -> None:
        """Keep the person's own words about it."""
        with Sessions() as store:
            store.keep_note(number, text)

    def export(self, number: int, form: ExportFormat) -> tuple[str, ...]:
        """Write it for other programs; the files."""
        return tuple(str(file) for file in exporting.export(number, form, exports_folder(), replace=True))
