"""What to mend: a question for what to fix or improve is one for what people complain about."""

from assistant.offline.clauses import clause
from assistant.offline.lexicon import lexicon
from assistant.offline.material import Material
from assistant.offline.phrases import phrases


def by_complaints(text: str, material: Material) -> str:
    """Return "what should we improve about delivery?" as a question for complaints, where words are held."""
    asked = clause(text)
    norms = [word.norm for word in asked.words]
    mended = next((word for word in asked.words if word.norm in lexicon().mending), None)
    noun = mended is not None and not lexicon().definite.isdisjoint(norms[: norms.index(mended.norm)])
    ours = any(cue.concept == "recommend" for cue in asked.cues) or not lexicon().ours.isdisjoint(norms)
    if mended is None or noun or not (ours and norms[0] in lexicon().whats and material.has_words):
        return text
    rest = text.partition(mended.text)[2].split()
    while rest and rest[0].strip("?.!,").lower() in lexicon().in_order:
        rest = rest[1:]
    told = phrases("complaints").get(asked.language, phrases("complaints")["en"])
    begun = told[0].split()
    rest = rest[1:] if rest and rest[0].lower() == begun[-1] else rest
    return " ".join([*begun, *rest]).rstrip("?.! ") + "?"
