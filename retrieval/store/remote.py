"""A client of a Chroma server that lets go of its connections; importing this loads Chroma's client."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from chromadb.api import ServerAPI
from chromadb.api.client import AdminClient, Client
from chromadb.api.fastapi import FastAPI
from chromadb.config import Settings
from chromadb.errors import NotFoundError, UniqueConstraintError

if TYPE_CHECKING:
    from retrieval.store.engines import Server

# Chroma's own client waits for ever; a change of many rows takes the server seconds.
_SECONDS = 60.0


class _Client(Client):
    """Chroma's client; closing it closes its connections as well, which the original leaves to chance."""

    def close(self) -> None:
        super().close()
        _hang_up(self._server)
        if isinstance(self._admin_client, AdminClient):
            _hang_up(self._admin_client._server)


def client(server: "Server") -> Client:
    """Return a client for the database, which is made when missing; raises what Chroma and httpx do."""
    settings = Settings(
        anonymized_telemetry=False,
        chroma_api_impl="chromadb.api.fastapi.FastAPI",
        chroma_server_host=server.host,
        chroma_server_http_port=server.port,
        chroma_server_ssl_enabled=server.encrypted,
        chroma_server_headers={"x-chroma-token": server.key} if server.key else None,
    )
    with _administrator(settings) as administrator:
        try:
            administrator.get_database(server.database, server.tenant)
        except NotFoundError:
            _make(administrator, server)
    found = _Client(server.tenant, server.database, settings)
    if isinstance(found._server, FastAPI):
        found._server._session.timeout = _SECONDS
    return found


def _make(administrator: AdminClient, server: "Server") -> None:
    try:
        administrator.create_database(server.database, server.tenant)
    except UniqueConstraintError:
        return  # another worker was quicker


@contextmanager
def _administrator(settings: Settings) -> Iterator[AdminClient]:
    found = AdminClient(settings)
    if isinstance(found._server, FastAPI):
        found._server._session.timeout = _SECONDS
    try:
        yield found
    finally:
        _hang_up(found._server)


def _hang_up(api: ServerAPI) -> None:
    if isinstance(api, FastAPI):
        api._session.close()
