"""What the assistant says to a model: one Markdown file a prompt, placeholders strict, version by content."""

import hashlib
import re
from dataclasses import dataclass
from importlib.resources import files

_PLACEHOLDER = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")


class PromptError(ValueError):
    """A prompt that does not exist, or placeholders and values that do not match."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt's text with `{{ placeholders }}`, and the hash of that text as its version."""

    name: str
    text: str

    @property
    def version(self) -> str:
        """Twelve hex digits of the SHA-256 of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]

    def render(self, **values: str) -> str:
        """Return the text with every placeholder filled; unknown or missing names raise PromptError."""
        wanted = set(_PLACEHOLDER.findall(self.text))
        if wanted != set(values):
            missing, extra = sorted(wanted - set(values)), sorted(set(values) - wanted)
            raise PromptError(f"Prompt `{self.name}`: missing {missing}, not in the text {extra}.")
        return _PLACEHOLDER.sub(lambda match: values[match.group(1)], self.text)


def load(name: str) -> Prompt:
    """Return the prompt stored as `prompts/<name>.md`; raises PromptError when there is none."""
    resource = files("prompts").joinpath(f"{name}.md")
    if not resource.is_file():
        raise PromptError(f"There is no prompt `{name}`.")
    return Prompt(name, resource.read_text(encoding="utf-8"))
