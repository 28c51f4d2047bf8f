"""What the answers before practice change, in sentences: the same ones on the screen and as plain lines."""

from __future__ import annotations

from biofeedback.texts import Texts, sentences
from protocols.library import load
from protocols.programme import Afterwards
from protocols.safety import total_s
from protocols.screening.personal import Change, PersonalPlan, has_a_place_of_its_own, personal
from protocols.screening.proposal import Proposal
from protocols.screening.questionnaire import Effect
from protocols.screening.terms import Terms
from protocols.training import TrainingProtocol, missing_languages

REFUSING = frozenset(
    {Effect.NOT_NOW, Effect.NO_TENSING, Effect.SKIP, Effect.IMAGINE, Effect.ONLY, Effect.PHYSICIAN, Effect.PROFESSIONAL}
)
"""What can be the reason why a protocol is not begun, and who can help."""


RESTING = frozenset({Effect.POSITION, Effect.SEATED, Effect.NOT_FLAT})
"""What says how the body rests, with its reason."""


AFTERWARDS = tuple(each for each in Afterwards if each is not Afterwards.UNSAID)
"""In the order of their numbers, from 1."""


def plan_lines(proposal: Proposal, texts: Texts, sound: str = "") -> list[str]:
    """What is practised and how, what the answers change and why, for one screen.

    `sound`: by what one is led by ear, as its value is called; empty: it is not told.
    """
    plan = proposal.plan
    lines = [_headline(plan, proposal.protocol, texts)]
    if how := _how(proposal, texts, sound):
        lines.append(how)
    lines += _changes(plan, texts)
    lines += [
        texts.say(f"cli.protocol_without_{lang}") for lang in missing_languages(proposal.protocol) if lang == texts.lang
    ]
    if proposal.held:
        lines.append(texts.say("keeping.held"))
    if proposal.pause:
        lines.append(texts.say("screening.pause"))
    if plan.protocol is None:
        others = _numbered("screening.alternatives", proposal.instead, plan, texts)
        return lines + (others or [texts.say("screening.none_suits")])
    shorter = () if proposal.shorter is None else (proposal.shorter,)
    lines += _numbered("screening.shorter", shorter, plan, texts)
    gentle = proposal.instead[len(shorter) :]
    return lines + _numbered("screening.gentle_ones", gentle, plan, texts, first=1 + len(shorter))


def _headline(plan: PersonalPlan, protocol: TrainingProtocol, texts: Texts) -> str:
    """What it is and how long it takes, or that it is not begun, in one line."""
    if plan.protocol is None:
        return texts.say("screening.refused", title=_title(protocol, texts))
    return texts.say("screening.plan_title", title=_title(protocol, texts), minutes=_minutes(plan.protocol))


def _how(proposal: Proposal, texts: Texts, sound: str) -> str:
    """How the body rests, where no answer says it below, and what is to be heard."""
    if proposal.plan.protocol is None:
        return ""
    said: list[str] = []
    if not has_a_place_of_its_own(proposal.protocol) and not any(n.effect in RESTING for n in proposal.plan.notes):
        said.append(texts.say("screening.position_free"))
    if sound:
        said.append(texts.say(f"screening.sound_{sound}"))
    return sentences(said, texts)


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


def _numbered(code: str, names: tuple[str, ...], plan: PersonalPlan, texts: Texts, *, first: int = 1) -> list[str]:
    """What can be begun instead, each with its number, under a line that says what they are."""
    shown: list[str] = []
    for number, protocol in enumerate(map(load, names), first):
        title, minutes = _title(protocol, texts), _minutes(personal(protocol, plan.terms) or protocol)
        shown.append(texts.say("screening.alternative", number=number, title=title, minutes=minutes))
    return [texts.say(code), *shown] if shown else []


def _minutes(protocol: TrainingProtocol) -> int:
    return max(1, round(total_s(protocol) / 60))


def _title(protocol: TrainingProtocol, texts: Texts) -> str:
    return protocol.title.say(texts.lang)


def effect_words(effect: Effect, terms: Terms, texts: Texts) -> str:
    """What an answer changes, in one sentence."""
    if effect is Effect.POSITION and terms.position is not None:
        return texts.say(f"screening.position_{terms.position.value}")
    return texts.say(f"screening.effect_{effect.value}")
