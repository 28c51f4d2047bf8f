"""A web server for one person on this machine: it is bound to the loopback, and its address holds a secret.

Whoever cannot read the address cannot reach the screens: not another page in the same browser (its origin is another),
not a name that was made to point here (the host is looked at), and nobody else's session on a shared machine.
"""

from __future__ import annotations

import asyncio
import hmac
import os
import secrets
import shlex
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from importlib.resources import files

from aiohttp import WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from biofeedback.browser import MARK
from biofeedback.browser.page import POLICY, sentence_page, terminal_page
from biofeedback.texts import Texts

LOOPBACK = "127.0.0.1"
"""The only address that is listened on."""

TOKEN_BYTES = 16
"""Of the secret in the address: 128 bits cannot be guessed."""

HEARTBEAT_S = 15.0
"""A page that has not answered for so long is gone, and its session is ended. Seconds."""

LARGEST = 500
"""Columns or rows that a page may ask for: more than any screen has."""

AGAIN_S = 3
"""After so long a second window looks whether the first was closed. Seconds."""

STATIC = {
    "focus.js": ("biofeedback.browser", "focus.js", "text/javascript"),
    "textual.js": ("textual_serve", "static/js/textual.js", "text/javascript"),
    "xterm.css": ("textual_serve", "static/css/xterm.css", "text/css"),
}
"""What the page loads: the package that has it, where, and what it is."""


class BrowserServer:
    """Serves one session at a time."""

    def __init__(self, lang: str, program: tuple[str, ...]) -> None:
        self._texts = Texts(lang)
        self._command = shlex.join(program)
        self._token = secrets.token_urlsafe(TOKEN_BYTES)
        self._port = 0
        self._taken = False
        self._at_rest = asyncio.Event()
        self._at_rest.set()

    @property
    def address(self) -> str:
        """Where it is reached, with its secret. Valid while it serves."""
        return f"http://{LOOPBACK}:{self._port}/{self._token}/"

    async def serve(self, port: int, ready: Callable[[str], None], ended: asyncio.Event) -> None:
        """Listen on `port` (0: a free one) until `ended`; `ready` is told the address. Raises OSError."""
        app = web.Application()
        app.add_routes(
            [
                web.get("/{token}/", self._page),
                web.get("/{token}/ws", self._terminal),
                web.get("/{token}/static/{name}", self._file),
                web.get("/{rest:.*}", self._elsewhere),
            ]
        )
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)  # the log would hold the secret
        await runner.setup()
        try:
            site = web.TCPSite(runner, LOOPBACK, port)
            await site.start()
            self._port = runner.addresses[0][1]
            ready(self.address)
            await ended.wait()
        finally:
            await runner.cleanup()
            await self._at_rest.wait()

    def _is_ours(self, request: web.Request) -> bool:
        host = request.headers.get("Host", "")
        known = hmac.compare_digest(request.match_info.get("token", "").encode(), self._token.encode())
        return known and host in (f"{LOOPBACK}:{self._port}", f"localhost:{self._port}")

    async def _page(self, request: web.Request) -> web.StreamResponse:
        if not self._is_ours(request):
            return await self._elsewhere(request)
        if self._taken:
            return _html(sentence_page(self._texts, "taken", again_s=AGAIN_S), 409)
        return _html(terminal_page(self._texts, socket=f"ws://{request.headers['Host']}/{self._token}/ws"))

    async def _elsewhere(self, request: web.Request) -> web.StreamResponse:
        return _html(sentence_page(self._texts, "refused"), 403)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        found = STATIC.get(request.match_info["name"])
        if not self._is_ours(request) or found is None:
            return await self._elsewhere(request)
        package, path, kind = found
        content = (files(package) / path).read_bytes()
        return web.Response(body=content, content_type=kind, headers=_headers())

    async def _terminal(self, request: web.Request) -> web.StreamResponse:
        origin = request.headers.get("Origin", "")
        if not self._is_ours(request) or origin != f"http://{request.headers['Host']}":
            return await self._elsewhere(request)
        if self._taken:
            return _html(sentence_page(self._texts, "taken", again_s=AGAIN_S), 409)
        self._taken = True
        self._at_rest.clear()
        try:
            return await self._lead(request)
        finally:
            self._taken = False
            self._at_rest.set()

    async def _lead(self, request: web.Request) -> web.StreamResponse:
        """One session from its page's first word to its last; a page that is closed ends it, the release first."""
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT_S)
        await socket.prepare(request)
        program = AppService(
            self._command,
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=_closing(socket),
            download_manager=DownloadManager(),
        )
        await program.start(_cells(request.query.get("width"), 80), _cells(request.query.get("height"), 24))
        try:
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    await _answer(program, socket, message.json())
        finally:
            await asyncio.shield(program.stop())
        return socket


def _closing(socket: web.WebSocketResponse) -> Callable[[], Awaitable[None]]:
    async def close() -> None:
        with suppress(ConnectionError):
            await socket.close()

    return close


async def _answer(program: AppService, socket: web.WebSocketResponse, said: object) -> None:
    """What a page says: a key, a size, whether it has the focus. Anything else is not ours."""
    match said:
        case ["stdin", str(keys)]:
            await program.send_bytes(keys.encode())
        case ["resize", {"width": int(width), "height": int(height)}]:
            await program.set_terminal_size(_cells(width, 80), _cells(height, 24))
        case ["ping", data]:
            await socket.send_json(["pong", data])
        case ["focus", *_]:
            await program.focus()
        case ["blur", *_]:
            await program.blur()
        case _:
            pass


def _cells(said: str | int | None, usual: int) -> int:
    try:
        return min(max(int(said or usual), 1), LARGEST)
    except ValueError:
        return usual


def _headers() -> dict[str, str]:
    return {
        "Content-Security-Policy": POLICY,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }


def _html(page: str, status: int = 200) -> web.Response:
    return web.Response(text=page, content_type="text/html", status=status, headers=_headers())


def program(lang: str) -> tuple[str, ...]:
    """This program, as it is begun behind a page."""
    os.environ[MARK] = "1"
    os.environ["PYTHONIOENCODING"] = "utf-8"
    return sys.executable, "-m", "biofeedback", "--lang", lang
