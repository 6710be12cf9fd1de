"""What limits the groups that were found: doubts, and what was left out, merged or counted otherwise."""

from typing import TYPE_CHECKING

from tools.statistics.grouping import MOST_GROUPS, STABLE
from tools.wording import listed, number

if TYPE_CHECKING:
    from tools.who.clusters import Groups

_LISTED = 8
WHO_NOT_WHY = (
    "Groups by recorded traits say who is alike, not why they buy: reasons stand in what they said, and can be "
    "asked for group by group."
)
CIRCULAR = (
    "The groups differ in their traits because they were made from them, so no test of that is given; what "
    "happened afterwards took no part."
)
_UNSURE = (
    "From categories alone, separate groups cannot be told from traits that go together by degrees; take the "
    "groups as a summary."
)
_SLICES = "The groups are slices, as a number of them was asked for: the traits shade into one another."


def doubts(found: "Groups", wanted: int | None) -> list[str]:
    """Return why the groups are not to be relied on; `wanted` is how many were asked for."""
    answer, told = found.answer, []
    if answer.verdict == "unsure":
        told.append(_UNSURE)
    if answer.verdict in ("degrees", "none"):
        told.append(_SLICES)
    if wanted is not None and wanted > MOST_GROUPS:
        told.append(f"More than {MOST_GROUPS} groups are not told apart: nobody could act on them.")
    if answer.stability < STABLE:
        told.append("The groups change when the model is refitted to resampled rows: do not build on them.")
    return told


def notes(found: "Groups", noun: str, person: str) -> tuple[str, ...]:
    """Return what was left out, merged, or counted otherwise than one would think."""
    cases, told = found.cases, []
    lines = (
        (cases.able.protected, "Left out because protected"),
        (cases.able.vulnerable, "Left out because they mark people in hardship"),
        (cases.able.leaking, "Set aside because known only after the outcome"),
        (tuple(label for label, _ in cases.dropped), "Left out because nearly constant or mostly unknown"),
    )
    told += [f"{why}: {listed(labels[:_LISTED])}." for labels, why in lines if labels]
    told += cases.able.unseen
    for value, labels in found.repeats.merged:
        shared = f'"{value}" in' if value else "The same in"
        told.append(f"{shared} {listed(labels[:_LISTED])} counts once.")
    if found.sampled:
        part = f"a random {number(cases.count)} of {number(cases.total)} {noun}"
        over = part if cases.total > cases.count else f"all {noun}"
        told.append(f"The groups were found on a random part and then laid over {over}.")
    if cases.summed:
        told.append(f"Rows were summed up by {person}: means of numbers, the commonest values.")
    return tuple(told)
