"""Memory that Chroma's vector files carry beyond their vectors, and how it is blanked.

hnswlib reserves room for a hundred vectors with `malloc` and writes it to disk as it found it: whatever the
process had in memory before, erased texts among it, is then in the file. Only what lies beyond the vectors is
touched.
"""

import os
import struct
from pathlib import Path

_HEADER = "header.bin"
# Version of the layout, then offset, capacity, count and bytes of an element (hnswlib, `writePersistentHeader`).
_FIELDS = struct.Struct("<i4Q")
_KNOWN_VERSION = 1
_LENGTH_BYTES = 4
_BLOCK = 1 << 20


def blank(folder: Path) -> bool:
    """Fill what lies beyond the vectors of all collections in `folder` with zeros.

    Returns False when the files are laid out as no known version lays them out; they are left as they are.
    """
    known = [_blank(header) for header in sorted(folder.glob(f"*/{_HEADER}"))]
    return all(known)


def _blank(header: Path) -> bool:
    try:
        version, _, capacity, count, size = _FIELDS.unpack(header.read_bytes()[: _FIELDS.size])
    except struct.error:
        return False
    level, lengths = header.with_name("data_level0.bin"), header.with_name("length.bin")
    if version != _KNOWN_VERSION or count > capacity or not level.exists():
        return False
    held = level.stat().st_size
    if held % size or not count * size <= held <= capacity * size:
        return False
    _zero(level, count * size)
    if lengths.exists():
        _zero(lengths, count * _LENGTH_BYTES)
    return True


def _zero(path: Path, start: int) -> None:
    """Overwrite the file from `start` on with zeros, unless they are there already."""
    end = path.stat().st_size
    if start >= end:
        return
    with path.open("r+b") as file:
        file.seek(start)
        while start < end:
            block = file.read(min(_BLOCK, end - start))
            if block.strip(b"\0"):
                file.seek(start)
                file.write(bytes(len(block)))
            start += len(block)
        file.flush()
        os.fsync(file.fileno())
