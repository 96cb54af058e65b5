"""Protections of the feed of changes: nothing is missed, tokens are for one query, rights decide."""

from tests.security.mutants.edits import Edit, NeverIf, Without
from tests.security.mutants.model import Mutant

ANSWERS = "object/test_changes.py::test_"
KEPT = "object/test_changes_kept.py::test_"
FEED = "restapi/rest/changes/feed.py"
RETENTION = "restapi/rest/changes/retention.py"
TOKENS = "restapi/rest/changes/tokens.py"

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "changes",
        "the transactions that were running in a snapshot",
        (
            Edit(
                FEED,
                "AND NOT txid_visible_in_snapshot(txid, %(since)s::txid_snapshot)",
                "AND txid >= txid_snapshot_xmax(%(since)s::txid_snapshot)",
            ),
        ),
        (ANSWERS + "a_long_transaction",),
    ),
    Mutant(
        "changes",
        "what is left of a note of many records after the end of a page",
        (Edit(FEED, "< %(limit)s + %(place)s", "< %(limit)s"),),
        (ANSWERS + "many_records_of_one_statement",),
    ),
    Mutant(
        "changes",
        "the transactions that were running before a note that is merged with another",
        (Edit(RETENTION, "max(horizon) AS horizon", "max(txid) AS horizon"),),
        (KEPT + "notes_of_one_record_become_one",),
    ),
    Mutant(
        "changes",
        "the transactions that are running when notes are deleted",
        (
            Edit(
                RETENTION,
                "least(max(txid) + 1, txid_snapshot_xmin(txid_current_snapshot()))",
                "max(txid) + 1",
            ),
        ),
        (KEPT + "a_transaction_that_is_older_than_a_token",),
    ),
    Mutant(
        "changes",
        "the refusal of tokens that would need deleted notes",
        (Edit(TOKENS, "oldest < state.floor or ", ""),),
        (KEPT + "old_tokens_expire",),
    ),
    Mutant(
        "changes",
        "the database that notes belong to",
        (Edit("restapi/rest/changes/state.py", "if identity == known:", "if known:"),),
        (KEPT + "notes_of_another_database",),
    ),
    Mutant(
        "changes",
        "the query that a token is for",
        (Without(TOKENS, "read", "InvalidParameter"),),
        (ANSWERS + "tokens_are_for_one_query",),
    ),
    Mutant(
        "changes",
        "the refusal of domains that other records decide",
        (Without("restapi/controllers/object_changes.py", "_answer", "check"),),
        (ANSWERS + "domains_that_others_decide",),
    ),
    Mutant(
        "changes",
        "the refusal to follow tables of this addon",
        (
            NeverIf(
                "restapi/models/restapi_followed.py", "RestapiFollowed._check_model", "startswith"
            ),
        ),
        ("object/test_followed_models.py::test_models_without_a_table",),
    ),
)
