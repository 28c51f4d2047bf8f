"""Sessions kept on this machine: listed, shown, replayed, deleted."""

from __future__ import annotations

import json
from typing import Any

from biofeedback import __version__, journal
from biofeedback.app.past_sessions import local, protocol_changed
from biofeedback.app.settings import from_stored
from biofeedback.cli import terminal
from biofeedback.cli.session_lines import Origin, SessionLines, dumped
from biofeedback.decisions import Decision
from biofeedback.errors import UsageError
from biofeedback.events import Tick
from biofeedback.run.headless import replay as replayed
from biofeedback.store.sessions import Sessions, StoredSession
from biofeedback.texts import Texts
from biofeedback.why import why

DIFFERS = 1


def show_list(as_json: bool, lang: str) -> int:
    """One session a line, newest first."""
    texts = Texts(lang)
    with Sessions() as store:
        sessions, before = store.all(), store.left_before
    for file in before:
        terminal.complain(texts.say("keeping.earlier", file=str(file)))
    for session in sessions:
        outcome = "cut_off" if session.finished is None else session.finished.outcome.value
        about = session.about
        if as_json:
            table = {
                "id": session.id,
                "started": about.started,
                "protocol": about.protocol,
                "source": about.source,
                "minutes": round(session.duration_s / 60, 1),
                "outcome": outcome,
            }
            terminal.give(json.dumps(table, ensure_ascii=False))
        else:
            line = texts.say(
                "cli.session",
                id=session.id,
                began=local(about.started),
                minutes=session.duration_s / 60,
                protocol=about.protocol or texts.say("cli.watched"),
                outcome=texts.say(f"cli.outcome_{outcome}"),
            )
            terminal.write(line)
    if not sessions and not as_json:
        terminal.write(texts.say("cli.no_sessions"))
    return 0


def show(number: int) -> int:
    """The decisions of a session as they were told, one JSON object a line."""
    with Sessions() as store:
        session, decisions = store.get(number), store.decisions(number)
    _write(session, decisions)
    return 0


def _write(session: StoredSession, decisions: tuple[Decision, ...]) -> None:
    about = session.about
    lines = SessionLines(Origin(about.protocol or "", about.source, about.seed or 0), _print)
    for decision in decisions:
        lines.on_step(Tick(t=decision.t), (decision,))
    if session.note is not None:
        _print({"type": "note", "text": session.note})
    if session.afterwards is not None:
        _print({"type": "afterwards", "felt": session.afterwards})
    _print(lines.summary())


def _print(table: dict[str, Any]) -> None:
    terminal.give(dumped(table))


def replay(number: int, lang: str) -> int:
    """Run the stored events through this version, and say whether it decides as then."""
    texts = Texts(lang)
    with Sessions() as store:
        session, events, then = store.get(number), store.events(number), store.decisions(number)
        practised = store.practised(number)
    settings = from_stored(session.about.settings)
    now = replayed(settings.guide(practised or settings.loaded()), events)
    old, new = ([journal.to_line(decision) for decision in decisions] for decisions in (then, now))
    changed = protocol_changed(session, settings)
    if old == new:
        terminal.write(texts.say("cli.replay_same", id=number, decisions=len(new)))
        if changed:
            terminal.write(texts.say("cli.replay_protocol", protocol=session.about.protocol or ""))
        return 0
    place = next((k for k, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    differs = texts.say("cli.replay_differs", id=number, place=place + 1, then=session.about.version, now=__version__)
    terminal.write(differs)
    if changed:
        code = _what_changed(session, kept=practised is not None)
        terminal.write(texts.say(code, id=number, protocol=session.about.protocol or ""))
    for mark, lines in (("-", old), ("+", new)):
        for line in lines[place : place + 3]:
            terminal.write(f"{mark} {line}")
    return DIFFERS


def _what_changed(session: StoredSession, *, kept: bool) -> str:
    """Where decisions differ and the protocol has changed. One that was kept as it was practised is not the cause."""
    if kept:
        return "cli.replay_both"
    return "cli.replay_protocol_only" if session.about.version == __version__ else "cli.replay_protocol_or_program"


def protocol(number: int) -> int:
    """The file of the protocol as it was when this session was practised, word for word."""
    with Sessions() as store:
        practised = store.practised(number)
    if practised is None:
        raise UsageError(f"session {number} kept no protocol", reasons=(why("cli.no_protocol_kept", id=number),))
    terminal.give(practised.text.rstrip("\n"))
    return 0


def delete(number: int, lang: str) -> int:
    """Overwrite a session for good. Where another program still holds its lines, that is said; they go by themselves.

    That is no failure of what was asked: no list, replay or suggestion knows the session any more.
    """
    texts = Texts(lang)
    with Sessions() as store:
        overwritten = store.delete(number)
    terminal.write(texts.say("cli.deleted", id=number))
    if not overwritten:
        terminal.complain(texts.say("cli.deleted_not_yet"))
    return 0
