"""The pages: one with the terminal, and one with a sentence. They ask for nothing from outside."""

from __future__ import annotations

from importlib.resources import files

from jinja2 import Environment

from biofeedback.texts import Texts

FONT_PX = 16
"""Height of a letter. Pixels: what browsers take where nothing is said."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self' ws://127.0.0.1:* ws://localhost:*; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What a page may load: its own scripts and style, and its own terminal. The style of the terminal is set in line
by its script."""


def terminal_page(texts: Texts, *, socket: str) -> str:
    """The page with the terminal, which talks to `socket`, an address of this server."""
    return _page("terminal.html", texts, socket=socket, font_px=FONT_PX)


def sentence_page(texts: Texts, key: str, *, again_s: int = 0) -> str:
    """The page that says this sentence of `browser.toml`, and loads again after so many seconds; 0: it stays."""
    return _page("sentence.html", texts, key=key, again_s=again_s)


def _page(name: str, texts: Texts, **shown: object) -> str:
    source = (files("biofeedback.browser") / name).read_text(encoding="utf-8")
    return Environment(autoescape=True).from_string(source).render(say=texts.say, lang=texts.lang, **shown)
