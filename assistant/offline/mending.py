"""What to mend: a question for what to fix or improve is one for what people complain about."""

from assistant.offline.clauses import clause
from assistant.offline.material import Material
from assistant.offline.phrases import phrases


def by_complaints(text: str, material: Material) -> str:
    """Return "what should we improve about delivery?" as a question for complaints, where words are held."""
    asked = clause(text)
    norms, known = [word.norm for word in asked.words], phrases("mending")
    at = next((at for at, norm in enumerate(norms) if norm in known["mend"]), None)
    if at is None or norms[0] not in known["what"] or not material.has_words:
        return text
    noun = not set(norms[:at]).isdisjoint(phrases("follow_ups")["definite"])
    ours = any(cue.concept == "recommend" for cue in asked.cues) or not set(norms).isdisjoint(known["ours"])
    if noun or not ours:
        return text
    rest = text[asked.words[at].end :].split()
    while rest and rest[0].strip("?.!,").lower() in known["in_order"]:
        rest = rest[1:]
    told = phrases("complaints").get(asked.language, phrases("complaints")["en"])
    begun = told[0].split()
    rest = rest[1:] if rest and rest[0].lower() == begun[-1] else rest
    return " ".join([*begun, *rest]).rstrip("?.! ") + "?"
