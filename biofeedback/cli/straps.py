"""`devices`: the straps in reach."""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import asdict

from biofeedback.errors import BluetoothUnavailable
from biofeedback.texts import Texts
from devices.scan import straps_in_reach


def show_list(as_json: bool, lang: str) -> int:
    """One strap a line, the strongest first."""
    texts = Texts(lang)
    if not as_json:
        sys.stderr.write(texts.say("cli.scanning") + "\n")
    straps = asyncio.run(straps_in_reach())
    for strap in straps:
        if as_json:
            sys.stdout.write(json.dumps(asdict(strap), ensure_ascii=False) + "\n")
        else:
            strength = texts.say("cli.connected") if strap.rssi_dbm is None else f"{strap.rssi_dbm} dBm"
            sys.stdout.write(f"ble:{strap.address}  {strap.name or '-'}  {strength}\n")
    if not straps:
        raise BluetoothUnavailable(texts.say("cli.no_strap"))
    return 0
