"""A file beside the data that says what the columns mean: a table of descriptions, or a list in prose."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import pandas as pd

from tools.tables.dictionary_text import listed, sections, tables
from tools.tables.errors import TableError
from tools.tables.lexicon import tokens, word_set
from tools.tables.readers import RawTable, is_table, read_tables
from tools.tables.readers.decode import decode

_PEEK = 200_000
_LONGEST, _WIDEST = 5000, 8
# Between a file and its column, where a dictionary describes several files or is named after one.
_OF = "::"


def dictionary(path: Path) -> dict[str, str] | None:
    """Return descriptions by column name, None when the file is not a dictionary of columns.

    Where the dictionary says of which file a column is, or is itself named after a file beside it, the name is
    `file::column`, the file without its ending; `of_file` picks those of one file.
    """
    try:
        if is_table(path):
            return _told_by_name(_of_table(path), path)
        if path.suffix.lower() in (".txt", ".md", ".rst", ""):
            return _told_by_name(_of_text(decode(path.read_bytes()[:_PEEK])), path)
    except (OSError, TableError):
        return None
    return None


def of_file(told: Mapping[str, str], table: str) -> dict[str, str]:
    """Return the descriptions that hold for a table's columns, in the order of the dictionary.

    What is said of the table's own file goes before what is said of no file in particular.
    """
    stem = _stem(table)
    own = {name.split(_OF, 1)[1]: text for name, text in told.items() if name.startswith(f"{stem}{_OF}")}
    rest = {name: text for name, text in told.items() if _OF not in name and name not in own}
    return {**own, **rest}


def own_names(told: Mapping[str, str], table: str) -> tuple[str, ...]:
    """Return the columns of a table's file in order, as a dictionary made for that very file lists them."""
    start = f"{_stem(table)}{_OF}"
    return tuple(name.removeprefix(start) for name in told if name.startswith(start))


def describes_columns(frame: pd.DataFrame) -> bool:
    """Return whether the rows of a table describe the columns of another one."""
    return _columns_of(frame) is not None


def named(raw: RawTable, told: Mapping[str, str]) -> RawTable:
    """Return a table without a header under the names that a dictionary of its file lists, if they are as many."""
    names = own_names(told, raw.name) or tuple(name for name in told if _OF not in name)
    if raw.header or len(names) != raw.frame.shape[1] or len({name.casefold() for name in names}) < len(names):
        return raw
    new = dict(zip(map(str, raw.frame.columns), names, strict=True))
    return RawTable(
        name=raw.name,
        frame=raw.frame.rename(columns=new),
        notes=(*raw.notes, "it has no header; its columns are named as the dictionary beside it lists them"),
        reasons={new[name]: text for name, text in raw.reasons.items()},
        units={new[name]: unit for name, unit in raw.units.items()},
        currencies={new[name]: sign for name, sign in raw.currencies.items()},
        lists={new[name]: mark for name, mark in raw.lists.items()},
    )


def _told_by_name(found: dict[str, str] | None, path: Path) -> dict[str, str] | None:
    """Return the descriptions marked as those of the file that the dictionary is named after, if there is one."""
    if not found or any(_OF in name for name in found):
        return found
    beside = {_stem(other.name) for other in path.parent.iterdir() if other != path and other.is_file()}
    own = _stem(path.name)
    named_after = [stem for stem in beside if own.startswith(stem) and not own[len(stem) :][:1].isalnum()]
    stem = max(named_after, key=len, default="")
    return {f"{stem}{_OF}{name}": text for name, text in found.items()} if stem else found


def _stem(name: str) -> str:
    return PurePosixPath(name).name.rsplit(".", 1)[0].casefold()


def _columns_of(frame: pd.DataFrame) -> tuple[str, str] | None:
    """Return which column names columns and which describes them, None when the table is no dictionary."""
    if len(frame) > _LONGEST or not 2 <= frame.shape[1] <= _WIDEST:
        return None
    names = next((str(c) for c in frame if set(tokens(str(c))) & word_set("dictionary_names")), None)
    if names is None:  # `name` alone says too little, unless the types of the columns stand beside it
        called = [str(c) for c in frame if tokens(str(c)) == ["name"]]
        typed = any({"type", "dtype", "typ"} & set(tokens(str(c))) for c in frame)
        names = called[0] if called and typed else None
    texts = next(
        (str(c) for c in frame if c != names and set(tokens(str(c))) & word_set("dictionary_texts")), None
    )
    if names is None or texts is None:
        return None
    keys = [names, *filter(None, [_files_of(frame, names, texts)])]
    return None if frame[keys].duplicated().any() else (names, texts)


def _files_of(frame: pd.DataFrame, names: str, texts: str) -> str | None:
    """Return the column that says of which file a described column is."""
    rest = [str(column) for column in frame if column not in (names, texts)]
    return next((column for column in rest if set(tokens(column)) & word_set("dictionary_files")), None)


def _of_table(path: Path) -> dict[str, str] | None:
    frames = [raw.frame for raw in read_tables(path, name=path.name)]
    return {name: text for frame in frames for name, text in _of_frame(frame).items()} or None


def _of_frame(frame: pd.DataFrame, about: str = "") -> dict[str, str]:
    """Return what the rows of a table say of columns; nothing when they do not."""
    found = _columns_of(frame)
    if found is None:
        return {}
    names, texts = found
    files = _files_of(frame, names, texts)
    told = {}
    for _, row in frame.iterrows():
        if pd.notna(row[names]) and pd.notna(row[texts]):
            file = _stem(str(row[files]).strip()) if files and pd.notna(row[files]) else about
            told[_of(file, str(row[names]).strip())] = str(row[texts]).strip()
    return told


def _of_text(text: str) -> dict[str, str] | None:
    """Return what a text says of columns, by tables or lists; a list must be marked as one and long enough."""
    found: dict[str, str] = {}
    lists: list[tuple[str, dict[str, str]]] = []
    anywhere = listed(text)[1]
    for about, part in sections(text):
        for frame in tables(part):
            found |= _of_frame(frame, about)
        lists.append((about, listed(part)[0]))
    if anywhere:
        found |= {_of(about, name): told for about, names in lists for name, told in names.items()}
    return found or None


def _of(file: str, name: str) -> str:
    return f"{file}{_OF}{name}" if file else name
