"""Signed requests with other protocol parameters than usual."""

from tests.harness.oauth1 import OAUTH1

PARTNERS = "/restapi/1.0/object/res.partner"
PARTNER = f"{PARTNERS}/3?fields=name"
REQUEST_TOKEN, ACCESS_TOKEN = OAUTH1 + "/request_token", OAUTH1 + "/access_token"


def get(http, consumer, token, **extra):
    header = consumer.header("GET", http.base_url + PARTNER, token, extra=extra)
    return http.get(PARTNER, headers={"Authorization": header})


def post(http, consumer, path, token, **extra):
    header = consumer.header("POST", http.base_url + path, token, extra=extra)
    return http.post(path, headers={"Authorization": header})
