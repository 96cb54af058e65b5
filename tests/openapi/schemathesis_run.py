"""Runs schemathesis over a document, in a process of its own, and tells what it found."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

from dev import generators

HERE = Path(__file__).parent
# Whatever is sent, the answer is in the document: status, headers, type and schema. What contradicts the
# document is refused, requests without a token too, and what was deleted is gone.
# `positive_data_acceptance` can't hold: to a schema a domain is any text, and a value may break a rule
# of the database.
CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
    "negative_data_rejection",
    "missing_required_header",
    "ignored_auth",
    "use_after_free",
    "ensure_resource_availability",
]


def run(
    document: dict[str, Any], token: str, folder: Path, *, seconds: int, options: list[str]
) -> int:
    """Tests the server that the document names; returns the number of requests.

    :param seconds: after which it counts as hung
    :raises AssertionError: an answer isn't as the document says
    """
    path = folder / "openapi.json"
    path.write_text(json.dumps(document))
    done = subprocess.run(
        [
            str(generators.PYTHON.path / "bin" / "schemathesis"),
            *("--config-file", str(HERE / "schemathesis.toml")),
            *("run", str(path), "--url", document["servers"][0]["url"]),
            *("--header", f"Authorization: Bearer {token}"),
            *("--checks", ",".join(CHECKS), "--continue-on-failure", "--no-color"),
            *("--warnings", "off", *options),
        ],
        cwd=folder,
        env={
            **os.environ,
            "SCHEMATHESIS_HOOKS": "schemathesis_hooks",
            "PYTHONPATH": str(HERE),
            "NO_PROXY": "127.0.0.1",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-20_000:]
    return int(re.findall(r"(\d+) generated", done.stdout)[-1])
