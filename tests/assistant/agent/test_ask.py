"""A question becomes a checked answer."""

from tests.assistant.agent.scripted import calls


def test_tokens_become_values_and_quotes(ask):
    answer, _ = ask(
        calls("look_up", text="leave"),
        "Month-to-month customers leave at [[F1]], more often than two-year ones ([[F3]]).\n\n[[E1]]",
    )

    assert answer.status == "answered"
    assert "42.7% (n = 3,875; 95% interval 41.1% to 44.3%)" in answer.headline
    assert "> I kept paying for channels that nobody in the house watched." in answer.text
    assert [finding.id for finding in answer.findings] == ["F1", "F3"]
    assert answer.citations[0].id == "E1"
    assert answer.cut == 0
