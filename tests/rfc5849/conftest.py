"""A client of OAuth 1.0a and its access token."""

import pytest

from tests.harness.oauth1 import Consumer


@pytest.fixture
def consumer(http, register):
    return Consumer(http, register())


@pytest.fixture
def token(consumer):
    return consumer.authorized()
