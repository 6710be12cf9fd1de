"""Slack's refusals: which ones can be helped, and what the operator is told about the others."""

import logging
import re
import traceback
from http.client import HTTPException

from slack_sdk.errors import SlackApiError, SlackClientError

from assistant.errors import AssistantError

logger = logging.getLogger("whybuy.slack")

UNREACHABLE = (OSError, HTTPException, SlackClientError)
"""What slack_sdk raises when a call fails for reasons other than Slack's answer to it."""

TOO_MUCH = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long"})
"""Slack does not take the message as it is: plain text may still go through."""


NOT_SLACK = "no_slack_answer"
_CODE = re.compile(r"[a-z0-9_]{1,60}")


class SlackError(AssistantError):
    """Slack cannot be reached or refuses the tokens or the app's settings."""


def code(error: SlackApiError) -> str:
    """Return Slack's error code, such as `channel_not_found`; never the response, which may repeat a text.

    slack_sdk puts the body of an answer that is no JSON in the place of the code: that is `NOT_SLACK`.
    """
    response = error.response
    value = response.get("error") if hasattr(response, "get") else None
    return value if isinstance(value, str) and _CODE.fullmatch(value) else NOT_SLACK


def log(what: str, error: Exception) -> None:
    """Log a failure by Slack's code, or by its type and place: a message may repeat what was asked."""
    if isinstance(error, SlackApiError):
        logger.warning("%s: %s", what, code(error))
        return
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "?"
    logger.error("%s: %s at %s", what, type(error).__name__, place)


def explained(error: Exception, *, token: str, url: str) -> SlackError:
    """Return the operator's error for a call made with the token of the setting named `token`."""
    if not isinstance(error, SlackApiError):
        return SlackError(
            f"Slack cannot be reached at {url} ({type(error).__name__}). "
            "Check the network, or SLACK_API_URL if another address is meant."
        )
    reason = code(error)
    if reason == NOT_SLACK:
        return SlackError(f"What answers at {url} is not Slack's Web API. Check SLACK_API_URL and the proxy.")
    if reason in _TOKEN:
        return SlackError(f"Slack refuses {token} ({reason}). {_TOKEN[reason]}")
    return SlackError(f"Slack refuses to start the bot ({reason}). Compare the app with `whybuy manifest`.")


_COPY_AGAIN = "Copy it again from the app's settings at https://api.slack.com/apps."
_KIND = (
    "The bot token begins with xoxb- (OAuth & Permissions), the app token with xapp- "
    "(Basic Information, App-Level Tokens, scope connections:write)."
)
_TOKEN = {
    "invalid_auth": _COPY_AGAIN,
    "not_authed": _COPY_AGAIN,
    "token_revoked": "It was revoked: install the app again and copy the new one.",
    "token_expired": "It has expired: create a new one.",
    "account_inactive": "The app was removed from the workspace: install it again.",
    "not_allowed_token_type": _KIND,
    "missing_scope": "Install the app again with the scopes of `whybuy manifest`.",
}
