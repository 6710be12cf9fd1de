"""What a column is for, told by its values first and by the words of its header second."""

import re
from dataclasses import dataclass

from tools.tables.catalog import Quantity, Role, Storage
from tools.tables.drafting.answers import EXPLAINED, explained, positive_word, yes_among
from tools.tables.drafting.facts import Facts
from tools.tables.drafting.options import Options, find_options
from tools.tables.drafting.scales import find_scale
from tools.tables.drafting.units import measured_words, unit_of_numbers
from tools.tables.lexicon import lexicon, matches, word_set
from tools.tables.sales import names_sale

_URL = re.compile(r"^(?:https?://|www\.|/[\w\-]+/)\S*$")
_CODE = re.compile(r"^(?=.*\d)[\w\-./#:+]{2,64}$|^[0-9a-f\-]{16,}$")
_OPAQUE = re.compile(r"^(?=.*\d)(?=.*[A-Za-z])[\w+/=\-]{16,}$")  # hashes, also written in base 64
_DIGITS = re.compile(r"^\d+$")
_ID_ENDS = frozenset(
    {"id", "ids", "uuid", "guid", "key", "identifier", "nr", "no", "nummer", "ref", "pk", "kennung"}
)
_PERSONS = 20
_GROUPS, _REPEATED = 15, 20  # different identifiers of groups at most, and rows of each at least
_CODES = 40  # different codes under a header that names groups, at most
_SENTENCE, _MANY_TEXTS = 4, 40  # words of a sentence; different texts that no menu has
# Options of a questionnaire are seldom closed by a full stop; so many sentences were written, if often repeated.
_SENTENCES, _MOSTLY = 8, 0.7
_ENDED = re.compile(r".*[.!?…]['\"”’)]*$", re.DOTALL)
_NUMBERED = 1000
_CODE_NAMES = (
    "zip", "zip code", "zipcode", "postcode", "postal code", "post code", "plz", "postleitzahl", "code postal",
    "código postal", "codigo postal", "sku", "ean", "upc", "gtin", "isbn", "icd", "area code", "dialling code",
    "sic", "nace", "naics", "hs code", "awb",
)  # fmt: skip
_CALENDAR: dict[str, tuple[int, int]] = {
    "day": (1, 31), "tag": (1, 31), "jour": (1, 31), "month": (1, 12), "monat": (1, 12), "mois": (1, 12),
    "mes": (1, 12), "hour": (0, 24), "stunde": (0, 24), "heure": (0, 24), "hora": (0, 24), "week": (0, 53),
    "woche": (0, 53), "kw": (0, 53), "semaine": (0, 53), "quarter": (1, 4), "quartal": (1, 4), "weekday": (0, 7),
    "wochentag": (0, 7), "year": (1900, 2100), "jahr": (1900, 2100), "année": (1900, 2100), "año": (1900, 2100),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Guess:
    """A column's role with everything that follows from it, and why."""

    role: Role
    reason: str
    storage: Storage
    unit: Quantity | None = None
    positive: str | None = None
    order: tuple[str, ...] = ()
    options: Options | None = None


def guess(facts: Facts) -> Guess:
    """Return the role of one column; whether it is the table's outcome is decided over all columns."""
    if facts.distinct == 0:
        return Guess("empty", "no row has a value", facts.storage)
    if facts.distinct == 1 and facts.missing == 0:
        return Guess("constant", f"every row says `{facts.texts[0][:40]}`", facts.storage)
    if facts.storage == "date":
        return Guess("time", facts.read or "the values are dates", "date")
    flag = _flag(facts)
    if flag:
        return flag
    return _number(facts) if facts.storage == "number" else _text(facts)


def is_id_name(words: list[str]) -> bool:
    """Return whether the header calls the column an identifier."""
    if not words:
        return False
    last = words[-1]
    entities = {term.rstrip("*") for terms in lexicon()["entity"].values() for term in terms}
    people = word_set("person_id")
    if last in _ID_ENDS or words[0] in ("id", "uuid", "guid"):
        return True
    if last in ("number", "num", "code") and len(words) > 1 and (words[-2] in people or words[-2] in entities):
        return True
    joined = re.match(r"^(\w+?)(?:id|nr|no|nummer|number)$", last)
    if joined is None:
        return False
    stem = joined[1]
    return any(word in people or word in entities for word in (stem, stem.removesuffix("s")))


def _identifier(facts: Facts) -> Guess:
    """Return the role of what a header calls an identifier: few that repeat a lot make groups, but not people."""
    few = facts.distinct <= _GROUPS and facts.known >= _REPEATED * facts.distinct
    if few and not matches(facts.words, word_set("person_id")) and not names_sale(facts.name):
        return Guess("segment", "few identifiers that come again and again, so they make groups", facts.storage)
    return Guess("id", "the header calls it an identifier", facts.storage)


def _flag(facts: Facts) -> Guess | None:
    unknown = word_set("unknown") - {"0", "1"}
    answers = [text for text in facts.texts if text.strip().casefold() not in unknown]
    if facts.storage != "text" or len(answers) != 2:
        return None
    positive = positive_word(answers)
    if positive is None:
        return None
    return Guess("segment", f"yes or no: `{positive}` counts as yes", "boolean", positive=positive)


def _number(facts: Facts) -> Guess:
    unit = facts.unit or unit_of_numbers(facts)
    low, high = float(facts.values.min()), float(facts.values.max())
    calendar = next(
        (word for word in (*measured_words(facts.words), *facts.described[:1]) if word in _CALENDAR), None
    )
    if facts.whole and calendar and _in_calendar(facts, calendar, low, high) and unit not in ("age", "money"):
        return Guess("ordinal", f"numbers of the calendar: `{calendar}`", "number", order=_numbers(facts))
    if (codes := explained(facts, unit)) is not None:
        role, order, positive = codes
        return Guess(role, EXPLAINED, "number", unit if role == "ordinal" else None, positive, order)
    if facts.whole and is_id_name(facts.words) and facts.distinct > 2:
        return _identifier(facts)
    if facts.whole and low >= _NUMBERED and facts.distinct > _PERSONS and _is_sale(facts):
        return Guess("id", "the header is what a sale is called, over large whole numbers", "number")
    if facts.whole and _enumerates(facts, low, high) and unit in (None, "count"):
        return Guess("id", "whole numbers, every row another one" if facts.unique else "numbers a list", "number")
    if facts.whole and unit is None and low >= 0 and (code := matches(facts.words, _CODE_NAMES)):
        return Guess("segment", f"`{code}` names codes, not amounts", "number")
    few = facts.whole and facts.distinct <= 11 and low >= 0 and high <= 10
    if few and facts.distinct >= 3 and (unit == "score" or (facts.question and low <= 1 and unit is None)):
        return Guess("ordinal", f"a rating from {low:g} to {high:g}", "number", "score", order=_numbers(facts))
    heads = lexicon()["code_heads"]
    head = matches(facts.words[-1:], heads) or matches(facts.gist[-1:], heads)
    named = [word for word in facts.words if not word.isdigit()]  # "product category 1"
    words = [*facts.words, *facts.gist] if facts.distinct <= 12 else named[-1:] if facts.distinct <= _CODES else []
    coded = matches(words, lexicon()["coded"]) or head
    if facts.whole and (unit is None or head) and coded:
        return Guess("segment", "whole numbers under a header that names groups", "number")
    reason = f"numbers from {low:g} to {high:g}" + (f", counted as {unit}" if unit else "")
    return Guess("measure", "; ".join(filter(None, (reason, facts.read))), "number", unit or "number")


def _text(facts: Facts) -> Guess:
    if _share(_URL, facts.texts) >= 0.8:
        return Guess("id", "the values are addresses of pages", "text")
    if facts.mean_words < 1.2 and facts.distinct > 2 and is_id_name(facts.words):
        return _identifier(facts)
    options = find_options(facts)
    if options and not (options.separator == "," and (_headed_prose(facts) or _sentences(facts))):
        return Guess("multi_select", options.reason, "text", options=options)
    scale = find_scale(facts.texts, [int(rows) for rows in facts.counts])
    if scale:
        unit: Quantity | None = (
            "score" if scale.reason.startswith(("rating", "numbered")) and facts.question else None
        )
        return Guess("ordinal", scale.reason, "text", unit, order=scale.order)
    if _identifies(facts):
        return Guess("id", "every row has another value" if facts.unique else "codes", "text")
    if _is_prose(facts):
        return Guess("text", f"free text, {facts.mean_words:.0f} words on average, mostly different", "text")
    return Guess("segment", f"{facts.distinct} different values", "text", positive=yes_among(facts.texts))


def _is_prose(facts: Facts) -> bool:
    """Return whether values are sentences: long and mostly different, or rarely repeated answers to a question."""
    share = facts.distinct / max(1, facts.known)
    if facts.mean_words >= 5 and (share >= 0.3 or (facts.mean_words >= 8 and facts.distinct > 100)):
        return True
    if facts.mean_length >= 60 and share >= 0.2:
        return True
    if _sentences(facts) or _headed_prose(facts):
        return True
    return facts.question and facts.mean_words >= 2.5 and share >= 0.6 and facts.distinct >= 5


def _sentences(facts: Facts) -> bool:
    """Return whether values are whole sentences, closed as such, and more of them than a question offers."""
    several = facts.mean_words >= _SENTENCE and facts.distinct >= _SENTENCES
    return several and _share(_ENDED, facts.texts) >= _MOSTLY


def _headed_prose(facts: Facts) -> bool:
    """Return whether a header says that people wrote in their own words, over many different sentences."""
    said = matches(facts.words, lexicon()["prose"]) is not None and not facts.question
    return said and facts.mean_words >= _SENTENCE and facts.distinct >= _MANY_TEXTS


def _identifies(facts: Facts) -> bool:
    coded = facts.mean_words < 1.2 and _share(_CODE, facts.texts) >= 0.9
    padded = coded and _share(_DIGITS, facts.texts) == 1 and _all_as_long(facts)
    if facts.distinct > _PERSONS and _share(_OPAQUE, facts.texts) >= 0.9 and _all_as_long(facts):
        return True
    if coded and facts.distinct > 0.5 * facts.known and facts.distinct > 5:
        return True
    if coded and facts.distinct > _PERSONS and facts.words and facts.words[-1] in word_set("person_id"):
        return True
    if coded and facts.distinct > _PERSONS and names_sale(facts.name):
        return True
    if padded and any(text.startswith("0") for text in facts.texts) and facts.distinct > 30:
        return True
    return facts.unique and facts.mean_words <= 3.5 and facts.mean_length < 40 and not facts.question


def _all_as_long(facts: Facts) -> bool:
    return len({len(text) for text in facts.texts}) == 1


def _is_sale(facts: Facts) -> bool:
    """Return whether the header is nothing but what a sale is called ("Invoice")."""
    return len(facts.words) == 1 and names_sale(facts.name)


def _enumerates(facts: Facts, low: float, high: float) -> bool:
    """Return whether unique whole numbers number the rows: without large gaps, or without a header to tell."""
    if not facts.unique or facts.rows < 5 or low < 0:
        return False
    dense = high - low + 1 <= 1.05 * facts.rows
    rising = bool(facts.values.is_monotonic_increasing)
    return (dense and (rising or not facts.words)) or (rising and low >= 1000 and not facts.unit)


def _in_calendar(facts: Facts, word: str, low: float, high: float) -> bool:
    return len(facts.words) <= 3 and _CALENDAR[word][0] <= low and high <= _CALENDAR[word][1]


def _numbers(facts: Facts) -> tuple[str, ...]:
    if facts.distinct > 60:
        return ()
    return tuple(sorted(facts.texts, key=float))


def _share(shape: "re.Pattern[str]", texts: list[str]) -> float:
    sample = texts[:300]
    return sum(bool(shape.match(text.strip())) for text in sample) / max(1, len(sample))
