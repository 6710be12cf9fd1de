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
    name = settings.model_name
    if name == OFFLINE:
        return offline_factory()
    provider, _, model = name.partition(":")
    if provider != "openai" or not model:
        raise AssistantError(
            f"WHYBUY_MODEL is {name!r}. Use `offline`, or `openai:MODEL` such as `openai:gpt-5-mini`; "
            "for a compatible server set OPENAI_BASE_URL as well."
        )
    if settings.openai_api_key is None and settings.openai_base_url is None:
        raise AssistantError("OPENAI_API_KEY is not set. Set it, or use WHYBUY_MODEL=offline.")
    # The client takes a second to import, and without a key nobody needs it.
    from assistant import openai_server

    return openai_server.chat(settings, model)
