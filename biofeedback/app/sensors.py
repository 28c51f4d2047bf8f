"""What is worn besides what hears the heart: streams of other programs on this machine."""

from __future__ import annotations

from collections.abc import Sequence

from biofeedback.app.sources import Stream, parse
from biofeedback.clock import Clock
from biofeedback.errors import UsageError
from biofeedback.ports import Source
from biofeedback.why import why


def sensors(names: Sequence[str], clock: Clock) -> tuple[Source, ...]:
    """The streams with these names, each as lsl:NAME. Raises UsageError on others, and without the extra."""
    found = list[Source]()
    for name in names:
        spec = parse(name)
        if not isinstance(spec, Stream):
            raise UsageError(f"not an LSL stream: {name!r}", reasons=(why("lsl.not_lsl", name=name[:80]),))
        from biofeedback.lsl.samples import LslSamples  # an extra

        found.append(LslSamples(clock, spec.name))
    return tuple(found)
