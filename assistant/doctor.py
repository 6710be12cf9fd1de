"""Checks of one installation, each ending in a sentence that says what to do."""

import hashlib
import socket
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from assistant.errors import AssistantError
from assistant.wiring import House
from retrieval.errors import RetrievalError

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
    changed = [name for name, record in sources.items() if _changed(Path(record.root), name, record.digest)]
    if changed:
        shown = ", ".join(sorted(changed)[:5])
        yield Check(
            "sources", "stale", f"{len(changed)} files changed since they were read: {shown}. Ingest again."
        )


def _changed(root: Path, name: str, digest: str) -> bool:
    candidates = (root / name, root / name.removeprefix(f"{root.name}/"))
    path = next((candidate for candidate in candidates if candidate.is_file()), None)
    try:
        return path is None or not digest.startswith(hashlib.sha256(path.read_bytes()).hexdigest())
    except OSError:
        return True


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
