"""A process that has the program loaded, and becomes it, by a fork, for each call that the tests make.

What a call sees is as in a new process: its arguments, environment, folder, input and output. Only the half second of
loading is spent once. Reads a call a line from standard input; answers each with its exit code.
"""

from __future__ import annotations

import importlib
import json
import os
import runpy
import signal
import sys
from dataclasses import asdict, dataclass

LOADED = ("app", "analyse", "simulate", "session_lines", "past", "protocol_files", "validate", "in_lines", "lab")


@dataclass(frozen=True, slots=True)
class Call:
    """What to become. `out` and `err` are files; there is nothing to read."""

    arguments: tuple[str, ...]
    environ: dict[str, str]
    folder: str
    out: str
    err: str

    def line(self) -> str:
        """As it is sent."""
        return json.dumps(asdict(self)) + "\n"


def become(call: Call) -> None:
    """The program with these arguments, to its end as in any process."""
    for number, path, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, call.out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        (2, call.err, os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
    ):
        opened = os.open(path, flags)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)  # the old one may hold the next call
    os.environ.clear()
    os.environ.update(call.environ)
    os.chdir(call.folder)
    sys.argv = ["biofeedback", *call.arguments]
    runpy.run_module("biofeedback", run_name="__main__", alter_sys=True)


def serve() -> None:
    """Until there is nothing more to read. The child returns from here, and so from its process."""
    for name in LOADED:
        importlib.import_module(f"biofeedback.cli.{name}")
    while line := sys.stdin.readline():
        call = Call(**json.loads(line))
        child = os.fork()
        if child == 0:
            become(call)
            return
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    serve()
