"""The Slack app manifest: what the bot asks a workspace for, and nothing beyond what it uses."""

from typing import Any

EVENTS = ("app_home_opened", "app_mention", "message.channels", "message.groups", "message.im")
SCOPES = {
    "app_mentions:read": "be asked in a channel",
    "assistant:write": "suggest questions in the messages tab",
    "channels:history": "follow a thread it was asked in, in public channels",
    "chat:write": "answer, and show that it is working",
    "groups:history": "follow a thread it was asked in, in private channels",
    "im:history": "be asked in a direct message",
}


def manifest(name: str = "Whybuy") -> dict[str, Any]:
    """Return the manifest for https://api.slack.com/apps, "From a manifest"; plain JSON values."""
    return {
        "display_information": {
            "name": name,
            "description": "Who buys, and why: answers with numbers and quotes that are checked.",
        },
        "features": {
            "agent_view": {
                "agent_description": "Ask who buys, who leaves and why. Answers come with numbers and quotes.",
            },
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": name, "always_online": False},
        },
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }
