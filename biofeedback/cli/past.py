"""Sessions kept on this machine: listed, shown, replayed, deleted."""

from __future__ import annotations

import json

from biofeedback import __version__
from biofeedback.app import history, past_sessions, replaying, reporting
from biofeedback.app.made_from import of_stored
from biofeedback.app.past_sessions import ToldSession, local
from biofeedback.app.replaying import Changed, HeartsThen
from biofeedback.cli import terminal
from biofeedback.cli.run_line import run_line
from biofeedback.cli.session_lines import Origin, SessionLines, give_line
from biofeedback.events import Tick
from biofeedback.texts import Texts

DIFFERS = 1
"""Exit code: this version decides otherwise than then."""

SHOWN = 3
"""Lines of each side from the first difference on: enough to see what it is."""

_CHANGED = {
    Changed.PROGRAM: None,
    Changed.BOTH: "cli.replay_both",
    Changed.PROTOCOL: "cli.replay_protocol_only",
    Changed.EITHER: "cli.replay_protocol_or_program",
}


def show_list(as_json: bool, lang: str) -> int:
    """One session a line, newest first."""
    texts, kept = Texts(lang), past_sessions.kept()
    for file in kept.left_before:
        terminal.complain(texts.say("keeping.earlier", file=str(file)))
    for session in kept.sessions:
        unfinished = "imported" if session.kind.value == "recording" else "cut_off"
        outcome = unfinished if session.finished is None else session.finished.outcome.value
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
    if not kept.sessions and not as_json:
        terminal.write(texts.say("cli.no_sessions"))
    return 0


def show(number: int, lang: str) -> int:
    """What happened in a session, in lines for a person."""
    for line in reporting.lines(number, lang):
        terminal.write(line)
    return 0


def show_lines(number: int) -> int:
    """The decisions of a session as they were told, one JSON object a line."""
    _write(past_sessions.told(number), replaying.hearts(number))
    return 0


def _write(told: ToldSession, hearts: HeartsThen) -> None:
    session, about = told.session, told.session.about
    give_line(run_line(of_stored(about)))
    lines = SessionLines(Origin(about.protocol or "", about.source, about.seed or 0), give_line, hearts.at)
    for decision in told.decisions:
        lines.on_step(Tick(t=decision.t), (decision,))
    if session.note is not None:
        give_line({"type": "note", "text": session.note})
    if session.rated_later is not None:
        give_line({"type": "rated_later", "tension_after": session.rated_later})
    if session.afterwards is not None:
        give_line({"type": "afterwards", "felt": session.afterwards})
    give_line(lines.summary())


def replay(number: int, lang: str) -> int:
    """Run the stored events through this version, and say whether it decides as then."""
    texts, done = Texts(lang), replaying.replay(number)
    protocol = done.session.about.protocol or ""
    if done.same:
        terminal.write(texts.say("cli.replay_same", id=number, decisions=len(done.now)))
        if done.protocol_changed:
            terminal.write(texts.say("cli.replay_protocol", protocol=protocol))
        return 0
    then = done.session.about.version
    terminal.write(texts.say("cli.replay_differs", id=number, place=done.place + 1, then=then, now=__version__))
    if (code := _CHANGED[done.changed]) is not None:
        terminal.write(texts.say(code, id=number, protocol=protocol))
    for mark, lines in (("-", done.then), ("+", done.now)):
        for line in lines[done.place : done.place + SHOWN]:
            terminal.write(f"{mark} {line}")
    return DIFFERS


def protocol(number: int) -> int:
    """The file of the protocol as it was when this session was practised, word for word."""
    terminal.give(past_sessions.protocol_text(number).rstrip("\n"))
    return 0


def rate(number: int, tension: int | None, lang: str) -> int:
    """Keep the tension after a session, said later."""
    texts = Texts(lang)
    history.keep_rating(number, tension)
    if tension is None:
        terminal.write(texts.say("after.rated_unsaid", number=number))
    else:
        terminal.write(texts.say("after.rated", number=number, tension=tension))
    return 0
