"""A recording with its experts' word for every interval, and what can be asked of those words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

V_TYPE = frozenset("VE")
"""Ventricular beats, in the symbols of WFDB."""
A_TYPE = frozenset("AaSJ")
"""Beats that come early from above the ventricles."""
PACED_TYPE = frozenset("/f")
"""Beats that a pacemaker made, wholly or in part."""
UNSURE_TYPE = frozenset("Q?")
"""Beats that nobody could name."""
SINUS_RHYTHMS = frozenset({"", "(N", "(NSR"})
"""No rhythm named, or the sinus node's."""
FLUTTER = "(VFL"
"""Ventricular flutter: no beats to speak of."""
NOISE = "(NOISE"
"""Nothing could be read."""
LONGEST_HEARD_MS = 2000.0
"""A longer interval is a hole in a recording, or cannot be told from one: no time of a heart listened to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedRecord:
    """Intervals in order: `t_s` the time of the beat that ends each, `rr_ms` its length, `gaps` whether time was lost
    before it, `labels` the WFDB symbol of that beat and `rhythms` the rhythm in force ("" where nobody said).
    """

    name: str
    t_s: Sequence[float]
    rr_ms: Sequence[float]
    gaps: Sequence[bool]
    labels: Sequence[str]
    rhythms: Sequence[str]

    def __len__(self) -> int:
        """Number of intervals."""
        return len(self.rr_ms)

    @property
    def hours(self) -> float:
        """Hours of heart beats, without the holes."""
        return sum(rr for rr in self.rr_ms if rr <= LONGEST_HEARD_MS) / 3.6e6

    @property
    def person(self) -> str:
        """Whose heart it is, as far as the name tells: several pieces of one person's are named PERSON_PIECE."""
        folder, _, file = self.name.replace("\\", "/").rpartition("/")
        return f"{folder}/{file.partition('.')[0].partition('_')[0]}"

    @property
    def is_annotated(self) -> bool:
        """Whether anybody said anything of it."""
        return any(self.labels) or any(self.rhythms)

    @property
    def ectopic_share(self) -> float:
        """Share of the labelled beats that are ectopic; 0 where none is labelled."""
        labelled = sum(1 for label in self.labels if label)
        ectopic = sum(1 for label in self.labels if label in V_TYPE or label in A_TYPE)
        return ectopic / labelled if labelled else 0.0

    @property
    def is_paced(self) -> bool:
        """Whether a pacemaker makes some of the beats."""
        return any(label in PACED_TYPE for label in self.labels if label)


def runs(marked: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """First place and the place after the last of each unbroken run of true."""
    begin: int | None = None
    for place, mark in enumerate(marked):
        if mark and begin is None:
            begin = place
        elif not mark and begin is not None:
            yield begin, place
            begin = None
    if begin is not None:
        yield begin, len(marked)
