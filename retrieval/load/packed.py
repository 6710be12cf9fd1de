"""A single file packed by gzip, bzip2 or xz, unpacked within the limits of archives."""

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from io import BufferedIOBase
from pathlib import Path, PurePosixPath

from retrieval.errors import LoadError
from retrieval.load.limits import EXPANSION_COUNTS_FROM, LARGEST_UNPACKED, MOST_EXPANSION, megabytes

Open = Callable[[Path], BufferedIOBase]
_OPENERS: Mapping[str, Open] = {".gz": gzip.GzipFile, ".bz2": bz2.BZ2File, ".xz": lzma.LZMAFile}
PACKED = frozenset(_OPENERS)
SPOILT = (EOFError, ValueError, zlib.error, lzma.LZMAError)
"""What the standard library raises while it unpacks damaged data, beside errors of the system's kind."""
DAMAGED = "It is damaged: it cannot be unpacked."
_BLOCK = 1 << 20


def packed_name(name: str) -> str:
    """Return what the packed file is called: `orders.csv` of `old/orders.csv.gz`."""
    return PurePosixPath(name).stem


def unpacked(path: Path, to: Path) -> None:
    """Write what a packed file holds; raises LoadError, and leaves nothing, when it is damaged or a bomb."""
    with ExitStack() as undoing:
        undoing.callback(to.unlink, missing_ok=True)
        try:
            _write(path, to)
        except SPOILT as error:
            raise LoadError(DAMAGED) from error
        except OSError as error:
            # Only the system's own errors have a text of its; the others tell of a stream that makes no sense.
            raise LoadError(f"It cannot be unpacked: {error.strerror}." if error.strerror else DAMAGED) from error
        undoing.pop_all()


def _write(path: Path, to: Path) -> None:
    most = max(EXPANSION_COUNTS_FROM, MOST_EXPANSION * path.stat().st_size)
    written = 0
    with _OPENERS[path.suffix.casefold()](path) as source, to.open("wb") as file:
        while block := source.read(_BLOCK):
            written += len(block)
            _check(written, most)
            file.write(block)


def _check(written: int, most: int) -> None:
    if written > LARGEST_UNPACKED:
        raise LoadError(f"It would unpack to more than {megabytes(LARGEST_UNPACKED)}. Split it.")
    if written > most:
        raise LoadError(f"It would grow to more than {MOST_EXPANSION} times its size: it is a bomb, not a file.")
