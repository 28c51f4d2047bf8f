"""A JSON text gone through: what is kept of each of many numbers stays small."""

from __future__ import annotations

from simulators.recordings import json_tree


def test_numbers_at_one_place_share_it() -> None:
    """In the densest file 690,000 objects hold one interval each: a place for each of them took 50 MB."""
    root = {"data": [{"rr": 800 + k} for k in range(3)]}
    found = list(json_tree.search(root, lambda name: name.is_intervals))

    assert [each.value for each in found] == [800, 801, 802]
    assert len({id(each.place) for each in found}) == 1
