"""Pictures of an answer's charts: one quiet style, as wide as a chat, drawn from protected reports."""
