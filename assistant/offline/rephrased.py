"""A question before it is cut: without what is told anyway, and with what it adds in passing as a clause."""

import re

_TELLS = (
    r"(?:(?:the|its|their|each)\s+)?(?:rates?|lifts?|counts?|sizes?|numbers?|intervals?|confidence intervals?)"
)
# Every group is told with its rate, its lift and its part of the whole: a list of them only says whose rate it is.
_TOLD = re.compile(
    rf",?\s+with\s+(?:{_TELLS}(?:,\s+and\s+|,\s+|\s+and\s+))*"
    r"(?:(?:the|its|their)\s+)?share of (?:all|total|the)\s+(?P<whom>\w+)(?=\s*(?:[.?!]|$))",
    re.IGNORECASE,
)
# A segment is told with its lift and its part of the whole as well, whoever's lift is asked for.
_TOLD_OF = re.compile(r",?\s+(?:with|and)\s+(?:the|its|their)\s+lift\b[^.?!]*", re.IGNORECASE)
# Every group is told with its share and its count: asking for them says nothing further.
_WITH_WHAT = re.compile(
    r",?\s+(?:and\s+)?(?:with|by|at)\s+(?:what|which)\s+(?:shares?|percentages?|counts?|numbers?)(?=\s*[.?!])",
    re.IGNORECASE,
)
# "... than others, also inside Austria?" asks the same once more, of some.
_ALSO_WITHIN = re.compile(
    r",\s+(?:and\s+)?also\s+(?:inside|within|among|just\s+in|in)\s+(?P<whom>[^,;.?!]+)[.?!]?", re.IGNORECASE
)
# "... and by how much against the day before?" says in which steps a change is looked for; they are told with it.
_BY_HOW_MUCH = r"(?:by |up |down )?how (?:much|many)"
_AGAINST = r"(?:against|compared (?:with|to)|from|over|on|versus|vs\.?|than|relative to)"
_UNIT = "day|week|month|quarter|year"
_THE_ONE_BEFORE = re.compile(
    rf",?\s+(?:and\s+)?{_BY_HOW_MUCH}\s+{_AGAINST}\s+the\s+"
    rf"(?:(?P<one>{_UNIT})\s+(?:before|earlier)|(?:previous|prior|preceding)\s+(?P<two>{_UNIT}))",
    re.IGNORECASE,
)
# "... before May and since then", "... before and after May 2021" ask the same twice, of two stretches of time.
_JOINED = r"(?:,\s*)?(?:and|or|versus|vs\.?|compared (?:to|with))"
_LATER = (
    r"(?:since then|ever since|since|after that|after it|afterwards?|from then on|from there on|thereafter|later|"
    r"after)"
)
# "When was the first and when the last booking?" asks for both ends of the same.
_BOTH_ENDS = re.compile(r"\b(first|last|earliest|latest) and when (?:was |is |were |are )?(?=the )", re.IGNORECASE)
_BEFORE_AND_SINCE = re.compile(
    rf"(?P<head>[^.?!]*?\S)\s+(?:before\s+(?P<day>[^,;.?!]*\d[^,;.?!]*?)\s*{_JOINED}\s+{_LATER}|"
    rf"before\s+{_JOINED}\s+(?:after|since)\s+(?P<other>[^,;.?!]*\d[^,;.?!]*?))\s*(?=[.?!]|$)[.?!]?",
    re.IGNORECASE,
)
# "What period do the bookings cover?" and "how far back do they go?" ask for the first and the last of them.
_COVERS = re.compile(
    r"(?:what|which)\s+(?:time\s+)?(?:period|span|frame|years|dates)\s+(?:do|does|did)\s+(?:the|our|these)\s+"
    r"(?P<one>[^,;.?!]+?)\s+(?:cover|span)\b|how far back do\s+(?:the|our|these)\s+(?P<two>[^,;.?!]+?)\s+go\b",
    re.IGNORECASE,
)
_FILES = re.compile(r"\b(?:data|files?|exports?|tables?|sheets?|sets?|texts?|documents?)\b", re.IGNORECASE)


def rephrased(text: str) -> str:
    """Return a question that the cut into clauses does not mistake for one that asks for more."""
    text = _COVERS.sub(_first_and_last, text)
    text = _BOTH_ENDS.sub(r"\1 and ", _BEFORE_AND_SINCE.sub(_each_stretch, text))
    stepped = _THE_ONE_BEFORE.sub(lambda found: f" by {found['one'] or found['two']}", text)
    within = _ALSO_WITHIN.sub(r". Compare within \g<whom>.", _WITH_WHAT.sub("", stepped))
    return _TOLD_OF.sub("", _TOLD.sub(r" by share of \g<whom>", within))


def _each_stretch(found: re.Match[str]) -> str:
    """Return a question of the time before a day and of the time since then as two."""
    head, day = found["head"], found["day"] or found["other"]
    return f"{head} before {day}? {head} since {day}?"


def _first_and_last(found: re.Match[str]) -> str:
    """Return a question how far rows reach as one for their ends; of files it is left as it is."""
    what = found["one"] or found["two"]
    return found.group() if _FILES.search(what) else f"When was the first and the last {what}"
