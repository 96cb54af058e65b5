"""Protections of webhooks: where they are sent, and what a receiver can do to the sender."""

from tests.security.mutants.edits import (
    Argument,
    Begin,
    Call,
    NeverIf,
    Returns,
    Value,
    Without,
)
from tests.security.mutants.model import Mutant

ADDRESSES = "restapi/webhooks/addresses.py"
CONNECTION = "restapi/webhooks/connection.py"
SENDING = "restapi/webhooks/sending.py"
SCHEDULE = "restapi/webhooks/schedule.py"
TEST_ADDRESSES = "unit/webhooks/test_addresses.py::test_"
TEST_SENDING = "unit/webhooks/test_sending.py::test_"
TEST_HOSTILE = "unit/webhooks/test_hostile_receivers.py::test_"
TEST_TLS = "unit/webhooks/test_tls.py::test_"

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "webhooks",
        "the check of addresses",
        (Without(ADDRESSES, "resolve", "_check"),),
        (
            TEST_ADDRESSES + "addresses_that_are_not_public",
            TEST_ADDRESSES + "names_of_addresses_that_are_not_public",
            TEST_ADDRESSES + "one_private_address_among_public_ones",
            TEST_SENDING + "loopback_is_refused_unless_allowed",
        ),
        is_pure=True,
    ),
    Mutant(
        "webhooks",
        "the check for four decimal numbers",
        (NeverIf(ADDRESSES, "_host", "_is_v4"),),
        (TEST_ADDRESSES + "numbers_that_only_c_libraries_read",),
        is_pure=True,
    ),
    Mutant(
        "webhooks",
        "the rule that http is for allowed networks",
        (NeverIf(ADDRESSES, "_check", "scheme"),),
        (TEST_ADDRESSES + "allowed_networks",),
        is_pure=True,
    ),
    Mutant(
        "webhooks",
        "the use of the checked address: the name is looked up again",
        (
            Argument(
                SENDING,
                "post",
                "connect",
                1,
                "addresses._addresses(addresses.parse(url, settings.allowed_networks), 9)",
            ),
        ),
        (TEST_SENDING + "a_name_that_changes_after_the_check",),
        is_pure=True,
    ),
    Mutant(
        "webhooks",
        "the thread for the lookup",
        (
            Call(ADDRESSES, "_look_up", "start", "{receiver}.run()"),
            Without(ADDRESSES, "_look_up", "join"),
        ),
        (TEST_ADDRESSES + "a_slow_name_server",),
        is_pure=True,
    ),
    Mutant(
        "webhooks",
        "the rule that redirects are not followed",
        (
            Begin(
                SENDING,
                "_kept",
                "import urllib.request\n"
                "if response.getheader('Location'):\n"
                "    urllib.request.urlopen(response.getheader('Location'), b'')",
            ),
        ),
        (TEST_SENDING + "redirects_are_not_followed",),
        is_pure=True,
    ),
    Mutant(
        "webhooks",
        "the deadline for the whole: it begins anew with each byte",
        (Returns(CONNECTION, "Deadline.left", "self._seconds"),),
        (TEST_HOSTILE + "slow_answers",),
        is_pure=True,
    ),
    Mutant(
        "webhooks",
        "the limit to what is read",
        (Value(SENDING, "MAX_HEAD", "10**12"), Value(SENDING, "MAX_READ", "10**12")),
        (
            TEST_HOSTILE + "endless_heads",
            TEST_HOSTILE + "endless_bodies",
            TEST_HOSTILE + "chunks_that_are_all_frame",
        ),
        is_pure=True,
        raises="DeadlineExceeded",
    ),
    Mutant(
        "webhooks",
        "the check for the end of the connection",
        (NeverIf(SENDING, "_exchange", "is_at_end"),),
        (TEST_HOSTILE + "broken_answers",),
        is_pure=True,
    ),
    Mutant(
        "webhooks",
        "the verification of certificates",
        (Returns(CONNECTION, "tls_context", "ssl._create_unverified_context()"),),
        (
            TEST_TLS + "invalid_certificates",
            TEST_TLS + "an_authority_that_the_system_does_not_trust",
        ),
        is_pure=True,
    ),
    Mutant(
        "webhooks",
        "`Retry-After`",
        (NeverIf(SCHEDULE, "outcome", "429"),),
        ("unit/webhooks/test_schedule.py::test_retry_after",),
        is_pure=True,
    ),
)
