"""Which model thinks: the offline analyst, or one behind an OpenAI-compatible server."""

from collections.abc import Callable

from langchain_core.language_models import BaseChatModel

from assistant.errors import AssistantError
from assistant.settings import Settings

OFFLINE = "offline"


def chat_model(settings: Settings, offline_factory: Callable[[], BaseChatModel]) -> BaseChatModel:
    """Return the chat model that `settings.model_name` names.

    `offline` calls the factory; `openai:<name>` is any server that speaks Chat Completions. The client repeats
    a call that met 429, 5xx or no connection twice, and waits as long as the server's Retry-After asks.
    Raises AssistantError for another provider or a missing key.
    """
    if settings.model_name == OFFLINE:
        return offline_factory()
    model = _served(settings, settings.model_name, "WHYBUY_MODEL", OFFLINE)
    # The client takes a second to import, and without a key nobody needs it.
    from assistant import openai_server

    return openai_server.chat(settings, model)


def judge_model(settings: Settings) -> BaseChatModel | None:
    """Return the chat model that reads requests for the intent guard; None when none is configured.

    Raises AssistantError for another provider or a missing key.
    """
    if settings.judge_name == OFFLINE:
        return None
    model = _served(settings, settings.judge_name, "WHYBUY_JUDGE" if settings.judge else "WHYBUY_MODEL", "off")
    from assistant import openai_server

    return openai_server.judge(settings, model)


def _served(settings: Settings, name: str, setting: str, without: str) -> str:
    """Return the name by which the server knows a model; raises AssistantError where there is no server for it."""
    provider, _, model = name.partition(":")
    if provider != "openai" or not model:
        raise AssistantError(
            f"{setting} is {name!r}. Use `{without}`, or `openai:MODEL` such as `openai:gpt-5-mini`; "
            "for a compatible server set OPENAI_BASE_URL as well."
        )
    if settings.openai_api_key is None and settings.openai_base_url is None:
        raise AssistantError(f"OPENAI_API_KEY is not set. Set it, or use {setting}={without}.")
    return model
