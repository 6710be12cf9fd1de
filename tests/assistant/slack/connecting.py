"""What a bot in a test is connected with: settings for the fake Slack, a scrubber, a tool."""

from pathlib import Path
from typing import Any

from fake_slack import APP_TOKEN, BOT_TOKEN, FakeSlack

from assistant.settings import Settings
from tools.analysis import Analysis
from tools.arguments import Arguments
from tools.results import Report

EXAMPLE = Analysis(
    name="count_things",
    title="Count things",
    description="Counts.",
    arguments=Arguments,
    examples=("How many gardens are there?", "Which gardens are large?"),
    run=lambda context, arguments: Report(),
)


def scrub(text: str) -> str:
    """Stands for retrieval.privacy: what matters here is that it is applied."""
    if "unscrubbable" in text:
        raise ValueError(text)
    return text.replace("ann@example.org", "[EMAIL]")


def settings(slack: FakeSlack, workspace: Path, **more: Any) -> Settings:
    values = {"slack_bot_token": BOT_TOKEN, "slack_app_token": APP_TOKEN, "slack_api_url": slack.url}
    return Settings(_env_file=None, workspace=workspace, **{**values, **more})
