"""The commands as this program has them: their help is in the language of the line, and a single option is given once.

Of two that mean one thing the last would win, and nobody would be told.
"""

from __future__ import annotations

import sys
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from biofeedback.cli import terminal
from biofeedback.errors import UsageError
from biofeedback.why import why


class Group(TyperGroup):
    """A group of commands."""

    def get_help_option(self, ctx: Any) -> TyperOption | None:
        """Which shows its page."""
        return _shows_page(super().get_help_option(ctx))

    def get_help(self, ctx: Any) -> str:
        """Its page."""
        return _page(self, ctx)


class Command(TyperCommand):
    """A command that refuses the second of a single option. A switch that only switches on may come twice."""

    def get_help_option(self, ctx: Any) -> TyperOption | None:
        """Which shows its page."""
        return _shows_page(super().get_help_option(ctx))

    def get_help(self, ctx: Any) -> str:
        """Its page."""
        return _page(self, ctx)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Raises UsageError, with the option's name."""
        _, _, given = self.make_parser(ctx).parse_args(args=list(args))
        seen = set[str]()
        for each in given:
            if not isinstance(each, TyperOption) or each.multiple or each.count:
                continue
            if each.is_flag and not each.secondary_opts:
                continue
            name = "/".join((*each.opts[:1], *each.secondary_opts[:1]))
            if name in seen:
                reason = why("cli.given_twice", option=name)
                raise UsageError(f"{name} is given more than once: name one", reasons=(reason,))
            seen.add(name)
        return super().parse_args(ctx, args)


def ours(group: typer.Typer) -> None:
    """So for a group, for all its commands, and for the groups within it."""
    group.info.cls = Group
    for command in group.registered_commands:
        command.cls = Command
    for inner in group.registered_groups:
        inner.cls = Group
        if inner.typer_instance is not None:
            ours(inner.typer_instance)


def _shows_page(option: TyperOption | None) -> TyperOption | None:
    """The option as it is, but that its page is written as all else is."""
    if option is not None:
        option.callback = _show_page
    return option


def _show_page(context: Any, _param: Any, value: bool) -> None:
    if value and not context.resilient_parsing:
        terminal.write(context.get_help())
        context.exit()


def _page(command: Any, context: Any) -> str:
    from biofeedback.cli import help_page
    from biofeedback.cli.line_language import language
    from biofeedback.texts import Texts

    return help_page.page(command, context, Texts(context.find_root().params.get("lang") or language(sys.argv[1:])))
