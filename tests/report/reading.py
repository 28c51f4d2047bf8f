"""A page as a browser would take it apart, without one: its words in order, and whatever it would fetch."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "link", "img", "input", "hr", "path", "rect", "line", "circle"}
BLOCKS = {
    "p",
    "li",
    "h1",
    "h2",
    "td",
    "th",
    "tr",
    "title",
    "desc",
    "text",
    "blockquote",
    "footer",
    "figcaption",
    "span",
}


@dataclass
class Page(HTMLParser):
    """What stands in a page. `fetches`: every attribute that would make a browser ask for something."""

    words: list[str] = field(default_factory=list)
    fetches: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    images: list[tuple[str, str]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name in ("src", "href", "srcset", "action", "data", "poster") or name.startswith("on"):
                self.fetches.append(f"{tag} {name}={value}")
        if tag in BLOCKS:
            self.words.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> ends nothing"
        last = self.open.pop()
        assert last == tag, f"<{last}> is ended by </{tag}>"

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.open):
            self.words.append(data)

    @property
    def text(self) -> str:
        """Its words, a line for each block."""
        lines = "".join(self.words).split("\n")
        return "\n".join(each for line in lines if (each := " ".join(line.split())))


def parsed(html: str) -> Page:
    """A page, whose elements are all closed in their order."""
    page = Page()
    page.feed(html)
    page.close()
    assert page.open == []
    return page
