"""Puts the parts together: the command line. The only room that knows them all.

Machine output goes to standard output, words to people to standard error. Exit codes: 0 done; 1 a check did not hold;
2 bad usage or unreadable input, with one clear line; 3 a session was stopped for safety; 130 interrupted.
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
    """Run the program. No traceback reaches a person, whatever the input was."""
    if sys.argv[1:] == ["--version"]:
        from biofeedback.cli.version import tell_version

        tell_version()
        return
    from biofeedback.cli import terminal
    from biofeedback.cli.exit_codes import INTERRUPTED, UNUSABLE
    from biofeedback.cli.line_language import language
    from biofeedback.errors import BiofeedbackError

    try:
        sys.argv[1:] = options_first(sys.argv[1:])
        with terminal.guarded():
            sys.exit(_ran(sys.argv[1:]))
    except BiofeedbackError as problem:
        from biofeedback.texts import Texts

        terminal.complain(Texts(language(sys.argv[1:])).problem(problem))
        sys.exit(problem.exit_code)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:  # whoever read our output has had enough
        terminal.give_up()
    except Exception as fault:
        refuse(fault)
        from biofeedback.app import crash_report

        terminal.complain(crash_report.describe(fault, language(sys.argv[1:])))
        sys.exit(UNUSABLE)


def _ran(arguments: Sequence[str]) -> int:
    """The command; its exit code. Home is asked for without a word: what parses words is not loaded for it."""
    if not arguments and COMPLETING not in os.environ:
        gc.disable()  # until home is painted (`BiofeedbackApp.on_mount`): nothing of what is loaded for it is garbage
        from biofeedback.app.language import language
        from biofeedback.cli import screens

        return screens.home(language())
    from biofeedback.cli.app import app

    return int(app(standalone_mode=False) or 0)


def refuse(fault: Exception) -> None:
    """Leave with one line where it is no fault but what the parser says of the command line; else do nothing."""
    from biofeedback.cli import refused, terminal
    from biofeedback.cli.exit_codes import UNUSABLE
    from biofeedback.cli.line_language import language
    from biofeedback.texts import Texts

    if isinstance(fault, refused.ABANDONED):
        sys.exit(1)
    if isinstance(fault, refused.REFUSED):
        if (page := refused.help_of(fault)) is not None:
            terminal.remark(page)
        else:
            terminal.complain(refused.in_one_line(fault, Texts(language(sys.argv[1:]))))
        sys.exit(UNUSABLE)


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
