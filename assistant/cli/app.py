"""The program and its commands, registered in the order in which help shows them."""

import typer

from assistant.cli import ask, audit, backup, demo, doctor, erase, export, ingest, look, screen, slack

app = typer.Typer(
    name="whybuy",
    help="Who buys, and why: answers with numbers and quotes that can be checked.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.command("demo")(demo.demo)
app.command("ingest")(ingest.ingest)
app.command("refresh")(ingest.refresh)
app.command("ask")(ask.ask)
app.command("chat")(ask.chat)
app.command("search")(look.search)
app.command("show")(look.show)
app.command("catalog")(look.catalog)
app.command("screen")(screen.screen)
app.command("audit")(audit.audit)
app.command("erase")(erase.erase)
app.command("unerase")(erase.unerase)
app.command("export")(export.export)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("slack")(slack.slack)
app.command("manifest")(slack.manifest)
app.command("doctor")(doctor.doctor)
