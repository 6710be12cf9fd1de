"""How awkward exports write numbers, dates, flags, lines and workbooks."""

import random
import re
import zipfile
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
from openpyxl import Workbook

Frames = dict[str, pd.DataFrame]
TRUE = ("yes", "Y", "TRUE", "1", "t")
FALSE = ("no", "N", "FALSE", "0", "f")
SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
UNITS = tuple(f"{SMALL} seventeen eighteen nineteen".split())
TENS = ("zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
STAMP = (2025, 1, 1, 0, 0, 0)


def words(number: int) -> str:
    """Spell a number below a hundred."""
    if number < 20:
        return UNITS[number]
    tens, units = divmod(number, 10)
    return TENS[tens] + (f"-{UNITS[units]}" if units else "")


def english(value: float, decimals: int = 2) -> str:
    """Write a number as 1,234.50."""
    return f"{value:,.{decimals}f}"


def german(value: float, decimals: int = 2) -> str:
    """Write a number as 1.234,50."""
    return english(value, decimals).translate(str.maketrans(",.", ".,"))


def french(value: float, decimals: int = 2) -> str:
    """Write a number as 1 234,50, with the space that does not break."""
    return english(value, decimals).translate(str.maketrans(",.", "\xa0,"))


def days(rng: np.random.Generator, first: str, last: str, size: int) -> pd.Series:
    """Draw days between two dates, both included."""
    start = pd.Timestamp(first)
    span = (pd.Timestamp(last) - start).days + 1
    return pd.Series(start + pd.to_timedelta(rng.integers(0, span, size), unit="D"))


def spelled(flags: pd.Series, dice: random.Random) -> list[str]:
    """Spell a truth value in five ways."""
    return [dice.choice(TRUE if flag else FALSE) for flag in flags]


def mixed(dates: pd.Series, dice: random.Random) -> list[str]:
    """Write dates as ISO, day first, or with the month's name; none can be read as month first."""
    return [date.strftime(dice.choice(("%Y-%m-%d", "%d.%m.%Y", "%-d %B %Y"))) for date in dates]


def chance(rng: np.random.Generator, probability: np.ndarray) -> np.ndarray:
    """Draw true with the probability of each row."""
    return rng.random(len(probability)) < probability


def joined(rng: np.random.Generator, shares: dict[str, float], size: int, separator: str) -> list[str]:
    """Draw a multi-select answer: each option with its own share, at least one."""
    options = list(shares)
    rows = []
    for draw in rng.random((size, len(options))):
        chosen = [option for option, point in zip(options, draw, strict=True) if point < shares[option]]
        rows.append(separator.join(chosen or options[:1]))
    return rows


def lines(frame: pd.DataFrame, separator: str) -> list[str]:
    """Write a table of texts as lines, header first."""
    return frame.to_csv(sep=separator, index=False, lineterminator="\n").splitlines()


def save(path: Path, rows: list[str], encoding: str = "utf-8") -> None:
    """Write lines in an encoding."""
    path.write_bytes(("\n".join(rows) + "\n").encode(encoding))


def workbook(path: Path, book: Workbook) -> None:
    """Save a workbook whose bytes do not depend on the clock."""
    raw = BytesIO()
    book.save(raw)
    stamp = "{:04d}-{:02d}-{:02d}T{:02d}:{:02d}:{:02d}Z".format(*STAMP)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(?<=>)\d{4}-\d\d-\d\dT[\d:]+Z(?=<)", stamp.encode(), data)
            new.writestr(zipfile.ZipInfo(name, STAMP), data, zipfile.ZIP_DEFLATED)
