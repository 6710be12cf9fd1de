"""Good files of every format, made in memory: what the tests read, and what damaged files are mutated from."""

import io
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage

import docx

TURNS = (
    ("Interviewer", "What made you look for a planning tool?"),
    (
        "Respondent",
        "We lost two orders in March because the sheet was wrong. Nobody noticed until the van had left.",
    ),
    ("Interviewer", "And what was the first week like?"),
    ("Respondent", "Importing the old sheet took an afternoon. After that the drivers stopped calling me."),
)


def word(turns: Sequence[tuple[str, str]] = TURNS, *, bold_questions: bool = False) -> bytes:
    """Return a Word file: labelled turns, or bold questions and plain answers."""
    made = docx.Document()
    made.add_heading("Call with a bakery", 1)
    for number, (name, said) in enumerate(turns):
        paragraph = made.add_paragraph()
        if bold_questions:
            paragraph.add_run(said).bold = number % 2 == 0
        else:
            paragraph.add_run(f"{name}:").bold = True
            paragraph.add_run(f" {said}")
    return _saved(made)


def word_table(turns: Sequence[tuple[str, str]] = TURNS) -> bytes:
    """Return a Word file with the turns in a table: time, speaker, words."""
    made = docx.Document()
    table = made.add_table(rows=0, cols=3)
    for number, (name, said) in enumerate(turns):
        for cell, text in zip(table.add_row().cells, (f"00:0{number}:00", name, said), strict=True):
            cell.text = text
    return _saved(made)


def _saved(made: "docx.document.Document") -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def portable(pages: Sequence[Sequence[str]]) -> bytes:
    """Return an uncompressed PDF with one line of text below the other on each page."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for lines in pages:
        shown = b"".join(
            b"(" + line.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)") + b") Tj T*\n"
            for line in lines
        )
        stream = b"BT /F1 11 Tf 14 TL 60 780 Td\n" + shown + b"ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return _pdf_file(objects)


def _pdf_file(objects: Sequence[bytes]) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer


def transcript(turns: Sequence[tuple[str, str]] = TURNS) -> str:
    """Return the turns as plain text."""
    return "".join(f"{name}: {said}\n" for name, said in turns)


def webvtt(turns: Sequence[tuple[str, str]] = TURNS) -> str:
    """Return the turns as WebVTT with voices, each in two cues."""
    cues = ["WEBVTT\n\nNOTE made for a test\n"]
    for number, (name, said) in enumerate(turns):
        words = said.split()
        half = len(words) // 2
        for part, piece in enumerate((words[:half], words[half:])):
            start = number * 10 + part * 5
            cues.append(
                f"{number}-{part}\n00:00:{start:02}.000 --> 00:00:{start + 4:02}.900\n"
                f"<v {name}>{' '.join(piece)}</v>\n"
            )
    return "\n".join(cues)


def subrip(turns: Sequence[tuple[str, str]] = TURNS) -> str:
    """Return the turns as SubRip, the name before the first words."""
    return "\n".join(
        f"{number}\n00:00:{number * 9:02},000 --> 00:00:{number * 9 + 8:02},500\n{name}: {said}\n"
        for number, (name, said) in enumerate(turns, 1)
    )


def page(turns: Sequence[tuple[str, str]] = TURNS) -> str:
    """Return a web page around the turns, with menus, scripts and hidden parts."""
    said = "\n".join(f"<p><strong>{name}:</strong> {words}</p>" for name, words in turns)
    return (
        '<!DOCTYPE html><html lang="en"><head><title>A call | Site</title><meta name="date" content="2024-05-06">'
        "<style>p { color: red }</style></head><body><nav><a href='/'>Home menu</a></nav>\n"
        f"<main><h1>Call with a bakery</h1>\n{said}\n<p hidden>secret note</p>"
        "<ul><li>fast &amp; cheap</li><li>caf&eacute; owners</li></ul></main>"
        "<script>var x = '<p>no words</p>';</script><footer>Imprint and cookies</footer></body></html>"
    )


def mail(body: str, attached: Sequence[tuple[str, bytes]] = (), **headers: str) -> bytes:
    """Return a mail."""
    made = EmailMessage()
    given = {
        "From": "Zorana Petrak <zorana@example.org>",
        "Date": "Tue, 05 Mar 2024 10:00:00 +0100",
        "Subject": "Re: Orders",
    }
    for name, value in {**given, **headers}.items():
        made[name] = value
    made.set_content(body)
    for name, content in attached:
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return bytes(made)


def mailbox(*mails: bytes) -> bytes:
    """Return the mails as one mailbox."""
    return b"".join(b"From someone Tue Mar  5 10:00:00 2024\n" + one + b"\n" for one in mails)


def archive(members: Sequence[tuple[str, bytes]]) -> bytes:
    """Return a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members:
            made.writestr(name, content)
    return out.getvalue()
