"""A private message bus and a stand-in for bluetoothd on it, for each test its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from dbus_fast.aio import MessageBus

from tests.devices.fake_bluez import FakeBluez

BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
</policy>
</busconfig>
"""


@pytest.fixture
def message_bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[subprocess.Popen[str]]:
    """A real dbus-daemon that only this test knows of, in place of the system's."""
    daemon = shutil.which("dbus-daemon")
    if daemon is None:
        pytest.skip("no dbus-daemon: install the package `dbus` to test against a message bus")
    with tempfile.TemporaryDirectory(prefix="bus") as folder:  # a socket's path must be short
        config = Path(folder) / "bus.conf"
        config.write_text(BUS_CONFIG.format(socket=Path(folder) / "bus"))
        command = [daemon, f"--config-file={config}", "--nofork", "--print-address=1"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
            assert running.stdout is not None
            monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", running.stdout.readline().strip())
            yield running
            running.terminate()


@pytest.fixture
async def bluez(message_bus: subprocess.Popen[str]) -> AsyncIterator[FakeBluez]:
    """A stand-in for bluetoothd, with one adapter and nobody on the air yet."""
    bus = await MessageBus(bus_address=os.environ["DBUS_SYSTEM_BUS_ADDRESS"], negotiate_unix_fd=True).connect()
    service = FakeBluez(bus)
    await service.start()
    yield service
    service.notifications.close()
    bus.disconnect()
