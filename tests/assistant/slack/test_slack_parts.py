"""The parts beneath the listeners: store, pool, incoming texts, manifest, and the fake itself."""

import json
import sqlite3
import threading
from pathlib import Path

import pytest
from block_kit import problems
from fake_slack import APP_TOKEN, BOT_TOKEN, FakeSlack
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from assistant.slack.incoming import is_direct, plain, reader
from assistant.slack.manifest import manifest
from assistant.slack.ordered import OrderedPool
from assistant.slack.store import SlackStore


def test_an_event_is_claimed_once_by_any_of_its_keys(tmp_path: Path) -> None:
    with SlackStore(tmp_path / "slack.sqlite") as store:
        assert store.claim(["event:1", "message:C:1"])
        assert not store.claim(["event:2", "message:C:1"])
        assert store.claim(["event:3", "message:C:2"])


def test_what_a_dead_process_left_unanswered_may_be_claimed_again(tmp_path: Path) -> None:
    with SlackStore(tmp_path / "slack.sqlite") as store:
        store.claim(["left"])
        store.claim(["done"])
        store.answered(["done"])

    with SlackStore(tmp_path / "slack.sqlite") as store:
        assert store.claim(["left"])
        assert not store.claim(["left"])
        assert not store.claim(["done"])


def test_claims_from_many_threads_are_given_once(tmp_path: Path) -> None:
    with SlackStore(tmp_path / "slack.sqlite") as store:
        won: list[bool] = []
        threads = [threading.Thread(target=lambda: won.append(store.claim(["one"]))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert sorted(won) == [False] * 7 + [True]


def test_old_entries_leave_the_store(tmp_path: Path) -> None:
    now = 1_000_000.0
    with SlackStore(tmp_path / "slack.sqlite", clock=lambda: now) as store:
        store.claim(["old"])
        store.answered(["old"])
        store.join("C", "1")
        store.keep("r", ["line"])
        now += 8 * 86_400
        assert store.claim(["new"])
        assert store.claim(["old"])
        assert store.takes_part("C", "1")
        now += 91 * 86_400
        store.prune()
        assert not store.takes_part("C", "1")
        assert store.workings("r") is None


def test_erasing_removes_the_computations_that_mention_a_customer(tmp_path: Path) -> None:
    with SlackStore(tmp_path / "slack.sqlite") as store:
        store.keep("a", ["filter: customer = Ünal-7"])
        store.keep("b", ["filter: plan = Pro"])

        assert store.erase({"Ünal-7"}) == 1
        assert store.workings("a") is None
        assert store.workings("b") == ["filter: plan = Pro"]


def test_erased_text_is_not_left_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "slack.sqlite"
    with SlackStore(path) as store:
        store.keep("a", ["filter: customer = findable-name"])
        store.erase({"findable-name"})

    assert b"findable-name" not in path.read_bytes()


def test_the_store_holds_no_question(tmp_path: Path) -> None:
    with SlackStore(tmp_path / "slack.sqlite") as store:
        store.claim(["event:1"])
    with sqlite3.connect(tmp_path / "slack.sqlite") as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    connection.close()

    assert tables == {"seen", "threads", "workings"}


def test_a_pool_keeps_order_within_a_key_and_runs_keys_side_by_side() -> None:
    gate, done = threading.Event(), []

    def work(job: str) -> None:
        if job == "a1":
            assert gate.wait(10)
        if job == "b1":
            gate.set()
        done.append(job)

    pool = OrderedPool(work, workers=2, limit=10)
    for job in ("a1", "a2", "b1"):
        assert pool.submit(job[0], job)
    pool.close()

    assert done.index("a1") < done.index("a2")
    assert set(done) == {"a1", "a2", "b1"}


def test_a_full_pool_says_so_and_takes_more_later() -> None:
    gate = threading.Event()
    pool = OrderedPool(lambda job: gate.wait(10), workers=1, limit=2)

    assert [pool.submit("k", job) for job in (1, 2, 3)] == [True, True, False]
    gate.set()
    pool.close()


def test_a_job_that_raises_does_not_stall_its_key(caplog: pytest.LogCaptureFixture) -> None:
    done: list[int] = []

    def work(job: int) -> None:
        if job == 0:
            raise ValueError("private")
        done.append(job)

    pool = OrderedPool(work, workers=1, limit=9)
    for job in range(3):
        pool.submit("k", job)
    pool.close()

    assert done == [1, 2]
    assert "private" not in caplog.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<@U0BOT> who buys?", "who buys?"),
        ("hey <@U0BOT|bot>, who buys?", "hey , who buys?"),
        ("what did <@U5> say in <#C1|sales> and <#C2>", "what did somebody say in #sales and this channel"),
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("see <https://x.test/a|the page> <https://y.test>", "see the page https://y.test"),
        ("<!here> <!subteam^S1|@team>", "here @team"),
    ],
)
def test_a_message_is_read_as_its_author_saw_it(text: str, expected: str) -> None:
    assert plain(text, "U0BOT") == expected


def test_readers_are_the_channel_or_the_person() -> None:
    assert reader("C1", "U1", direct=False).groups == {"channel:C1"}
    assert reader("D1", "U1", direct=True).groups == {"user:U1"}
    assert is_direct({"channel": "D1"})
    assert not is_direct({"channel": "G1", "channel_type": "mpim"})


def test_the_manifest_asks_for_what_is_used_and_nothing_else() -> None:
    made = manifest("Our bot")

    assert json.loads(json.dumps(made)) == made
    assert made["settings"]["socket_mode_enabled"] is True
    assert "agent_view" in made["features"]
    assert "assistant_view" not in made["features"]
    needed = {
        "app_mention": "app_mentions:read",
        "message.channels": "channels:history",
        "message.groups": "groups:history",
        "message.im": "im:history",
        "app_home_opened": None,
    }
    events = made["settings"]["event_subscriptions"]["bot_events"]
    assert set(events) == set(needed)
    scopes = {scope for scope in needed.values() if scope} | {"chat:write", "assistant:write"}
    assert set(made["oauth_config"]["scopes"]["bot"]) == scopes


@pytest.mark.parametrize(
    ("method", "token", "arguments", "error"),
    [
        ("chat.postMessage", BOT_TOKEN, {"channel": "CNONE", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", BOT_TOKEN, {"channel": "COUT", "text": "x"}, "not_in_channel"),
        ("chat.postMessage", BOT_TOKEN, {"channel": "CIN"}, "no_text"),
        ("chat.postMessage", BOT_TOKEN, {"channel": "CIN", "text": "x" * 40_001}, "msg_too_long"),
        ("chat.postMessage", BOT_TOKEN, {"channel": "CIN", "blocks": [{"type": "header"}]}, "invalid_blocks"),
        ("chat.postMessage", BOT_TOKEN, {"text": "x"}, "invalid_arguments"),
        ("chat.postMessage", "xoxb-other", {"channel": "CIN", "text": "x"}, "invalid_auth"),
        ("chat.postMessage", APP_TOKEN, {"channel": "CIN", "text": "x"}, "not_allowed_token_type"),
        ("apps.connections.open", BOT_TOKEN, {}, "not_allowed_token_type"),
        ("views.open", BOT_TOKEN, {"trigger_id": "old", "view": {}}, "expired_trigger_id"),
        ("assistant.threads.setStatus", BOT_TOKEN, {"channel_id": "CIN", "status": ""}, "invalid_arguments"),
        ("chat.startStream", BOT_TOKEN, {}, "unknown_method"),
    ],
)
def test_the_fake_refuses_as_slack_documents(
    slack: FakeSlack, method: str, token: str, arguments: dict[str, object], error: str
) -> None:
    slack.channel("CIN")
    slack.channel("COUT", members=("U1",))

    with pytest.raises(SlackApiError) as refused:
        WebClient(token, base_url=slack.url).api_call(method, json=arguments)

    assert refused.value.response["error"] == error


def test_the_fake_takes_forms_as_well_as_json(slack: FakeSlack) -> None:
    slack.channel("CFORM")
    blocks = [{"type": "divider"}]

    WebClient(BOT_TOKEN, base_url=slack.url).api_call(
        "chat.postMessage", data={"channel": "CFORM", "text": "x", "blocks": json.dumps(blocks)}
    )

    assert slack.replies("CFORM")[0]["blocks"] == blocks


@pytest.mark.parametrize(
    "block",
    [
        {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}},
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        {"type": "section", "text": {"type": "plain_text", "text": "x" * 3001}},
        {"type": "section", "text": {"type": "plain_text", "text": ""}},
        {"type": "section"},
        {"type": "context", "elements": []},
        {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "x" * 76}}]},
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]},
        {"type": "rich_text", "elements": [{"type": "rich_text_list", "elements": []}]},
        {"type": "table", "rows": []},
        {"type": "divider", "text": "x"},
    ],
)
def test_the_checker_refuses_invalid_blocks(block: dict[str, object]) -> None:
    assert problems([block])


def test_the_checker_refuses_too_many_blocks_and_repeated_actions() -> None:
    button = {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "x"}}

    assert problems([{"type": "divider"}] * 51)
    assert problems([{"type": "actions", "elements": [button, button]}])
