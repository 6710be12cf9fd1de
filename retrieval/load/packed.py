"""A single file packed by gzip, bzip2 or xz, unpacked within the limits of archives."""

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable, Mapping
from io import BufferedIOBase
from pathlib import Path, PurePosixPath

from retrieval.errors import LoadError
from retrieval.load.limits import EXPANSION_COUNTS_FROM, LARGEST_UNPACKED, MOST_EXPANSION, megabytes

Open = Callable[[Path], BufferedIOBase]
_OPENERS: Mapping[str, Open] = {".gz": gzip.GzipFile, ".bz2": bz2.BZ2File, ".xz": lzma.LZMAFile}
PACKED = frozenset(_OPENERS)
_BLOCK = 1 << 20


def packed_name(name: str) -> str:
    """Return what the packed file is called: `orders.csv` of `old/orders.csv.gz`."""
    return PurePosixPath(name).stem


def unpacked(path: Path, to: Path) -> None:
    """Write what a packed file holds; raises LoadError, and leaves nothing, when it is damaged or a bomb."""
    most = max(EXPANSION_COUNTS_FROM, MOST_EXPANSION * path.stat().st_size)
    written = 0
    try:
        with _OPENERS[path.suffix.casefold()](path) as source, to.open("wb") as file:
            while block := source.read(_BLOCK):
                written += len(block)
                _check(written, most)
                file.write(block)
    except (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile, ValueError) as error:
        to.unlink(missing_ok=True)
        raise LoadError("It is damaged: it cannot be unpacked.") from error
    except OSError as error:
        to.unlink(missing_ok=True)
        reason = error.strerror or "it is damaged"
        raise LoadError(f"It cannot be unpacked: {reason}.") from error
    except LoadError:
        to.unlink(missing_ok=True)
        raise


def _check(written: int, most: int) -> None:
    if written > LARGEST_UNPACKED:
        raise LoadError(f"It would unpack to more than {megabytes(LARGEST_UNPACKED)}. Split it.")
    if written > most:
        raise LoadError(f"It would grow to more than {MOST_EXPANSION} times its size: it is a bomb, not a file.")
