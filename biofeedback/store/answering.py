"""A screening that was begun and not finished: kept answer by answer, so that none is lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from biofeedback.errors import StoreError
from biofeedback.store import private
from biofeedback.why import why
from protocols.screening.questionnaire import QUESTIONS_VERSION, Answers

FILE_NAME = "answering.json"
"""The file of an unfinished screening in the data folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """What was answered so far. It lets nobody through: only a whole screening does."""

    answers: Answers
    begun: str  # wall time, ISO 8601, UTC
    version: int = QUESTIONS_VERSION  # of the questions


def recall(folder: Path | None = None) -> Answering | None:
    """The screening that was begun, or None. Raises StoreError where it cannot be read."""
    file = private.folder(folder) / FILE_NAME
    content = private.read(file)
    if content is None:
        return None
    try:
        answering = msgspec.json.decode(content, type=Answering)
        datetime.fromisoformat(answering.begun)
    except (msgspec.MsgspecError, ValueError, RecursionError) as problem:
        raise StoreError(
            f"{file}: cannot be read ({problem}); answer anew with `biofeedback screening`",
            reasons=(why("store.answer_anew", file=str(file)),),
        ) from problem
    return answering


def keep(answering: Answering, folder: Path | None = None) -> None:
    """Keep this instead of what was kept: wholly or, on any failure (StoreError), not at all."""
    private.write(private.folder(folder) / FILE_NAME, msgspec.json.format(msgspec.json.encode(answering)) + b"\n")


def forget(folder: Path | None = None) -> None:
    """Take it away; nothing where there is none. Raises StoreError where it cannot be."""
    private.erase(private.folder(folder) / FILE_NAME)
