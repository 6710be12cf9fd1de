"""What a query looks for: its subject without the words of asking, and whether words or meaning will find it."""

import re
from dataclasses import dataclass

from retrieval.privacy.spans import PSEUDONYM
from retrieval.store.lexical import DEFAULT_LANGUAGE, LANGUAGES, language_of, stop_words

# Words that say what is to be done with the passages, or that all of them are: people talk in every conversation.
_REQUEST_WORDS = """
anybody anyone comment commented comments conversation conversations describe described discuss discussed
discussing discussion discussions elaborate elaborated everybody everyone explain explained find give group
interview interviewees interviews list meeting meetings mention mentioned mentions opinion opinions
participants people quotation quote quotes respond responded respondents response said say saying says show
summaries summarise summarize summary talk talked talking tell think thinks thought told view views
befragte befragten beschreiben beschreibt besprechung besprochen denken denkt diskussion diskutiert erklären
erklärt erwähnen erwähnt erzählen erzählt fasse fassen finde gedacht gesagt gesprochen gespräch gespräche
interview jemand leute meinen meint meinte meinung meinungen nenne sagen sagt sagte sprechen teilnehmer zeig
zeige zitat zitate zusammen zusammenfassung
avis citation citations commentaires dire discussion discussions discuté disent dit donne décrire décrit
entretien entretiens expliquer expliqué gens mentionne mentionné montre opinion opinions parle parler parlé
participants pense pensent penser pensé personnes quelqu résume résumer résumé réunion trouve
alguien cita citas comentado comentarios decir describe dice dicen dicho dijeron dijo discusión discutido
encuentra entrevista entrevistas explicado explicar gente habla hablado hablan hablar menciona mencionado
mencionan muestra opina opinan opiniones opinión participantes personas piensa piensan resume resumen resumir
reunión
"""
_REQUESTS = frozenset(_REQUEST_WORDS.split())
_EXACT = re.compile(rf"\d|[\"“”„«»`]|{PSEUDONYM}|\b[A-Za-z]+[a-z][A-Z]\w*|\b[A-Z]{{2,}}\b")
_CAPITAL = re.compile(r"(?<=[^.!?:\s])\s+(?!I\b)[A-Z][a-zà-ÿ]+")
_WORD = re.compile(rf"[^\W_]+(?:['’-][^\W_]+)*|{PSEUDONYM}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A query: `subject` is its text without the words of asking, equal to `text` when there were none."""

    text: str
    subject: str
    exact: bool
    language: str


def asked(query: str) -> Asked:
    """Return what a query looks for; `exact` when it holds a name, a number or a quotation."""
    told = language_of(query, default="")
    language = told or DEFAULT_LANGUAGE
    return Asked(query, _subject(query, told), _is_exact(query, language), language)


def _subject(query: str, told: str) -> str:
    words = _WORD.findall(query)
    if not any(word.lower() in _REQUESTS for word in words):
        return query
    empty = _REQUESTS.union(*map(stop_words, [told] if told else LANGUAGES))
    left = [word for word in words if word.lower() not in empty]
    return " ".join(left) or query


def _is_exact(query: str, language: str) -> bool:
    """Return whether something is to be found by its letters; German nouns are capitals that tell nothing."""
    if query.isupper():
        return False
    return bool(_EXACT.search(query)) or (language != "de" and bool(_CAPITAL.search(query)))
