"""The ways in which people write a date that a source carries."""

from collections.abc import Iterable
from datetime import date

_MONTHS = (
    ("january", "januar", "janvier", "enero", "jan"),
    ("february", "februar", "février", "febrero", "feb"),
    ("march", "märz", "mars", "marzo", "mar"),
    ("april", "april", "avril", "abril", "apr"),
    ("may", "mai", "mai", "mayo", "may"),
    ("june", "juni", "juin", "junio", "jun"),
    ("july", "juli", "juillet", "julio", "jul"),
    ("august", "august", "août", "agosto", "aug"),
    ("september", "september", "septembre", "septiembre", "sep"),
    ("october", "oktober", "octobre", "octubre", "oct"),
    ("november", "november", "novembre", "noviembre", "nov"),
    ("december", "dezember", "décembre", "diciembre", "dec"),
)


def written_forms(dates: Iterable[str | None]) -> tuple[str, ...]:
    """Return lower-case spellings of ISO dates (`2025-03-01` or `2025-03`), longest first."""
    forms: set[str] = set()
    for text in dates:
        if text:
            forms |= _forms(text)
    return tuple(sorted(forms, key=len, reverse=True))


def _forms(text: str) -> set[str]:
    try:
        day = date.fromisoformat(text[:10] if len(text) >= 10 else f"{text}-01")
    except ValueError:
        return set()
    forms = {text.lower(), f"{day:%Y-%m}", f"{day.year}"}
    for name in _MONTHS[day.month - 1]:
        forms |= {f"{name} {day.year}", f"{name} de {day.year}"}
        if len(text) >= 10:
            forms |= _day_forms(day, name)
    return forms


def _day_forms(day: date, name: str) -> set[str]:
    ordinal = "th" if 11 <= day.day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    tails = {f"{name} {day.year}", name, f"{name} de {day.year}", f"de {name} de {day.year}"}
    forms = {f"{day.day}{dot} {tail}" for dot in ("", ".") for tail in tails} | {f"{day.isoformat()}"}
    forms |= {f"{name} {day.day}{end}{year}" for end in ("", ordinal) for year in ("", f", {day.year}")}
    return forms | {f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day.year}", f"{day:%d/%m/%Y}"}
