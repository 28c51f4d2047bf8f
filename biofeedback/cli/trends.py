"""`trends`: how practising goes over weeks, in a few calm lines or as one JSON object."""

from __future__ import annotations

import msgspec

from biofeedback.app.trends import trends
from biofeedback.cli import terminal
from biofeedback.review.trends import Trends, day_of, lines
from biofeedback.texts import Texts

SCHEMA = "biofeedback.trends/1"
"""What the JSON object is, and of which version."""

DIGITS = 3
"""Decimals of its numbers: below what any of them can tell."""


def run(as_json: bool, lang: str) -> int:
    """Print what the sessions kept here come to."""
    found, texts = trends(), Texts(lang)
    if as_json:
        terminal.give(msgspec.json.encode({"schema": SCHEMA, **_table(found)}).decode())
    else:
        for line in lines(found, texts):
            terminal.write(line)
    return 0


def _table(found: Trends) -> dict[str, object]:
    table: dict[str, object] = msgspec.to_builtins(found)
    for name, points in (("resting_hr_bpm", found.resting_hr_bpm), ("resting_ln_rmssd", found.resting_ln_rmssd)):
        table[name] = [{**msgspec.to_builtins(each), "day": day_of(each)} for each in points]
    return {key: _rounded(each) for key, each in table.items()}


def _rounded(value: object) -> object:
    match value:
        case float():
            return round(value, DIGITS)
        case dict():
            return {key: _rounded(each) for key, each in value.items()}
        case list() | tuple():
            return [_rounded(each) for each in value]
        case _:
            return value
