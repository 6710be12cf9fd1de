"""Where the record is kept: in an embedded Chroma of this workspace, or on a Chroma server that workers share."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast
from urllib.parse import urlsplit

from retrieval.errors import StoreError
from retrieval.store import place
from retrieval.store.guard import guarded, inspect

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.client import Client

_TENANT = "default_tenant"
_DATABASE = "default_database"
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Server:
    """The address of a Chroma server: which tenant and database of it are ours, and the key it may want."""

    host: str
    port: int
    encrypted: bool = False
    tenant: str = _TENANT
    database: str = _DATABASE
    key: str | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        """Return host and port, for people."""
        return f"{self.host}:{self.port}"


def server_at(url: str, key: str | None = None) -> Server:
    """Return the server that `http(s)://HOST[:PORT][/[TENANT/]DATABASE]` names; raises StoreError for another."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError) as error:
        raise StoreError(_unusable()) from error
    path = [part for part in parts.path.split("/") if part]
    if not parts.hostname or parts.username or parts.query or len(path) > 2:
        raise StoreError(_unusable())
    tenant, database = [*[_TENANT, _DATABASE][: 2 - len(path)], *path]
    return Server(parts.hostname, port, parts.scheme == "https", tenant, database, key)


def _unusable() -> str:
    # The text itself is not repeated: people put keys into addresses.
    return (
        "CHROMA_URL is no address of a Chroma server. Write it as `http://localhost:8000`, or "
        "`https://HOST/TENANT/DATABASE`; a key goes into CHROMA_API_KEY."
    )


class Engine(Protocol):
    """What differs between an embedded record and one on a server."""

    @property
    def shared(self) -> bool:
        """Return whether workspaces on other machines may write to the same record."""

    def spot(self) -> Path | None:
        """Return the folder in use, which an erasure changes; None where nobody but the server knows."""

    def connect(self, spot: Path | None) -> "ClientAPI":
        """Return a client for what lies there; raises StoreError when it is damaged, gone or does not answer."""

    def guarded(self) -> AbstractContextManager[None]:
        """Raise StoreError for whatever the client reports."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """Chroma inside this process, its files in a folder of the workspace."""

    directory: Path
    shared: bool = False

    def spot(self) -> Path | None:
        """Return the folder in use, a new one where nothing is stored yet."""
        folder = place.current(self.directory)
        if folder is None:
            if (self.directory / "chroma.sqlite3").exists() or any(self.directory.glob("*/header.bin")):
                raise StoreError(
                    f"The stored texts in `{self.directory}` lie as an older version left them, or their database "
                    "is gone. Run any command on the workspace to bring it forward, or restore it from a backup."
                )
            folder = place.fresh(self.directory)
            cast("Client", embedded_client(folder)).close()
            place.adopt(self.directory, folder)
        return folder

    def connect(self, spot: Path | None) -> "ClientAPI":
        """Return a client for the folder."""
        folder = spot or self.directory
        inspect(folder)
        return embedded_client(folder)

    def guarded(self) -> AbstractContextManager[None]:
        """Raise StoreError for whatever Chroma reports about the files."""
        return guarded(self.directory)


@dataclass(frozen=True, slots=True)
class Served:
    """A Chroma server, or Chroma Cloud."""

    server: Server
    shared: bool = True

    def spot(self) -> Path | None:
        """Return None: where the server keeps its files is its own business."""
        return None

    def connect(self, spot: Path | None) -> "ClientAPI":
        """Return a client for the server's database, which is made when it is missing."""
        del spot
        from retrieval.store import remote  # noqa: PLC0415 - loads Chroma's client, which is slow

        return remote.client(self.server)

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Raise StoreError that tells silence, a refused key and a failed call apart."""
        import httpx  # noqa: PLC0415 - comes with Chroma's client, and is as slow to load
        from chromadb.errors import AuthorizationError, ChromaAuthError, ChromaError  # noqa: PLC0415

        try:
            yield
        except StoreError:
            raise
        except (ChromaAuthError, AuthorizationError) as error:
            raise StoreError(
                f"The Chroma server at {self.server.address} refuses the key. Check CHROMA_API_KEY and CHROMA_URL."
            ) from error
        except (httpx.HTTPError, OSError) as error:
            raise StoreError(self._silent()) from error
        except (ChromaError, ValueError, RuntimeError) as error:
            raise StoreError(self._failed(error)) from error
        except Exception as error:
            # The client raises bare exceptions for answers it does not understand.
            if type(error) is not Exception:
                raise
            raise StoreError(self._failed(error)) from error

    def _silent(self) -> str:
        return (
            f"The Chroma server at {self.server.address} does not answer. Start it, or check CHROMA_URL and the "
            "network; nothing was changed."
        )

    def _failed(self, error: Exception) -> str:
        return (
            f"The Chroma server at {self.server.address} could not do what it was asked ({type(error).__name__}). "
            "Look into its log; what was begun is finished when it works again."
        )


def ping(server: Server) -> None:
    """Raise StoreError when the server does not answer, refuses the key, or has no place for our texts."""
    engine = Served(server)
    with engine.guarded():
        client = engine.connect(None)
        client.heartbeat()
        cast("Client", client).close()


def embedded_client(folder: Path) -> "ClientAPI":
    """Return a client in this process for the files in `folder`."""
    import chromadb  # noqa: PLC0415 - a slow import, needed once a workspace is opened
    from chromadb.config import Settings  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
