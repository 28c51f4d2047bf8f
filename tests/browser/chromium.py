"""A headless Chromium, led by its debugging protocol on the loopback."""

from __future__ import annotations

import asyncio
import base64
import json
import shutil
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--window-size=1000,700",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-port=0",
)  # fmt: skip
PATIENCE_S = 60.0  # of wall time, on a machine that does other things too


class Tab:
    """One page."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        self._asked = 0
        self._answers: dict[int, Any] = {}
        self.shown = ""  # all that its terminal was sent
        self.requested: list[str] = []  # every address that was asked for

    async def ask(self, method: str, **parameters: Any) -> Any:
        self._asked += 1
        number = self._asked
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        async with asyncio.timeout(PATIENCE_S):
            while number not in self._answers:
                await self._hear()
        return self._answers.pop(number)

    async def until(self, text: str) -> None:
        """Until its terminal was sent this, after all that was waited for before."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while text not in self.shown:
                    await self._hear()
        except TimeoutError:
            raise AssertionError(f"{text!r} not shown; the last was {self.shown[-800:]!r}") from None
        self.shown = self.shown.partition(text)[2]

    async def words(self, text: str) -> None:
        """Until this stands on the page itself."""
        async with asyncio.timeout(PATIENCE_S):
            while text not in await self.evaluate("document.body.innerText"):  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0.1)

    async def evaluate(self, script: str) -> str:
        answer = await self.ask("Runtime.evaluate", expression=script)
        return str(answer["result"].get("value", ""))

    async def press(self, key: str) -> None:
        await self.ask("Page.bringToFront")
        for kind in ("keyDown", "keyUp"):
            code = {"key": key, "text": key, "windowsVirtualKeyCode": ord(key.upper())}
            await self.ask("Input.dispatchKeyEvent", type=kind, **code)

    async def picture(self) -> bytes:
        return base64.b64decode((await self.ask("Page.captureScreenshot"))["data"])

    async def _hear(self) -> None:
        told = json.loads((await self._socket.receive()).data)
        if "id" in told:
            self._answers[told["id"]] = told.get("result", told.get("error"))
        elif told["method"] == "Network.webSocketFrameReceived":
            frame = told["params"]["response"]
            data = frame["payloadData"]
            self.shown += base64.b64decode(data).decode("utf-8", "replace") if frame["opcode"] == 2 else data
        elif told["method"] == "Network.requestWillBeSent":
            self.requested.append(told["params"]["request"]["url"])


@asynccontextmanager
async def chromium(folder: Path) -> AsyncGenerator[str]:
    """The address of its debugging port."""
    browser = next((found for name in NAMES if (found := shutil.which(name))), None)
    if browser is None:
        pytest.skip("no Chromium here: the screens were not looked at in a browser")
    process = await asyncio.create_subprocess_exec(
        browser, *QUIET, f"--user-data-dir={folder}", "about:blank", stdout=DEVNULL, stderr=DEVNULL
    )
    try:
        port = folder / "DevToolsActivePort"
        async with asyncio.timeout(PATIENCE_S):
            while not port.is_file() or not port.read_text().strip():  # noqa: ASYNC110 - nor of this
                await asyncio.sleep(0.05)
        yield f"http://127.0.0.1:{port.read_text().split()[0]}"
    finally:
        process.terminate()
        await process.wait()


@asynccontextmanager
async def tab(browser: str, address: str) -> AsyncGenerator[Tab]:
    """A page that is about to load this address."""
    async with ClientSession() as session, session.put(f"{browser}/json/new?about:blank") as made:
        target = await made.json()
        async with session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as socket:
            on = Tab(socket)
            for domain in ("Network", "Page", "Runtime"):
                await on.ask(f"{domain}.enable")
            await on.ask("Page.navigate", url=address)
            yield on
        async with session.get(f"{browser}/json/close/{target['id']}"):
            pass
