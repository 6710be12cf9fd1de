"""feedback.csv: comments with a rating; no column says what they are about."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from assistant.demo import truths
from assistant.demo.history import Event, History
from assistant.demo.needs import needs_of
from assistant.demo.people import Person
from assistant.demo.prose import Line, lines
from assistant.demo.tables import NEWEST, OLDEST, Row, Table, dice, numbered
from assistant.demo.voices import Voices

FILES = ("feedback.yaml", "comments-1.yaml", "comments-2.yaml", "comments-3.yaml", "comments-4.yaml")
_TWICE = 24  # comments that the same customer sent again
_SHORT = 3  # words: what many people write
_EVENTS: dict[str, Event] = {"late_delivery": "late"}
_HEADER = ("feedback_id", "written", "customer_id", "rating", "comment")
_ALL = 2000
# When a theme could come up; the others always could. Late parcels fade with the new carrier.
_PERIODS = {
    "late_delivery": (date(2023, 1, 9), date(2024, 10, 25)),
    "packaging": (truths.PLASTIC_FREE_SINCE + timedelta(days=9), NEWEST),
}


def feedback_table(people: Sequence[Person], known: Mapping[int, History]) -> Table:
    """Return one row a comment, in the order of their days."""
    draw = dice("feedback")
    voices = Voices(draw, people, known)
    texts = lines(*FILES)
    hums = sum(line.theme == "pump_noise" for line in texts)
    rows: list[Row] = []
    for line in texts:
        first, last = _PERIODS.get(line.theme, line.period)
        if line.theme == "pump_noise":  # a third in the first month of the new pump, the rest in the last quarter
            hums -= 1
            first, last = (
                (truths.LAST_QUARTER, NEWEST)
                if hums % 3 != 1
                else (truths.PLANTER_2_SINCE + timedelta(days=3), truths.LAST_QUARTER - timedelta(days=1))
            )
        leaving = line.rating <= 2 and line.theme not in _PERIODS
        needs = needs_of(line.text).happening(_EVENTS.get(line.theme, ""))
        leaves = leaving and draw.random() < 0.5
        day, person = voices.on_a_day(line.whose, line.lang, first, last, leaving=leaves, needs=needs)
        rows.append((day, person.id, line.rating, line.text))
    rows += _again(draw, rows)
    rows += _short(voices, [line for line in texts if len(line.text.split()) <= _SHORT], _ALL - len(rows))
    rows.sort(key=lambda row: (str(row[0]), str(row[1]), str(row[3])))
    return Table("feedback.csv", _HEADER, numbered("F", rows, 4))


def _again(draw: random.Random, rows: Sequence[Row]) -> list[Row]:
    """Return comments that were sent a second time, on the same day or the next ones."""
    early = [row for row in rows if str(row[0]) < "2025-06-20"]
    days = (0, 0, 1, 3)
    again: list[Row] = []
    for day, *rest in draw.sample(early, _TWICE):
        if isinstance(day, date):
            again.append((day + timedelta(days=draw.choice(days)), *rest))
    return again


def _short(voices: Voices, texts: Sequence[Line], wanted: int) -> list[Row]:
    """Return comments of a word or three, which one customer after the other writes."""
    rows: list[Row] = []
    for number in range(max(0, wanted)):
        line = texts[number % len(texts)]
        first, last = _PERIODS.get(line.theme, (OLDEST + timedelta(days=50), NEWEST))
        day, person = voices.on_a_day(line.whose, line.lang, first, last)
        rows.append((day, person.id, line.rating, line.text))
    return rows
