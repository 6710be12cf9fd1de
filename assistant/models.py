"""Which model thinks: the offline analyst, or one behind an OpenAI-compatible server."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from assistant.errors import AssistantError
from assistant.settings import Settings

OFFLINE = "offline"
# Servers on one's own machine ask for no key, while the client insists on one.
_NO_KEY = SecretStr("none")


class StrictChat(ChatOpenAI):
    """ChatOpenAI whose streamed tool calls are taken at their word.

    The parent mends arguments that stop in the middle, so that a broken filter would run as a shorter one. Here
    arguments are held back until they are complete; what is not a JSON object then stays an invalid call.
    """

    def _stream(self, *args: Any, **kwargs: Any) -> Iterator[ChatGenerationChunk]:
        held: dict[int, str] = {}
        for chunk in super()._stream(*args, **kwargs):
            if isinstance(chunk.message, AIMessageChunk):
                for piece in chunk.message.tool_call_chunks:
                    index = piece["index"] or 0
                    held[index] = held.get(index, "") + (piece["args"] or "")
                    piece["args"] = ""
            yield chunk
        for index, text in held.items():
            whole = text if _is_object(text) else f"!{text}"
            piece = tool_call_chunk(name=None, args=whole, id=None, index=index)
            yield ChatGenerationChunk(message=AIMessageChunk(content="", tool_call_chunks=[piece]))


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text or "{}"), dict)
    except json.JSONDecodeError:
        return False


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
    return StrictChat(
        model=model,
        api_key=settings.openai_api_key or _NO_KEY,
        base_url=settings.openai_base_url,
        timeout=settings.model_timeout,
        max_retries=2,
        streaming=True,
        stream_usage=False,
        use_responses_api=False,
    )
