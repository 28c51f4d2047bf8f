"""Who a row is of, where a file says it: the beats of two people make no recording of a heart."""

from __future__ import annotations

from simulators.recordings.tables import cells
from simulators.recordings.tables.names import ColumnName
from simulators.refusal import refused

_PEOPLE = cells.words(
    """
    subject subjects subj participant participants patient person proband probandin teilnehmer teilnehmerin
    versuchsperson vp user athlete client sujet sujeto paciente paziente soggetto deelnemer пациент испытуемый
    受试者 被试 被试者 患者 病人 用户 姓名 被験者
    """
)
"""Words that name the person a row is of."""

_BESIDE = cells.words("id ids no nr num number nummer code name label 编号 号 番号") | {"#"}
"""Words that may stand beside them: `subject_id`, `Patient No`."""

_CHARACTERS = 80
"""Of a name that are compared."""


def names_a_person(name: ColumnName) -> bool:
    """Whether what stands under a name says who it is of."""
    words = set(name.words)
    return name.unit_ms is None and bool(words & _PEOPLE) and words <= _PEOPLE | _BESIDE


class OnePerson:
    """Who the rows are of so far, by the columns that say it."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def take(self, name: str, said: str, line: int | None) -> None:
        """What stands in such a column. Raises InputError (several_people) where it was another one before."""
        said = said.strip()[:_CHARACTERS]
        if cells.says_nothing(said):
            return
        before = self._known.setdefault(name, said)
        if before != said:
            raise refused("several_people", line=line, name=name.strip(), found=said, before=before)
