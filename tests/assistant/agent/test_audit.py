"""The audit log tells what was decided and nothing that was written."""

from tests.assistant.agent.scripted import calls


def test_a_record_holds_no_words_of_the_question_or_the_answer(ask, audit, tmp_path):
    answer, _ = ask(calls("look_up"), "[[F1]]\n\n[[E1]]", question="Who leaves Aurora?")

    record = audit.find(answer.record)
    assert (record["status"], record["tools"], record["findings"], record["citations"]) == (
        "answered", ["look_up"], 1, 1,
    )  # fmt: skip
    assert set(record["prompts"]) == {"system", "repair", "limit"}
    written = (tmp_path / "audit.jsonl").read_text()
    assert "Aurora" not in written
    assert "channels" not in written


def test_a_document_is_taken_out_of_the_records(ask, audit):
    ask(calls("look_up"), "[[E1]]")

    assert audit.about(["interviews/07.md"]) == 1
    assert audit.forget(["interviews/07.md"]) == 1
    assert audit.about(["interviews/07.md"]) == 0
    assert audit.records()[0]["documents"] == []


def test_a_damaged_line_hides_no_other(ask, audit, tmp_path):
    ask("[[clarify]] What?")
    with (tmp_path / "audit.jsonl").open("a") as log:
        log.write('{"id": "half')
        log.write("\n")
    ask("[[clarify]] What?")

    assert len(audit.records()) == 2


def test_a_record_says_which_rules_prompts_and_data_were_in_force(ask, audit):
    answer, _ = ask("[[clarify]] What?")

    record = audit.find(answer.record)
    assert record["rules"] == "r1"
    assert record["data_version"] == "v1"
    assert set(record["prompts"]) >= {"system", "repair"}
