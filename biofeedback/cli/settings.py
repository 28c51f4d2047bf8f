"""`settings`: what can be set, listed or changed: the same as on the screen."""

from __future__ import annotations

import json

from biofeedback.app import kept_settings
from biofeedback.cli import terminal
from biofeedback.texts import Texts


def run(name: str | None, value: str | None, as_json: bool, lang: str) -> int:
    """Without a value: what is set, all or the one that is named; with one: set it."""
    texts = Texts(lang)
    if name is not None and value is not None:
        kept_settings.keep(name, value)
        terminal.write(texts.say("settings.kept", name=name, value=value))
        return 0
    shown = kept_settings.settings_now() if name is None else (kept_settings.setting_now(name),)
    if as_json:
        terminal.give(json.dumps({each.setting.name: each.value for each in shown}, ensure_ascii=False))
        return 0
    for each in shown:
        known = texts.say("cli.list_joint").join(each.setting.values)
        terminal.write(texts.say("settings.line", name=each.setting.name, value=each.value, known=known))
    return 0
