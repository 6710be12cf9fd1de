"""Checks of one installation, each ending in a sentence that says what to do."""

import hashlib
import socket
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from assistant.errors import AssistantError
from assistant.owner.address import connected
from assistant.owner.schedule import interval, last_refresh
from assistant.wiring import House
from retrieval.errors import RetrievalError
from retrieval.sources import read_sources
from retrieval.store.engines import ping, server_at

State = Literal["ok", "off", "stale", "broken"]
_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Check:
    """One part of the installation and how it is."""

    name: str
    state: State
    detail: str

    def to_dict(self) -> dict[str, Any]:
        """Return the check as plain JSON values."""
        return asdict(self)


def examine(house: House) -> list[Check]:
    """Return all checks; none of them raises, none sends anything but a connection attempt."""
    parts: list[tuple[str, Callable[[House], Iterator[Check]]]] = [
        ("workspace", _workspace),
        ("owner", _owner),
        ("chroma", _chroma),
        ("refresh", _refresh),
        ("embedding", _embedding),
        ("model", _model),
        ("slack", _slack),
    ]
    checks: list[Check] = []
    for name, part in parts:
        try:
            checks.extend(part(house))
        except (AssistantError, RetrievalError) as error:
            checks.append(Check(name, "broken", str(error)))
    return checks


def _workspace(house: House) -> Iterator[Check]:
    workspace = house.workspace
    if not workspace.exists():
        yield Check("workspace", "off", f"Nothing in {workspace.directory} yet. Run `whybuy ingest PATH...`.")
        return
    sources = workspace.read().sources
    counts = house.corpus.counts()
    tables = len(house.tables.catalog.tables)
    yield Check(
        "workspace",
        "ok",
        f"{workspace.directory}: {len(sources)} files, {tables} tables, {counts.documents} documents, "
        f"{counts.passages} passages.",
    )
    changed = [
        name
        for name, record in sources.items()
        if not record.digest or _changed(Path(record.root), name, record.digest)
    ]
    if changed:
        shown = ", ".join(sorted(changed)[:5])
        yield Check(
            "sources", "stale", f"{len(changed)} files changed since they were read: {shown}. Ingest again."
        )


def _owner(house: House) -> Iterator[Check]:
    connection = connected(house.workspace.directory)
    if connection is None:
        yield Check("owner", "off", "No other process owns the workspace; each command changes it by itself.")
        return
    connection.close()
    yield Check("owner", "ok", "A running process owns the workspace and takes changes from other commands.")


def _chroma(house: House) -> Iterator[Check]:
    url, key = house.settings.chroma_url, house.settings.chroma_api_key
    if url is None:
        yield Check("chroma", "ok", "Embedded: texts and vectors lie in the workspace.")
        return
    server = server_at(url, key.get_secret_value() if key else None)
    ping(server)
    yield Check(
        "chroma", "ok", f"The server at {server.address} answers; database `{server.database}` holds the texts."
    )


def _refresh(house: House) -> Iterator[Check]:
    every, last = interval(house.settings.refresh), last_refresh(house.workspace.directory)
    if last is not None and last.problem:
        yield Check("refresh", "broken", f"The last one, at {last.at}, failed: {last.problem}")
    elif every is None:
        yield Check("refresh", "off", "WHYBUY_REFRESH is not set; `whybuy refresh` reads everything again.")
    elif last is None:
        yield Check("refresh", "ok", f"Every {house.settings.refresh} while `whybuy slack` runs; none yet.")
    else:
        late = datetime.now(UTC) - datetime.fromisoformat(last.at) > 2 * every
        detail = f"{last.embedded} passages embedded, {last.removed} files removed, {last.skipped} skipped."
        yield Check("refresh", "stale" if late else "ok", f"Last at {last.at}: {detail}")


def _changed(root: Path, name: str, digest: str) -> bool:
    candidates = (root / name, root / name.removeprefix(f"{root.name}/"))
    path = next((candidate for candidate in candidates if candidate.is_file()), None)
    if path is None and _is_inside_or_queried(root, candidates):
        return False
    try:
        return path is None or not digest.startswith(hashlib.sha256(path.read_bytes()).hexdigest())
    except OSError:
        return True


def _is_inside_or_queried(root: Path, candidates: Sequence[Path]) -> bool:
    """Return whether a source is no file of its own: one inside an archive, or what a database said."""
    if any(parent.is_file() for candidate in candidates for parent in candidate.parents):
        return True
    return any(query.name == candidate.name for query in read_sources(root).queries for candidate in candidates)


def _embedding(house: House) -> Iterator[Check]:
    name = house.settings.embeddings
    if name != "minilm":
        yield Check("embedding", "ok", f"{name}: passages and questions, scrubbed, go to that provider.")
        return
    house.embeddings.embed_query("ready")
    yield Check("embedding", "ok", "MiniLM runs on this machine.")


def _model(house: House) -> Iterator[Check]:
    settings = house.settings
    if settings.model_name == "offline":
        yield Check("model", "ok", "The offline analyst answers; nothing leaves this machine.")
        return
    url = urlsplit(settings.openai_base_url or "https://api.openai.com/v1")
    port = url.port or (443 if url.scheme == "https" else 80)
    if not _reachable(url.hostname or "", port):
        yield Check(
            "model", "broken", f"{settings.model_name}: no server answers. Check OPENAI_BASE_URL and the network."
        )
        return
    key = "a key is set" if settings.openai_api_key else "no OPENAI_API_KEY is set"
    yield Check("model", "ok", f"{settings.model_name}: the server answers, {key}.")


def _slack(house: House) -> Iterator[Check]:
    settings = house.settings
    missing = [
        name
        for name, value in (
            ("SLACK_BOT_TOKEN", settings.slack_bot_token),
            ("SLACK_APP_TOKEN", settings.slack_app_token),
        )
        if value is None
    ]
    if len(missing) == 2:
        yield Check("slack", "off", "No tokens are set. `whybuy manifest` prints the app to create.")
    elif missing:
        yield Check("slack", "broken", f"{missing[0]} is not set; both tokens are needed.")
    else:
        yield Check("slack", "ok", "Both tokens are set.")


def _reachable(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=_SECONDS):
            return True
    except OSError:
        return False
