"""How a practice goes on, for where no heart is to be drawn: the time, how far it has come, what is done and comes."""

from __future__ import annotations

from biofeedback.decisions import Phase
from biofeedback.text_layout import columns
from biofeedback.texts import Texts
from biofeedback.tui.body_map import Mark, signs_of
from biofeedback.tui.look import Charset
from biofeedback.tui.pacer import filled_bar
from biofeedback.tui.progress import Progress, progress
from biofeedback.view import SessionView
from protocols.training import TrainingProtocol

APART = "   "
"""Between two steps."""

HEAD_ROWS = 2
"""The time, and how far it has come. Rows."""


def unheard(view: SessionView) -> bool:
    """Whether nothing is heard of a heart: no strap is worn, or it has been gone for longer than a chart reaches."""
    return view.unmonitored and not view.vitals.beats


def course_rows(
    view: SessionView, protocol: TrainingProtocol, texts: Texts, charset: Charset, size: tuple[int, int]
) -> str:
    """In at most as many columns and rows as `size` says; nothing is cut: what has no room whole is left out."""
    width, height = size
    so_far = progress(view, protocol)
    time = texts.say("tui.course_time", so_far=int(view.t // 60), left=so_far.minutes_left)
    rows = [time, filled_bar(so_far.share, width, charset)]
    steps = _steps(so_far, view, protocol, texts, charset, width)
    room = max(0, height - HEAD_ROWS)
    if steps and room:
        here = next((k for k, (_, is_here) in enumerate(steps) if is_here), 0)
        first = max(0, min(here - room // 2, len(steps) - room))
        rows += [row for row, _ in steps[first : first + room]]
    return "\n".join(rows[:height])


def _steps(
    so_far: Progress, view: SessionView, protocol: TrainingProtocol, texts: Texts, charset: Charset, width: int
) -> list[tuple[str, bool]]:
    """Each step once by name, with its sign: rows, and whether the one in hand stands in it."""
    signs = signs_of(charset)
    names = dict.fromkeys(step.group.name.say(texts.lang) for step in protocol.steps)
    done = 0 if so_far.group is None else so_far.group - 1
    if so_far.group is None and view.phase in (Phase.CLOSING, Phase.ASK_AFTER, Phase.FINISHED):
        done = len(names)
    rows, row, is_here = list[tuple[str, bool]](), "", False
    for place, name in enumerate(names):
        mark = Mark.DONE if place < done else Mark.NOW if place + 1 == so_far.group else Mark.TO_COME
        part = f"{signs[mark]} {name}"
        longer = f"{row}{APART}{part}" if row else part
        if row and columns(longer) > width:
            rows.append((row, is_here))
            longer, is_here = part, False
        row, is_here = longer, is_here or mark is Mark.NOW
    return [*rows, (row, is_here)] if row else rows
