"""What one row is, which column identifies a row, which one a person, and which one says when."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from tools.tables.catalog import Column
from tools.tables.drafting.days import one_a_day
from tools.tables.drafting.facts import Facts
from tools.tables.drafting.nouns import file_kind, file_noun, key_noun
from tools.tables.lexicon import kind_of, lexicon, matches, tokens, word_set

_SURVEY_SHARE = 0.4
_BIRTH = ("birth", "birthday", "dob", "geburtsdatum", "geburtstag")
_EVENT = (
    "timestamp",
    "created",
    "date",
    "datum",
    "time",
    "zeitstempel",
    "fecha",
    "ordered",
    "submitted",
    "posted",
    "sent",
)
# When a row was last touched is not when it happened.
_LATER = ("status", "updated", "modified", "refreshed")
# Rows with a key of their own that point at a customer are firms, contacts or cards of customers.
_CUSTOMERS = ("customer*", "client*", "kunde*", "kunden*", "cliente*")
_EVENTS = ("order", "transaction", "ticket", "message", "tweet", "review", "call", "visit", "booking")

_ONCE = 0.98
UNKNOWN = "row"
_PLACEHOLDER = 0.5  # of the rows that name somebody
_NOTHING = frozenset({"row", "record", "entry", "line", "item", "index", "obs", "case"})


@dataclass(frozen=True, slots=True)
class Grain:
    """What a row is and which columns identify it, its person and its time."""

    entity: str
    key: tuple[str, ...]
    person: str | None
    rows_are_people: bool
    time: str | None
    reason: str


def find_grain(name: str, columns: list[Column], facts: list[Facts], event: str | None = None) -> Grain:
    """Return the grain of a table from its file name, columns and keys; `event` is the kind of its outcome."""
    key = _key(columns, facts)
    time = _time(columns, facts)
    survey = _is_survey(columns, facts)
    person = _person(columns, facts, key)
    entity, reason = _entity(name, columns, facts, key, person, survey, event)
    noun = file_noun(PurePosixPath(name).name) or key_noun(key)
    if entity == "customer" and noun and _points_at_customers(columns, key):
        entity, reason = noun, f"the file name or the key says `{noun}`, and its rows point at customers"
    if entity == UNKNOWN and time is not None and person is None and one_a_day(time, columns, facts):
        entity, reason = "day", f"each row is a day (`{time}`), in all or of each group"
    people = entity in word_set("people")
    if people and person is None and key is not None and not survey:
        person = key
    one_each = person is None or next(known.unique for known in facts if known.name == person)
    rows_are_people = people and person is None and one_each
    if person:
        reason += f"; people are told apart by `{person}`"
    elif rows_are_people:
        reason += "; no column identifies people, each row counts as one"
    return Grain(entity, (key,) if key else (), person, rows_are_people, time, reason)


def _key(columns: list[Column], facts: list[Facts]) -> str | None:
    ids = [
        column.name
        for column, known in zip(columns, facts, strict=True)
        if column.role == "id" and known.unique and "personal" not in column.marks
    ]
    named = [name for name in ids if matches(tokens(name), lexicon()["id"])]
    return next(iter(named or ids), None)


def _time(columns: list[Column], facts: list[Facts]) -> str | None:
    dated = [
        (column, known)
        for column, known in zip(columns, facts, strict=True)
        if column.role == "time" and not matches(known.words, _BIRTH)
    ]
    if not dated:
        return None
    best = max(
        dated,
        key=lambda pair: (
            pair[1].known >= 0.5 * pair[1].rows,
            not matches(pair[1].words, _LATER),
            bool(matches(pair[1].words, _EVENT)),
            -pair[1].position,
        ),
    )
    return best[0].name


def _is_survey(columns: list[Column], facts: list[Facts]) -> bool:
    asked = sum(known.question for known in facts)
    return len(columns) >= 2 and asked >= max(2, _SURVEY_SHARE * len(columns))


def _person(columns: list[Column], facts: list[Facts], key: str | None) -> str | None:
    """Return the identifier of people: an id named after people, else an account name or e-mail address."""
    ids = [
        (c, f)
        for c, f in zip(columns, facts, strict=True)
        if c.role == "id" and f.known >= 0.5 * f.rows and "personal" not in c.marks
    ]
    people = lexicon()["person_id"]
    named = [c.name for c, f in ids if _names_person(f.words, people) or _told_of_person(f, people)]
    if named:
        return named[0]
    contacts = [
        (c.name, f.distinct >= 0.95 * f.known)
        for c, f in zip(columns, facts, strict=True)
        if "personal" in c.marks and f.known >= 0.8 * f.rows and _tells_apart(f)
    ]
    if contacts:
        name, once = contacts[0]
        return key if once and key else name
    repeated = [(c, f) for c, f in ids if not f.header and not f.unique and f.distinct < 0.9 * f.rows]
    return repeated[0][0].name if repeated else None


def _told_of_person(facts: Facts, people: list[str]) -> bool:
    """Return whether a description calls an identifier that of a person ("user id")."""
    return bool(matches(facts.gist[-1:], word_set("id")) and matches(facts.gist, people))


def _names_person(words: list[str], people: list[str]) -> bool:
    joined = "".join(words)
    return bool(matches(words, people)) or any(joined.startswith(word) for word in people if len(word) >= 4)


def _tells_apart(facts: Facts) -> bool:
    """Return whether a text names accounts; one name on most rows is a placeholder ("A Google user")."""
    if facts.storage != "text" or int(facts.counts.iloc[0]) > _PLACEHOLDER * facts.known:
        return False
    return bool(
        matches(
            facts.words,
            (
                "email",
                "e-mail",
                "mail",
                "username",
                "user name",
                "handle",
                "login",
                "user",
                "author",
                "screen name",
            ),
        )
    )


def _entity(
    name: str,
    columns: list[Column],
    facts: list[Facts],
    key: str | None,
    person: str | None,
    survey: bool,
    event: str | None,
) -> tuple[str, str]:
    if survey:
        return "respondent", "the headers are questions"
    path = PurePosixPath(name)
    said = file_kind(path.name)
    keyed = kind_of([word for word in tokens(key) if word != "id"], "entity") if key else None
    repeated = person is not None and _repeats(next(known for known in facts if known.name == person))
    if keyed and keyed[0] in word_set("people") and key == person:
        return keyed[0], f"every row has another `{key}`, which says `{keyed[1].rstrip('*')}`"
    if said and not (said[0] in word_set("people") and repeated):
        return said[0], f"the file name says `{said[1].rstrip('*')}`"
    if keyed and not repeated:
        return keyed[0], f"the key `{key}` says `{keyed[1].rstrip('*')}`"
    if keyed and keyed[0] in _EVENTS:
        return keyed[0], f"the key `{key}` says `{keyed[1].rstrip('*')}`"
    shaped = _shaped(columns, person, repeated, event)
    noun = key_noun(key) if shaped is None or shaped[0] in ("message", "transaction", "event") else None
    noun = None if noun in _NOTHING else noun
    if noun:
        return noun, f"the key `{key}` says `{noun}`"
    counted = file_noun(path.name)
    unsure = shaped is not None and (
        shaped[0] == "message" or (shaped[0] in ("transaction", "event") and not _paid(columns))
    )
    if shaped and not (unsure and counted):
        return shaped
    parent = file_kind(path.parent.name) if len(path.parts) > 1 else None
    if parent and not repeated:
        return parent[0], f"the folder name says `{parent[1].rstrip('*')}`"
    if counted:
        return counted, f"the file name says `{counted}`"
    return UNKNOWN, "nothing tells what a row is"


def _repeats(person: Facts) -> bool:
    """Return whether people stand in several rows; a few rows that were entered twice make no history of them."""
    return person.distinct < _ONCE * person.known


def _points_at_customers(columns: list[Column], key: str | None) -> bool:
    """Return whether rows of their own kind (their key is no customer's) name a customer in another column."""
    others = [column for column in columns if column.role == "id" and column.name != key]
    named = [column for column in others if matches(tokens(column.name), _CUSTOMERS) and not column.marks]
    return key is not None and not matches(tokens(key), _CUSTOMERS) and bool(named)


def _paid(columns: list[Column]) -> bool:
    return any(column.unit == "money" for column in columns)


def _shaped(
    columns: list[Column], person: str | None, repeated: bool, event: str | None
) -> tuple[str, str] | None:
    timed = any(column.role == "time" for column in columns)
    if person and repeated and timed:
        money = any(column.unit == "money" for column in columns) or any(c.role == "measure" for c in columns)
        return (
            ("transaction", "people repeat, with dates and amounts")
            if money
            else ("event", "people repeat over time")
        )
    if person and not repeated:
        return "customer", f"`{person}` identifies one person per row"
    traits = sum("protected" in column.marks for column in columns)
    if traits >= 2:
        return "customer", "several columns describe people and none repeats them"
    if event in ("churn", "buy", "default") and not any(column.role == "id" for column in columns):
        return "customer", "something happened to whoever a row stands for"
    if any(column.role == "text" for column in columns) and len(columns) <= 20:
        return "message", "free text and nobody to attribute it to"
    return None
