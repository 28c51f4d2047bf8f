"""A fault of a protocol file in either language: where, what is there, what was expected, and a way to mend it."""

from __future__ import annotations

import re

from biofeedback.texts import Texts
from protocols.faults import Fault

_COUNTED = re.compile(r"(?P<number>(?:[<>]= )?[\d.]+) (?P<unit>times|columns|% tension)")


def fault_line(fault: Fault, texts: Texts) -> str:
    """The fault in one line."""
    said = texts.say("protocols.fault", value=_word(fault.value, texts), limit=_word(fault.limit, texts))
    where = texts.say("protocols.fault_where", where=fault.where) if fault.where else ""
    line = texts.say("protocols.fault_line", line=fault.line) if fault.line is not None else ""
    return f"{line}{where}{said}{texts.why(fault.fix)}"


def _word(text: str, texts: Texts) -> str:
    """A value or limit as it is said; what was written in the file, and signs such as `<= 4 s`, stay as they are."""
    if texts.lang == "en":
        return text
    if counted := _COUNTED.fullmatch(text):
        return texts.say(f"fault_words.{_key(counted['unit'])}", number=counted["number"])
    for phrase in (text, text.split(":")[0]):
        try:
            return texts.say(f"fault_words.{_key(phrase)}")
        except KeyError:
            continue
    return text


def _key(phrase: str) -> str:
    return "_".join(re.findall(r"[a-z0-9]+", phrase.lower()))
