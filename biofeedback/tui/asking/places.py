"""Which parts of the body an answer is about, each on both sides or on one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList

from biofeedback.tui.asking.pick import Pick
from biofeedback.tui.look import Look
from biofeedback.tui.page import Dialog
from biofeedback.tui.text_widgets import WrappedText
from protocols.restrictions import Place
from protocols.screening.questionnaire import Question
from protocols.training import Region, Side

REGIONS = tuple(Region)
"""Rows of the list, in the order of the body."""

_NEXT = {None: Side.BOTH, Side.BOTH: Side.LEFT, Side.LEFT: Side.RIGHT, Side.RIGHT: None}
"""What Space makes of a mark."""


class PlacesScreen(Dialog[tuple[Place, ...] | None]):
    """Left with the parts that were marked, or with None to go back to the question."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "turn", show=False),
        *(Binding(side.value[0], f"mark('{side.value}')", show=False) for side in Side),
        Binding("left,backspace,escape", "back", show=False),
    ]

    def __init__(self, question: Question, look: Look, marked: Iterable[Place] = ()) -> None:
        super().__init__()
        self._question = question
        self._look = look
        self._marks: dict[Region, Side] = {place.region: place.side for place in marked}

    def compose(self) -> ComposeResult:
        """The question, the parts with their marks, what no mark means, the keys."""
        texts = self._look.texts
        yield WrappedText(texts.say(f"screening.mark_{self._question.reply.value}"), classes="title prose")
        yield Pick((self._line(region) for region in REGIONS), id="places")
        yield WrappedText(texts.say("tui.key_places"), classes="keys prose")

    def on_mount(self) -> None:
        """Begin at the first part."""
        self._options.highlighted = 0
        self._options.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter: these are all."""
        event.stop()
        self.dismiss(tuple(Place(region=region, side=side) for region, side in self._marks.items()))

    def action_turn(self) -> None:
        """Both sides, the left, the right, none."""
        self._set(_NEXT[self._marks.get(self._here)])

    def action_mark(self, side: str) -> None:
        """Mark one side or both; the same mark again takes it away."""
        self._set(None if self._marks.get(self._here) is Side(side) else Side(side))

    def action_back(self) -> None:
        """Back to the question."""
        self.dismiss(None)

    @property
    def _options(self) -> Pick:
        return self.query_one("#places", Pick)

    @property
    def _here(self) -> Region:
        return REGIONS[self._options.highlighted or 0]

    def _set(self, side: Side | None) -> None:
        region = self._here
        if side is None:
            self._marks.pop(region, None)
        else:
            self._marks[region] = side
        self._options.change(REGIONS.index(region), self._line(region))

    def _line(self, region: Region) -> str:
        texts, side = self._look.texts, self._marks.get(region)
        mark = texts.say("screening.side_none" if side is None else f"screening.side_{side.value}")
        return f"{mark}  {texts.say(f'screening.region_{region.value}')}"
