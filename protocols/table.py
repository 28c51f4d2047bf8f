"""Read one TOML table key by key, and note every fault on the way instead of stopping at the first.

A reader gives back a harmless value where it noted a fault: whoever reads must look at the faults before the values.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from enum import Enum
from typing import TypeVar

from biofeedback import text_layout
from biofeedback.languages import LANGUAGES
from biofeedback.why import Why, why
from protocols import wording
from protocols.faults import Fault
from protocols.training import Words
from protocols.wording import Said, hidden_in

MAX_SHOWN = 40
"""Longest value shown in a fault, characters."""

MAX_NUMBER = 1e6
"""No number of a protocol comes near it; it keeps out infinity and integers too long for a float."""

Choice = TypeVar("Choice", bound=Enum)


def shown(value: object) -> str:
    """A value as a fault names it: short, on one line, without signs that act on a terminal."""
    if isinstance(value, int) and value.bit_length() > 200:
        return "a huge number"
    text = repr(value) if not isinstance(value, dict) else "a table"
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"


class Table:
    """One table of the file, at `where`. Faults and texts gather in lists shared by all tables of a file."""

    def __init__(self, raw: Mapping[str, object], where: str, faults: list[Fault], said: list[Said]) -> None:
        self.raw = raw
        self.where = where
        self.faults = faults
        self.said = said
        self._known: set[str] = set()

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        self._known.add(key)
        return key in self.raw

    def fault(self, key: str, value: str, limit: str, fix: Why) -> None:
        """Note a fault at `key` (empty: at the table itself)."""
        self.faults.append(Fault(line=None, where=self.at(key), value=value, limit=limit, fix=fix))

    def mended(self, key: str, value: str, limit: str, fix: Why) -> None:
        """Note that the value at `key` was replaced by a good one."""
        self.faults.append(Fault(line=None, where=self.at(key), value=value, limit=limit, fix=fix, mended=True))

    def at(self, key: str) -> str:
        """The path of a key."""
        plain = key if all(sign.isalnum() or sign in "_-" for sign in key) else shown(key)
        return ".".join(part for part in (self.where, plain) if part)

    def constant(self, key: str, value: int) -> None:
        """Exactly this number."""
        if self.number(key) != value:
            self.fault(key, "another format", str(value), why("protocols.fix_format", format=value))

    def number(self, key: str, default: float | None = None) -> float:
        """A finite number, not negative."""
        value = self._value(key, default, "a number")
        if value is None:
            return 0.0
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < MAX_NUMBER:
            self.fault(key, shown(value), "a number, 0 or more", why("protocols.fix_number"))
            return 0.0
        return float(value)

    def count(self, key: str, default: int) -> int:
        """A whole number from 1."""
        value = self.number(key, default)
        if value != int(value) or value < 1:
            self.fault(key, f"{value:g}", "a whole number from 1", why("protocols.fix_number"))
            return 1
        return int(value)

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        value = self._value(key, default, "true | false")
        if isinstance(value, bool):
            return value
        self.fault(key, shown(value), "true | false", why("protocols.fix_choice", choices="true, false"))
        return default

    def text(self, key: str, default: str | None = None) -> str:
        """A text on one line."""
        value = self._value(key, default, "a text")
        if value is None:
            return ""
        if not isinstance(value, str) or not value.strip() or hidden_in(value):
            self.fault(key, shown(value), "a text", why("protocols.fix_text"))
            return ""
        return value.strip()

    def name_of(self, key: str, known: Collection[str]) -> str:
        """A name, which should be one of these or one that the file brings along: the caller looks it up."""
        return self.text(key)

    def choice(self, key: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        """One word of an enumeration."""
        words = [str(member.value) for member in kind]
        first = next(iter(kind))
        value = self._value(key, default.value if default else None, " | ".join(words))
        if value is None:
            return default or first
        if isinstance(value, str) and value in words:
            return kind(value)
        self.fault(key, shown(value), " | ".join(words), why("protocols.fix_choice", choices=", ".join(words)))
        return default or first

    def choices(self, key: str, kind: type[Choice], fix: str) -> tuple[Choice, ...]:
        """A list of words of an enumeration, at least one."""
        words = [str(member.value) for member in kind]
        found = self.texts(key)
        for word in found:
            if word not in words:
                self.fault(key, repr(word), f"a {kind.__name__.lower()}", why(fix, choices=", ".join(words)))
        return tuple(kind(word) for word in found if word in words)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, at least one."""
        value = self._value(key, None, "a list of texts")
        if value is None:
            return ()
        items: list[object] = value if isinstance(value, list) else []
        good = [item.strip() for item in items if isinstance(item, str) and item.strip() and not hidden_in(item)]
        if not good or len(good) < len(items):
            self.fault(key, shown(value), "a list of texts", why("protocols.fix_list"))
        return tuple(good)

    def words(self, key: str, default: Words | None = None, columns: int = wording.MAX_COLUMNS) -> Words:
        """A text in every language, or in one of them: which one is held against the other texts by `form`."""
        if default is not None and not self.has(key):
            return default
        table = self.table(key)
        if not isinstance(self.raw.get(key), dict):
            return Words("", "")
        there = [lang for lang in LANGUAGES if table.has(lang)] or LANGUAGES
        said = {lang: table.language(lang, columns) for lang in there}
        table.finish()
        return Words(said.get("en", ""), said.get("zh", ""))

    def language(self, lang: str, columns: int) -> str:
        """The text of one language in a table of languages."""
        value = self._value(lang, None, "a text")
        if value is None:
            return ""
        text = wording.flow(value, lang) if isinstance(value, str) else ""
        hidden = hidden_in(text)
        if not text or hidden:
            self.fault(lang, hidden or shown(value), "a text", why("protocols.fix_text"))
        elif not wording.speaks(text, lang):
            self.fault(lang, shown(text), lang, why(f"protocols.fix_{lang}"))
        elif text_layout.columns(text) > columns:
            fix = why("protocols.fix_long", limit=columns)
            self.fault(lang, f"{text_layout.columns(text)} columns", f"<= {columns} columns", fix)
        else:
            self.said.append(Said(self.at(lang), lang, text))
        return text

    def table(self, key: str) -> Table:
        """A table inside this one; an empty one where it is missing."""
        value = self._value(key, None, "a table")
        if value is not None and not isinstance(value, dict):
            self.fault(key, shown(value), "a table", why("protocols.fix_table", key=key))
        inner: Mapping[str, object] = value if isinstance(value, dict) else {}
        return Table(inner, self.at(key), self.faults, self.said)

    def named_tables(self, key: str, taken: Collection[str]) -> dict[str, Table]:
        """Tables by names of the writer's own choice, none of which is taken; none where the key is missing."""
        if not self.has(key):
            return {}
        own = self.table(key)
        for name in own.raw:
            if name in taken:
                own.fault(name, "a shipped group", "a name of its own", why("protocols.fix_group_taken"))
        return {name: own.table(name) for name in own.raw}

    def tables(self, key: str, defaults: str) -> tuple[Table, ...]:
        """A list of tables, at least one, each over the table of `defaults`."""
        under = self.table(defaults).raw if self.has(defaults) else {}
        value = self._value(key, None, f"[[{key}]]")
        if value is None:
            return ()
        if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
            self.fault(key, shown(value), f"[[{key}]]", why("protocols.fix_tables", key=key))
            return ()
        return tuple(
            Table({**under, **item}, f"{self.at(key)}[{i}]", self.faults, self.said) for i, item in enumerate(value)
        )

    def finish(self) -> None:
        """Note every key that nobody asked for."""
        for key in self.raw:
            if key not in self._known:
                near = get_close_matches(key, sorted(self._known), 1)
                fix = why("protocols.fix_unknown_near", near=near[0]) if near else why("protocols.fix_unknown")
                self.fault(key, "unknown", near[0] if near else "nothing", fix)

    def _value(self, key: str, default: object, limit: str) -> object | None:
        if self.has(key):
            return self.raw[key]
        if default is None:
            self.fault(key, "missing", limit, why("protocols.fix_missing", key=key))
        return default
