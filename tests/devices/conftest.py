"""A private message bus and a stand-in for bluetoothd on it, for each test its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator
from contextlib import asynccontextmanager, contextmanager
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


@contextmanager
def dbus_daemon(socket: Path) -> Generator[subprocess.Popen[str]]:
    """A real dbus-daemon listening at `socket`."""
    daemon = shutil.which("dbus-daemon")
    if daemon is None:
        pytest.skip("no dbus-daemon: install the package `dbus` to test against a message bus")
    socket.unlink(missing_ok=True)
    config = socket.with_name("bus.conf")
    config.write_text(BUS_CONFIG.format(socket=socket))
    command = [daemon, f"--config-file={config}", "--nofork", "--print-address=1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        assert running.stdout is not None
        running.stdout.readline()  # the address is printed when it listens
        yield running
        running.terminate()


@pytest.fixture
def message_bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[subprocess.Popen[str]]:
    """A message bus that only this test knows of, in place of the system's."""
    with tempfile.TemporaryDirectory(prefix="bus") as folder:  # not tmp_path: a socket's path must be short
        socket = Path(folder) / "bus"
        with dbus_daemon(socket) as running:
            monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={socket}")
            yield running


@asynccontextmanager
async def serving() -> AsyncGenerator[FakeBluez]:
    """A stand-in for bluetoothd, with one adapter and nobody on the air yet."""
    bus = await MessageBus(bus_address=os.environ["DBUS_SYSTEM_BUS_ADDRESS"], negotiate_unix_fd=True).connect()
    service = FakeBluez(bus)
    await service.start()
    yield service
    service.notifications.close()
    bus.disconnect()


@pytest.fixture
async def bluez(message_bus: subprocess.Popen[str]) -> AsyncIterator[FakeBluez]:
    """The stand-in on a bus of this test's own."""
    async with serving() as service:
        yield service
