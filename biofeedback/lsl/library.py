"""The one place that loads liblsl, and keeps it to this machine.

It is configured before its first use: streams are announced and looked for on this machine alone (multicast of scope
`machine`, time to live 0). The ports it serves on would still be open to the network, since it listens on all
interfaces; on Linux its sockets are bound to the loopback interface as soon as they are there.
"""

# pyright: reportMissingImports=false
# What this loads is no dependency of the rest.

from __future__ import annotations

import os
import socket
import sys
from contextlib import suppress
from pathlib import Path
from types import ModuleType

from biofeedback.errors import UsageError
from biofeedback.why import why

CONFIGURATION = """
[ports]
IPv6 = disable
[multicast]
ResolveScope = machine
ListenAddress = 127.0.0.1
AddressesOverride = {127.0.0.1}
TTLOverride = 0
[lab]
KnownPeers = {127.0.0.1}
[log]
level = -3
"""
"""What liblsl reads instead of any file: this machine only, and nothing on standard error but what is fatal."""

LOOPBACK = b"lo\0"
"""The loopback interface of Linux, as a socket is bound to it."""

BIND_TO_DEVICE = 25
"""SO_BINDTODEVICE of Linux, which Python names only where it was built with it."""


def library() -> ModuleType:
    """The bindings, configured. Raises UsageError where they are not installed."""
    try:
        import pylsl
    except (ImportError, RuntimeError) as problem:  # RuntimeError: without the library itself
        raise UsageError(
            "LSL needs the 'lsl' extra: uv tool install 'biofeedback[lsl]'", reasons=(why("lsl.missing"),)
        ) from problem
    pylsl.set_config_content(CONFIGURATION)
    module: ModuleType = pylsl
    return module


def keep_to_loopback() -> bool:
    """Bind all sockets of this process that listen on every interface to the loopback one; whether that could be done.

    No other part of the program listens on any.
    """
    if sys.platform != "linux":
        return False
    for file in Path("/proc/self/fd").iterdir():
        with suppress(OSError), socket.socket(fileno=os.dup(int(file.name))) as each:
            if each.family is socket.AF_INET and each.getsockname()[0] == "0.0.0.0" and each.getsockname()[1] != 0:
                each.setsockopt(socket.SOL_SOCKET, BIND_TO_DEVICE, LOOPBACK)
    return True
