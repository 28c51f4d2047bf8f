"""`devices`: the straps in reach."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import asdict
from enum import Enum

from biofeedback.app.straps_near import NearStrap, straps_near
from biofeedback.cli import terminal
from biofeedback.errors import BluetoothUnavailable
from biofeedback.readable import readable
from biofeedback.streams import StreamKind
from biofeedback.texts import Texts


def show_list(as_json: bool, lang: str) -> int:
    """The straps, the strongest first, each with what is known of it: one JSON object a line, or two lines of text."""
    texts = Texts(lang)
    if not as_json:
        terminal.remark(texts.say("cli.scanning"))
    straps = asyncio.run(straps_near())
    for strap in straps:
        if as_json:
            terminal.give(json.dumps(asdict(strap), ensure_ascii=False, default=_value))
        else:
            strength = texts.say("cli.connected") if strap.rssi_dbm is None else f"{strap.rssi_dbm} dBm"
            facts = texts.say("cli.list_joint").join(_facts(strap, texts)) or texts.say("cli.strap_unknown")
            terminal.write(f"ble:{strap.address}  {readable(strap.name or '-')}  {strength}\n    {facts}")
    if not straps:
        raise BluetoothUnavailable(texts.say("cli.no_strap"))
    return 0


def _value(of: object) -> object:
    """Of a kind, which JSON does not know."""
    assert isinstance(of, Enum)
    return of.value


def _facts(strap: NearStrap, texts: Texts) -> Iterator[str]:
    """What a strap showed of itself when it was worn."""
    streams = {each.kind: each for each in strap.streams}
    ecg, motion = streams.get(StreamKind.ECG), streams.get(StreamKind.MOTION)
    if strap.sends_rr is not None:
        yield texts.say("cli.strap_intervals" if strap.sends_rr else "cli.strap_no_intervals")
    if ecg is not None and ecg.rate_hz is not None:
        yield texts.say("cli.strap_ecg_at", hz=ecg.rate_hz)
    elif strap.ecg:
        yield texts.say("cli.strap_ecg")
    if motion is not None and motion.rate_hz is not None and motion.full_scale is not None:
        yield texts.say("cli.strap_motion_at", hz=motion.rate_hz, most=motion.full_scale, unit=motion.unit)
    elif strap.motion:
        yield texts.say("cli.strap_motion")
    if strap.battery_percent is not None:
        yield texts.say("cli.strap_battery", percent=strap.battery_percent)
