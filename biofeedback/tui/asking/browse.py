"""All that can be practised: a list, and beside it what the one at the cursor is, for this person."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import OptionList

from biofeedback.text_layout import columns, fit
from biofeedback.texts import Texts
from biofeedback.tui.asking.pick import Pick
from biofeedback.tui.body_map import body_map, marks_of
from biofeedback.tui.look import NARROW_COLUMNS, Look
from biofeedback.tui.page import Dialog
from biofeedback.tui.text_widgets import FixedText, WrappedText
from protocols.safety import total_s
from protocols.screening.personal import Change
from protocols.screening.proposal import Proposal
from protocols.training import Kind

TITLE_COLUMNS = 32
"""Room for a title in the list: the longest has 31. Columns."""

TITLE_NARROW = 24
"""The same on a narrow screen. Columns."""

MINUTES_COLUMNS = 8
"""Room for the length: two figures and their unit. Columns."""

_ORDER = tuple(Kind)


class BrowseScreen(Dialog[str | None]):
    """Left with the name of a protocol to begin, or with None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,h,b", "leave", show=False)]

    def __init__(self, all_of_them: tuple[Proposal, ...], look: Look) -> None:
        super().__init__()
        self._shown = sorted(all_of_them, key=lambda each: (_ORDER.index(each.protocol.kind), _minutes(each)))
        self._look = look

    def compose(self) -> ComposeResult:
        """Title, list and description, keys."""
        yield FixedText(self._look.texts.say("tui.browse_title"), classes="title")
        with Horizontal(id="browse"):
            yield Pick((self._line(each) for each in self._shown), id="browse-list")
            with VerticalScroll(id="browse-side", can_focus=False):
                yield WrappedText("", id="about", classes="paragraph")
                yield FixedText("", id="body")
                yield WrappedText("", id="for-you")
        yield FixedText(self._look.keys_line(("more", "begin", "back")), classes="keys")

    def on_mount(self) -> None:
        """The cursor at the first."""
        if self._shown:
            self.query_one(Pick).highlighted = 0
        self.query_one(Pick).focus()

    def on_resize(self) -> None:
        """A narrow list has less room for titles."""
        pick = self.query_one(Pick)
        for place, each in enumerate(self._shown):
            pick.change(place, self._line(each))

    def on_pick_moved(self, event: Pick.Moved) -> None:
        """Describe the one at the cursor."""
        event.stop()
        each, texts = self._shown[event.place], self._look.texts
        protocol = each.plan.protocol or each.protocol
        groups = [step.group for step in protocol.steps]
        kind = texts.say(f"tui.kind_{protocol.kind.value}")
        minutes = texts.say("tui.browse_minutes", minutes=_minutes(each))
        title = protocol.title.say(texts.lang)
        head = texts.say("tui.browse_head", title=title, minutes=minutes, kind=kind)
        self.query_one("#about", WrappedText).show(f"{head}\n\n{protocol.summary.say(texts.lang)}")
        self.query_one("#body", FixedText).show(body_map(marks_of(None, (), groups), self._look.charset))
        self.query_one("#for-you", WrappedText).show("\n".join(_for_you(each, texts)))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Begin it."""
        event.stop()
        self.dismiss(self._shown[event.option_index].protocol.name)

    def action_leave(self) -> None:
        """Back home."""
        self.dismiss(None)

    def _line(self, each: Proposal) -> str:
        texts = self._look.texts
        minutes = texts.say("tui.browse_minutes", minutes=_minutes(each))
        title = fit(each.protocol.title.say(texts.lang), TITLE_COLUMNS if self._wide else TITLE_NARROW)
        return f"{title}{' ' * (MINUTES_COLUMNS - columns(minutes))}{minutes}"

    @property
    def _wide(self) -> bool:
        return self.app.size.width >= NARROW_COLUMNS


def _for_you(each: Proposal, texts: Texts) -> list[str]:
    """What the answers change of it."""
    if each.plan.protocol is None:
        return [texts.say("tui.browse_unsuited")]
    said: list[str] = []
    for change in Change:
        groups = dict.fromkeys(c.group.say(texts.lang) for c in each.plan.changes if c.change is change)
        if groups:
            what = texts.say(f"tui.browse_{change.value}", groups=texts.say("screening.joint").join(groups))
            said.append(texts.say("tui.browse_for_you", what=what))
    return said


def _minutes(each: Proposal) -> int:
    return max(1, round(total_s(each.plan.protocol or each.protocol) / 60))
