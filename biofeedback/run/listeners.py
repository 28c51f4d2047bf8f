"""Who hears what was decided, in which order, and what happens where one of them fails.

First whoever the person hears it from (the faces: screen, plain lines, sound), with the watchdog around them: it is
armed before they are told of a tension, and disarmed only once they were told that it is over. Then the rest: the
participant, the journal, the notes. Each call has a guard of its own, so that what one hears never depends on another.
"""

from __future__ import annotations

from collections.abc import Callable

from biofeedback.decisions import Action, CueGiven, Decision, Stopped
from biofeedback.events import Event, Tick
from biofeedback.ports import Sink
from biofeedback.run.watchdog import TensionWatchdog

Noted = Callable[[Exception, bool], None]


def nobody(fault: Exception, face: bool) -> None:
    """For where nothing is noted."""


class Listeners:
    """Two ranks, told in order. One that raises is dropped and noted; the watchdog stays whatever happens to it.

    `noted` is told of each fault, and whether it was that of a face, once that listener is dropped.
    """

    def __init__(self, watchdog: TensionWatchdog | None = None, noted: Noted = nobody) -> None:
        self._watchdog = watchdog
        self._noted = noted
        self._faces: list[Sink] = []
        self._rest: list[Sink] = []
        self._tension: CueGiven | None = None

    def add(self, sink: Sink, *, first: bool = False) -> None:
        """One more; `first`: a face."""
        (self._faces if first else self._rest).append(sink)

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> bool:
        """Tell all of them. False where the last face has just failed: the person hears nothing any more."""
        heard = self._tell_first(event, decisions)
        self._tell(self._rest, event, decisions)
        return heard

    def release(self, t: float) -> None:
        """Let the person hear that a tension is over, if one is: the session ends here, and no decision will say it."""
        if self._tension is not None:
            let_go = CueGiven(t=t, action=Action.RELEASE, group=self._tension.group, brief=self._tension.brief)
            self._tell_first(Tick(t=t), (let_go,))

    def _tell_first(self, event: Event, decisions: tuple[Decision, ...]) -> bool:
        """The faces, the watchdog around them."""
        watchdog, there_were = self._watchdog, bool(self._faces)
        for decision in decisions:
            match decision:
                case CueGiven(action=Action.TENSE):
                    self._tension = decision
                case CueGiven(action=Action.RELEASE) | Stopped():
                    self._tension = None
                case _:
                    pass
        if watchdog is not None:
            self._guarded(lambda: watchdog.expect(decisions))
        self._tell(self._faces, event, decisions)
        lost = there_were and not self._faces
        if watchdog is not None:
            self._guarded(watchdog.call_now if lost else lambda: watchdog.heard(decisions))
        return not lost

    def _tell(self, rank: list[Sink], event: Event, decisions: tuple[Decision, ...]) -> None:
        for sink in tuple(rank):
            try:
                sink.on_step(event, decisions)
            except Exception as fault:  # whatever it is, the others are still to hear
                rank.remove(sink)
                self._noted(fault, rank is self._faces)

    def _guarded(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as fault:  # a thread may not be had
            self._noted(fault, False)
