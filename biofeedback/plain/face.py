"""A session as plain lines: what is decided, what the source says of itself, and the keys that are typed."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Sequence
from contextlib import asynccontextmanager, contextmanager

from biofeedback.app.ports import PairRunner, SessionRunner, WatchedHeart
from biofeedback.decisions import Decision
from biofeedback.events import Event
from biofeedback.plain.keys import listening
from biofeedback.plain.lines import PlainLines
from biofeedback.plain.source_lines import SourceLines
from biofeedback.texts import Texts
from protocols.training import TrainingProtocol

Write = Callable[[str], None]
"""Takes a line at a time, without a line end."""

Pause = Callable[[], Awaitable[object]]


class PlainFace:
    """One session in lines. `protocol` lends its words; None: the heart is only watched. `opening` is said first."""

    def __init__(
        self,
        session: SessionRunner,
        texts: Texts,
        write: Write,
        *,
        protocol: TrainingProtocol | None = None,
        pause: Pause | None = None,
        opening: Sequence[str] = (),
    ) -> None:
        self._session = session
        self._texts = texts
        self._write = write
        self._lines = PlainLines(
            write, texts, protocol=protocol, view=lambda _: session.view(), numbers=not session.hides_numbers
        )
        self._source = SourceLines(session, write, texts)
        self._pause = pause
        self._opening = opening

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        """Write what was decided."""
        self._lines.on_step(event, decisions)
        self._source.on_step(event, decisions)

    @asynccontextmanager
    async def attending(self) -> AsyncGenerator[None]:
        """Typed lines lead the session; `pause` waits between two looks at what the source says."""
        for line in self._opening:
            self._write(line)
        with listening(self._session, self._turn_sound, self._turn_speed):
            async with self.following():
                yield

    def _turn_sound(self) -> None:
        self._session.turn_sound()
        if (state := self._session.sound) is not None:
            self._write(self._texts.say(f"plain.sound_{state.mode.value}"))

    def _turn_speed(self, faster: bool) -> None:
        if (dial := self._session.speed) is not None:
            (dial.faster if faster else dial.slower)()
            self._write(self._texts.say("plain.speed", times=f"{dial.times:g}"))

    @asynccontextmanager
    async def following(self) -> AsyncGenerator[None]:
        """What the source says is written as it comes."""
        async with self._source.looking(self._pause):
            yield


class PlainPair:
    """Two hearts in lines, each begun with its number."""

    def __init__(self, pair: PairRunner, texts: Texts, write: Write) -> None:
        self._pair = pair
        self._texts = texts
        self._writes = (_numbered(1, write), _numbered(2, write))
        first, second = (heart.runner for heart in pair.hearts)
        self._faces = (PlainFace(first, texts, self._writes[0]), PlainFace(second, texts, self._writes[1]))
        pair.listen(*self._faces)

    @contextmanager
    def attending(self) -> Generator[None]:
        """Write which number is which source; typed lines lead both."""
        for heart, write in zip(self._pair.hearts, self._writes, strict=True):
            write(self._texts.why(heart.runner.source_words))
        with listening(self._pair):
            yield

    @asynccontextmanager
    async def following(self, heart: WatchedHeart) -> AsyncGenerator[None]:
        """What its source says is written as it comes; at the end, why it failed."""
        number = self._pair.hearts.index(heart)
        async with self._faces[number].following():
            yield
        if heart.trouble is not None:
            self._writes[number](self._texts.problem(heart.trouble))


def _numbered(number: int, write: Write) -> Write:
    return lambda line: write(f"{number}  {line}")
