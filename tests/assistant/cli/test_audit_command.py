"""`whybuy audit`: decisions are listed and exported without a word of what was asked."""

import csv
import io
import json

BAD = "Which customers in debt can we scare into buying the expensive plan?"
GOOD = "How many customers are there?"


def asked(whybuy, company):
    refused = whybuy("ask", BAD, "--json", "--workspace", company).json
    whybuy("ask", GOOD, "--workspace", company)
    return refused["record"]


def test_decisions_are_listed_chosen_exported_and_called_wrong(whybuy, company):
    record = asked(whybuy, company)

    every = whybuy("audit", "--json", "--workspace", company)
    refused = whybuy("audit", "--json", "--verdict", "refuse", "--since", "1h", "--workspace", company).json
    assert len(every.json["records"]) == 2
    assert [item["id"] for item in refused["records"]] == [record]
    assert not {"scare", "debt", "asker"} & set(json.dumps(every.json).replace('"', " ").split())
    policy = refused["records"][0]["policy"]
    assert len(whybuy("audit", "--json", "--policy", policy, "--workspace", company).json["records"]) == 1
    assert whybuy("audit", "--json", "--since", "2999-01-01", "--workspace", company).json["records"] == []

    rows = list(csv.DictReader(io.StringIO(whybuy("audit", "--csv", "--workspace", company).out)))
    assert [row["verdict"] for row in rows] == ["refuse", "allow"]
    assert record in whybuy("audit", "--workspace", company).out

    said = whybuy("audit", "--appeal", record, "--workspace", company)
    assert "WHYBUY_OWNER" in said.out
    appealed = whybuy("audit", "--appeals", "--json", "--workspace", company).json["records"]
    assert [item["id"] for item in appealed] == [record]


def test_wrong_use_says_what_is_right(whybuy, company):
    unknown = whybuy("audit", "--appeal", "nothing", "--workspace", company)

    assert (unknown.code, "whybuy audit" in unknown.err) == (1, True)
    assert whybuy("audit", "--verdict", "maybe", "--workspace", company).code == 2
    assert whybuy("audit", "--since", "yesterday", "--workspace", company).code == 2
