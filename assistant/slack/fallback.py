"""An answer without blocks, for the day Slack refuses them: plain text in which nothing can fire."""

import re

from assistant.answer import Answer

_CALL = re.compile(r"@(?=channel\b|here\b|everyone\b)", re.IGNORECASE)
_LINK = re.compile(r"(?<=[a-z])://", re.IGNORECASE)
_JOINER = "\u2060"
"""An invisible character that keeps two letters from being read as one command."""


def calm(text: str) -> str:
    """Return text for a message's `text` argument: escaped, and without working mentions or links."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _LINK.sub(f":{_JOINER}//", _CALL.sub(f"@{_JOINER}", text))


def plain_text(answer: Answer) -> str:
    """Return the whole answer as text: what the blocks show, in the same order."""
    parts = [answer.text.strip()]
    if answer.headline.strip() and answer.headline.strip() not in answer.text:
        parts.insert(0, answer.headline.strip())
    unsaid = [finding.statement for finding in answer.findings if finding.statement not in answer.text]
    if not answer.text.strip():
        parts += unsaid
    parts += [
        f"“{evidence.quote}” ({evidence.document})"
        for evidence in answer.citations
        if evidence.quote not in answer.text
    ]
    if answer.refusal is not None:
        refusal = answer.refusal
        parts += [line for line in (refusal.reason, refusal.alternative) if line and line not in answer.text]
    parts += [note for note in (*answer.caveats, *answer.missing) if note not in answer.text]
    return "\n\n".join(part for part in parts if part)
