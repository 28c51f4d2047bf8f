"""The archive of this machine: what the screens about what is over ask for, read from the store when they do."""

from __future__ import annotations

from biofeedback.app import exporting, reviewing
from biofeedback.app import trends as trends_of
from biofeedback.app.archive import KeptSession
from biofeedback.app.past_sessions import local
from biofeedback.config import data_folder
from biofeedback.export.names import ExportFormat
from biofeedback.review.trends import Trends
from biofeedback.store import private
from biofeedback.store.sessions import Sessions

FOLDER = "exports"
"""Within the data folder: where files go that were asked for by a key."""


class KeptArchive:
    """An `Archive` of the sessions of whoever is in use."""

    def session(self, number: int) -> KeptSession:
        """One that is kept, whole."""
        record = reviewing.record(number)
        return KeptSession(record=record, began="–" if record.began is None else local(record.began))

    def trends(self) -> Trends:
        """What all that was practised comes to."""
        return trends_of.trends()

    def keep_note(self, number: int, text: str) -> None:
        """Keep the person's own words about it."""
        with Sessions() as store:
            store.keep_note(number, text)

    def export(self, number: int, form: ExportFormat) -> tuple[str, ...]:
        """Write it for other programs; the files."""
        folder = private.folder(data_folder() / FOLDER)
        return tuple(str(file) for file in exporting.export(number, form, folder, replace=True))
