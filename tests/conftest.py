"""What every test stands on: no network, repeatable property tests, one loaded checker."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from nlp_check import Checker

ROOT = Path(__file__).parents[1]

# The same examples in every run: a failure in CI can be repeated at a desk, and the order of tests is random anyway.
# Deadlines measure the machine.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis.settings.load_profile("repeatable")


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Notes are health records: nothing in this program opens a connection, and no test may."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _refuse)
        patch.setattr(socket.socket, "connect_ex", _refuse)
        patch.setattr(socket, "getaddrinfo", _refuse)
        yield


def _refuse(*_: object, **__: object) -> None:
    raise AssertionError("a test tried to reach the network")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def checker() -> Checker:
    """The checker under ``strict``, loaded once; it keeps nothing of a note."""
    return Checker()
