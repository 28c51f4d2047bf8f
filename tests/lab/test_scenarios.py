"""Scenarios: what they say is checked, what they do not know is refused, and what does not hold is told."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from biofeedback import __version__
from biofeedback.decisions import Phase
from biofeedback.errors import InputError
from protocols.library import load
from simulators.faults.injection import parse
from simulators.faults.moments import AtRate, AtTime, InPhase
from simulators.lab.scenarios import finding
from simulators.lab.scenarios.happenings import Happens
from simulators.lab.scenarios.playing import Played, play
from simulators.lab.scenarios.reading import ENDING, read
from tests.cli.program import Ran, run
from tests.cli.test_contract import table

HEAD = """[scenario]
why = "for a test"
protocol = "three_minutes"
person = "calm"
"""
OUTCOME = """[[expect]]
summary = "outcome"
is = "completed"
"""


def written(folder: Path, *parts: str, head: str = HEAD) -> Path:
    file = folder / f"mine{ENDING}"
    file.write_text("\n".join((head, *parts)), encoding="utf-8")
    return file


def played(folder: Path, *parts: str, seed: int = 1, head: str = HEAD) -> Played:
    return play(read(written(folder, *parts, head=head)), seed)


def expecting(folder: Path, expected: str, *faults: str) -> list[str]:
    """What did not hold of one expectation."""
    one = played(folder, *faults, f"[[expect]]\n{expected}\n")
    return [each.found for each in one.missed]


def one_line(ran: Ran) -> str:
    assert ran.code == 2
    assert ran.out == ""
    (line,) = ran.err.strip().splitlines()
    return line


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('protocl = "rapid"', "line 5: scenario.protocl is unknown: did you mean 'protocol'?"),
        ("seeds = 2.5", "line 5: scenario.seeds is 2.5, expected a number, or FIRST:LAST"),
        ('seeds = "9:2"', "line 5: scenario.seeds is '9:2'"),
        ('adaptation = "of"', "line 5: scenario.adaptation is 'of', expected on | shadow | off"),
        (
            '[[recording]]\nfile = "x.csv"',
            "scenario.person is not alone (a person beside [[recording]]), expected one of",
        ),
        ('[[fault]]\nwhat = "bigemini"', "line 6: fault[0].what is 'bigemini'"),
        ('[[fault]]\nwhat = "af"\nat = "phase tens 3"', "did you mean tense?"),
        ('[[fault]]\nwhat = "af"\nat = "400"', "line 7: fault[0].at"),
        ('[[fault]]\nwhat = "af"\nfor = 3', "fault[0].for is unknown: did you mean 'for_s'?"),
        ('[[expect]]\nnever = "stopp"', "line 6: expect[0].never is 'stopp': did you mean 'stop'?"),
        ('[[expect]]\nnever = "stop iregular"', "did you mean 'irregular'?"),
        ('[[expect]]\nnever = "cue tense both_arm"', "did you mean 'both_arms'?"),
        ('[[expect]]\nnever = "pause"\nafer = "stop"', "expect[0].afer is unknown: did you mean 'after'?"),
        ('[[expect]]\nnever = "pause"\ncount = "stop"', "line 5: expect[0] is never and count, expected one of always"),
        ('[[expect]]\ncount = "pause"', "expect[0].at_least is missing"),
        ('[[expect]]\nalways = "phase rest"\nnumber = "hr_bmp"\nat_most = 3', "did you mean 'hr_bpm'?"),
        ('[[expect]]\nsummary = "ruel"\nis = "irregular"', "line 6: expect[0].summary is 'ruel': did you mean 'rule'?"),
        ('[[expect]]\nsummary = "outcome"\nis = "complete"', "did you mean 'completed'?"),
        ('[[expect]]\nsummary = "outcome"', "expect[0].is is missing"),
        ('[[expect]]\nnever = "pause"\nbetween = ["pause"]', "two patterns"),
        ("[[expect]]\nnever = ", "not TOML"),
        ("x", "not TOML"),
    ],
)
def test_what_is_not_known_is_refused_with_its_line(tmp_path: Path, wrong: str, said: str) -> None:
    """In one line that names the file, and says what was meant where that can be guessed."""
    file = written(tmp_path, wrong, "" if "[[expect]]" in wrong or "=" not in wrong else OUTCOME, head=HEAD.rstrip())

    with pytest.raises(InputError) as refused:
        read(file)
    assert str(refused.value).startswith(str(file))
    assert said in str(refused.value)


def test_a_refused_scenario_is_one_line_of_the_program(tmp_path: Path) -> None:
    """Exit code 2; nothing is played, also where it is not there."""
    wrong = written(tmp_path, '[[expect]]\nnever = "stopp"\n')
    (tmp_path / "empty").mkdir()

    assert f"{wrong}, line 7: " in one_line(run("lab", "run", str(wrong), data=tmp_path))
    assert "missing" in one_line(run("lab", "run", "missing", data=tmp_path))
    assert "empty" in one_line(run("lab", "run", str(tmp_path / "empty"), data=tmp_path))


@pytest.mark.parametrize(
    ("holds", "does_not"),
    [
        ('never = "stop"', 'never = "cue tense"'),
        ('eventually = "end completed"', 'eventually = "end stopped"'),
        ('eventually = "cue release"\nafter = "cue tense"\nwithin_s = 10', 'eventually = "stop"\nafter = "cue tense"'),
        ('eventually = "cue release"\nafter = "cue tense"\nwithin_s = 10', 'never = "pause"\nafter = "stop"'),
        (
            'never = "cue prepare"\nbetween = ["cue tense", "cue release"]',
            'never = "cue"\nbetween = ["cue tense", "end"]',
        ),
        ('count = "phase baseline"\nexactly = 1', 'count = "phase tense"\nat_most = 1'),
        ('count = "pause | stop"\nat_most = 0', 'count = "pause | end"\nat_most = 0'),
        ('count = "cue tense"\nat_least = 1\nfrom_s = 60', 'count = "cue tense"\nat_least = 1\nuntil_s = 20'),
        (
            'always = "phase rest"\nnumber = "hr_bpm"\nat_least = 40\nat_most = 110',
            'always = "phase rest"\nnumber = "hr_bpm"\nat_most = 45',
        ),
        ('always = "cue tense"\nnumber = "hold_s"\nat_most = 10', 'always = "settle"\nnumber = "x"\nat_most = 1'),
        ('summary = "groups_done"\nat_least = 2', 'summary = "groups_done"\nat_least = 20'),
        ('summary = "rule"\nis = "absent"', 'summary = "rule"\nis = "irregular"'),
        ('summary = "groups_planned"\nis = 4', 'summary = "groups_planned"\nis = 30'),
    ],
)
def test_an_expectation_holds_or_does_not(tmp_path: Path, holds: str, does_not: str) -> None:
    """Each kind of it, and each way to say when. What has no number, or no such begin, never holds by silence."""
    assert expecting(tmp_path, holds) == []
    if '"x"' in does_not:
        with pytest.raises(InputError):
            expecting(tmp_path, does_not)
        return
    assert len(expecting(tmp_path, does_not)) == 1


def test_a_fault_that_never_began_holds_nothing(tmp_path: Path) -> None:
    """An expectation about what follows it fails: else a typing slip in a phase's number would pass."""
    fault = '[[fault]]\nwhat = "dropout"\nat = "phase tense 99"\n'

    assert expecting(tmp_path, 'never = "stop"\nafter = "fault dropout"', fault) == ["'fault dropout' did not happen"]


@pytest.mark.parametrize("nth", [1, 2])
def test_a_fault_begins_with_the_phase_that_it_is_tied_to(tmp_path: Path, nth: int) -> None:
    """The nth of its kind, whenever that comes."""
    one = played(tmp_path, f'[[fault]]\nwhat = "dropout"\nat = "phase tense {nth}"\nfor_s = 2\n', OUTCOME)
    tense = [each.t for each in one.happenings if each.kind is Happens.PHASE and "tense" in each.words]

    assert [each.t for each in one.happenings if each.kind is Happens.FAULT] == [tense[nth - 1]]


def test_a_fault_at_a_rate_comes_again_and_again_by_the_seed(tmp_path: Path) -> None:
    """About as often as it says, the same for the same seed and another way for another; never two at once."""
    fault = '[[fault]]\nwhat = "late"\nat = "rate 2/min"\nfor_s = 3\n'
    counts = list[int]()
    for seed in range(1, 9):
        begins = [
            each.t for each in played(tmp_path, fault, OUTCOME, seed=seed).happenings if each.kind is Happens.FAULT
        ]
        assert all(b - a >= 3 for a, b in pairwise(begins))
        counts.append(len(begins))
    once, twice = (played(tmp_path, fault, OUTCOME, seed=5) for _ in range(2))

    assert 4 * 8 < sum(counts) < 12 * 8  # some four minutes each
    assert len(set(counts)) > 1
    assert once == twice


@pytest.mark.parametrize(
    ("spec", "when", "length_s"),
    [
        ("dropout", AtTime(60.0), 20.0),
        ("dropout:300", AtTime(300.0), 20.0),
        ("dropout:300:5", AtTime(300.0), 5.0),
        ("af:tense:3", InPhase(Phase.TENSE, 3), 120.0),
        ("af:rest:2:30", InPhase(Phase.REST, 2), 30.0),
        ("burst:2/min", AtRate(2.0), 10.0),
        ("burst:0.5/min:4", AtRate(0.5), 4.0),
    ],
)
def test_a_fault_can_be_written_in_one_word(spec: str, when: AtTime | InPhase | AtRate, length_s: float) -> None:
    """As `--fault` takes it."""
    fault = parse(spec)

    assert (fault.when, fault.length_s) == (when, length_s)
    assert parse(str(fault)) == fault  # as it is told in a trace


def test_what_does_not_hold_is_exit_one_and_told(tmp_path: Path) -> None:
    """The line, the second, what was decided around it with its reason, the heart, and how to play it again."""
    fault = '[[fault]]\nwhat = "dropout"\nat = "phase rest 1"\n'
    file = written(tmp_path, fault, '[[expect]]\nnever = "pause"\nafter = "fault dropout"\n')
    ran = run("lab", "run", str(file), data=tmp_path)

    assert ran.code == 1
    assert f"{file}, line 10, seed 1: never 'pause' after 'fault dropout': it happened at" in ran.out
    assert "pause beats (No heartbeat has come for" in ran.out
    assert "fault dropout" in ran.out
    assert "/min |" in ran.out
    assert f"lab run {file} --seeds 1 --decisions" in ran.out
    assert ran.out.endswith("1 scenarios, 1 failed\n")
    assert run("lab", "run", str(written(tmp_path, OUTCOME)), data=tmp_path).code == 0


def test_what_is_known_to_be_wrong_fails_only_once_it_is_right(tmp_path: Path) -> None:
    """So that nobody forgets to say that it was mended."""
    known = HEAD + 'wrong_today = "a test"\n'
    wrong = run("lab", "run", str(written(tmp_path, '[[expect]]\neventually = "stop"\n', head=known)), data=tmp_path)
    right = run("lab", "run", str(written(tmp_path, OUTCOME, head=known)), data=tmp_path)

    assert (wrong.code, right.code) == (0, 1)
    assert "take `wrong_today` out" in right.out


def test_the_same_whatever_the_number_of_processes(tmp_path: Path) -> None:
    """Order and bytes."""
    calls = (("--jobs", "1"), ("--jobs", "2"))
    file = written(tmp_path, OUTCOME)
    one, two = (
        run("lab", "run", str(file), str(file), "--seeds", "1:3", "--json", *each, data=tmp_path) for each in calls
    )

    assert one.out == two.out
    assert [len(line["sessions"]) for line in one.lines] == [3, 3]


def test_a_line_for_programs_can_be_traced(tmp_path: Path) -> None:
    """From what each session was made: version, digest, faults as `--fault` takes them, adaptation, loop."""
    fault = '[[fault]]\nwhat = "late"\nat = "phase tense 2"\nfor_s = 3\n'
    file = written(tmp_path, 'adaptation = "off"', fault, OUTCOME, head=HEAD.rstrip())
    (line,) = run("lab", "run", str(file), "--json", data=tmp_path).lines

    assert (line["schema"], line["version"]) == ("biofeedback.scenario/1", __version__)
    assert (line["protocol"], line["protocol_digest"]) == ("three_minutes", load("three_minutes").digest)
    assert (line["source"], line["session"], line["recordings"]) == ("person:calm", 1, [])
    assert (line["faults"], line["adaptation"], line["loop"]) == (["late:tense:2:3"], "off", "closed")


def test_simulate_asks_the_same_of_a_session(tmp_path: Path) -> None:
    """Only the expectations of a file, whatever else stands in it; a fault of the command line is an anchor too."""
    file = written(tmp_path, '[[expect]]\neventually = "pause"\nafter = "fault dropout"\nwithin_s = 10\n', head="")
    call = ("simulate", "--protocol", "three_minutes", "--expect", str(file), "--json")
    held = run(*call, "--fault", "dropout:rest:1", data=tmp_path)
    missed = run(*call, data=tmp_path)

    assert held.code == 0
    assert missed.code == 1
    assert "'fault dropout' did not happen" in missed.err
    assert missed.lines[-1]["type"] == "summary"


def test_a_recording_is_sought_cut_looped_and_spliced(tmp_path: Path) -> None:
    """Parts of recordings beside the scenario, one after the other, their joints marked; the session is as long."""
    table(tmp_path / "slow.csv", beats=300, rr_ms=1000.0)
    table(tmp_path / "quick.csv", beats=300, rr_ms=800.0)
    head = '[scenario]\nwhy = "for a test"\nprotocol = "three_minutes"\n'
    parts = (
        '[[recording]]\nfile = "slow.csv"\nfrom_s = 20\nto_s = 80\ntimes = 2\n',
        '[[recording]]\nfile = "quick.csv"\nto_s = 30\n',
    )
    one = played(tmp_path, *parts, OUTCOME, head=head)
    early = [rate.bpm for rate in one.rates if rate.t < 110]
    late = [rate.bpm for rate in one.rates if 125 < rate.t < 145]

    assert 145 < one.summary.duration_s < 152
    assert [round(each.t) for each in one.happenings if each.kind is Happens.JOINT] == [59, 118]
    told = run("lab", "run", str(tmp_path / f"mine{ENDING}"), "--decisions", data=tmp_path).out
    (line,) = run("lab", "run", str(tmp_path / f"mine{ENDING}"), "--json", data=tmp_path).lines
    assert "; open loop: what was recorded does not answer" in told.splitlines()[0]
    assert told.count(" s  joint") == 2
    assert line["loop"] == "open"
    assert line["recordings"] == [
        f"{tmp_path / 'slow.csv'} from 20 s to 80 s 2 times",
        f"{tmp_path / 'quick.csv'} to 30 s",
    ]
    assert all(52 < bpm < 68 for bpm in early)
    assert all(68 < bpm < 84 for bpm in late)


def test_every_shipped_scenario_reads_as_a_sentence(tmp_path: Path) -> None:
    """With a reason, something that is expected, and a name of its own."""
    scenarios = finding.found(())

    assert scenarios
    assert len({each.name for each in scenarios}) == len(scenarios)
    assert all(each.why and each.expectations for each in scenarios)
    assert run("lab", "run", scenarios[0].name, "--seeds", "1", data=tmp_path).code == 0
