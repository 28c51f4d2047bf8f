"""Asks for a protocol in plain lines, and checks each answer at once by the check of protocol files itself.

A draft of the whole file is made after each answer, with harmless values for what was not asked yet. It had no fault
before, so any fault it has now is due to this answer: the answer is refused with it and asked for anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import Enum
from typing import TypeVar

from biofeedback.errors import UsageError
from biofeedback.languages import LANGUAGES
from biofeedback.plain.interview import Read, Say
from biofeedback.text_layout import columns, padded, wrap
from biofeedback.texts import Texts
from biofeedback.texts.protocol_faults import fault_line
from protocols import library
from protocols.faults import Fault
from protocols.outline import HOLD_S, Outline, groups_for, narrowed, own_effort, own_hold_s, suggested_rest_s, written
from protocols.schema import Describe
from protocols.training import Breathing, Effort, Ending, Kind, MuscleGroup, Words

WIDTH = 78
"""Columns of a line: a terminal of 80 with a little air."""

LONGEST_ANSWER = 400
"""Characters of a line that are read: more than the longest text may have."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_Choice = TypeVar("_Choice", bound=Enum)
Change = Callable[[str], Outline | None]
"""The outline with one typed answer; None: it was not understood."""


class Authoring:
    """One person at the keyboard who writes a protocol."""

    def __init__(self, say: Say, read: Read, texts: Texts, describe: Describe) -> None:
        self._say = say
        self._read = read
        self._texts = texts
        self._describe = describe
        self._outline = Outline(
            title=self._both("authoring.default_title"), summary=self._both("authoring.default_summary")
        )

    def name(self, is_taken: Callable[[str], bool]) -> str:
        """Ask for a name that is not taken yet."""
        while True:
            self._tell("authoring.name")
            name = self._line()
            if not _NAME.fullmatch(name):
                self._tell("authoring.name_again")
            elif is_taken(name):
                self._tell("authoring.name_taken", name=name)
            else:
                return name

    def text(self) -> str:
        """Ask all the rest: the text of the file, without a fault. Raises UsageError where the person leaves."""
        for key in ("title", "summary"):
            self._ask_words(key)
        kind = self._choose("kind", Kind)
        self._outline = replace(self._outline, kind=kind, group_ids=(groups_for(kind)[0].id,))
        self._outline = replace(self._outline, rest_s=suggested_rest_s(self._outline))
        self._ask_groups(groups_for(kind))
        if kind is Kind.TENSION:
            self._ask_tension()
        suggested = suggested_rest_s(self._outline)
        self._ask("rest", _number(suggested, lambda s: replace(self._outline, rest_s=s)), suggested=suggested)
        if kind is Kind.TENSION:
            self._ask_choice("breathing", Breathing, lambda one: replace(self._outline, breathing=one))
        self._ask_choice("ending", Ending, lambda one: replace(self._outline, ending=one))
        self._ask_sources()
        return self._draft(self._outline)

    def _ask_words(self, key: str) -> None:
        """In both languages, one after the other; Enter alone leaves the ready words."""
        for lang in LANGUAGES:
            words = self._outline.title if key == "title" else self._outline.summary

            def changed(typed: str, lang: str = lang, words: Words = words) -> Outline:
                said = typed or words.say(lang)
                words = replace(words, en=said) if lang == "en" else replace(words, zh=said)
                return replace(self._outline, title=words) if key == "title" else replace(self._outline, summary=words)

            self._ask(f"{key}_{lang}", changed, ready=words.say(lang))

    def _ask_groups(self, known: Sequence[MuscleGroup]) -> None:
        self._list([group.name.say(self._texts.lang) for group in known])

        def chosen(typed: str) -> Outline | None:
            words = re.split(r"[\s,，、]+", typed.strip(",，、"))
            if not all(word.isdecimal() and 1 <= int(word) <= len(known) for word in words):
                return None
            outline = replace(self._outline, group_ids=tuple(known[int(word) - 1].id for word in words))
            return replace(outline, rest_s=suggested_rest_s(outline))

        self._ask("groups", chosen, again="again", most=len(known))

    def _ask_tension(self) -> None:
        self._ask_choice("effort", Effort, lambda one: replace(self._outline, effort=one), but=Effort.NONE)
        self._ask("hold", _number(HOLD_S, self._held), suggested=HOLD_S)
        for group in narrowed(self._outline):
            effort = self._texts.say(f"protocols.effort_{own_effort(self._outline, group).value}")
            name, hold_s = group.name.say(self._texts.lang), own_hold_s(self._outline, group)
            self._tell("authoring.narrowed", group=name, hold=hold_s, effort=effort)

    def _held(self, hold_s: float) -> Outline:
        outline = replace(self._outline, hold_s=hold_s)
        return replace(outline, rest_s=suggested_rest_s(outline))

    def _ask_sources(self) -> None:
        self._outline = replace(self._outline, sources=())
        while True:
            more = bool(self._outline.sources)
            self._tell("authoring.source_more" if more else "authoring.sources")
            typed = self._line()
            if not typed and more:
                return
            if typed:
                self._take(replace(self._outline, sources=(*self._outline.sources, typed)))

    def _ask_choice(
        self, code: str, kind: type[_Choice], change: Callable[[_Choice], Outline], but: _Choice | None = None
    ) -> None:
        while not self._take(change(self._choose(code, kind, but))):
            pass

    def _choose(self, code: str, kind: type[_Choice], but: _Choice | None = None) -> _Choice:
        members = [member for member in kind if member is not but]
        while True:
            self._tell(f"authoring.{code}")
            for number, member in enumerate(members, 1):
                self._say(f"  {number}  {self._texts.say(f'authoring.{code}_{member.value}')}")
            typed = self._line()
            if typed.isdecimal() and 1 <= int(typed) <= len(members):
                return members[int(typed) - 1]
            if not typed:
                return members[0]
            self._tell("authoring.again", most=len(members))

    def _ask(self, code: str, change: Change, again: str = "number_again", **values: int | float | str) -> None:
        while True:
            self._tell(f"authoring.{code}", **values)
            changed = change(self._line())
            if changed is None:
                self._tell(f"authoring.{again}", **values)
            elif self._take(changed):
                return

    def _take(self, changed: Outline) -> bool:
        """Keep the changed outline, or say what is wrong with it."""
        faults = library.faults_in(self._draft(changed), "")
        for fault in faults:
            for line in wrap(fault_line(self._placed(fault, changed), self._texts), WIDTH - 2):
                self._say(f"  {line}")
        if not faults:
            self._outline = changed
        return not faults

    def _placed(self, fault: Fault, outline: Outline) -> Fault:
        """The fault with the muscle group it is about, in place of a line of a file that is not there yet."""

        def name(step: re.Match[str]) -> str:
            return outline.groups()[int(step[1])].name.say(self._texts.lang)

        return replace(fault, line=None, where=re.sub(r"steps\[(\d+)\]", name, fault.where))

    def _draft(self, outline: Outline) -> str:
        return written(outline, self._describe)

    def _list(self, names: Sequence[str]) -> None:
        """Numbered names in as many columns as fit."""
        cells = [f"{number:>3}  {name}" for number, name in enumerate(names, 1)]
        wide = max(columns(cell) for cell in cells) + 2
        across = max(1, WIDTH // wide)
        for first in range(0, len(cells), across):
            row = "".join(padded(cell, wide) for cell in cells[first : first + across])
            self._say(row.rstrip())

    def _both(self, code: str) -> Words:
        return Words(Texts("en").say(code), Texts("zh").say(code))

    def _line(self) -> str:
        line = self._read()
        if not line:
            raise UsageError(self._texts.say("authoring.left"))
        return line[:LONGEST_ANSWER].encode("utf-8", "replace").decode().strip()  # no text comes as lone surrogates

    def _tell(self, code: str, **values: int | float | str) -> None:
        self._say(self._texts.say(code, **values))


def _number(suggested: float, change: Callable[[float], Outline]) -> Change:
    """A number of seconds; Enter alone takes the suggested one."""

    def changed(typed: str) -> Outline | None:
        plain = typed.removesuffix("s").removesuffix("秒").strip()
        if not plain:
            return change(suggested)
        return change(float(plain)) if re.fullmatch(r"\d{1,6}(\.\d{1,3})?", plain) else None

    return changed
