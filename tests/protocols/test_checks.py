"""Each rule of the two checks, shown by a file that breaks it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from biofeedback.errors import BiofeedbackError, InputError, UsageError
from biofeedback.texts import Texts
from biofeedback.texts.protocol_faults import fault_line
from protocols import library
from protocols.faults import Fault
from protocols.training import Breathing, Effort, Ending, Kind
from tests.protocols.form_keys import keys

GOOD = """\
format = 1
baseline_s = 60
settle_max_s = 60
closing_s = 60
sources = ["a textbook"]
title.en = "Short"
title.zh = "短的"
summary.en = "Two groups."
summary.zh = "两个部位。"

[pace]
breaths_per_min = 6.0
inhale_share = 0.4

[defaults]
lead_in_s = 12
hold_s = 5
rest_s = 30
effort = "mild"

[[steps]]
group = "feet"

[[steps]]
group = "neck"
hold_s = 3
"""

REPEATED = GOOD + '\n[[steps]]\ngroup = "upper_legs"\nrepeat = 4\n'
OWN_GROUP = (
    GOOD
    + """
[groups.hand]
regions = ["hands"]
name.en = "Hand"
name.zh = "手"
notice.en = "Now your hand."
notice.zh = "现在是手。"
tense.en = "Make a fist."
tense.zh = "握拳。"
release.en = "Let go."
release.zh = "松开。"
rest.en = "Feel it."
rest.zh = "感受它。"
"""
)


FILE_WORDS = {
    *(part for key in keys() for part in key.split(".")),
    *(member.value for kind in (Effort, Breathing) for member in kind),
    *("TOML", "left_foot", "min", "true", "false"),
}
"""Words of the file itself, the same in either language."""


Check = Callable[[str], tuple[Fault, ...]]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Check a text as if it were a file."""

    def run(text: str) -> tuple[Fault, ...]:
        path = tmp_path / "mine.toml"
        path.write_text(text, encoding="utf-8")
        return library.check(path)

    return run


def test_the_good_file_is_good(check: Check) -> None:
    """The file that the other tests break has no fault of its own."""
    assert check(GOOD) == ()
    assert check(OWN_GROUP) == ()


FORM = [
    ("baseline_s = 60", "baseline_s = true", "baseline_s", 2),
    ("baseline_s = 60", "baseline_s = nan", "baseline_s", 2),
    ("baseline_s = 60", "baseline_s = -1", "baseline_s", 2),
    ("baseline_s = 60", "baseline_s = " + "9" * 500, "baseline_s", 2),
    ("baseline_s = 60", "", "baseline_s", None),
    ("baseline_s = 60", "baseline_s = 60\nbell = 1", "bell", 3),
    ("format = 1", "format = 2", "format", 1),
    ('title.zh = "短的"', 'title.zh = "short"', "title.zh", 7),
    ('title.en = "Short"', 'title.en = "短的"', "title.en", 6),
    ('title.en = "Short"', 'title.en = ""', "title.en", 6),
    ('title.en = "Short"', 'title.en = "Sh\\u001b[2Jort"', "title.en", 6),
    ('title.en = "Short"', f'title.en = "{"long " * 20}"', "title.en", 6),
    ('sources = ["a textbook"]', "sources = []", "sources", 5),
    ('sources = ["a textbook"]', 'sources = "a textbook"', "sources", 5),
    ("[pace]", "pace = 6\n[spare]", "pace", 11),
    ('group = "feet"', 'group = "foot"', "steps[0].group", 22),
    ('group = "feet"', "group = 1", "steps[0].group", 22),
    ('group = "feet"', 'group = "feet"\nrepeat = 1.5', "steps[0].repeat", 23),
    ('group = "feet"', 'group = "feet"\nfoo = 1', "steps[0].foo", 23),
    ('effort = "mild"', 'effort = "strong"', "steps[0].effort", 19),
    ('effort = "mild"', 'effort = "mild"\nbreathing = "held"', "steps[0].breathing", 20),
]

SAFETY = [
    ("baseline_s = 60", "baseline_s = 10", "baseline_s", 2),
    ("baseline_s = 60", "baseline_s = 1000", "baseline_s", 2),
    ("settle_max_s = 60", "settle_max_s = 200", "settle_max_s", 3),
    ("closing_s = 60", "closing_s = 2000", "closing_s", 4),
    ("breaths_per_min = 6.0", "breaths_per_min = 3.0", "pace.breaths_per_min", 12),
    ("breaths_per_min = 6.0", "breaths_per_min = 15", "pace.breaths_per_min", 12),
    ("inhale_share = 0.4", "inhale_share = 0.6", "pace.inhale_share", 13),
    ("inhale_share = 0.4", "inhale_share = 0.1", "pace.inhale_share", 13),
    ('group = "feet"', 'group = "feet"\nbreaths_per_min = 4.4', "steps[0].breaths_per_min", 23),
    ('group = "feet"', 'group = "feet"\nbreaths_per_min = 0', "steps[0].breaths_per_min", 23),
    ('group = "feet"', 'group = "feet"\nbreaths_per_min = 7.1', "steps[0].breaths_per_min", 23),
    ('group = "feet"', 'group = "feet"\nbreaths_per_min = 6', "steps[0].breaths_per_min", 23),  # with a tension
    ("hold_s = 5", "hold_s = 11", "steps[0].hold_s", 17),
    ("hold_s = 3", "hold_s = 5", "steps[1].hold_s", 26),
    ('group = "feet"', 'group = "upper_legs"\nhold_s = 10.5', "steps[0].hold_s", 23),
    ('group = "feet"', 'group = "feet"\nhold_s = 5.5', "steps[0].hold_s", 23),
    ('group = "feet"', 'group = "feet"\nrest_s = 9', "steps[0].rest_s", 23),
    ("rest_s = 30", "rest_s = 1000", "steps[0].rest_s", 18),
    ("lead_in_s = 12", "lead_in_s = 130", "steps[0].lead_in_s", 16),
    ('group = "feet"', 'group = "upper_legs"\nhold_s = 7\nbreathing = "with_tension"', "steps[0].hold_s", 23),
    ('group = "feet"', 'group = "upper_legs"\nhold_s = 8\neffort = "moderate"', "steps[0].hold_s", 23),
    ('group = "feet"', 'group = "feet"\nhold_s = 0', "steps[0].effort", 19),
    ('group = "feet"', 'group = "feet"\neffort = "none"', "steps[0].effort", 23),
    ('group = "neck"', 'group = "neck"\neffort = "moderate"', "steps[1].effort", 26),
    ('group = "neck"', 'group = "jaw"\neffort = "moderate"', "steps[1].effort", 26),
]


@pytest.mark.parametrize(("old", "new", "where", "line"), [*FORM, *SAFETY])
def test_a_broken_file_is_told_where(check: Check, old: str, new: str, where: str, line: int | None) -> None:
    """Each fault names its key and its line, and has words for the way to mend it."""
    assert GOOD.count(old) >= 1
    faults = check(GOOD.replace(old, new, 1))
    hits = [fault for fault in faults if fault.where == where]
    assert hits, faults
    if line is not None:
        assert hits[0].line == line
    speak(hits)
    for fault in hits:
        assert fault_line(fault, Texts("en")) == f"{fault}. {Texts('en').why(fault.fix)}"
        limit = fault_line(replace(fault, where="", value=""), Texts("zh"))
        assert set(re.findall(r"[A-Za-z_]{3,}", limit)) <= FILE_WORDS, limit


def test_the_same_region_is_not_tensed_over_and_over(check: Check) -> None:
    """Repeats are counted by region and side, so that renaming a group does not evade the limit."""
    (fault,) = check(REPEATED)
    assert fault.where == "steps[2]"
    assert fault.value == "4 times"


def test_tension_keeps_to_its_share_and_its_sum(check: Check) -> None:
    """Many short rests would make a workout of it."""
    dense = GOOD.replace("rest_s = 30", "rest_s = 10").replace("lead_in_s = 12", "lead_in_s = 9")
    step = '\n[[steps]]\ngroup = "{}"\nhold_s = {}\neffort="{}"\nlead_in_s = 10\nrest_s = {}\n'
    crowded = dense + step.format("upper_legs", 10, "mild", 20)
    faults = check(crowded)
    assert any(fault.limit == "<= 25 % tension" for fault in faults) == (18 / (18 + 29 + 40) > 0.25)
    own = "".join(
        f'\n[groups.g{i}]\nregions = ["hands"]\nsided = false\nname.en = "G"\nname.zh = "手"\nnotice.en = "Now."\n'
        f'notice.zh = "好。"\ntense.en = "Fist."\ntense.zh = "握。"\nrest.en = "Rest."\nrest.zh = "歇。"\n'
        for i in range(9)
    )
    steps = "".join(
        f'\n[[steps]]\ngroup = "g{i}"\nhold_s = 10\nrest_s = 20\nrepeat = 3\nagain_s = 4\n' for i in range(9)
    )
    assert any(fault.limit == "<= 240 s" for fault in check(GOOD + own + steps))
    tight = 'rest_s = 10\nhold_s = 5\nlead_in_s = 3\nnotice.en = "Legs."\nnotice.zh = "腿。"\n'
    short = GOOD.split("[[steps]]")[0] + f'[[steps]]\ngroup = "upper_legs"\n{tight}'
    assert any(fault.limit == "<= 25 % tension" for fault in check(short))


def test_too_many_steps_and_too_long(check: Check) -> None:
    """A protocol stays within an hour and a hundred steps."""
    step = '\n[[steps]]\ngroup = "feet"\nhold_s = 0\neffort = "none"\nrest_s = 40\nrepeat = 20\n'
    limits = {fault.limit for fault in check(GOOD + step * 6)}
    assert {"<= 100", "<= 3600 s"} <= limits


FEW_WORDS = 'rest.en = "Rest."\nrest.zh = "歇。"\n'


@pytest.mark.parametrize(("hold", "rest", "limit"), [(4, 9, ">= 10 s"), (10, 19, ">= 20 s")])
def test_a_rest_is_at_least_ten_seconds_and_twice_the_tension(
    check: Check, hold: float, rest: float, limit: str
) -> None:
    """However few words are said in it."""
    step = f'\n[[steps]]\ngroup = "upper_legs"\nhold_s = {hold}\nrest_s = {rest}\n{FEW_WORDS}'
    assert [fault.limit for fault in check(GOOD + step)] == [limit]


def test_a_closing_is_never_a_dismissal(check: Check) -> None:
    """However few words are said in it, nobody is sent off at once."""
    short = GOOD.replace("closing_s = 60", 'closing_s = 15\nclosing.en = "Done."\nclosing.zh = "好了。"')
    assert [(fault.line, fault.limit) for fault in check(short)] == [(4, ">= 20 s")]


@pytest.mark.parametrize(
    ("lang", "phrase"),
    [("en", "Now press as hard as you can."), ("en", "Hold your breath."), ("zh", "屏住呼吸。"), ("zh", "用尽全力。")],
)
def test_words_that_undo_the_limits_are_refused(check: Check, lang: str, phrase: str) -> None:
    """A text can be more dangerous than a number."""
    old = 'tense.en = "Make a fist."' if lang == "en" else 'tense.zh = "握拳。"'
    faults = check(OWN_GROUP.replace(old, f'tense.{lang} = "{phrase}"'))
    hits = [fault for fault in faults if fault.where == f"groups.hand.tense.{lang}"]
    assert [fault.line for fault in hits] == [OWN_GROUP[: OWN_GROUP.index(old)].count("\n") + 1]
    speak(hits)


def test_tension_without_words_is_refused(check: Check) -> None:
    """Where nothing says what to tense, nothing may be tensed."""
    text = OWN_GROUP.replace('tense.en = "Make a fist."\ntense.zh = "握拳。"\n', "")
    text = text.replace('group = "feet"', 'group = "hand"')
    assert "steps[0].hold_s" in {fault.where for fault in check(text)}


def test_regions_must_be_known(check: Check) -> None:
    """Screening works by region: a group that is tensed must say where it is."""
    for new in ('regions = ["tail"]', "regions = []", "sided = false"):
        faults = check(OWN_GROUP.replace('regions = ["hands"]', new))
        assert "groups.hand.regions" in {fault.where for fault in faults}
        speak(faults)


def test_a_group_cannot_pass_for_another(check: Check) -> None:
    """A neck under the name of feet would escape its limits and the screening."""
    faults = check(OWN_GROUP.replace("[groups.hand]", "[groups.feet]"))
    assert [fault.where for fault in faults] == ["groups.feet"]
    speak(faults)


def test_nothing_is_tensed_that_is_nowhere(check: Check) -> None:
    """A place of attention without a region cannot be turned into a tension by other words."""
    words = 'tense.en = "Make a fist."\ntense.zh = "握拳。"\n'
    faults = check(GOOD.replace('group = "feet"', 'group = "watch_breath"\n' + words))
    assert {fault.where for fault in faults} == {"steps[0].group"}
    speak(faults)


def test_text_that_is_not_toml_is_told_by_line(check: Check) -> None:
    """The line is the one that cannot be read."""
    (fault,) = check(GOOD.replace("[pace]", "[pace"))
    assert fault.line == 11
    speak([fault])


def test_one_wrong_default_is_one_fault(check: Check) -> None:
    """A default that many steps take over is told once."""
    assert len(check(GOOD.replace('effort = "mild"', 'effort = "hard"'))) == 1


def test_a_mistyped_default_is_told_alone(check: Check) -> None:
    """That each step lacks the key that was meant only follows from it."""
    assert [fault.where for fault in check(GOOD.replace("\nhold_s = 5", "\nhold = 5", 1))] == ["steps[0].hold"]


def test_loading_says_file_line_and_limit(tmp_path: Path) -> None:
    """The error of a bad file is one clear line."""
    path = tmp_path / "mine.toml"
    path.write_text(GOOD.replace("hold_s = 3", "hold_s = 9"), encoding="utf-8")
    with pytest.raises(InputError, match=r"mine\.toml, line 26: steps\[1\]\.hold_s is 9 s, expected <= 4 s") as caught:
        library.load(str(path))
    assert caught.value.line == 26
    assert "\n" not in caught.value.message


def test_a_good_file_loads_and_takes_its_name(tmp_path: Path) -> None:
    """The digest follows the content, not the line ends or comments."""
    path = tmp_path / "mine.toml"
    path.write_text(GOOD, encoding="utf-8")
    first = library.load(str(path))
    path.write_bytes(("\ufeff# mine\n" + GOOD).replace("\n", "\r\n").encode())
    again = library.load(str(path))
    path.write_text(GOOD.replace("rest_s = 30", "rest_s = 31"), encoding="utf-8")
    assert first.name == "mine"
    assert first == again
    assert library.load(str(path)).digest != first.digest


@pytest.mark.parametrize("name", ["feet_to_forhead", "nothing like it", "", "x" * 5000])
def test_an_unknown_name_names_the_near_ones(name: str) -> None:
    """A slip of the pen is answered with what may have been meant."""
    with pytest.raises(UsageError, match="feet_to_forehead"):
        library.load(name)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a" * 300_000, b"a = " + b"[" * 5000 + b"]" * 5000, b"\0"])
def test_a_file_that_is_no_protocol_is_one_clear_error(tmp_path: Path, content: bytes) -> None:
    """Bytes that are no text, no TOML, too much or too deep."""
    path = tmp_path / "mine.toml"
    path.write_bytes(content)
    with pytest.raises(InputError):
        library.load(str(path))


@pytest.mark.parametrize("name", ["missing.toml", "dir.toml", "nul\0.toml"])
def test_a_file_that_cannot_be_read_is_one_clear_error(tmp_path: Path, name: str) -> None:
    """Missing, a folder, or no name at all."""
    (tmp_path / "dir.toml").mkdir()
    with pytest.raises(InputError):
        library.load(str(tmp_path / name))


scalars = st.one_of(
    st.text(max_size=8), st.integers(), st.floats(), st.booleans(), st.just("feet"), st.just("mild"), st.just("none")
)
KEYS = """
format kind baseline_s settle_max_s closing_s sources title summary pace defaults steps groups group hold_s rest_s
lead_in_s effort breathing repeat again_s en zh name notice tense release rest regions sided ending
"""
table_keys: st.SearchStrategy[str] = st.sampled_from(KEYS.split())
trees: st.SearchStrategy[object] = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(table_keys, inner, max_size=6), max_leaves=25
)


def as_toml(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case dict():
            return "{" + ", ".join(f"{key} = {as_toml(inner)}" for key, inner in value.items()) + "}"
        case list():
            return "[" + ", ".join(as_toml(inner) for inner in value) + "]"
        case str():
            return '"' + "".join(f"\\U{ord(c):08x}" if not "\ud800" <= c <= "\udfff" else "?" for c in value) + '"'
        case _:
            return str(value)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=st.dictionaries(table_keys, trees, max_size=10))
def test_any_table_gives_faults_or_a_protocol(check: Check, tree: dict[str, object]) -> None:
    """Whatever is written under the known keys, the check answers with faults and never breaks."""
    speak(check("\n".join(f"{key} = {as_toml(value)}" for key, value in tree.items())))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_damage_to_a_good_file_is_survived(check: Check, tmp_path: Path, data: st.DataObject) -> None:
    """Cut, doubled or overwritten lines give faults, our own errors, or a protocol that is still safe."""
    lines = list[str](GOOD.split("\n"))
    at = data.draw(st.integers(0, len(lines) - 1))
    junk = data.draw(st.text(max_size=12) | st.sampled_from([*lines, "[steps]", "[[steps]]", 'x = """']))
    lines[at : at + data.draw(st.integers(0, 3))] = [junk]
    text = "\n".join(lines)
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        return
    try:
        faults = check(text)
        speak(faults)
        if not faults:
            library.load(str(tmp_path / "mine.toml"))
    except BiofeedbackError:
        pass


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(
    group=st.sampled_from(["feet", "upper_legs", "neck", "back", "jaw", "shoulders"]),
    hold=st.integers(1, 24).map(lambda half: half / 2),
    rest=st.integers(8, 40),
    lead=st.integers(1, 20),
    effort=st.sampled_from(["none", "mild", "moderate"]),
    breathing=st.sampled_from(["free", "with_tension"]),
    repeat=st.integers(1, 5),
)
def test_what_passes_keeps_the_limits(
    check: Check, group: str, hold: float, rest: int, lead: int, effort: str, breathing: str, repeat: int
) -> None:
    """A file without faults is within the limits as the literature has them, typed here once more by hand."""
    head = GOOD.split("[defaults]")[0]
    quick = 'notice.en = "Now."\nnotice.zh = "好。"\ntense.en = "Tense."\ntense.zh = "收。"\n' + FEW_WORDS
    step = f'[[steps]]\ngroup = "{group}"\nhold_s = {hold}\nrest_s = {rest}\nlead_in_s = {lead}\neffort = "{effort}"\n'
    text = head + step + f'breathing = "{breathing}"\nrepeat = {repeat}\n' + quick
    safe = (
        hold <= {"feet": 5, "neck": 4, "back": 4}.get(group, 7 if effort == "moderate" else 10)
        and (breathing == "free" or hold <= 6)
        and rest >= max(10, 2 * hold)
        and lead >= 3
        and effort in ({"mild"} if group in {"neck", "back", "jaw"} else {"mild", "moderate"})
        and repeat <= 3
        and hold <= 0.25 * (lead + hold + rest) + 0.01
    )
    if not check(text):
        assert safe
    elif safe:  # then it is only about the time that words take, never about a limit
        assert {fault.fix.code for fault in check(text)} == {"protocols.fix_speech"}


def test_the_template_is_a_good_protocol(check: Check) -> None:
    """Who begins from the template begins from something that can be practised, and that shows every choice."""
    template = library.template()
    assert check(template) == ()
    for kind in (Kind, Ending, Effort, Breathing):
        assert all(member.value in template for member in kind)


def speak(faults: tuple[Fault, ...] | list[Fault]) -> None:
    """Every fault can be told in both languages, on one line that is safe for a terminal."""
    for fault in faults:
        assert str(fault).isprintable(), fault
        for lang in ("en", "zh"):
            assert Texts(lang).why(fault.fix)
