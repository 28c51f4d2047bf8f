"""The link machine: silence, back-off and blame, without a clock."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from biofeedback.events import HeartRate
from devices.link import NO_BEATS_AFTER_S, NO_CONTACT_AFTER_S, SETTLE_S, Lack, Link, LinkStage
from devices.trouble import Trouble


def beat(t: float, *ticks: int, hr: int | None = 60, contact: bool | None = None) -> HeartRate:
    return HeartRate(t=t, hr_bpm=hr, rr_ticks=ticks, contact=contact)


def live_link(t: float = 0.0) -> Link:
    link = Link(t)
    link.scanning(t)
    link.connecting(t, "Chest")
    link.up(t, 80)
    link.heard(beat(t, 128_000))
    return link


def stage(link: Link) -> LinkStage:
    return link.state.stage


def test_the_way_from_searching_to_live() -> None:
    """Each stage is shown as it comes, and what became known on the way stays known."""
    link = Link(0.0)
    assert stage(link) is LinkStage.SCANNING
    link.connecting(2.0, "Chest")
    assert stage(link) is LinkStage.CONNECTING
    link.up(3.0, 80)
    assert (link.state.stage, link.state.since) == (LinkStage.WAITING, 3.0)
    link.heard(beat(4.0, 128_000, contact=True))

    assert stage(link) is LinkStage.LIVE
    assert (link.state.name, link.state.battery_percent) == ("Chest", 80)
    assert (link.state.contact, link.state.sends_rr) == (True, True)


def test_silence_turns_weak_then_gap_then_stalled() -> None:
    """Three, six and twenty seconds; the deadline always names the next of them."""
    link = live_link(10.0)
    assert link.deadline == 13.0
    assert not link.stalled(12.9)
    assert stage(link) is LinkStage.LIVE
    assert not link.stalled(13.0)
    assert stage(link) is LinkStage.WEAK
    assert link.deadline == 16.0
    assert not link.stalled(17.0)
    assert stage(link) is LinkStage.GAP
    assert link.deadline == 30.0
    assert link.stalled(30.0)


def test_a_late_look_finds_the_same_as_an_early_one() -> None:
    """Nobody asked for half a minute: the link is stalled all the same."""
    assert live_link(0.0).stalled(31.0)


def test_a_packet_ends_every_silence() -> None:
    """Weak and gap are over with the next packet."""
    link = live_link(0.0)
    link.stalled(7.0)
    link.heard(beat(8.0, 128_000))
    assert stage(link) is LinkStage.LIVE
    assert link.deadline == 11.0


def test_back_off_grows_to_five_seconds_and_stays() -> None:
    """0.25, 0.5, 1, 2, then 5 s for ever."""
    link = live_link()
    pauses = []
    for _ in range(7):
        link.failed(100.0, Trouble.LOST)
        assert link.state.next_try is not None
        pauses.append(link.state.next_try - 100.0)
        link.scanning(100.0)
    assert pauses == [0.25, 0.5, 1.0, 2.0, 5.0, 5.0, 5.0]


def test_only_a_packet_proves_a_link() -> None:
    """A strap that connects and drops again and again without one heartbeat is not tried ever faster."""
    link = live_link()
    for _ in range(3):
        link.failed(50.0, Trouble.LOST)
        link.scanning(50.0)
        link.up(50.0, None)
    assert link.state.attempt == 4
    link.heard(beat(51.0, 128_000))
    assert link.state.attempt == 1


def test_three_refusals_in_a_row_suggest_another_app() -> None:
    """A strap that is seen but will not connect is likely held by someone else; anything between counts anew."""
    link = Link(0.0)
    for _ in range(2):
        link.failed(0.0, Trouble.REFUSED)
    link.failed(0.0, Trouble.NOT_FOUND)
    for _ in range(2):
        link.failed(0.0, Trouble.REFUSED)
        assert link.state.trouble is Trouble.REFUSED
    link.failed(0.0, Trouble.REFUSED)
    assert link.state.trouble is Trouble.TAKEN


def test_searches_that_fail_between_are_no_refusals() -> None:
    """Two connections, a search, two connections: no three in a row. The next one is the third."""
    link, told = Link(0.0), list[Trouble | None]()
    refused = Trouble.REFUSED
    for trouble in (refused, refused, Trouble.BUSY, refused, refused, refused):
        link.failed(0.0, trouble)
        told.append(link.state.trouble)
    assert told == [refused, refused, Trouble.BUSY, refused, refused, Trouble.TAKEN]


def test_a_strap_without_intervals_is_told_only_when_it_is_sure() -> None:
    """Fifteen seconds of heart rates without one interval; a rate of nothing says nothing."""
    link = Link(0.0)
    link.up(0.0, None)
    for second in range(15):
        link.heard(beat(float(second)))
        assert link.state.sends_rr is None
    link.heard(beat(15.0, hr=None))
    assert link.state.sends_rr is None
    link.heard(beat(16.0))
    assert link.state.sends_rr is False
    link.heard(beat(17.0, 128_000))
    assert link.state.sends_rr is True


def lacks(*packets: HeartRate) -> list[Lack | None]:
    """What is told to be missing after each of these packets, a second apart."""
    link, told = Link(0.0), list[Lack | None]()
    link.up(0.0, None)
    for packet in packets:
        link.heard(packet)
        told.append(link.state.lack)
    return told


def test_lost_contact_is_told_once_it_lasts() -> None:
    """Whatever else the strap sends; one packet with contact ends it."""
    off = [beat(float(t), 960, contact=False) for t in range(1, 7)]
    assert lacks(beat(0.0, 960, contact=True), *off) == [None] * 5 + [Lack.CONTACT] * 2
    assert off[4].t - off[0].t == NO_CONTACT_AFTER_S
    assert lacks(beat(0.0, 960, contact=True), *off, beat(7.0, 960, contact=True))[-1] is None


def test_a_strap_that_always_says_no_is_believed_only_while_no_interval_comes() -> None:
    """Some touch skin and never say so."""
    assert set(lacks(*(beat(float(t), 960, contact=False) for t in range(30)))) == {None}
    assert lacks(*(beat(float(t), hr=None, contact=False) for t in range(5)))[-1] is Lack.CONTACT


def test_packets_without_a_heartbeat_are_told_once_they_last() -> None:
    """A rate alone is a heartbeat; a new connection is judged anew, and the words follow what is missing."""
    nothing = [beat(float(t), hr=None) for t in range(9)]
    assert lacks(*nothing) == [None] * 8 + [Lack.BEATS]
    assert nothing[-1].t - nothing[0].t == NO_BEATS_AFTER_S
    assert set(lacks(*nothing[:7], beat(7.0), *nothing[8:])) == {None}

    link = Link(0.0)
    link.up(0.0, None)
    for packet in nothing:
        link.heard(packet)
    assert [link.state.words(9.0).code, link.state.next_step(9.0).code] == ["devices.no_beats", "devices.no_beats_next"]
    link.failed(9.0, Trouble.LOST)
    assert (link.state.lack, link.state.words(9.0).code) == (None, "devices.lost")
    link.up(10.0, None)
    link.heard(beat(11.0, hr=None))
    assert link.state.lack is None


def test_a_packet_that_tells_nothing_new_leaves_the_state_as_it_is() -> None:
    """The same object: nobody is told of it."""
    link = live_link()
    before = link.state
    link.heard(beat(1.0, 960))
    assert link.state is before


@given(st.lists(st.tuples(st.sampled_from("scufhq"), st.floats(0, 40)), max_size=40))
def test_in_every_order_a_connected_link_has_a_deadline_ahead(steps: list[tuple[str, float]]) -> None:
    """Whatever happens in whatever order: a connected link that is not stalled always knows when to look again."""
    link, now = Link(0.0), 0.0
    for step, passed in steps:
        now += passed
        match step:
            case "s":
                link.scanning(now)
            case "c":
                link.connecting(now, None)
            case "u":
                link.up(now, None)
            case "f":
                link.failed(now, Trouble.LOST)
                assert link.state.next_try is not None
                assert now < link.state.next_try <= now + 5.0
            case "h" if link.state.stage in {LinkStage.WAITING, LinkStage.LIVE, LinkStage.WEAK, LinkStage.GAP}:
                link.heard(beat(now, 128_000))
            case _:
                pass
        if not link.stalled(now):
            assert link.deadline is None or link.deadline > now
        assert link.state.since <= now


def test_three_searches_in_a_row_that_do_not_come_about_are_something_to_mend() -> None:
    """Fewer pass by themselves, and they are no refusals."""
    link = Link(0.0)
    told = []
    for trouble in (Trouble.SEARCH_FAILED, Trouble.SEARCH_FAILED, Trouble.BUSY, *[Trouble.SEARCH_FAILED] * 4):
        link.failed(0.0, trouble)
        told.append(link.state.trouble)
    early, late = Trouble.SEARCH_FAILED, Trouble.FAILED
    assert told == [early, early, Trouble.BUSY, early, early, late, late]


def test_a_service_is_given_some_seconds_to_start() -> None:
    """And, while it starts, its adapter as well; after that each is told as what it is."""
    link = Link(0.0)
    for now in (0.0, SETTLE_S - 0.1):
        link.failed(now, Trouble.STARTING)
        assert link.state.trouble is Trouble.STARTING
        link.failed(now, Trouble.NO_ADAPTER)
        assert link.state.trouble is Trouble.STARTING
    for trouble, told in ((Trouble.STARTING, Trouble.NO_SERVICE), (Trouble.NO_ADAPTER, Trouble.NO_ADAPTER)):
        link.failed(SETTLE_S, trouble)
        assert link.state.trouble is told


def test_an_adapter_that_was_never_there_is_told_at_once() -> None:
    """Nothing was starting."""
    for trouble in (Trouble.NO_ADAPTER, Trouble.SWITCHED_OFF, Trouble.NO_SERVICE):
        link = Link(0.0)
        link.failed(0.0, trouble)
        assert link.state.trouble is trouble
