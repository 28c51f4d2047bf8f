"""One's own voice: a folder of clips, each named by the id of its line, that go before those of the program."""

from __future__ import annotations

from pathlib import Path

from biofeedback.sound.clips import Clips, Keyed, NoClips
from biofeedback.sound.decoding import RATE, decoded
from biofeedback.sound.loudness import Samples, levelled
from biofeedback.sound.silence import trimmed

FORMS = (".wav", ".flac", ".ogg", ".mp3")
"""Endings of clips that are played, the first one found."""

MOST_BYTES = 20_000_000
"""Largest clip that is read, bytes: a minute of uncompressed stereo; a clip takes some seconds."""

MADE = "made"
"""Folder within it of what a synthesiser of this machine said, named by the hashes of the texts: said last of all."""


class OwnVoice:
    """Clips of a folder by id, else those of another voice, else what a synthesiser said ahead. All at one level."""

    def __init__(self, folder: Path, beneath: Clips | None) -> None:
        self._folder = folder
        self._beneath = beneath or NoClips()

    def length_s(self, line: Keyed) -> float | None:
        """How long the clip of a line takes, s, with the silence at its ends."""
        own = _length_s(self.file(line))
        if own is None:
            own = self._beneath.length_s(line)
        return own if own is not None else _length_s(self.made_file(line))

    def samples(self, line: Keyed) -> Samples | None:
        """The clip of a line. One that cannot be read is no clip: the other voice says it."""
        own = _samples(self.file(line))
        if own is None:
            own = self._beneath.samples(line)
        return own if own is not None else _samples(self.made_file(line))

    def file(self, line: Keyed) -> Path | None:
        """The clip that the folder has for the id of a line."""
        return _clip_file(self._folder, line.id)

    def made_file(self, line: Keyed) -> Path | None:
        """What a synthesiser said of this very text."""
        return _clip_file(self._folder / MADE, line.hash)


def _length_s(file: Path | None) -> float | None:
    import miniaudio

    if file is None:
        return None
    try:
        return float(miniaudio.get_file_info(str(file)).duration)
    except (miniaudio.MiniaudioError, OSError):
        return None


def _samples(file: Path | None) -> Samples | None:
    if file is None:
        return None
    try:
        return levelled(trimmed(decoded(file.read_bytes())), RATE)
    except OSError:
        return None


def _clip_file(folder: Path, name: str) -> Path | None:
    """The clip of that name in a folder. A name that is a path has none."""
    if not name or Path(name).name != name:
        return None
    for ending in FORMS:
        file = folder / f"{name}{ending}"
        try:
            if file.is_file() and file.stat().st_size <= MOST_BYTES:
                return file
        except OSError:
            continue
    return None
