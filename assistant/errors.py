"""What went wrong, for the operator: one sentence that says what to do."""


class AssistantError(Exception):
    """A fault whose message may be shown on stderr; it never carries a token, a name or user text."""


class UsageError(AssistantError):
    """The command line was used wrongly (exit code 2)."""


class ModelUnavailableError(AssistantError):
    """The configured model server cannot be reached, refuses the key, or answers nonsense."""


class WorkspaceError(AssistantError):
    """The workspace is missing, damaged, owned by another process, or of another version."""


class OwnedError(WorkspaceError):
    """Another process owns the workspace."""
