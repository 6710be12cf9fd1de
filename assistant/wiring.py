"""The composition root: settings in, working parts out. Nothing is opened before it is asked for."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, Self

from langchain_core.embeddings import Embeddings
from platformdirs import user_cache_path

from assistant.agent.build import Limits
from assistant.audit import AuditLog
from assistant.comparing import compares_first
from assistant.conversation import Assistant, Probing
from assistant.errors import AssistantError, WorkspaceError
from assistant.guards.encoder import encoder
from assistant.guards.intent import judge, rules_version
from assistant.guards.judge import Judge
from assistant.guards.verdict import Verdict
from assistant.memory import Memory
from assistant.models import OFFLINE, chat_model, judge_model
from assistant.named_values import scrub_around, spare_releases
from assistant.offline.model import OfflineAnalyst
from assistant.owner.asking import kept_elsewhere
from assistant.question import Question
from assistant.settings import Settings
from assistant.workspace import Workspace
from retrieval.corpus import Corpus
from retrieval.embed import MiniLM
from retrieval.privacy import Privacy
from retrieval.store.engines import Server, server_at
from tools import TOOLS
from tools.analysis import ToolContext
from tools.disclosure import ReleaseLog
from tools.tables.engine import Tables
from tools.tables.errors import CatalogError


class House:
    """All parts of one workspace, built when first used and shared afterwards."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        # Absolute: Chroma keeps one client a path in a process, and a relative one means another place elsewhere.
        self.workspace = Workspace(settings.workspace.expanduser().absolute())
        self._lock = Lock()
        self._tables: tuple[object, Tables] | None = None

    def close(self) -> None:
        """Release the files of the parts that were opened."""
        for name in ("memory", "corpus", "audit"):
            if name in self.__dict__:
                self.__dict__.pop(name).close()
        self.__dict__.pop("assistant", None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @cached_property
    def embeddings(self) -> Embeddings:
        """Return the embedding in force: the packaged MiniLM, or one of a provider's."""
        name = self.settings.embeddings
        if name == "minilm":
            return MiniLM(self.cache)
        provider, _, model = name.partition(":")
        if provider == "openai" and model:
            return self._openai_embeddings(model)
        raise AssistantError(
            f"WHYBUY_EMBEDDINGS is {name!r}. Use `minilm`, or `openai:MODEL`, "
            "such as `openai:text-embedding-3-small`."
        )

    @cached_property
    def _encoder(self) -> MiniLM:
        """Return the encoder of the guard, whichever embedding the search uses."""
        return encoder(self.cache)

    def judge(self, turns: Sequence[str]) -> Verdict:
        """Return the verdict on the last of a user's turns; a model that is configured is asked as well."""
        verdict = judge(turns, self._encoder.embed_query)
        return self._reviewer.review(turns, verdict) if self._reviewer else verdict

    @cached_property
    def _reviewer(self) -> Judge | None:
        model = judge_model(self.settings)
        return Judge(model, self.settings.judge_timeout) if model else None

    @property
    def cache(self) -> Path:
        """Return where the built embedding model is kept between workspaces."""
        return self.settings.cache or user_cache_path("whybuy", appauthor=False)

    @cached_property
    def privacy(self) -> Privacy:
        """Return the detector of personal data with this workspace's pseudonym key."""
        return Privacy.open(self.workspace.privacy)

    @cached_property
    def corpus(self) -> Corpus:
        """Return what customers said."""
        directory = self.workspace.directory
        return Corpus.open(
            directory,
            self.embeddings,
            privacy=self.privacy,
            server=self._chroma,
            elsewhere=lambda: kept_elsewhere(directory),
        )

    @property
    def _chroma(self) -> Server | None:
        key = self.settings.chroma_api_key
        url = self.settings.chroma_url
        return server_at(url, key.get_secret_value() if key else None) if url else None

    @property
    def _databases(self) -> dict[str, str]:
        return {name: address.get_secret_value() for name, address in self.settings.databases.items()}

    @property
    def tables(self) -> Tables:
        """Return the tables with their catalog, opened again when the catalog's file has changed."""
        stamp = self.workspace.catalog_stamp()
        with self._lock:
            if self._tables is None or self._tables[0] != stamp:
                try:
                    self._tables = (stamp, Tables.open(self.workspace.directory, self._databases))
                except CatalogError as error:
                    raise WorkspaceError(
                        f"catalog.yaml: {error} Mend it, or delete the file and ingest again to draft it anew."
                    ) from error
            return self._tables[1]

    @cached_property
    def audit(self) -> AuditLog:
        """Return the log of decisions, which holds no user text."""
        return AuditLog(self.workspace.audit, keep_days=self.settings.audit_days)

    @cached_property
    def releases(self) -> ReleaseLog:
        """Return the log of groups that were reported on, shared by all threads and users."""
        return ReleaseLog.open(self.workspace.releases)

    @cached_property
    def memory(self) -> Memory:
        """Return what conversations remember."""
        return Memory.open(self.workspace.conversations, keep_days=self.settings.conversation_days)

    def tidy(self) -> None:
        """Delete what was kept long enough, once a day at most."""
        self.memory.expire_daily()
        self.audit.expire_daily()

    @cached_property
    def assistant(self) -> Assistant:
        """Return the assistant that answers over this workspace."""
        settings = self.settings
        return Assistant(
            model=chat_model(settings, self._offline),
            model_name=settings.model_name,
            analyses=TOOLS,
            context=self._context,
            guard=self.judge,
            scrub=self.scrub_question,
            checkpointer=self.memory.saver,
            audit=self.audit,
            data_version=self.data_version,
            rules=rules_version(),
            limits=Limits(model_calls=settings.max_model_calls, tool_calls=settings.max_tool_calls),
            probing=Probing(settings.probe_refusals, settings.probe_minutes),
            contacts=self._without_contacts,
            min_group=settings.min_group,
            tidy=self.tidy,
        )

    def scrub(self, text: str) -> str:
        """Return a text with personal data replaced."""
        return self.privacy.scrub(text).text

    def scrub_question(self, text: str) -> str:
        """Return a question with personal data replaced, but for names that stand in a table's categories."""
        return scrub_around(text, self.tables.catalog, self.scrub)

    def _without_contacts(self, text: str) -> str:
        """Return a text with contact data replaced; names stay, as they do in quotations of public sources."""
        return spare_releases(text, self.tables.catalog, lambda told: self.privacy.scrub(told, names=False).text)

    def data_version(self) -> str:
        """Return twelve hex digits that change when any row or text changes."""
        parts = [self.corpus.version(), *(f"{table.name}={table.version}" for table in self.tables.catalog)]
        return hashlib.sha256("|".join(parts).encode()).hexdigest()[:12]

    def tool_context(self) -> ToolContext:
        """Return what a tool may reach when nobody's question narrows it."""
        return ToolContext(
            tables=self.tables, corpus=self.corpus, releases=self.releases, min_group=self.settings.min_group
        )

    def _context(self, question: Question, verdict: Verdict) -> ToolContext:
        return replace(
            self.tool_context(),
            reader=question.reader,
            as_of=question.as_of,
            limited=verdict.verdict == "limit",
            asked=question.text,
            purpose=verdict.slots.get("purpose", ""),
            writes=self.settings.model_name != OFFLINE,
            compares=compares_first(question.text),
        )

    def _offline(self) -> OfflineAnalyst:
        return OfflineAnalyst(
            catalog=lambda: self.tables.catalog, embeddings=self.embeddings, facts=self._corpus_facts
        )

    def _corpus_facts(self) -> Mapping[str, Any]:
        """Return what the offline analyst may know of the texts: titles by id of document, and counts by kind."""
        return {
            "documents": {
                item.id: item.title
                for item in self.corpus.summaries()
                if item.row is None and item.attributes.get("documentation") != "yes"
            },
            "kinds": self.corpus.kinds(),
        }

    def _openai_embeddings(self, model: str) -> Embeddings:
        settings = self.settings
        if settings.openai_api_key is None and settings.openai_base_url is None:
            raise AssistantError("OPENAI_API_KEY is not set; it is needed for these embeddings.")
        from assistant import openai_server

        return openai_server.embeddings(settings, model)
