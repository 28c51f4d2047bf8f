"""An option that means one thing is given once: of two, the last would win and nobody would be told."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperCommand, TyperOption

from biofeedback.errors import UsageError
from biofeedback.why import why


class GivenOnce(TyperCommand):
    """A command that refuses the second of a single option. A switch that only switches on may come twice."""

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


def once_each(group: typer.Typer) -> None:
    """So for all commands of a group, and of the groups within it."""
    for command in group.registered_commands:
        command.cls = GivenOnce
    for inner in group.registered_groups:
        if inner.typer_instance is not None:
            once_each(inner.typer_instance)
