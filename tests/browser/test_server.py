"""Who gets in: whoever has the whole address, from this machine, one at a time."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import signal
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest
from aiohttp import ClientSession, WSServerHandshakeError

from biofeedback.app import serving
from biofeedback.errors import UsageError
from tests.browser.serving import served
from tests.cli.program import run


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "example.org", ""])
def test_no_host_but_this_machine(host: str, tmp_path: Path) -> None:
    ran = run("serve", "--host", host, data=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err.strip().splitlines()) == 1
    assert "only" in ran.err


async def test_a_plain_line_where_the_extra_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = importlib.util.find_spec

    def missing(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name == "textual_serve" else whole(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", missing)
    with pytest.raises(UsageError) as refused:
        await serving.serve("127.0.0.1", 0, "en", print)
    assert [each.code for each in refused.value.reasons] == ["browser.missing"]


async def test_only_the_whole_address_from_here_and_one_at_a_time(tmp_path: Path) -> None:
    """Not without the secret, not by another name for this machine, not from another page of the same browser."""
    async with served(tmp_path) as server, ClientSession() as web:
        origin = server.address.rsplit("/", 2)[0]
        socket = server.address.replace("http", "ws") + "ws"

        async def status(address: str, **headers: str) -> int:
            async with web.get(address, headers=headers) as got:
                assert got.headers["Content-Security-Policy"]
                assert "http" not in got.headers["Content-Security-Policy"]
                return got.status

        assert await status(server.address) == 200
        assert await status(server.address + "static/textual.js") == 200
        for elsewhere in ("/", "/x/", "/x/static/textual.js", "/x/ws", "/static/textual.js"):
            assert await status(origin + elsewhere) == 403
        assert await status(server.address + "static/../../../etc/passwd") == 403
        assert await status(server.address, Host="rebound.example:80") == 403
        for foreign in ("http://evil.example", "null", ""):
            with pytest.raises(WSServerHandshakeError):
                await web.ws_connect(socket, headers={"Origin": foreign})
        async with web.ws_connect(socket, headers={"Origin": origin}):
            assert await status(server.address) == 409
            with pytest.raises(WSServerHandshakeError):
                await web.ws_connect(socket, headers={"Origin": origin})
        assert await server.ended() == 0


async def test_a_server_that_is_killed_leaves_no_session_running(tmp_path: Path) -> None:
    """Its program is told by the end of its input, ends the session in order and goes."""
    async with served(tmp_path) as server, ClientSession() as web:
        socket = server.address.replace("http", "ws") + "ws"
        async with web.ws_connect(socket, headers={"Origin": server.address.rsplit("/", 2)[0]}) as page:
            shown = b""
            await page.send_json(["stdin", "d"])
            async with asyncio.timeout(60):
                while b"How tense" not in shown:
                    shown += (await page.receive()).data
            program = children(server.process.pid)
            assert program
            os.kill(server.process.pid, signal.SIGKILL)
            async with asyncio.timeout(60):
                while any(running(each) for each in program):  # noqa: ASYNC110 - they are no children of ours
                    await asyncio.sleep(0.1)


def running(process: int) -> bool:
    return Path(f"/proc/{process}").exists()


def children(parent: int) -> list[int]:
    """The processes that this one began, and those that they began."""
    listed = Path(f"/proc/{parent}/task/{parent}/children")
    if not listed.exists():
        pytest.skip("no /proc here to find the program by")
    own = [int(each) for each in listed.read_text().split()]
    return own + [each for child in own for each in children(child)]
