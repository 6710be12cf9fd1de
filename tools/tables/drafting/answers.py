"""Values that say yes and no, in words or as codes that a dictionary explains; codes that are steps or groups."""

import re

from tools.tables.catalog import Quantity, Role
from tools.tables.drafting.facts import Facts
from tools.tables.drafting.scales import find_scale
from tools.tables.lexicon import says

EXPLAINED = "whole numbers that the dictionary explains as codes"
_FEW_ANSWERS = 5  # of a question that is answered with yes or no
_OPENING = re.compile(r"\s*[,;:(–—-]")  # ends the yes or no that an answer opens with
_TOLD = 0.9  # of the rows, that a dictionary explains


def positive_word(texts: list[str]) -> str | None:
    """Return the value that means yes when the others mean no, None for anything else."""
    said = [says(text) for text in texts]
    return texts[said.index(True)] if said.count(True) == 1 and None not in said else None


def yes_among(texts: list[str]) -> str | None:
    """Return the yes of a column that also has a no, or several ("No, not yet"), and a few other answers."""
    answers = {text: says(_OPENING.split(text.strip())[0]) for text in texts}
    yes = [text for text, said in answers.items() if said]
    return yes[0] if len(yes) == 1 and False in answers.values() and len(texts) <= _FEW_ANSWERS else None


def explained(facts: Facts, unit: Quantity | None) -> tuple[Role, tuple[str, ...], str | None] | None:
    """Return what explained whole numbers are, their order and the one that says yes; None for all others.

    They are steps of a scale where what they stand for is one, or where they are scores, else groups.
    """
    told = dict(facts.meanings)
    if not facts.whole or facts.unit is not None:
        return None
    if sum(int(facts.counts.get(value, 0)) for value in told) < _TOLD * facts.known:
        return None
    scale = find_scale(list(told.values()), [int(facts.counts[value]) for value in told])
    if scale is not None or unit == "score":
        return "ordinal", tuple(sorted(told, key=float)), None
    yes = positive_word(list(told.values()))
    return "segment", (), next((code for code, text in told.items() if text == yes), None)
