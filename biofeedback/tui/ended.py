"""After a session: the stop screen, which stays until it is left on purpose, and the summary."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from biofeedback.decisions import EndCause, Finished, Outcome
from biofeedback.events import Symptom
from biofeedback.response_words import resonance_words, response_words
from biofeedback.texts import Texts, sentences
from biofeedback.tui.asked import GroundingAsked, HomeAsked, NoteAsked, PageAsked, QuitAsked, ReviewAsked
from biofeedback.tui.look import Look
from biofeedback.tui.page import Page
from biofeedback.tui.pair_session import PairSession
from biofeedback.tui.session import Session
from biofeedback.tui.text_widgets import FixedText, KeysText, WrappedText
from biofeedback.tui.watched import length_line, watched_heart, watched_lines
from biofeedback.tui.watching.whole_time import marked, whole_times
from protocols.training import unit_of

GROUNDED = frozenset({Symptom.PANIC, Symptom.UNEASE, Symptom.DIZZINESS})
"""After these a way back to here and now is offered; after the others rest, or help, comes first."""


OF_KEPT = frozenset({"page", "note"})
"""Keys for what is kept alone: of the rest no page can be made, and no note goes with it."""


class EndedScreen(Page):
    """A page of text. No key begins anything: a new session is begun from home, on purpose."""

    KEYS: ClassVar[tuple[str, ...]] = ("home", "quit", "page", "after.key_review")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "home", show=False),
        Binding("q", "leave", show=False),
        Binding("p", "page", show=False),
        Binding("r", "review", show=False),
    ]

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__()
        self.session = session
        self._look = look

    def page(self, texts: Texts) -> tuple[str, ...]:
        """Title and paragraphs."""
        raise NotImplementedError

    def offers(self, texts: Texts) -> list[str]:
        """What can be done here, where it is not plain from its key."""
        return []

    def compose(self) -> ComposeResult:
        """Title, text, keys."""
        texts = self._look.texts
        title, *paragraphs = self.page(texts)
        paragraphs += self.offers(texts)
        paragraphs += [texts.say("tui.note_kept", note=self.session.note)] if self.session.note else []
        yield FixedText(title, classes="title")
        with VerticalScroll(classes="page"):
            for paragraph in paragraphs:
                yield WrappedText(paragraph, classes="paragraph")
            yield from whole_times(self.session, self._look)
            remarks = self._remarks()
            yield WrappedText(remarks, id="problems", classes="paragraph" if remarks else "paragraph empty")
        yield KeysText(self._look.keys_line(self.keys()), more=texts.say("tui.key_more"), classes="keys")

    def keys(self) -> tuple[str, ...]:
        """The keys that do something: of what was not kept no page can be made, and no note goes with it."""
        runner = self.session.runner
        gone = set[str]() if runner.number is not None and not runner.unkept else {"after.key_review"}
        return tuple(name for name in self.KEYS if name not in gone | (OF_KEPT if runner.unkept else set()))

    def on_mount(self) -> None:
        """More may have gone wrong since the page was put together."""
        self.call_after_refresh(self.frame)

    def frame(self) -> None:
        """Tell what went wrong meanwhile: it may come while the session is being closed."""
        if self.stands:
            remarks = self.query_one("#problems", WrappedText)
            remarks.show(self._remarks())
            remarks.set_class(not remarks.text, "empty")
            self.query_one(KeysText).show(self._look.keys_line(self.keys()))
            if self.session.written:
                remarks.scroll_visible(animate=False)

    def _remarks(self) -> str:
        """What went wrong with the session and with its journal, and where its page is; it stands below the rest and
        takes nothing from it.
        """
        texts, problems = self._look.texts, (self.session.trouble, self.session.unkept)
        told = [sentences(map(texts.why, self.session.runner.unkept), texts)] if self.session.runner.unkept else []
        told += [texts.problem(each) for each in problems if each is not None]
        return "\n".join(dict.fromkeys([*told, *([self.session.written] if self.session.written else [])]))

    def action_page(self) -> None:
        """Write the session as a page."""
        if "page" in self.keys():
            self.post_message(PageAsked())

    def action_review(self) -> None:
        """Look at the whole of it."""
        if "after.key_review" in self.keys():
            self.post_message(ReviewAsked())

    def action_home(self) -> None:
        """To the home screen."""
        self.post_message(HomeAsked())

    def action_leave(self) -> None:
        """Out of the program."""
        self.post_message(QuitAsked())


class StopScreen(EndedScreen):
    """A pattern was seen and the session stopped: what, why, and what to do now."""

    def page(self, texts: Texts) -> tuple[str, ...]:
        """Calm, and without a diagnosis."""
        stopped = self.session.stopped
        seen = why = ""
        if stopped is not None and stopped.rule is not None:
            seen = texts.say("tui.stop_seen", what=texts.say(f"tui.pattern_{stopped.rule.value}"))
            why = texts.say("tui.stop_reason", why=texts.why(stopped.why)) + "\n"
        lead = f"{texts.say('tui.stop_lead')}\n{seen}"
        return texts.say("tui.stop_title"), lead, texts.say("tui.stop_next").strip(), why + texts.say("tui.stop_humble")

    def offers(self, texts: Texts) -> list[str]:
        """The record that is to be shown to a doctor."""
        return [texts.say("tui.stop_page")] if "page" in self.keys() else []


class SummaryScreen(EndedScreen):
    """How it went, compared with nobody but oneself."""

    KEYS: ClassVar[tuple[str, ...]] = ("home", "quit", "note", "page", "after.key_review")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "note", show=False),
        Binding("g", "ground", show=False),
        Binding("n", "numbers", show=False),
    ]

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__(session, look)
        self._figures = False

    @property
    def _felt(self) -> bool:
        """Whether it ended because something felt wrong."""
        return self.session.finished is not None and self.session.finished.cause is EndCause.SYMPTOM

    @property
    def _grounds(self) -> bool:
        return self._felt and self.session.reported in GROUNDED

    def keys(self) -> tuple[str, ...]:
        """After a symptom a way back comes first, and figures only where they are asked for."""
        first = (*(("ground",) if self._grounds else ()), *(("numbers",) if self._felt else ()))
        return (*first, *super().keys())

    def action_ground(self) -> None:
        """Back to here and now."""
        if self._grounds:
            self.post_message(GroundingAsked())

    def action_numbers(self) -> None:
        """The figures of a session that ended because something felt wrong, or without them again."""
        if self._felt:
            self._figures = not self._figures
            self.refresh(recompose=True)

    def action_note(self) -> None:
        """A few words of one's own; nobody has to."""
        if "note" in self.keys():
            self.post_message(NoteAsked())

    def page(self, texts: Texts) -> tuple[str, ...]:
        """A few quiet lines."""
        if isinstance(self.session, PairSession):
            each = enumerate(self.session.hearts, 1)
            hearts = (watched_heart(number, heart, texts) for number, heart in each)
            return texts.say("tui.summary_watched"), *hearts, *marked(self.session, texts)
        finished = self.session.finished
        if finished is None or not self.session.guided:
            return self._unfinished(texts)
        if self._felt:
            return self._after_a_symptom(finished, texts)
        title = texts.say(f"tui.summary_{finished.outcome.value}")
        reason = (texts.why(finished.why),) if finished.outcome is not Outcome.COMPLETED else ()
        heart = "\n".join(self._answers(texts))
        lines = "\n".join(self._lines(finished, texts))
        return title, *reason, lines, *((heart,) if heart else ()), texts.say("tui.summary_rise")

    def _after_a_symptom(self, finished: Finished, texts: Texts) -> tuple[str, ...]:
        """The advice for what is felt first; no word of praise, and no figure unless it is asked for."""
        felt = self.session.reported
        own = () if felt is None else (texts.say(f"symptoms.advice_{felt.value}"),)
        advice = dict.fromkeys((*own, texts.why(finished.why)))
        back = (texts.say("tui.summary_ground"),) if self._grounds else ()
        figures = ("\n".join(self._lines(finished, texts)),) if self._figures else ()
        return texts.say("tui.stop_title"), *advice, *back, *figures

    def _unfinished(self, texts: Texts) -> tuple[str, ...]:
        """Only watched, or ended without a last word: by force, or because something failed."""
        if self.session.trouble is not None:
            ended = "summary_trouble"
        elif self.session.guided:
            ended = "summary_ended_early"
        else:
            ended = "summary_watched"
        release = (texts.say("tui.let_go_last"),) if self.session.tensing else ()  # nobody said so when it ended
        length = self._length(texts) if self.session.guided else watched_lines(self.session, texts)
        return *release, texts.say(f"tui.{ended}"), length, *marked(self.session, texts)

    def _answers(self, texts: Texts) -> list[str]:
        """How the heart answered the tensions, or the paces of breathing, where that can be known."""
        runner = self.session.runner
        said = (
            response_words(
                response,
                None if response.group is None else runner.group_name(response.group),
                texts,
                numbers=not runner.hides_numbers,
            )
            for response in self.session.responded
        )
        found = self.session.resonance
        swung = "" if found is None else resonance_words(found, texts, numbers=not runner.hides_numbers)
        return [each for each in (*said, swung) if each]

    def _lines(self, finished: Finished, texts: Texts) -> list[str]:
        lines = [self._length(texts)]
        unit = unit_of(self.session.runner.protocol).value
        lines.append(texts.say(f"tui.summary_{unit}", done=finished.groups_done, planned=finished.groups_planned))
        lines.append(texts.say("tui.summary_settled", pauses=finished.settle_pauses))
        before, after = (_rated(n, texts) for n in (finished.tension_before, finished.tension_after))
        lines.append(texts.say("tui.summary_tension", before=before, after=after))
        if self.session.runner.hides_numbers:
            return lines
        vitals = self.session.runner.view().vitals
        if vitals.hr_bpm is not None and vitals.baseline is not None and vitals.baseline.hr_bpm is not None:
            rest, now = round(vitals.baseline.hr_bpm), round(vitals.hr_bpm)
            lines.append(texts.say("tui.summary_heart", before=rest, after=now))
        return lines

    def _length(self, texts: Texts) -> str:
        return length_line(self.session, texts)


def last_lines(session: Session | None, texts: Texts, *, cut_off: bool, unseen: bool) -> tuple[str, ...]:
    """What must still be heard where the screens are left in mid-session: the release, then the stop.

    `cut_off`: a tension was on. `unseen`: the screens failed, so that a stop may never have been shown.
    """
    release = (texts.say("tui.let_go_last"),) if cut_off else ()
    if not unseen or session is None or session.stopped is None:
        return release
    stopped = session.stopped
    if stopped.rule is None:
        return (*release, texts.why(stopped.why))
    return release + StopScreen(session, Look(lang=texts.lang)).page(texts)


def _rated(tension: int | None, texts: Texts) -> str:
    return texts.say("tui.unrated") if tension is None else str(tension)
