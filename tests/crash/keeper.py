"""What a shell is to a program: leads the terminal's session, gives the program its foreground, tells how it fares.

Run as a script, with nothing but the standard library: `keeper.py TOLD ASKED PROGRAM [ARGUMENT...]`. On the pipe TOLD
it writes `pid N`, `stopped SIGNAL` and `ended CODE` (negative: by that signal); from ASKED it reads a line to go on
after a stop. Without somebody in between, a program that leads its own session could not be stopped by Ctrl-Z at all.
"""

from __future__ import annotations

import fcntl
import os
import signal
import sys
import termios

ENDING = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGQUIT, signal.SIGTSTP, signal.SIGPIPE)


def main() -> None:
    """Start it, and stay until it has ended."""
    told, asked, *program = sys.argv[1:]
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    child = os.fork()
    if child == 0:
        os.close(int(told))
        os.close(int(asked))
        os.setpgid(0, 0)
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        os.tcsetpgrp(0, os.getpid())
        for number in (*ENDING, signal.SIGTTOU):  # whoever runs this in the background may ignore some of them
            signal.signal(number, signal.SIG_DFL)
        os.execv(program[0], program)
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    signal.signal(
        signal.SIGHUP, lambda _number, _frame: os.killpg(child, signal.SIGHUP)
    )  # the terminal is gone: as a shell does
    _say(told, f"pid {child}")
    while True:
        _, status = os.waitpid(child, os.WUNTRACED)
        if not os.WIFSTOPPED(status):
            _say(told, f"ended {os.waitstatus_to_exitcode(status)}")
            return
        os.tcsetpgrp(0, os.getpid())
        left = termios.tcgetattr(0)  # as shells do: a job finds the settings that it left
        _say(told, f"stopped {os.WSTOPSIG(status)}")
        if not os.read(int(asked), 100):  # whoever watches has gone
            os.killpg(child, signal.SIGKILL)
        termios.tcsetattr(0, termios.TCSANOW, left)
        os.tcsetpgrp(0, child)
        os.killpg(child, signal.SIGCONT)


def _say(told: str, word: str) -> None:
    os.write(int(told), f"{word}\n".encode())


if __name__ == "__main__":
    main()
