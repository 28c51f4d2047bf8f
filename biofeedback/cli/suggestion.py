"""`protocols suggest`: today's suggestion in one line, from what was practised here and what was answered."""

from __future__ import annotations

import sys
from datetime import datetime

from biofeedback.cli.screening import standing
from biofeedback.clock import wall_time
from biofeedback.decisions import Outcome
from biofeedback.findings import Rule
from biofeedback.store.sessions import Sessions, StoredSession
from biofeedback.texts import Texts
from protocols.library import load
from protocols.programme import Advice, Practised, suggest
from protocols.safety import total_s
from protocols.screening.personal import plan_for


def run(lang: str) -> int:
    """Say it."""
    sys.stdout.write(line(Texts(lang)) + "\n")
    return 0


def line(texts: Texts) -> str:
    """Today's suggestion. What does not suit the person's answers is replaced by what does."""
    with Sessions() as store:
        past = [practised(session) for session in reversed(store.all()) if _of_a_body(session)]
    today = suggest(past, _local_day(wall_time()))
    if today.advice is Advice.DONE_TODAY:
        return texts.say("programme.done_today")
    plan = plan_for(standing(), load(today.protocol))
    if plan.protocol is not None:
        return _said(f"programme.{today.advice.value}", today.protocol, texts)
    if not plan.alternatives:
        return texts.say("programme.none_suits")
    return _said("programme.instead", plan.alternatives[0], texts)


def _of_a_body(session: StoredSession) -> bool:
    """Practised with a strap on: a demonstration teaches a simulated participant, nobody else."""
    return session.about.protocol is not None and session.about.source.startswith("ble")


def practised(session: StoredSession) -> Practised:
    """A stored session, as far as the programme looks at it. One that was cut off is neither good nor trouble."""
    end = session.finished
    felt = end is not None and end.why.code.startswith("symptoms.")
    stopped = end is not None and end.outcome is Outcome.STOPPED and end.rule is not Rule.SIGNAL
    return Practised(
        day=_local_day(session.about.started),
        protocol=session.about.protocol or "",
        completed=end is not None and end.outcome is Outcome.COMPLETED,
        trouble=felt or stopped,
        settle_pauses=0 if end is None else end.settle_pauses,
        tension_before=None if end is None else end.tension_before,
        tension_after=None if end is None else end.tension_after,
    )


def _said(code: str, name: str, texts: Texts) -> str:
    protocol = load(name)
    return texts.say(code, title=protocol.title.say(texts.lang), name=name, minutes=total_s(protocol) / 60)


def _local_day(wall: str) -> str:
    return datetime.fromisoformat(wall).astimezone().date().isoformat()
