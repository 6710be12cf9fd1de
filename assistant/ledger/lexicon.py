"""The words of four languages that state a number, an order or a direction."""

import re
from typing import Literal

Language = Literal["en", "de", "fr", "es"]
Direction = Literal["up", "down", "neutral"]

_NUMBER_VALUES: dict[str, int] = {
    **dict.fromkeys(("zero",), 0),
    **dict.fromkeys(("two", "zwei", "zwo", "deux", "dos"), 2),
    **dict.fromkeys(("three", "drei", "trois", "tres"), 3),
    **dict.fromkeys(("four", "vier", "quatre", "cuatro"), 4),
    **dict.fromkeys(("five", "fünf", "fuenf", "cinq", "cinco"), 5),
    **dict.fromkeys(("six", "sechs", "seis"), 6),
    **dict.fromkeys(("seven", "sieben", "sept", "siete"), 7),
    **dict.fromkeys(("eight", "acht", "huit", "ocho"), 8),
    **dict.fromkeys(("nine", "neun", "neuf", "nueve"), 9),
    **dict.fromkeys(("ten", "zehn", "dix", "diez"), 10),
    **dict.fromkeys(("eleven", "elf", "onze", "once"), 11),
    **dict.fromkeys(("twelve", "zwölf", "zwoelf", "douze", "doce"), 12),
    **dict.fromkeys(("thirteen", "dreizehn", "treize", "trece"), 13),
    **dict.fromkeys(("fourteen", "vierzehn", "quatorze", "catorce"), 14),
    **dict.fromkeys(("fifteen", "fünfzehn", "quinze", "quince"), 15),
    **dict.fromkeys(("sixteen", "sechzehn", "seize", "dieciséis"), 16),
    **dict.fromkeys(("seventeen", "siebzehn", "diecisiete"), 17),
    **dict.fromkeys(("eighteen", "achtzehn", "dieciocho"), 18),
    **dict.fromkeys(("nineteen", "neunzehn", "diecinueve"), 19),
    **dict.fromkeys(("twenty", "zwanzig", "vingt", "veinte"), 20),
    **dict.fromkeys(("thirty", "dreißig", "dreissig", "trente", "treinta"), 30),
    **dict.fromkeys(("forty", "fourty", "vierzig", "quarante", "cuarenta"), 40),
    **dict.fromkeys(("fifty", "fünfzig", "cinquante", "cincuenta"), 50),
    **dict.fromkeys(("sixty", "sechzig", "soixante", "sesenta"), 60),
    **dict.fromkeys(("seventy", "siebzig", "septante", "setenta"), 70),
    **dict.fromkeys(("eighty", "achtzig", "octante", "ochenta"), 80),
    **dict.fromkeys(("ninety", "neunzig", "nonante", "noventa"), 90),
    **dict.fromkeys(
        ("hundred", "hundreds", "hundert", "hunderte", "cent", "centaines", "cien", "ciento", "cientos"), 100
    ),
    **dict.fromkeys(("thousand", "thousands", "tausend", "tausende", "mille", "milliers", "mil", "miles"), 1000),
    **dict.fromkeys(("million", "millions", "millionen", "millón", "millones"), 1_000_000),
    **dict.fromkeys(("billion", "billions", "milliarde", "milliarden", "milliard", "milliards"), 1_000_000_000),
    **dict.fromkeys(("dozen", "dozens", "dutzend", "dutzende", "douzaine", "douzaines", "docena", "docenas"), 12),
}
# Words of one language that are everyday words of another: they count only where the draft is in theirs.
_OWN: dict[str, Language] = {
    "elf": "de", "acht": "de", "neuf": "fr", "dix": "fr", "onze": "fr", "seize": "fr", "cent": "fr",
    "mille": "fr", "once": "es", "dos": "es", "mil": "es", "miles": "es", "sept": "fr", "plus": "fr",
    "alto": "es", "bas": "fr", "mayor": "es", "sube": "es", "baja": "es", "moins": "fr", "mehr": "de",
    "quince": "es", "doce": "es",
}  # fmt: skip
_FRACTIONS = re.compile(
    r"\b(?:half(?! past)|halves|(?:a|one|two) thirds?|a third of|(?:a|one|three)[ -]quarters?(?= of| the)|"
    r"(?:a|one|two|three|four) (?:fifth|tenth|sixth|seventh|eighth|ninth)s?|"
    r"(?:hälfte|halb|halbe[rns]?|drittel|viertel|fünftel|zehntel)|(?:moitié|un tiers|deux tiers|un quart)|"
    r"(?:mitad|un tercio|dos tercios|una cuarta parte))\b",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"\b(?:only|just|exactly|at least|at most|about|nearly|than|by) one\b(?! of (?:the|these|those) "
    r"(?:reasons|ways|things))|\bone (?:in|out of|per ?cent|hundred|thousand|million|dozen)\b|"
    r"\bone (?:customer|client|user|buyer|person|respondent|participant|order|interview|ticket|document|source|"
    r"day|week|month|year|hour)\b(?! (?:said|says|put|told|wrote|describes?|calls?|explains?|who|whose))|"
    r"\b(?:nur|genau|mindestens|höchstens) ein(?:e[rnms]?)?\b|\buno? de cada\b|\bun[e]? sur\b",
    re.IGNORECASE,
)
_COMPOUND = re.compile(
    r"\b(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-\w+\b|"
    r"\b(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun)und(?:zwanzig|dreißig|dreissig|vierzig|fünfzig|"
    r"sechzig|siebzig|achtzig|neunzig)\b|\b(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun)(?:hundert|tausend)\w*\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_STOPWORDS: dict[Language, frozenset[str]] = {
    "en": frozenset({"the", "of", "and", "is", "are", "that", "with", "for", "they", "at", "than", "in", "to"}),
    "de": frozenset(
        {"der", "die", "das", "und", "ist", "sind", "mit", "für", "als", "bei", "nicht", "von", "ein"}
    ),
    "fr": frozenset({"le", "la", "les", "et", "est", "sont", "que", "des", "pour", "avec", "une", "du", "chez"}),
    "es": frozenset({"el", "la", "los", "las", "y", "es", "son", "que", "para", "con", "una", "del", "más"}),
}

_UP = (
    r"more|higher|greater|larger|bigger|longer|older|above|exceed(?:s|ed|ing)?|outnumber(?:s|ed)?|ris(?:es?|en|ing)|"
    r"rose|grow(?:s|n|ing)?|grew|increas(?:es?|ed|ing)|climb(?:s|ed|ing)?|surg(?:es?|ed|ing)|likelier|"
    r"twice|doubl(?:es?|ed|ing)|tripl(?:es?|ed|ing)|most|highest|largest|biggest|greatest|longest|oldest|"
    r"maximum|(?:went|gone|goes|going|is|are|was|were) up|upward|majority|"
    r"mehr|höher\w*|größer\w*|groesser\w*|länger\w*|älter\w*|steig(?:t|en|ende?)|stieg(?:en)?|gestiegen|wächst|"
    r"gewachsen|meisten?|höchste\w*|größte\w*|doppelt\w*|verdoppelt\w*|überwieg\w*|mehrheit|"
    r"plus|supérieure?s?|augmente(?:nt)?|augmenté|hausse|double|majorité|"
    r"más|mayor(?:es|ía)?|superior(?:es)?|aumenta(?:n|do)?|sube(?:n)?|crece(?:n)?|doble"
)
_DOWN = (
    r"less|fewer|lower|smaller|shorter|younger|below|fall(?:s|en|ing)?|fell|declin(?:es?|ed|ing)|"
    r"decreas(?:es?|ed|ing)|drop(?:s|ped|ping)?|shr[iau]nk(?:s|ing)?|least|lowest|smallest|shortest|fewest|"
    r"youngest|minimum|halv(?:es?|ed|ing)|(?:went|gone|goes|going|is|are|was|were) down|downward|minority|"
    r"weniger\w*|niedriger\w*|geringer\w*|kleiner\w*|kürzer\w*|jünger\w*|sink(?:t|en|ende?)|sank(?:en)?|"
    r"gesunken|fällt|gefallen|wenigsten|niedrigste\w*|geringste\w*|kleinste\w*|"
    r"moins|inférieure?s?|baisse(?:nt)?|diminue(?:nt)?|diminué|"
    r"menos|menor(?:es)?|inferior(?:es)?|baja(?:n)?|disminuye(?:n)?"
)
_NEUTRAL = (
    r"better|worse|best|worst|cheaper|cheapest|faster|fastest|slower|slowest|stronger|strongest|weaker|weakest|"
    r"improv(?:es?|ed|ing)|worsen(?:s|ed|ing)?|top|leading|predominant(?:ly)?|mainly|"
    r"the (?!interest|rest\b|request|test|latest|west|guest|contest|forest|quest|earliest|nearest|honest|modest)"
    r"\w{3,}est|(?!other|rather|whether|number|customer|either|order|further|later|never|over)\w{3,}er than|"
    r"besser\w*|schlechter\w*|beste\w*|schlechteste\w*|billiger\w*|schneller\w*|langsamer\w*|"
    r"meilleure?s?|pires?|mejor(?:es)?|peor(?:es)?"
)
_DIRECTIONS = re.compile(rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<neutral>{_NEUTRAL}))\b", re.IGNORECASE)
_SUPERLATIVE = re.compile(
    r"^(?:most|least|top|leading|best|worst|maximum|minimum|fewest|majority|predominant(?:ly)?|mainly|\w+est|"
    r"meisten?|\w+ste[nrsm]?|mehrheit|majorité|mayoría|the \w+est)$",
    re.IGNORECASE,
)
_MULTIPLE = re.compile(r"^(?:twice|doubl\w+|triple\w*|halv\w+|doppelt\w*|verdoppelt\w*|doble)$", re.IGNORECASE)
_HARMLESS = re.compile(
    r"\b(?:at (?:least|most|best|worst)|no longer|not any more|any ?more|more (?:about|details?|information|data|"
    r"evidence|interviews|or less|recent(?:ly)?)|most recent(?:ly)?|(?:learn|know|find out|say|tell|hear) more|"
    r"once more|what is more|the above|see (?:above|below)|"
    r"(?:listed|shown|quoted|described|named) (?:above|below)|"
    r"best practices?|drop-?(?:off|down)s?|top of mind|"
    r"(?:to|would|could|should|might|can|may|help|helps) (?:increase|reduce|lower|improve|grow|drop|double)|"
    r"falls? (?:under|into|back)|rather more)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"(?:\b(?:no|not|never|neither|nor|without|isn['’]t|aren['’]t|doesn['’]t|don['’]t|cannot|can['’]t|nicht|kein\w*|"
    r"ne|n['’]est|pas|sin|ningun\w*)\b)(?:\W+\w+){0,4}\W*$",
    re.IGNORECASE,
)


def language(text: str) -> Language:
    """Return the language whose everyday words are most frequent in `text`; English when none are."""
    seen = [word.lower() for word in _WORD.findall(text)]
    counts: dict[Language, int] = {code: sum(word in known for word in seen) for code, known in _STOPWORDS.items()}
    return max(counts, key=lambda code: counts[code])


def number_words(text: str, spoken: Language) -> list[tuple[int, int, int | None]]:
    """Return (start, end, value or None) of every number written in words."""
    found: list[tuple[int, int, int | None]] = [
        (match.start(), match.end(), None)
        for pattern in (_FRACTIONS, _ONE, _COMPOUND)
        for match in pattern.finditer(text)
    ]
    for match in _WORD.finditer(text):
        word = match[0].lower()
        if word in _NUMBER_VALUES and _OWN.get(word, spoken) == spoken:
            found.append((match.start(), match.end(), _NUMBER_VALUES[word]))
    return sorted(found)


def directions(text: str, spoken: Language) -> list[tuple[int, int, str, Direction]]:
    """Return (start, end, word, direction) of every comparative, superlative and trend word that claims."""
    harmless = [match.span() for match in _HARMLESS.finditer(text)]
    found: list[tuple[int, int, str, Direction]] = []
    for match in _DIRECTIONS.finditer(text):
        word = match[0].lower()
        inside = any(start <= match.start() < end for start, end in harmless)
        if not inside and _OWN.get(word, spoken) == spoken:
            direction: Direction = "up" if match["up"] else "down" if match["down"] else "neutral"
            found.append((match.start(), match.end(), word, direction))
    return found


def is_superlative(word: str) -> bool:
    """Return whether a direction word ranks one above all others."""
    return _SUPERLATIVE.match(word) is not None


def is_multiple(word: str) -> bool:
    """Return whether a direction word also states a factor, such as "twice"."""
    return _MULTIPLE.match(word) is not None


def is_negated(text: str, position: int) -> bool:
    """Return whether a negation stands shortly before `position`."""
    return _NEGATED.search(text[:position]) is not None
