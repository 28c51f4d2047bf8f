"""That nothing can play is told once, and once that something can again; the session goes on meanwhile."""

from __future__ import annotations

from biofeedback.app.hearing import LASTS_S, NOTICE_S, SoundNews
from biofeedback.cues.words import Rung, SoundMode, SoundState
from biofeedback.source_news import Topic


class Machine:
    """What plays, second by second."""

    def __init__(self, mode: SoundMode = SoundMode.VOICE) -> None:
        self.mode, self.rung, self.t = mode, Rung.DEVICE, 0.0
        self.news = SoundNews(lambda: SoundState(mode=self.mode, rung=self.rung, has_voice=True), lambda: self.t)

    def told(self, rungs: list[Rung]) -> list[Topic]:
        """What is news of these, one a second, each once as long as it is shown."""
        shown: list[Topic | None] = []
        for self.rung in rungs:
            says = self.news.says()
            shown.append(says[0].topic if says else None)
            self.t += 1.0
        return [topic for before, topic in zip([None, *shown], shown, strict=False) if topic not in (None, before)]


def test_an_unplugged_device_is_told_once_and_its_return_once() -> None:
    rungs = [Rung.DEVICE] * 5 + [Rung.NONE] * 60 + [Rung.DEVICE] * 60
    assert Machine().told(rungs) == [Topic.NO_SOUND, Topic.SOUND_BACK]


def test_headphones_that_are_changed_within_a_moment_are_no_news() -> None:
    moment = int(LASTS_S) - 1
    assert Machine().told(([Rung.DEVICE] * 3 + [Rung.NONE] * moment) * 20) == []


def test_a_machine_without_a_device_is_told_of_once_and_only_who_wants_to_hear() -> None:
    assert Machine().told([Rung.NONE] * int(4 * NOTICE_S)) == [Topic.NO_SOUND]
    assert Machine(SoundMode.OFF).told([Rung.NONE] * int(4 * NOTICE_S)) == []
