"""`whybuy screen`: the intent guard alone."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Annotated, Any

import typer
from langchain_core.embeddings import Embeddings
from platformdirs import user_cache_path

from assistant.cli import output
from assistant.cli.open import settings
from assistant.cli.options import Batch, Json
from assistant.errors import UsageError
from assistant.guards.encoder import encoder
from assistant.guards.intent import judge
from assistant.guards.verdict import Verdict


def screen(
    text: Annotated[str | None, typer.Argument(help="A request as somebody would type it.")] = None,
    batch: Batch = None,
    json: Json = False,
) -> None:
    """Say whether a request would be answered, limited or refused, and why."""
    if (text is None) == (batch is None):
        raise UsageError("Give a text, or --batch FILE.")
    if batch is not None:
        output.batch(batch, _screened)
        return
    verdict = _judged([text or ""]).to_dict()
    if json:
        output.print_json(verdict)
        return
    console = output.console()
    console.print(f"[bold]{verdict['verdict']}[/bold]" + (f" ({verdict['policy']})" if verdict["policy"] else ""))
    for name in ("reason", "alternative"):
        if verdict[name]:
            console.print(f"{name}: {verdict[name]}", markup=False)
    console.print("  ".join(f"{name}: {value}" for name, value in verdict["slots"].items()), markup=False)


def _screened(item: Mapping[str, Any]) -> Mapping[str, Any]:
    turns = item.get("turns")
    if turns is None:
        return _judged([output.field(item, "text")]).to_dict()
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) for turn in turns):
        raise UsageError('"turns" must be a list of texts.')
    return _judged(turns).to_dict()


def _judged(turns: Sequence[str]) -> Verdict:
    return judge(turns, _encoder().embed_query)


@cache
def _encoder() -> Embeddings:
    return encoder(settings().cache or user_cache_path("whybuy", appauthor=False))
