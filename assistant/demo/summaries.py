"""The CRM summary of each customer: what six people at service put down, and a remark by whoever spoke to them."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import cast

from assistant.demo.dossier import Dossier, month
from assistant.demo.history import History
from assistant.demo.names import language_of
from assistant.demo.needs import needs_of
from assistant.demo.prose import items, mapping
from assistant.demo.tables import dice

_WRITERS = {"terse": "RB", "warm": "MW", "dry": "DK", "blunt": "PS", "next": "NJ", "own": "AL"}
_TELLING = ("gone", "refund", "late", "ticket", "light", "lamp", "quiet", "second", "paper", "says", "gift", "box")
_BETWEEN = {
    "terse": ". ",
    "warm": "; ",
    "dry": ". ",
    "blunt": ". ",
    "next": ". ",
    "de": ", ",
    "fr": ", ",
    "es": ", ",
}
_SHORTHAND = ("tkt", "cust", "tel ", "cb", " w/ ", "msg", "inv.", "abt", "ord ")
_PROMISES = ("I'll", "I will", "ring ", "send ", "check ", "follow", "to do", "ask again", "call again")
_Remark = Mapping[str, str]
_HOLDS: Mapping[str, Callable[[Dossier, History], bool]] = {  # what must be true for a remark of a situation
    "regular": lambda file, known: file.stays and known.orders >= 4,
    "lapsed": lambda file, _: not file.stays,
    "late_parcel": lambda _, known: bool(known.late),
    "pump_noise": lambda _, known: known.bought("Planter 2") is not None,
    "refund": lambda _, known: bool(known.refunds),
    "gift_buyer": lambda _, known: bool(known.gifts),
    "price": lambda file, _: file.person.plan != "No plan",
    "plan_change": lambda file, _: file.person.plan != "No plan",
    "praise": lambda file, _: file.stays,
    "silent": lambda file, _: file.quiet or not file.stays,
    "moved": lambda file, _: file.reason == "Moved" or file.stays,
}


def summaries(draw: random.Random, files: Sequence[Dossier]) -> dict[int, str]:
    """Return each customer's summary by number, no two alike."""
    remarks = _dealt(draw, files)
    written: dict[int, str] = {}
    taken: set[str] = set()
    for file in files:
        remark = remarks.get(file.person.number)
        own = dice(f"summary of {file.person.id}")  # what is on file of one moves no other's words
        text = _written(own, file, remark)
        while text in taken:
            text = _written(own, file, remark)
        taken.add(text)
        written[file.person.number] = text
    return written


def _dealt(draw: random.Random, files: Sequence[Dossier]) -> dict[int, _Remark]:
    """Return who was spoken to, and what was noted: each remark once, about somebody of whom it can be true."""
    dealt: dict[int, _Remark] = {}
    remarks = [*items("remarks.yaml"), *items("crm_summary.yaml")]
    draw.shuffle(remarks)
    fitting: dict[tuple[str, str, str], list[Dossier]] = {}
    for item in remarks:
        remark = {key: str(value) for key, value in item.items()}
        kind = (remark["for"], remark.get("when", "regular"), remark.get("lang", "en"))
        if kind not in fitting:
            fitting[kind] = [file for file in files if _spoken_of(file, *kind)]
        needs = needs_of(remark["text"])
        if remark["for"] == "parent" and not needs.households:
            needs = replace(needs, households=frozenset({"Family"}))
        free = [
            file
            for file in fitting[kind]
            if file.person.number not in dealt and needs.met_by(file.person, file.known)
        ]
        if free:
            dealt[draw.choice(free).person.number] = remark
    return dealt


def _spoken_of(file: Dossier, whose: str, when: str, lang: str) -> bool:
    """Return whether a remark for a kind of person in a situation can be about this one."""
    person, known = file.person, file.known
    if not person.fits("north" if whose == "misfit" else whose) or (bool(person.firm) != (whose == "office")):
        return False
    home = language_of(person.country)
    if home != lang and not (lang == "en" and home != "en" and person.number % 3 == 0):
        return False
    return _HOLDS[when](file, known) if when in _HOLDS else True


def _written(draw: random.Random, file: Dossier, remark: _Remark | None) -> str:
    writer = _writer(draw, file, remark)
    lang = language_of(file.person.country) if writer == "own" else "en"
    manner = ("warm" if lang == "en" else lang) if writer == "own" else writer
    told = _told(draw, file, manner, lang, remark)
    facts = _sentence(_BETWEEN[manner].join(told), manner)
    parts = [facts]
    if remark:
        parts = [facts, remark["text"]] if draw.random() < 0.7 else [remark["text"], facts]
    elif writer == "next":
        parts.append(_step(draw, file))
    return f"{' '.join(part for part in parts if part)} {_WRITERS[writer]}"


def _writer(draw: random.Random, file: Dossier, remark: _Remark | None) -> str:
    """Return who wrote it: a remark betrays its writer, otherwise whoever was on duty."""
    abroad = language_of(file.person.country) != "en"
    if remark is None:
        names = tuple(_WRITERS) if abroad else ("terse", "warm", "dry", "blunt", "next")
        return draw.choices(names, weights=(3, 3, 3, 3, 3, 6)[: len(names)])[0]
    text = remark["text"]
    if remark.get("lang", "en") != "en":
        return "own"
    if text[0].islower() or any(sign in text for sign in _SHORTHAND):
        return "terse"
    if any(sign in text for sign in _PROMISES):
        return "next"
    return draw.choice(("warm", "dry", "blunt"))


def _told(draw: random.Random, file: Dossier, manner: str, lang: str, remark: _Remark | None) -> list[str]:
    """Return the beginning, what is most telling, and now and then what else there is, in the writer's words."""
    facts = file.facts("short" if manner == "terse" else lang)
    if remark and "gone" in facts:
        facts["gone"]["reason"] = ""  # the remark says why, in the words of whoever left
    most = 2 if remark else 3
    telling = [fact for fact in _TELLING if fact in facts][:most]
    others = [fact for fact in ("volume", "once", "plan", "free", "taste", "survey") if fact in facts]
    wanted = max(0, most + 1 - len(telling))
    more = set(draw.sample(others, min(len(others), wanted + draw.randint(0, 1))))
    chosen = ["start", *(fact for fact in others if fact in more), *telling]
    if draw.random() < 0.3 and _BETWEEN[manner] == ". ":
        draw.shuffle(chosen)
    return [draw.choice(_ways()[manner][fact]).format(**facts[fact]) for fact in chosen]


def _sentence(text: str, manner: str) -> str:
    if manner == "terse":
        return f"{text}."
    parts = text.split(". ")
    return ". ".join(part[:1].upper() + part[1:] for part in parts) + "."


def _step(draw: random.Random, file: Dossier) -> str:
    """Return what the writer means to do next, in a month of the coming half year."""
    facts = file.facts("en")
    slots = {"month": month(date(2025, draw.randint(7, 12), 1), "en"), **facts.get("taste", {})}
    ways = _ways()["next"]["rest" if "gone" in facts else "step"]
    steps = [step for step in ways if "{taste}" not in step or "taste" in slots]
    return draw.choice(steps).format(**slots)


@cache
def _ways() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return cast("Mapping[str, Mapping[str, Sequence[str]]]", mapping("summary_facts.yaml"))
