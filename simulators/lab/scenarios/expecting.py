"""One `[[expect]]` of a scenario file to its expectation."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches

from biofeedback.decisions import Outcome
from biofeedback.findings import Rule
from biofeedback.review.summary import SessionSummary
from biofeedback.why import why
from protocols.lines import line_of
from protocols.table import Table, shown
from simulators.lab.scenarios.happenings import NUMBERS
from simulators.lab.scenarios.patterns import Pattern, UnknownWord, parse
from simulators.lab.scenarios.scenario import Bounds, During, Expectation, Must

FIELDS = tuple(each.name for each in fields(SessionSummary) if each.name != "why")
"""The fields of a summary that can be asked for."""

WORDED = {"outcome": tuple(each.value for each in Outcome), "rule": tuple(each.value for each in Rule)}
"""Fields of a summary that are words, with the words there are."""

ABSENT = "absent"
"""What a field of the summary is where nothing was said."""

_FIX = why("protocols.fix_text")
_NOTHING = Pattern("", ())


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the expectations of one file. `groups`: of its protocol; `lines`: where each key stands."""

    groups: tuple[str, ...]
    lines: Mapping[str, int]

    def expectation(self, table: Table) -> Expectation:
        """What a table says. Faults are noted in it."""
        line = line_of(table.where, self.lines)
        said = [must for must in Must if table.has(must.value)]
        if len(said) != 1:
            written = " and ".join(each.value for each in said) or "nothing of what must hold"
            table.fault("", written, "one of " + ", ".join(each.value for each in Must), _FIX)
            return Expectation(line=line, must=Must.NEVER)
        must = said[0]
        found = self._of_summary(table, line) if must is Must.SUMMARY else self._of_pattern(table, must, line)
        table.finish()
        return found

    def _of_summary(self, table: Table, line: int | None) -> Expectation:
        field = known_word(table, Must.SUMMARY.value, FIELDS)
        if not table.has("is"):
            bounds = self._bounds(table)
            if bounds == Bounds():
                table.fault("is", "missing", "is, at_least or at_most", _FIX)
            return Expectation(line=line, must=Must.SUMMARY, number=field, bounds=bounds)
        value = table.raw["is"]
        if not isinstance(value, str | int | float):
            table.fault("is", shown(value), "a word or a number", _FIX)
            return Expectation(line=line, must=Must.SUMMARY, number=field)
        if field in WORDED and value != ABSENT:
            known_word(table, "is", (*WORDED[field], ABSENT))
        absent = value == ABSENT
        return Expectation(line=line, must=Must.SUMMARY, number=field, value=None if absent else value, absent=absent)

    def _of_pattern(self, table: Table, must: Must, line: int | None) -> Expectation:
        pattern = self._pattern(table, must.value)
        number, bounds = None, Bounds()
        if must is Must.COUNT:
            bounds = self._bounds(table)
        elif must is Must.ALWAYS:
            known = sorted({name for one in pattern.either for name in NUMBERS.get(one.kind, ())})
            number, bounds = known_word(table, "number", known or ("none: it has no numbers",)), self._bounds(table)
        if must in (Must.COUNT, Must.ALWAYS) and bounds == Bounds():
            table.fault("at_least", "missing", "at_least, at_most or exactly", _FIX)
        return Expectation(
            line=line, must=must, pattern=pattern, during=self._during(table), number=number, bounds=bounds
        )

    def _bounds(self, table: Table) -> Bounds:
        if table.has("exactly"):
            exactly = table.number("exactly")
            return Bounds(least=exactly, most=exactly)
        least = table.number("at_least") if table.has("at_least") else None
        most = table.number("at_most") if table.has("at_most") else None
        if least is not None and most is not None and least > most:
            table.fault("at_least", f"{least:g}", f"no more than at_most ({most:g})", _FIX)
        return Bounds(least=least, most=most)

    def _during(self, table: Table) -> During:
        begins = ends = None
        if table.has("between"):
            both = table.texts("between")
            if len(both) != 2:
                table.fault("between", shown(table.raw["between"]), "two patterns: [begin, end]", _FIX)
            else:
                begins, ends = (self._parsed(table, "between", text) for text in both)
        after = self._pattern(table, "after") if table.has("after") else None
        if after is not None and begins is not None:
            table.fault("after", "beside between", "one of the two", _FIX)
        until = table.number("until_s") if table.has("until_s") else None
        within = table.number("within_s") if table.has("within_s") else None
        from_s = table.number("from_s", 0.0)
        if until is not None and until < from_s:
            table.fault("until_s", f"{until:g}", f"later than from_s ({from_s:g})", _FIX)
        return During(after=after, within_s=within, begins=begins, ends=ends, from_s=from_s, until_s=until)

    def _pattern(self, table: Table, key: str) -> Pattern:
        return self._parsed(table, key, table.text(key))

    def _parsed(self, table: Table, key: str, text: str) -> Pattern:
        if not text:  # noted already
            return _NOTHING
        try:
            return parse(text, self.groups)
        except UnknownWord as unknown:
            table.fault(key, shown(unknown.word), str(unknown), _FIX)
            return _NOTHING


def known_word(table: Table, key: str, known: Collection[str]) -> str:
    """A word that is one of these; else the fault says which was meant."""
    word = table.text(key)
    if word and word not in known:
        near = get_close_matches(word, known, 1)
        table.fault(key, shown(word), f"did you mean {near[0]!r}?" if near else "one of " + ", ".join(known), _FIX)
    return word
