"""Request tokens and their verifiers (RFC 5849 §2, §3.2)."""

from concurrent.futures import ThreadPoolExecutor

import requests

from tests.harness.oauth1 import OAUTH1, Consumer
from tests.harness.problems import problem
from tests.rfc5849.signed import ACCESS_TOKEN, get, post


def test_sixteen_exchanges_of_one_verifier_at_once(server, http, consumer):
    temporary = consumer.request_token()
    verifier = consumer.verifier(temporary)
    url = server.url + ACCESS_TOKEN
    headers = [
        consumer.header("POST", url, temporary, extra={"oauth_verifier": verifier})
        for _ in range(16)
    ]

    def send(header):
        return requests.post(url, headers={"Authorization": header}, timeout=60).status_code

    with ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(send, headers))
    assert sorted(statuses) == [200] + [401] * 15


def test_request_tokens(http, consumer, register):
    temporary = consumer.request_token()
    # not an access token
    problem(get(http, consumer, temporary), 401, "invalid_signature")
    # not authorized yet
    answer = post(http, consumer, ACCESS_TOKEN, temporary, oauth_verifier="x" * 32)
    problem(answer, 401, "invalid_signature")
    verifier = consumer.verifier(temporary)
    # already authorized
    answer = http.get(OAUTH1 + "/authorize", params={"oauth_token": temporary["oauth_token"]})
    problem(answer, 401, "invalid_token")
    # the verifier of another token
    other = consumer.request_token()
    other_verifier = consumer.verifier(other)
    answer = post(http, consumer, ACCESS_TOKEN, temporary, oauth_verifier=other_verifier)
    problem(answer, 401, "invalid_signature")
    problem(post(http, consumer, ACCESS_TOKEN, temporary), 400)
    # the token of another consumer
    other_consumer = Consumer(http, register())
    answer = post(http, other_consumer, ACCESS_TOKEN, temporary, oauth_verifier=verifier)
    problem(answer, 401, "invalid_signature")
    token = consumer.access_token(temporary, verifier)
    problem(get(http, other_consumer, token), 401, "invalid_signature")
    # already exchanged
    answer = post(http, consumer, ACCESS_TOKEN, temporary, oauth_verifier=verifier)
    problem(answer, 401, "invalid_signature")
    # an access token is not a request token
    answer = post(http, consumer, ACCESS_TOKEN, token, oauth_verifier=verifier)
    problem(answer, 401, "invalid_signature")
    answer = http.get(OAUTH1 + "/authorize", params={"oauth_token": token["oauth_token"]})
    problem(answer, 401, "invalid_token")


def test_request_tokens_expire_after_ten_minutes(http, consumer, server):
    first, second = consumer.request_token(), consumer.request_token()
    verifier = consumer.verifier(first)
    server.sql(
        "UPDATE restapi_oauth1_token SET expires_at = expires_at - interval '10 minutes'"
        " WHERE application_id = %s",
        [consumer.application.id],
    )
    answer = post(http, consumer, ACCESS_TOKEN, first, oauth_verifier=verifier)
    problem(answer, 401, "invalid_signature")
    answer = http.get(OAUTH1 + "/authorize", params={"oauth_token": second["oauth_token"]})
    problem(answer, 401, "invalid_token")
