"""All settings, and the only place that reads the environment."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings from `WHYBUY_*`, the customary names of others' keys, and `.env` in the current directory."""

    model_config = SettingsConfigDict(
        env_prefix="WHYBUY_",
        env_nested_delimiter="__",
        env_file=".env",
        extra="ignore",
        frozen=True,
        populate_by_name=True,
    )

    workspace: Path = Path(".whybuy")
    model: str = Field(default="", description="Empty: offline without a key, `openai:gpt-5-mini` with one.")
    embeddings: str = "minilm"
    min_group: int = Field(default=5, ge=2)
    max_model_calls: int = Field(default=8, ge=1)
    max_tool_calls: int = Field(default=12, ge=1)
    model_timeout: float = Field(default=60.0, gt=0, description="Seconds for one call to the model server.")
    judge: str = Field(default="", description="Empty: the model in force judges requests too. `off`: none does.")
    judge_timeout: float = Field(default=10.0, gt=0, description="Seconds that a request waits for the judge.")
    owner: str = Field(default="", description="Who hears of appeals: a Slack user id, such as U024BE7LH.")
    audit_days: int = Field(default=90, ge=1, description="How long records of decisions are kept.")
    conversation_days: int = Field(default=30, ge=1, description="How long a conversation is remembered.")
    probe_refusals: int = Field(default=8, ge=0, description="Refusals of one asker before a pause; 0: no pause.")
    probe_minutes: int = Field(default=60, ge=1, le=1440, description="The window in which refusals count.")
    refresh: str = Field(default="", description="How often the bot reads everything again: `30m`, `6h`, `1d`.")
    databases: Mapping[str, SecretStr] = Field(
        default={}, description="Addresses by the name that sources.yaml uses; WHYBUY_DATABASES__SHOP for `shop`."
    )
    cache: Path | None = Field(default=None, description="Where the built embedding model is kept.")

    openai_api_key: SecretStr | None = Field(default=None, validation_alias=AliasChoices("OPENAI_API_KEY"))
    openai_base_url: str | None = Field(default=None, validation_alias=AliasChoices("OPENAI_BASE_URL"))
    slack_bot_token: SecretStr | None = Field(default=None, validation_alias=AliasChoices("SLACK_BOT_TOKEN"))
    slack_app_token: SecretStr | None = Field(default=None, validation_alias=AliasChoices("SLACK_APP_TOKEN"))
    slack_signing_secret: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("SLACK_SIGNING_SECRET")
    )
    chroma_url: str | None = Field(default=None, validation_alias=AliasChoices("CHROMA_URL"))
    chroma_api_key: SecretStr | None = Field(default=None, validation_alias=AliasChoices("CHROMA_API_KEY"))
    slack_api_url: str = Field(default="https://slack.com/api/", validation_alias=AliasChoices("SLACK_API_URL"))

    @property
    def model_name(self) -> str:
        """Return the model in force: `offline`, or `openai:<name>`."""
        if self.model:
            return self.model
        return "openai:gpt-5-mini" if self.openai_api_key or self.openai_base_url else "offline"

    @property
    def judge_name(self) -> str:
        """Return the model that judges requests: `offline` for none, or `openai:<name>`."""
        return "offline" if self.judge == "off" else self.judge or self.model_name
