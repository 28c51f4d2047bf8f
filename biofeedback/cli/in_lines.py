"""Sessions as plain lines, each to its exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from biofeedback.app import profiles
from biofeedback.app.ports import Activity, SessionRunner
from biofeedback.app.session_assembly import MACHINE, Parts, open_session
from biofeedback.app.session_request import SessionRequest
from biofeedback.app.watched_pair import open_pair, sources_of
from biofeedback.app.whole_session import Ended, invites_note, pair_to_its_end, put_together, to_its_end
from biofeedback.cli import terminal
from biofeedback.cli.exit_codes import INTERRUPTED, STOPPED_FOR_SAFETY, UNUSABLE
from biofeedback.cli.last_code import code_of
from biofeedback.cli.session_lines import give_line_live
from biofeedback.cli.stream_lines import StreamFace
from biofeedback.errors import BiofeedbackError, OutputGone, OutputRefused, StoreError
from biofeedback.plain.face import PlainFace, PlainPair
from biofeedback.plain.keys import what_to_type
from biofeedback.texts import Texts


async def plain_session(activity: Activity, request: SessionRequest, parts: Parts = MACHINE) -> int:
    """One session; its exit code."""
    typed, texts = sys.stdin.isatty(), Texts(request.lang)
    with put_together():
        session = open_session(activity, request, asks=typed, parts=parts)
        opening = _opening(session, texts, typed=typed)
        face = PlainFace(session, texts, terminal.write_live, protocol=session.protocol, opening=opening)
        ended = await to_its_end(session, face, stop=parts.stop)
    if session.terminal_gone:
        terminal.give_up()
    for problem in ended.problems:
        terminal.complain(texts.problem(problem))
    code = _code(ended, terminal_gone=session.terminal_gone)
    if code == STOPPED_FOR_SAFETY and typed and not session.unkept and not session.terminal_gone:
        with suppress(OutputGone):
            offer_page(session, texts, sys.stdin.readline)
    if code != 0:
        return code
    if session.unkept:
        terminal.write(texts.say("keeping.not_kept"))
    elif typed and not ended.problems and invites_note(ended.finished, session.protocol):
        with suppress(OutputGone):
            terminal.write_live(texts.say("screening.note"))
            session.keep_note(" ".join(sys.stdin.readline().split()))
    return 0


def _opening(session: SessionRunner, texts: Texts, *, typed: bool) -> tuple[str, ...]:
    """Who practises, and how the session is led by keys."""
    name = profiles.known().in_use
    whose = () if name is None else (texts.say("profiles.practises", name=name),)
    return (*whose, *(what_to_type(session, texts) if typed else ()))


async def streamed(request: SessionRequest, parts: Parts = MACHINE) -> int:
    """A heart that is watched, as lines for a program; the exit code."""
    texts = Texts(request.lang)
    with put_together():
        session = open_session(Activity.WATCH, request, asks=False, parts=parts)
        face = StreamFace(session, session.source_name, give_line_live, texts)
        ended = await to_its_end(session, face, stop=parts.stop)
    if session.terminal_gone:
        terminal.give_up()
    for problem in ended.problems:
        terminal.complain(texts.problem(problem))
    if not session.terminal_gone and not any(isinstance(each, OutputRefused) for each in ended.problems):
        with suppress(OutputGone):
            face.end()
    return _code(ended, terminal_gone=session.terminal_gone)


def offer_page(session: SessionRunner, texts: Texts, read: Callable[[], str]) -> None:
    """The record that is to be shown to a doctor, by one typed letter; anything else leaves it."""
    terminal.write_live(texts.say("report.offer_typed"))
    if read().strip().lower() != "p":
        return
    try:
        terminal.write(texts.say("report.written", file=session.write_page(texts.lang)))
    except BiofeedbackError as problem:
        terminal.complain(texts.problem(problem))


async def plain_pair(request: SessionRequest) -> int:
    """Two hearts, watched; the exit code."""
    texts, unread, left = Texts(request.lang), False, False
    first, second = await sources_of(request)

    def write(line: str) -> None:
        nonlocal unread
        try:
            terminal.write_live(line)
        except OutputGone:
            unread = True
            raise

    with put_together():
        pair = await open_pair(replace(request, source=first, beside=second))
        with suppress(OutputGone):
            left = await pair_to_its_end(pair, PlainPair(pair, texts, write))
    for heart in pair.hearts:
        if heart.unkept is not None:
            terminal.complain(texts.problem(heart.unkept))
    if any(heart.trouble or heart.unkept for heart in pair.hearts):
        return UNUSABLE
    return INTERRUPTED if unread or left else 0


def _code(ended: Ended, *, terminal_gone: bool) -> int:
    """The session's own. It was what it was, whatever became of its journal: that is told, and changes nothing here."""
    if (code := code_of(ended.finished)) != 0:
        return code
    if ended.left or terminal_gone:
        return INTERRUPTED
    grave = (each for each in ended.problems if not isinstance(each, StoreError))
    return next((each.exit_code for each in grave), 0)
