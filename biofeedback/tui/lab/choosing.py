"""Where a trial is put together: who, what goes wrong, what is practised; seed, adaptation, and the command for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import OptionList

from biofeedback.app.played import Catalogue, Trial
from biofeedback.texts import Texts, keys_of
from biofeedback.tui.asking.pick import Pick, hung
from biofeedback.tui.lab.asked import CompareAsked, TrialAsked
from biofeedback.tui.look import Look
from biofeedback.tui.page import Page
from biofeedback.tui.text_widgets import FixedText, WrappedText

NOTHING = ""
"""In the place of a fault: none."""

WHENS = ("tense:1", "rest:1", "60", "baseline:1")
"""When a fault may begin: in the first tension, the first rest, at a second, while the baseline is taken."""


@dataclass(slots=True)
class Bound:
    """What was last put together, kept while the lab is left and come back to. `marked`: to be compared with."""

    person: str
    protocol: str
    fault: str = NOTHING
    when: int = 0
    seed: int = 1
    adapts: bool = True
    marked: Trial | None = None

    @property
    def trial(self) -> Trial:
        """As it would be run."""
        faults = () if self.fault == NOTHING else (f"{self.fault}:{WHENS[self.when]}",)
        return Trial(person=self.person, protocol=self.protocol, faults=faults, seed=self.seed, adapts=self.adapts)


class LabScreen(Page):
    """Three lists; Tab goes from one to the next."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,h", "leave", show=False),
        Binding("right", "focus_next", show=False),
        Binding("left", "focus_previous", show=False),
        Binding("plus,equals_sign", "seed(1)", show=False),
        Binding("minus", "seed(-1)", show=False),
        Binding("a", "adaptation", show=False),
        Binding("w", "when", show=False),
        Binding("m", "mark", show=False),
        Binding("c", "compare", show=False),
    ]

    def __init__(self, catalogue: Catalogue, bound: Bound, command: Callable[[Trial], str], look: Look) -> None:
        super().__init__()
        self._catalogue = catalogue
        self._bound = bound
        self._command = command
        self._look = look
        self._faults = (NOTHING, *catalogue.faults)

    def compose(self) -> ComposeResult:
        """Title, the lists, what belongs to all of them, the command, keys."""
        texts = self._look.texts
        yield FixedText(texts.say("lab.title"), classes="title")
        with Horizontal(id="lab"):
            for name in ("persons", "faults", "protocols"):
                with Vertical(classes="lab-list"):
                    yield FixedText(texts.say(f"lab.{name}"), classes="lab-head")
                    yield Pick(id=f"lab-{name}")
        yield WrappedText("", id="lab-about")
        yield WrappedText("", id="lab-set")
        yield WrappedText("", id="lab-command")
        yield WrappedText("", id="lab-said")
        yield WrappedText(self._look.keys_line(_KEYS), classes="keys")

    def on_mount(self) -> None:
        """The cursors where they were."""
        self.call_after_refresh(self._fill)

    def on_resize(self) -> None:
        """Another width has room for other words."""
        if self.stands:
            self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        texts, bound = self._look.texts, self._bound
        names = [name for name, _ in self._catalogue.protocols]
        for which, at in (
            ("persons", self._catalogue.persons.index(bound.person)),
            ("faults", self._faults.index(bound.fault)),
            ("protocols", names.index(bound.protocol)),
        ):
            pick = self.query_one(f"#lab-{which}", Pick)
            pick.show(self._lines(which, pick.size.width, texts), at)
        if not isinstance(self.focused, Pick):
            self.query_one("#lab-persons", Pick).focus()
        self._say()

    def _lines(self, which: str, wide: int, texts: Texts) -> list[str]:
        """The lines of a list; what has no room in one hangs below its words."""
        if which == "protocols":
            return [hung("", title.say(texts.lang), wide) for _, title in self._catalogue.protocols]
        kind, names = ("person", self._catalogue.persons) if which == "persons" else ("fault", self._faults)
        return [hung("", titled(kind, each, texts), wide) for each in names]

    def on_pick_moved(self, event: Pick.Moved) -> None:
        """Another one was come to."""
        event.stop()
        self._take()
        self._say()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Run it."""
        event.stop()
        self._take()
        self.post_message(TrialAsked(self._bound.trial))

    def _take(self) -> None:
        """What the cursors stand at."""
        bound = self._bound
        at = {which: self.query_one(f"#lab-{which}", Pick).highlighted for which in ("persons", "faults", "protocols")}
        if (person := at["persons"]) is not None:
            bound.person = self._catalogue.persons[person]
        if (fault := at["faults"]) is not None:
            bound.fault = self._faults[fault]
        if (protocol := at["protocols"]) is not None:
            bound.protocol = self._catalogue.protocols[protocol][0]

    def _say(self, said: str = "") -> None:
        texts, bound = self._look.texts, self._bound
        adapts = texts.say("lab.adapts" if bound.adapts else "lab.adapts_not")
        when = "" if bound.fault == NOTHING else texts.say(f"lab.when_{WHENS[bound.when].replace(':', '_')}")
        parts = (texts.say("lab.seed", seed=bound.seed), adapts, when)
        self.query_one("#lab-set", WrappedText).show("   ".join(part for part in parts if part))
        about = [titled("person", bound.person, texts)]
        about += [] if bound.fault == NOTHING else [titled("fault", bound.fault, texts)]
        self.query_one("#lab-about", WrappedText).show("   ".join(about))
        self.query_one("#lab-command", WrappedText).show(self._command(bound.trial))
        marked = "" if bound.marked is None else texts.say("lab.marked", command=self._command(bound.marked))
        self.query_one("#lab-said", WrappedText).show(said or marked)

    def action_seed(self, by: int) -> None:
        """Another participant of the same kind."""
        self._bound.seed = max(1, self._bound.seed + by)
        self._say()

    def action_adaptation(self) -> None:
        """Whether the body steers the pace."""
        self._bound.adapts = not self._bound.adapts
        self._say()

    def action_when(self) -> None:
        """When the fault begins."""
        self._bound.when = (self._bound.when + 1) % len(WHENS)
        self._say()

    def action_mark(self) -> None:
        """Keep this one, to be compared with another."""
        self._bound.marked = replace(self._bound.trial)
        self._say()

    def action_compare(self) -> None:
        """The marked one and this one."""
        if self._bound.marked is None:
            self._say(self._look.texts.say("lab.mark_first"))
            return
        self._say(self._look.texts.say("lab.comparing"))
        self.post_message(CompareAsked(self._bound.marked, self._bound.trial))

    def action_leave(self) -> None:
        """Home."""
        self.app.pop_screen()


_KEYS = ("lab.key_lists", "lab.key_run", "lab.key_seed", "lab.key_adaptation", "lab.key_when", "lab.key_mark",
         "lab.key_compare", "back")  # fmt: skip


def titled(kind: str, name: str, texts: Texts) -> str:
    """What it is called, with its name as commands take it; a fault that is none has words alone."""
    if name == NOTHING:
        return texts.say("lab.no_fault")
    code = f"{kind}_{name}"
    return texts.say("lab.titled", title=texts.say(f"lab.{code}"), name=name) if code in keys_of("lab") else name
