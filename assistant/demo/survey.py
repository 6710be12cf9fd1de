"""survey.csv: one spring's questionnaire, with whole questions as its header."""

import random
from collections.abc import Mapping, Sequence
from datetime import date

from assistant.demo import truths
from assistant.demo.history import NOTHING, PLASTIC_FREE, History
from assistant.demo.needs import needs_of
from assistant.demo.orders import PODS
from assistant.demo.people import Person
from assistant.demo.prose import Line, lines
from assistant.demo.tables import Cell, Row, Table, day_between, dice
from assistant.demo.voices import Voices

_SILENT = 380  # answered the scales and left the last question open
_FIRST, _LAST = date(2025, 5, 12), date(2025, 6, 8)
_HEADER = (
    "customer_id",
    "answered_on",
    "All in all, how satisfied are you with Sprig & Sill? (1 = not at all, 5 = very)",
    "How likely are you to recommend us to a friend? (0 to 10)",
    "In which room does your planter stand?",
    "Which of these did you grow in the last three months? (choose all that apply)",
    "What do you look at when you buy herbs? (choose up to three)",
    "How many minutes a week do you spend with your plants?",
    "At what monthly price would the refill plan be so cheap that you would doubt its quality?",
    "At what monthly price would the refill plan be a bargain?",
    "At what monthly price would the refill plan start to feel expensive, but you would still consider it?",
    "At what monthly price would the refill plan be too expensive to consider?",
    "Would you pay more for plastic-free pods?",
    "What would have to happen for you to stop, or to come back?",
)
_ROOMS = ("Kitchen", "Living room", "Bedroom", "Hall", "Office")
_MATTERS = ("Taste", "Price", "Little waste", "Little plastic", "Easy care", "Looks", "For the children")


def survey_table(people: Sequence[Person], known: Mapping[int, History]) -> Table:
    """Return one row a respondent."""
    draw = dice("survey")
    asked = [person for person in people if person.joined < _FIRST and not person.firm]
    voices = Voices(draw, asked, known)
    answers = lines("survey.yaml")
    written: list[tuple[Person, Line | None]] = [
        (voices.unheard(line.whose, line.lang, _FIRST, needs_of(line.text)), line) for line in answers
    ]
    heard = {person.number for person, _ in written}
    others = draw.sample([person for person in asked if person.number not in heard], _SILENT)
    everybody = [*written, *((person, None) for person in others)]
    paper = _about_paper([person for person, _ in everybody], known)
    rows = [_row(draw, person, line, paper[person.number]) for person, line in everybody]
    rows.sort(key=lambda row: (str(row[1]), str(row[0])))
    return Table("survey.csv", _HEADER, tuple(rows))


def _row(draw: random.Random, person: Person, line: Line | None, more: str) -> Row:
    content = draw.choice((1, 2, 2, 3, 3, 4) if person.left else (1, 2, 3, 4, 4, 4, 5, 5))
    recommends = min(10, max(0, content * 2 + draw.choice((-2, -1, 0, 0, 1))))
    return (
        person.id,
        day_between(draw, _FIRST, _LAST),
        content,
        recommends,
        draw.choices(_ROOMS, weights=(66, 18, 6, 6, 4))[0],
        _grown(draw),
        _matters(draw, person),
        _minutes(draw, person),
        *_prices(draw, person),
        more,
        line.text if line else None,
    )


def _about_paper(people: Sequence[Person], known: Mapping[int, History]) -> dict[int, str]:
    """Return who would pay more for plastic-free pods: as many of those who ever ordered them as of the others."""
    draw = dice("plastic-free answers")
    bought = [person for person in people if known.get(person.number, NOTHING).count[PLASTIC_FREE]]
    answers: dict[int, str] = {}
    for group in (bought, [person for person in people if person not in bought]):
        yes = round(truths.WOULD_PAY_MORE * len(group))
        given = ["Yes"] * yes + [draw.choice(("No", "No", "No", "Not sure", "Not sure")) for _ in group[yes:]]
        draw.shuffle(given)
        answers |= {person.number: answer for person, answer in zip(group, given, strict=True)}
    return answers


def _grown(draw: random.Random) -> Cell:
    names = [name.removesuffix(" pods") for name in PODS if name != "Mixed pods"]
    chosen = set(draw.choices(names, weights=(9, 5, 3, 4, 5, 5, 2, 2, 2), k=draw.randint(1, 4)))
    return "; ".join(name for name in names if name in chosen)


def _matters(draw: random.Random, person: Person) -> Cell:
    weights = {
        "cook": (9, 3, 4, 3, 2, 1, 1),
        "parent": (3, 3, 2, 3, 3, 1, 8),
        "calm": (2, 2, 2, 3, 4, 8, 1),
        "gift": (3, 4, 1, 3, 5, 6, 1),
    }[person.reason]
    chosen = set(draw.choices(_MATTERS, weights=weights, k=3))
    return "; ".join(name for name in _MATTERS if name in chosen)


def _minutes(draw: random.Random, person: Person) -> int:
    """Return minutes a week: whoever comes for quiet stays long, the others are quick."""
    if person.reason == "calm":
        return 5 * draw.randint(8, 16)
    return draw.randint(4, 16)


def _prices(draw: random.Random, person: Person) -> tuple[float, float, float, float]:
    """Return the four prices of Van Westendorp's meter, each above the one before."""
    middle = {"cook": 15.5, "parent": 13.0, "calm": 14.0, "gift": 12.5}[person.reason] * draw.uniform(0.75, 1.3)
    cheap = middle * draw.uniform(0.35, 0.55)
    bargain = middle * draw.uniform(0.65, 0.85)
    dear = middle * draw.uniform(1.0, 1.25)
    too_dear = dear * draw.uniform(1.15, 1.5)
    low, fair, high, highest = (round(price * 2) / 2 for price in (cheap, bargain, dear, too_dear))
    return low, max(fair, low + 0.5), max(high, fair + 1.0), max(highest, high + 0.5)
