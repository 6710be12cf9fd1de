"""A process killed at every step of a change or an erasure leaves the old state or the new one, whole."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from retrieval.corpus import Corpus

# One process loads everything once and forks a child for each step, which kills itself there.
KILLED_AT_EACH_STEP = """
import importlib.util, json, os, shutil, signal, sys
from pathlib import Path
spec = importlib.util.spec_from_file_location("shared", sys.argv[1])
shared = importlib.util.module_from_spec(spec)
sys.modules["shared"] = shared
spec.loader.exec_module(shared)
import chromadb
from chromadb.api.models.Collection import Collection
import chromadb.api.rust, chromadb_rust_bindings, bm25s, Stemmer
from retrieval.corpus import Corpus
from retrieval.documents import Document

steps, last = 0, 0

def counted(owner, name):
    made = getattr(owner, name)
    def step(*given, **named):
        global steps
        steps += 1
        if steps == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return made(*given, **named)
    setattr(owner, name, step)

def change(workspace, what):
    with Corpus.open(workspace, shared.HashedWords()) as corpus:
        for name in ("fsync", "replace", "unlink", "rmdir"):
            counted(os, name)
        for name in ("upsert", "delete", "modify"):
            counted(Collection, name)
        if what == "erase":
            corpus.erase(documents=["a.csv#1", "b.md"])
        else:
            corpus.replace("a.csv", [Document(id=f"a.csv#{n}", key=str(n), source="a.csv", kind="feedback",
                                              text=f"newer remark {n}") for n in range(3)])
        (workspace / "steps").write_text(str(steps))

def run(at):
    global last
    last = at
    workspace = folder / str(at)
    shutil.copytree(template, workspace)
    child = os.fork()
    if not child:
        change(workspace, what)
        os._exit(0)
    os.waitpid(child, 0)
    return workspace

template, folder, what, most = Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4], int(sys.argv[5])
total = int((run(0) / "steps").read_text())
chosen = sorted({1 + round(number * (total - 1) / (most - 1)) for number in range(most)})
print(json.dumps([str(run(at)) for at in chosen]))
"""
OLD = {"remark one", "remark two", "remark three", "the zinnias wilted too soon"}
NEW = {
    "erase": {"remark two", "remark three"},
    "replace": {"newer remark 0", "newer remark 1", "newer remark 2", "the zinnias wilted too soon"},
}
GONE = (b"zinnias wilt", b"remark one")


@pytest.fixture(scope="module")
def template(tmp_path_factory, hashed_words) -> Path:
    from retrieval.documents import Document

    workspace = tmp_path_factory.mktemp("crash") / "template"
    with Corpus.open(workspace, hashed_words()) as corpus:
        remarks = [f"remark {word}" for word in ("one", "two", "three")]
        corpus.replace(
            "a.csv",
            [
                Document(id=f"a.csv#{n}", key=str(n), source="a.csv", kind="feedback", text=text)
                for n, text in enumerate(remarks, start=1)
            ],
        )
        whole = Document(
            id="b.md", key="b.md", source="b.md", kind="interview", text="the zinnias wilted too soon"
        )
        corpus.replace("b.md", [whole])
        corpus.search("remark")
    return workspace


def kill_at_each_step(template: Path, folder: Path, what: str, most: int = 10) -> list[Path]:
    """Return the workspaces that the killed processes left, in the order of the steps: `most` of them, evenly."""
    shared = Path(__file__).with_name("conftest.py")
    command = [sys.executable, "-c", KILLED_AT_EACH_STEP, str(shared), str(template), str(folder), what, str(most)]
    ran = subprocess.run(command, cwd=Path(__file__).parents[2], check=False, capture_output=True)
    assert ran.returncode == 0, ran.stderr.decode()
    left = [Path(name) for name in json.loads(ran.stdout)]
    assert len(left) >= 2
    return left


@pytest.mark.parametrize("what", ["replace", "erase"])
def test_a_kill_at_any_step_leaves_the_old_state_or_the_new_one(template, tmp_path, words, what):
    states = []
    for workspace in kill_at_each_step(template, tmp_path, what):
        with Corpus.open(workspace, words) as corpus:
            states.append({document.text for document in corpus.documents()})
            assert corpus.search("remark", k=1)
            if what == "erase" and len(states) == 1:
                corpus.erase(documents=["a.csv#1", "b.md"])
                assert bytes_left(workspace) == [], "the same call finishes what was interrupted"
                assert len(list((workspace / "chroma").glob("record-*"))) == 1
        if what == "erase" and states[-1] == NEW["erase"]:
            assert bytes_left(workspace) == []
        shutil.rmtree(workspace)

    assert states[0] == OLD
    # A change is made for good once it is written down, an erasure once its folder is in use.
    assert states[-1] == NEW[what]
    assert all(state in (OLD, NEW[what]) for state in states)
    assert states == sorted(states, key=lambda state: state == NEW[what]), "once new, always new"


def bytes_left(workspace: Path) -> list[Path]:
    return [
        path for path in workspace.rglob("*") if path.is_file() and any(text in path.read_bytes() for text in GONE)
    ]
