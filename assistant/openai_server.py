"""Models and embeddings behind an OpenAI-compatible server; loaded only when one is configured."""

import json
from collections.abc import Iterator
from typing import Any

from langchain_core.embeddings import Embeddings
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from pydantic import SecretStr

from assistant.settings import Settings

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


def chat(settings: Settings, model: str) -> BaseChatModel:
    """Return the chat model of that name; the client repeats 429, 5xx and lost connections twice."""
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


def judge(settings: Settings, model: str) -> BaseChatModel:
    """Return the chat model of that name for one short answer; nothing is repeated, as a late answer is no use."""
    return ChatOpenAI(
        model=model,
        api_key=settings.openai_api_key or _NO_KEY,
        base_url=settings.openai_base_url,
        timeout=settings.judge_timeout,
        max_retries=0,
        use_responses_api=False,
    )


def embeddings(settings: Settings, model: str) -> Embeddings:
    """Return the embedding model of that name."""
    return OpenAIEmbeddings(
        model=model,
        openai_api_key=settings.openai_api_key or _NO_KEY,
        openai_api_base=settings.openai_base_url,
    )
