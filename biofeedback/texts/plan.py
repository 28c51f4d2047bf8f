"""What the answers before practice change, in sentences: the same ones on the screen and as plain lines."""

from __future__ import annotations

from biofeedback.texts import Texts
from protocols.library import load
from protocols.programme import Afterwards
from protocols.screening.personal import Change, PersonalPlan
from protocols.screening.proposal import Proposal
from protocols.screening.questionnaire import Effect
from protocols.screening.terms import Terms
from protocols.training import TrainingProtocol, missing_languages

REFUSING = frozenset(
    {Effect.NOT_NOW, Effect.NO_TENSING, Effect.SKIP, Effect.IMAGINE, Effect.ONLY, Effect.PHYSICIAN, Effect.PROFESSIONAL}
)
"""What can be the reason why a protocol is not begun, and who can help."""


AFTERWARDS = tuple(each for each in Afterwards if each is not Afterwards.UNSAID)
"""In the order of their numbers, from 1."""


def plan_lines(proposal: Proposal, texts: Texts) -> list[str]:
    """What the answers change and why, for one screen."""
    plan = proposal.plan
    lines = [] if proposal.changes_nothing and not plan.notes else [_headline(plan, proposal.protocol, texts)]
    lines += _changes(plan, texts)
    lines += [
        texts.say(f"cli.protocol_without_{lang}") for lang in missing_languages(proposal.protocol) if lang == texts.lang
    ]
    if proposal.held:
        lines.append(texts.say("keeping.held"))
    if proposal.pause:
        lines.append(texts.say("screening.pause"))
    if plan.protocol is None:
        lines += _numbered("screening.alternatives", proposal.instead, texts) or [texts.say("screening.none_suits")]
    elif proposal.pause:
        lines += _numbered("screening.gentle_ones", proposal.instead, texts)
    return lines


def _headline(plan: PersonalPlan, protocol: TrainingProtocol, texts: Texts) -> str:
    """Whether it is begun, in one line."""
    return texts.say("screening.plan_title" if plan.protocol else "screening.refused", title=_title(protocol, texts))


def _changes(plan: PersonalPlan, texts: Texts) -> list[str]:
    """Every consequence with its reasons, then the muscle groups that are not practised as written."""
    if not plan.notes and not plan.changes:
        return [texts.say("screening.unchanged")]
    reasons: dict[str, list[str]] = {}
    for note in plan.notes:
        if plan.protocol is None and note.effect not in REFUSING:
            continue  # how to practise is of no use where it is not begun
        reasons.setdefault(effect_words(note.effect, plan.terms, texts), []).append(texts.why(note.why))
    joint = texts.say("screening.joint")
    lines = [texts.say("screening.line", effect=effect, why=joint.join(because)) for effect, because in reasons.items()]
    for change in Change:
        groups = [c.group.say(texts.lang) for c in plan.changes if c.change is change]
        if groups:
            lines.append(texts.say(f"screening.changed_{change.value}", groups=joint.join(dict.fromkeys(groups))))
    return lines


def _numbered(code: str, names: tuple[str, ...], texts: Texts) -> list[str]:
    """What can be begun instead, each with its number, under a line that says what they are."""
    shown = [
        texts.say("screening.alternative", number=number, title=_title(load(name), texts), name=name)
        for number, name in enumerate(names, 1)
    ]
    return [texts.say(code), *shown] if shown else []


def _title(protocol: TrainingProtocol, texts: Texts) -> str:
    return protocol.title.say(texts.lang)


def effect_words(effect: Effect, terms: Terms, texts: Texts) -> str:
    """What an answer changes, in one sentence."""
    if effect is Effect.POSITION and terms.position is not None:
        return texts.say(f"screening.position_{terms.position.value}")
    return texts.say(f"screening.effect_{effect.value}")
