"""The picture of the phases in SAFETY.md is drawn from the transition table itself."""

from __future__ import annotations

import os
from pathlib import Path

from biofeedback.coach.phases import TABLE, TERMINAL, Trigger
from biofeedback.decisions import Phase

SAFETY = Path(__file__).resolve().parents[2] / "SAFETY.md"
BEGIN, END = "<!-- phases: drawn from biofeedback/coach/phases.py -->\n", "<!-- /phases -->"
# Every live phase has these; drawn once, as a note, they do not cover the rest.
EVERYWHERE = frozenset({Trigger.USER_STOP, Trigger.SAFETY_STOP, Trigger.SOURCE_ENDED})


def picture() -> str:
    """The table as a Mermaid state diagram."""
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {Phase.ASK_BEFORE.value}"]
    for phase, moves in TABLE.items():
        together: dict[Phase, list[str]] = {}
        for trigger, new in moves.items():
            if trigger not in EVERYWHERE:
                together.setdefault(new, []).append(trigger.value)
        lines += [f"    {phase.value} --> {new.value}: {', '.join(names)}" for new, names in together.items()]
    lines += [f"    {phase.value} --> [*]" for phase in sorted(TERMINAL, key=lambda p: p.value)]
    return "\n".join([*lines, "```", ""])


def test_the_picture_is_the_table() -> None:
    """Set UPDATE_SNAPSHOTS=1 to draw it anew."""
    text = SAFETY.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    drawn = before + BEGIN + picture() + END + after
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SAFETY.write_text(drawn, encoding="utf-8")
    assert SAFETY.read_text(encoding="utf-8") == drawn
