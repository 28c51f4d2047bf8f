"""`serve`: the screens in a browser on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from biofeedback.cli.options import LangOption, Language


def serve(
    host: Annotated[str, typer.Option("--host", help="This machine, and no other.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0: a free one.")] = 0,
    lang: LangOption = Language.EN,
) -> None:
    """The screens in a browser on this machine."""
    import asyncio

    from biofeedback.app import serving
    from biofeedback.cli import terminal
    from biofeedback.texts import Texts

    def ready(address: str) -> None:
        terminal.remark(Texts(lang.value).say("browser.ready"))
        terminal.write(address)

    asyncio.run(serving.serve(host, port, lang.value, ready))
