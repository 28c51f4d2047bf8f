"""Whether anything here may play: told by what the system shows, so that home can say it. Nothing is opened for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

SERVERS = ("PULSE_SERVER", "PIPEWIRE_REMOTE")
"""Variables that name a sound server, perhaps one on another machine."""

SOCKETS = ("pulse/native", "pipewire-0")
"""Where a sound server listens, below the folder of what runs for this person."""

CONFIGURED = ("etc/asound.conf", ".asoundrc")
"""Of the system, and of the person: where ALSA may be told of a device that is no card."""

NO_CARDS = "no soundcards"
"""What the kernel's list of cards says where it is empty."""


def may_play(environ: Mapping[str, str] = os.environ, root: Path = Path("/"), system: str = sys.platform) -> bool:
    """False only where it is sure that nothing can play: on Linux, with no sound server, no card and none configured.

    The system's own libraries need one of these; other systems bring a device of their own.
    """
    if system != "linux" or any(environ.get(name) for name in SERVERS):
        return True
    runs = Path(environ.get("XDG_RUNTIME_DIR") or root / "run" / "user" / str(os.getuid()))
    home = Path(environ.get("HOME") or root / "root")
    shown = (*(runs / socket for socket in SOCKETS), root / "run" / "pulse" / "native")
    configured = (root / CONFIGURED[0], home / CONFIGURED[1])
    return any(map(os.path.exists, (*shown, *configured))) or _has_card(root)


def _has_card(root: Path) -> bool:
    try:
        cards = (root / "proc" / "asound" / "cards").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return bool(cards.strip()) and NO_CARDS not in cards
