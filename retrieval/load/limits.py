"""How much of anything is read, and why no more: a file beyond a limit is skipped with the limit in its reason."""

MEGABYTE = 1_000_000

LARGEST_TEXT = 32 * MEGABYTE
"""Bytes of a text file: a book has one; reading holds some thirty times as much in memory."""

LARGEST_BINARY = 200 * MEGABYTE
"""Bytes of a Word file or a PDF, most of which are pictures that are never unpacked."""

LARGEST_MAILBOX = 256 * MEGABYTE
"""Bytes of a mailbox, whose attachments are held one at a time."""

LARGEST_RECORDS = 256 * MEGABYTE
"""Bytes of JSON or YAML, which are parsed whole and take ten times as much memory as on disk."""

LONGEST_LINE = 16 * MEGABYTE
"""Bytes of one line of a text table: no row is that long, and a reader holds a line whole."""

MOST_PAGES = 3_000
"""Pages of a PDF; damaged page trees announce millions."""

MOST_MESSAGES = 100_000
"""Messages of one mailbox."""

MOST_MEMBERS = 20_000
"""Files of one archive."""

LARGEST_UNPACKED = 2_000 * MEGABYTE
"""Bytes that the files of one archive may have together."""

LARGEST_XML = 256 * MEGABYTE
"""Bytes that a Word file's XML may have together when unpacked; a book has five million."""

MOST_EXPANSION = 150
"""Times that an archive may grow: texts grow three to twelve times, logs fifty times, a bomb a thousand."""

EXPANSION_COUNTS_FROM = 10 * MEGABYTE
"""Bytes unpacked below which the expansion does not matter: a small file of zeros is harmless."""

PARSER_SECONDS = 60
"""Seconds that one file may keep a parser busy; a thousand pages of PDF take about 30."""

UNPACK_SECONDS = 600
"""Seconds that one archive may take; two gigabytes take about 20 on a slow disk."""

PARSER_MEMORY = 2_000 * MEGABYTE
"""Bytes of address space of the process that parses."""


def megabytes(size: int) -> str:
    """Return a size for people."""
    return f"{size / MEGABYTE:,.0f} MB"
