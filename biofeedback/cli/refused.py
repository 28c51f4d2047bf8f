"""What the parser of the command line refuses, in one line of the language of this command line."""

from __future__ import annotations

import re
from typing import Any, Final

import typer

from biofeedback.texts import Texts, sentences

REFUSED: Final[type[Exception]] = typer.BadParameter.__mro__[1]
"""What the parser raises for a line that it cannot take: a name of its own is in no public module."""

ABANDONED: Final[type[Exception]] = typer.Abort
"""What it raises where somebody ends the input instead of answering."""

_NO_COMMAND = re.compile(r"No such command (?P<name>.+?)\.(?: Did you mean (?P<near>.+)\?)?")
_NOT_ONE_OF = re.compile(r"(?P<value>'.*') is not one of (?P<choices>.+)")
_BOUND = re.compile(r"should be (?P<how>greater|less) than (?:or equal to )?(?P<bound>\S+)")
_EXTRA = re.compile(r"unexpected extra argument(?:s|\(s\))? \((?P<words>.*)\)")


def in_one_line(refused: Any, texts: Texts) -> str:
    """What is wrong, what may have been meant, and where help is."""
    context = refused.ctx
    more = "" if context is None else texts.say("usage.more", command=f"{context.command_path} --help")
    return sentences(filter(None, (_wrong(refused, texts), more)), texts)


def help_of(refused: Any) -> str | None:
    """The help, where nothing is wrong: a group of commands was named alone, and says what it has."""
    if type(refused).__name__ != "NoArgsIsHelpError":
        return None
    page: str = refused.ctx.command.get_help(refused.ctx)
    return page


def _wrong(refused: Any, texts: Texts) -> str:
    match type(refused).__name__:
        case "NoSuchOption":
            wrong = texts.say("usage.no_option", option=refused.option_name)
            near = texts.say("usage.joint").join(sorted(refused.possibilities or ()))
            return sentences((wrong, texts.say("usage.near", near=near)), texts) if near else wrong
        case "BadOptionUsage":
            code = "needs_a_value" if "requires" in refused.message else "takes_no_value"
            return texts.say(f"usage.{code}", option=refused.option_name)
        case "MissingParameter":
            return texts.say("usage.missing", name=_name(refused))
        case "BadParameter":
            return _bad_value(refused, texts)
        case _:
            return _other(refused.message, texts)


def _bad_value(refused: Any, texts: Texts) -> str:
    name, message = _name(refused), str(refused.message)
    if found := _NOT_ONE_OF.search(message):
        choices = texts.say("usage.joint").join(re.findall(r"'([^']*)'", found["choices"]))
        return texts.say("usage.not_one_of", name=name, value=found["value"].strip("'"), choices=choices)
    if found := _BOUND.search(message):
        code = "too_small" if found["how"] == "greater" else "too_large"
        return texts.say(f"usage.{code}", name=name, bound=found["bound"])
    if "valid integer" in message:
        return texts.say("usage.whole_number", name=name)
    if "valid number" in message:
        return texts.say("usage.number", name=name)
    return texts.say("usage.unusable", name=name)


def _other(message: str, texts: Texts) -> str:
    if found := _NO_COMMAND.search(message):
        wrong = texts.say("usage.no_command", name=found["name"].strip("'"))
        near = texts.say("usage.joint").join(re.findall(r"'([^']*)'", found["near"] or ""))
        return sentences((wrong, texts.say("usage.near", near=near)), texts) if near else wrong
    if found := _EXTRA.search(message):
        return texts.say("usage.extra", words=found["words"])
    return texts.say("usage.no_command_named" if "Missing command" in message else "usage.not_understood")


def _name(refused: Any) -> str:
    """An option as it is written, the longest of its names; an argument as the help names it."""
    param = refused.param
    if param is None:
        return ""
    return max(param.opts, key=len) if param.param_type_name == "option" else str(param.name).upper()
