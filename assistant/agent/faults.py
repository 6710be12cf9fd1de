"""What can go wrong with a model server, and how it is said to the operator."""

import sys
from collections.abc import Callable
from typing import Any

import httpx
from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.exceptions import (
    ContextOverflowError,
    ModelAPIError,
    ModelAuthenticationError,
    ModelConnectionError,
    ModelError,
    ModelInvalidRequestError,
    ModelNotFoundError,
    ModelPermissionDeniedError,
    ModelRateLimitError,
    ModelTimeoutError,
)
from langchain_core.messages import AIMessage

from assistant.agent.turn import Turn
from assistant.errors import ModelUnavailableError


class CutOffError(ModelConnectionError):
    """A stream that ended before the server said that the answer was complete."""


class UnfinishedAnswer(AgentMiddleware[Any, Turn, Any]):
    """Takes a streamed answer without a finish reason for what it is: a cut connection, to be asked again."""

    def wrap_model_call(
        self, request: ModelRequest[Turn], handler: Callable[[ModelRequest[Turn]], ModelResponse[Any]]
    ) -> ModelResponse[Any]:
        """Return the response; raises CutOffError for one that a provider began and did not finish."""
        response = handler(request)
        last = response.result[-1]
        known = isinstance(last, AIMessage) and "model_provider" in last.response_metadata
        if known and not last.response_metadata.get("finish_reason"):
            message = "The model server's answer stopped in the middle."
            raise CutOffError(message)
        return response


# A name is an error of the openai package, which takes long to load and is not needed to answer offline.
_MESSAGES: tuple[tuple[tuple[type[Exception] | str, ...], str], ...] = (
    ((ModelAuthenticationError,), "The model server refuses the key. Check OPENAI_API_KEY."),
    (
        (ModelPermissionDeniedError,),
        "The key may not use this model. Check WHYBUY_MODEL and the key's permissions.",
    ),
    (
        (ModelNotFoundError,),
        "The model server does not know the model. Check WHYBUY_MODEL and OPENAI_BASE_URL.",
    ),
    (
        (ModelRateLimitError,),
        "The model server limits the rate or the quota is used up. Try again later.",
    ),
    (
        (ModelTimeoutError, "APITimeoutError", httpx.TimeoutException),
        "The model server did not answer in time. Try again, or raise WHYBUY_MODEL_TIMEOUT.",
    ),
    ((CutOffError,), "The model server broke off its answer each time. Try again later."),
    (
        (ModelConnectionError, httpx.TransportError, "APIConnectionError"),
        "The model server cannot be reached, or breaks the connection. Check OPENAI_BASE_URL and the server.",
    ),
    ((ContextOverflowError,), "The conversation is too long for the model. Start a new thread."),
    ((ModelAPIError,), "The model server failed. Try again later."),
    ((ModelInvalidRequestError,), "The model server refuses the request. Check that the model can call tools."),
    ((ModelError, "OpenAIError"), "The model server answered something that cannot be used."),
)


def worth_retrying(error: Exception) -> bool:
    """Return whether asking again may help: a transport fault, or an error of the server itself.

    A 429 or 5xx has been retried by the client already, with the pause that the server asked for.
    """
    return isinstance(error, httpx.TransportError | CutOffError)


def unavailable(error: Exception) -> ModelUnavailableError | None:
    """Return what to tell the operator about a model's fault, without the server's text; None for other faults."""
    for kinds, message in _MESSAGES:
        if any(_is(error, kind) for kind in kinds):
            return ModelUnavailableError(message)
    return None


def _is(error: Exception, kind: type[Exception] | str) -> bool:
    """Return whether the error is of the kind; openai's errors cannot occur before openai is loaded."""
    if not isinstance(kind, str):
        return isinstance(error, kind)
    openai = sys.modules.get("openai")
    return openai is not None and isinstance(error, getattr(openai, kind))
