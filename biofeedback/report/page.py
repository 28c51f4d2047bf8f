"""Fills a page. What a person wrote, and what a file or a strap is called, is escaped wherever it stands."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from biofeedback.texts import Texts

LANGUAGE_TAGS = {"en": "en", "zh": "zh-Hans"}
"""What a page says of its language, so that it is spoken, broken and set in type as such."""


@cache
def _template(name: str) -> Template:
    pages = Environment(
        loader=FunctionLoader(_source), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return pages.get_template(name)


def _source(name: str) -> str:
    return (resources.files(__name__.rpartition(".")[0]) / name).read_text(encoding="utf-8")


def filled(name: str, values: Mapping[str, object], texts: Texts) -> str:
    """The page of this name in this language. A value that it asks for and does not get is an error."""
    style = Markup(_source("style.css"))
    return _template(name).render(say=texts.say, lang=LANGUAGE_TAGS[texts.lang], style=style, **values)
