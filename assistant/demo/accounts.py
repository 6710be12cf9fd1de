"""accounts.csv, contacts.csv, crm_notes.csv: firms and shops, who is who there, what sales people wrote."""

from collections.abc import Sequence
from datetime import date

from assistant.demo.names import address
from assistant.demo.people import Person
from assistant.demo.prose import Note, items, notes
from assistant.demo.tables import Cell, Row, Table, dice
from assistant.demo.voices import Voices


def account_tables(people: Sequence[Person]) -> tuple[Table, Table, Table]:
    """Return accounts, contacts and notes."""
    firms = items("accounts.yaml")
    ids = {str(item["account"]): f"A{number:02d}" for number, item in enumerate(firms, start=1)}
    buyers = {person.firm: person for person in people if person.firm}
    accounts, contacts = [], []
    for item in firms:
        name = str(item["account"])
        accounts.append(_account(item, ids[name], buyers.get(name)))
        contacts += _contacts(item, ids[name], buyers.get(name))
    contacts = [(f"K{number:03d}", *row) for number, row in enumerate(contacts, start=1)]
    return (
        Table("accounts.csv", _ACCOUNT, tuple(accounts)),
        Table("contacts.csv", _CONTACT, tuple(contacts)),
        _notes(people, ids),
    )


_ACCOUNT = ("account_id", "company", "kind", "sector", "employees", "country", "owner", "opened", "customer_id")
_CONTACT = ("contact_id", "account_id", "name", "email", "role", "title", "customer_id")


def _account(item: dict[str, object], identity: str, buyer: Person | None) -> Row:
    return (
        identity,
        str(item["account"]),
        str(item["kind"]),
        str(item["sector"]),
        int(str(item["people"])),
        str(item["country"]),
        str(item["owner"]),
        date.fromisoformat(str(item["opened"])),
        buyer.id if buyer else None,
    )


def _contacts(item: dict[str, object], identity: str, buyer: Person | None) -> list[Row]:
    found = item["contacts"]
    rows: list[Row] = []
    for number, person in enumerate(found if isinstance(found, list) else [], start=1):
        name = str(person["name"])
        same = buyer is not None and buyer.name == name
        mail = buyer.email if buyer and same else address(name, number + len(str(item["account"])))
        customer = buyer.id if buyer and same else None
        rows.append((identity, name, mail, str(person["role"]), str(person["title"]), customer))
    return rows


def _notes(people: Sequence[Person], ids: dict[str, str]) -> Table:
    """Return the notes by their days; one about a kind of customer hangs on a customer of that kind."""
    voices = Voices(dice("notes"), people)
    found = sorted(notes(), key=lambda note: (note.day, note.text))
    rows = [
        (f"N{number:03d}", note.day, note.by, ids.get(note.account or ""), _subject(voices, note), note.text)
        for number, note in enumerate(found, start=1)
    ]
    return Table("crm_notes.csv", ("note_id", "written", "by", "account_id", "customer_id", "note"), tuple(rows))


def _subject(voices: Voices, note: Note) -> Cell:
    if note.account or note.about in {"partner", "office"}:
        return None
    return voices.on_a_day(note.about, "en", note.day, note.day)[1].id
