"""The help of a command, in the language of this command line: whole sentences, none of them cut.

The English of it stands with each command and option. What it is in Chinese is in `texts/help.toml`, by the English.
"""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import Any

from biofeedback.text_layout import columns, padded, wrap
from biofeedback.texts import Texts

WIDEST = 100
"""Longer lines are hard to read back from. Columns."""

NARROWEST = 40
"""As narrow as any screen of ours may be. Columns."""

NAMES_COLUMNS = 30
"""Names that are longer stand on a line of their own. Columns."""

_KIND = re.compile(r"<(?:list\[)?(str|int|float|Path)\]?>")


@cache
def _chinese() -> dict[str, str]:
    text = (resources.files("biofeedback.texts") / "help.toml").read_text(encoding="utf-8")
    table: dict[str, str] = tomllib.loads(text)
    return table


def said(english: str | None, lang: str) -> str:
    """A text of the help in a language; in English where it has none in that one."""
    text = " ".join((english or "").split())
    return _chinese().get(text, text) if lang == "zh" else text


def page(command: Any, context: Any, texts: Texts) -> str:
    """All of the page. `command` and `context` are the parser's."""
    width = max(NARROWEST, min(WIDEST, shutil.get_terminal_size().columns))
    lines = [texts.say("usage.usage", line=_usage(command, context, texts))]
    lines += ["", *_under("  ", wrap(said(command.help, texts.lang), width - 2))]
    params = command.get_params(context)
    arguments = [_param(each, context, texts) for each in params if each.param_type_name == "argument"]
    options = [_param(each, context, texts) for each in params if each.param_type_name == "option" and not each.hidden]
    commands = [
        (name, said(each.help, texts.lang))
        for name, each in getattr(command, "commands", {}).items()
        if not each.hidden
    ]
    for title, rows in (("arguments", arguments), ("options", options), ("commands", commands)):
        if rows:
            lines += ["", texts.say(f"usage.{title}"), *_columns(rows, width)]
    return "\n".join(lines)


def _usage(command: Any, context: Any, texts: Texts) -> str:
    words = [context.command_path]
    for piece in command.collect_usage_pieces(context):
        if piece == "[OPTIONS]":
            words.append(texts.say("usage.options_piece"))
        elif piece == "COMMAND [ARGS]...":
            words.append(texts.say("usage.command_piece"))
        else:
            words.append(piece.upper())
    return " ".join(words)


def _param(param: Any, context: Any, texts: Texts) -> tuple[str, str]:
    """Its names and what it is, with its default where there is one."""
    names, text = param.get_help_record(context) or (str(param.name), "")
    extra = text.removeprefix(param.help or "").strip()
    if param.param_type_name == "argument":
        names = str(param.name).upper()
    else:
        names = _KIND.sub(lambda found: texts.say(f"usage.kind_{found[1]}"), names)
    own = texts.say("usage.help") if "--help" in param.opts else said(param.help, texts.lang)
    return names, " ".join(filter(None, (own, _extra(extra, texts))))


def _extra(extra: str, texts: Texts) -> str:
    said_of = [
        texts.say("usage.default", value=part.removeprefix("default: "))
        if part.startswith("default: ")
        else texts.say("usage.required")
        if part == "required"
        else part
        for part in filter(None, extra.strip("[]").split("; "))
    ]
    return f"[{'; '.join(said_of)}]" if said_of else ""


def _columns(rows: list[tuple[str, str]], width: int) -> Iterator[str]:
    left = min(NAMES_COLUMNS, max(columns(names) for names, _ in rows)) + 4
    for names, text in rows:
        lines = wrap(text, width - left) if text else [""]
        if columns(names) > left - 4:
            yield f"  {names}"
        else:
            yield f"  {padded(names, left - 2)}{lines.pop(0)}".rstrip()
        yield from _under(" " * left, lines)


def _under(indent: str, lines: Iterable[str]) -> Iterator[str]:
    return (f"{indent}{line}".rstrip() for line in lines)
