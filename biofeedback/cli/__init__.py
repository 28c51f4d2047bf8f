"""Puts the parts together: the command line. The only room that knows them all.

Machine output goes to standard output, words to people to standard error. Exit codes: 0 done; 1 a check did not hold;
2 bad usage or unreadable input, with one clear line; 3 a session was stopped for safety; 130 interrupted; 141 nobody
reads the output any more.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

ANYWHERE = ("--profile", "--lang", "--theme")
"""Options of the whole program, which may stand before the command, behind it and at the end: nobody knows where."""

COMPLETING = "_BIOFEEDBACK_COMPLETE"
"""Environment variable by which a shell asks how a line that is being typed may go on: Typer answers it."""


def main() -> None:
    """Run the program. No traceback reaches a person, whatever the input was and whenever it is interrupted."""
    try:
        from biofeedback.cli import terminal

        with terminal.guarded():
            code = _led()
            terminal.give_up()
    except KeyboardInterrupt:
        from biofeedback.cli.exit_codes import INTERRUPTED

        code = INTERRUPTED
    sys.exit(code)


def _led() -> int:
    """The command to its exit code, whatever becomes of it."""
    from biofeedback.cli import terminal
    from biofeedback.cli.exit_codes import INTERRUPTED, OUTPUT_GONE, UNUSABLE
    from biofeedback.cli.line_language import language
    from biofeedback.errors import BiofeedbackError, OutputGone

    try:
        sys.argv[1:] = options_first(sys.argv[1:])
        return _ran(sys.argv[1:])
    except BiofeedbackError as problem:
        from biofeedback.texts import Texts

        terminal.complain(Texts(language(sys.argv[1:])).problem(problem))
        return problem.exit_code
    except OutputGone:  # whoever read it has had enough
        return OUTPUT_GONE
    except Exception as fault:
        if isinstance(fault.__cause__, KeyboardInterrupt):  # a class was being made, which tells it in its own way
            return INTERRUPTED
        if (code := refused_code(fault)) is not None:
            return code
        from biofeedback.app import crash_report

        terminal.complain(crash_report.describe(fault, language(sys.argv[1:])))
        return UNUSABLE


def _ran(arguments: Sequence[str]) -> int:
    """The command; its exit code. Home is asked for without a word: what parses words is not loaded for it."""
    if arguments == ["--version"]:
        from biofeedback.cli.version import tell_version

        tell_version()
        return 0
    if not arguments and COMPLETING not in os.environ:
        gc.disable()  # until home is painted (`BiofeedbackApp.on_mount`): nothing of what is loaded for it is garbage
        from biofeedback.app.language import language
        from biofeedback.cli import screens

        return screens.home(language())
    from biofeedback.cli.app import app

    return int(app(standalone_mode=False) or 0)


def refused_code(fault: Exception) -> int | None:
    """Say one line where it is no fault but what the parser says of the command line, and the exit code; else None."""
    from biofeedback.cli import refused, terminal
    from biofeedback.cli.exit_codes import UNUSABLE
    from biofeedback.cli.line_language import language
    from biofeedback.texts import Texts

    if isinstance(fault, refused.ABANDONED):
        return 1
    if isinstance(fault, refused.REFUSED):
        if (page := refused.help_of(fault)) is not None:
            terminal.remark(page)
        else:
            terminal.complain(refused.in_one_line(fault, Texts(language(sys.argv[1:]))))
        return UNUSABLE
    return None


def options_first(arguments: Sequence[str]) -> list[str]:
    """The same command line with --profile and --lang before the command: they may stand anywhere.

    Raises UsageError where one is given twice: neither wins unseen.
    """
    from biofeedback.errors import UsageError
    from biofeedback.why import why

    words = list(arguments)
    end = words.index("--") if "--" in words else len(words)
    first, rest, place = list[str](), list[str](), 0
    while place < end:
        word = words[place]
        takes_next = word in ANYWHERE and place + 1 < end
        moved = takes_next or word.startswith(tuple(f"{option}=" for option in ANYWHERE))
        (first if moved else rest).extend(words[place : place + 1 + takes_next])
        place += 1 + takes_next
    for option in ANYWHERE:
        if sum(word == option or word.startswith(f"{option}=") for word in first) > 1:
            raise UsageError(
                f"{option} is given more than once: name one", reasons=(why("cli.given_twice", option=option),)
            )
    return [*first, *rest, *words[end:]]
