"""On the screen: a session that cannot be kept is asked about on one page, and told on the last one."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from biofeedback.app.interview import CannotKeep, Instead
from biofeedback.app.session_factory import LiveSessionFactory
from biofeedback.app.session_request import SessionRequest
from biofeedback.errors import NotAStore, StoreError
from biofeedback.store import database
from biofeedback.store.sessions import Sessions
from biofeedback.texts import Texts
from biofeedback.tui.asking.check import CheckScreen
from biofeedback.tui.asking.keeping import KeepingScreen
from biofeedback.tui.asking.questions import QuestionsScreen
from biofeedback.tui.ended import SummaryScreen
from biofeedback.tui.home import HomeScreen
from biofeedback.tui.look import Look
from biofeedback.tui.past import PastScreen
from biofeedback.why import why
from tests.tui.drive import SIZES, Stage, at_home, practising, stage
from tests.tui.fake_strap import in_reach
from tests.tui.snapshot import screen_lines, screen_text

TROUBLE = CannotKeep(
    problem=NotAStore(
        "/the/data/folder/of/somebody/biofeedback/sessions.sqlite3: this is not a readable store of sessions",
        reasons=(why("store.damaged", file="/the/data/folder/of/somebody/biofeedback/sessions.sqlite3"),),
    ),
    unknown=(why("keeping.unread"), why("keeping.any_strap")),
    new_file="sessions-2.sqlite3",
)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    return tmp_path


@asynccontextmanager
async def asked(
    lang: str = "en", size: str = "usual", trouble: CannotKeep = TROUBLE
) -> AsyncGenerator[tuple[Stage, list[Instead | None]]]:
    left: list[Instead | None] = []
    async with at_home(Look(lang=lang), size) as on:
        on.app.push_screen(KeepingScreen(trouble, on.app.look), left.append)
        await on.settle()
        yield on, left


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        (["1"], Instead.UNKEPT),
        (["2"], Instead.NEW_FILE),
        (["down", "enter"], Instead.UNKEPT),
        (["down", "down", "enter"], Instead.NEW_FILE),
        (["3", "enter", "escape"], None),
        (["q"], None),
    ],
)
async def test_a_number_or_the_arrows_choose_and_enter_alone_does_not(keys: list[str], chosen: Instead | None) -> None:
    """Nothing is chosen beforehand."""
    async with asked() as (on, left):
        await on.press(*keys)
    assert left == [chosen]


async def test_only_what_would_help_can_be_chosen() -> None:
    """A new file is of no use on a full disk."""
    async with asked(trouble=CannotKeep(problem=StoreError("full"))) as (on, left):
        await on.press("2")
        assert left == []
        assert Texts("en").say("keeping.unkept") in screen_text(on.app)
        await on.press("1")
    assert left == [Instead.UNKEPT]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("size", SIZES)
async def test_the_ways_can_be_seen_on_every_screen(lang: str, size: str) -> None:
    """The smallest has no room for all that is said at once, but for what can be chosen."""
    async with asked(lang, size) as (on, _):
        seen = "".join("".join(screen_lines(on.app)).split())
        for way in ("1", "2"):
            assert f"{way}{''.join(Texts(lang).why(TROUBLE.words(TROUBLE.ways[int(way) - 1])).split())[:14]}" in seen
        assert "Esc" in screen_lines(on.app)[-1]


# -------------------------------------------------------------------------------------------- the assembled program


async def test_home_stays_usable_and_practice_begins_without_keeping(data: Path) -> None:
    """The list says in one line what is wrong; practice asks first, and the questions follow."""
    (data / database.FILE_NAME).write_bytes(b"no database" * 100)
    async with stage(Look(), "usual", None, LiveSessionFactory(SessionRequest(source="ble"), in_reach)) as on:
        await on.press("s")
        assert isinstance(on.app.screen, HomeScreen)
        assert "not a readable store" in " ".join(screen_text(on.app).split())
        await on.press("p")
        assert isinstance(on.app.screen, KeepingScreen)
        await on.press("escape")
        assert isinstance(on.app.screen, HomeScreen)
        assert "Nothing was begun." in screen_text(on.app)
        await on.press("p", "1")
        assert isinstance(on.app.screen, QuestionsScreen)
        await on.press("escape")
        assert isinstance(on.app.screen, HomeScreen)
    assert (data / database.FILE_NAME).read_bytes() == b"no database" * 100


async def test_a_new_file_is_begun_from_the_page(data: Path) -> None:
    """Afterwards the list is there again, and practice does not ask about it any more."""
    (data / database.FILE_NAME).write_bytes(b"no database" * 100)
    async with stage(Look(), "usual", None, LiveSessionFactory(SessionRequest(source="ble"), in_reach)) as on:
        await on.press("p", "2")
        assert isinstance(on.app.screen, QuestionsScreen)
        await on.press("escape", "s")
        assert isinstance(on.app.screen, PastScreen)
        await on.press("escape", "p")
        assert isinstance(on.app.screen, QuestionsScreen | CheckScreen)
    with Sessions() as store:
        assert store.left_before == (data / database.FILE_NAME,)


async def test_the_last_page_says_that_nothing_was_kept_and_takes_no_note() -> None:
    """A note that would go nowhere is not asked for."""
    async with practising(Look(), "usual", at=80) as on:
        on.runner.not_kept = (why("keeping.not_kept"),)
        await on.press("x")
        assert isinstance(on.app.screen, SummaryScreen)
        assert Texts("en").say("keeping.not_kept") in screen_text(on.app)
        assert Texts("en").say("tui.key_note") not in screen_text(on.app)
        await on.press("e")
        assert isinstance(on.app.screen, SummaryScreen)
