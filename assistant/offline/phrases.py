"""Phrases that patterns of whole questions are made of, from `phrases.yaml`, and the patterns for them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


def read(file: str) -> Mapping[str, Any]:
    """Return one of the packaged vocabularies, in which every scalar stays a string: `no` is a word here."""
    text = files("assistant.offline").joinpath(file).read_text(encoding="utf-8")
    raw: Mapping[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - strings, lists and mappings
    return raw


@cache
def phrases(subject: str) -> Mapping[str, tuple[str, ...]]:
    """Return the phrases of a subject by what they mean."""
    return {meaning: tuple(listed) for meaning, listed in _subjects()[subject].items()}


@cache
def chains(subject: str) -> tuple[Sequence[str | list[str]], ...]:
    """Return the chains of a subject: phrases in turn, between them a number of letters at most."""
    return tuple(_subjects()[subject])


@cache
def _subjects() -> Mapping[str, Any]:
    return read("phrases.yaml")


def any_of(listed: Iterable[str]) -> str:
    """Return a pattern for any of some phrases, the longest first; `*` in one stands for any letters."""
    written = [re.escape(phrase).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for phrase in listed]
    return f"(?:{'|'.join(sorted(written, key=len, reverse=True))})"


def in_turn(chain: Sequence[str | list[str]]) -> str:
    """Return a pattern for one phrase after another, as far apart at most as the number between them says."""
    steps = (rf".{{0,{step}}}" if isinstance(step, str) else rf"\b{any_of(step)}\b" for step in chain)
    return "".join(steps)
