"""What a price is of where nothing but the question says it: "What does a night cost?"."""

from assistant.offline.draft import Draft
from assistant.offline.figures import figures
from assistant.offline.lexicon import lexicon

_NEAR = 3  # words between the noun and the verb


def read_priced(draft: Draft) -> None:
    """Take the noun before "cost" as what a price is of, and say so, where no row or value is called so."""
    name = draft.slots.get("metric")
    if name is None or draft.column(str(name)).unit != "money":
        return
    words = draft.clause.words
    costs = [at for at, word in enumerate(words) if word.norm in figures().costs]
    named = draft.linked("value", "entity", "table")
    for at in (place for verb in costs for place in range(max(1, verb - _NEAR), verb)):
        if words[at - 1].norm in lexicon().articles and at not in named and draft.clause.content(at):
            draft.told.add(at)
            label = draft.column(str(name)).label
            draft.notes.append(f"{label.capitalize()} is taken as what one {words[at].norm} costs.")
