"""Nothing that a client sends reaches a terminal as an escape sequence, or starts a new line in the log."""

import re
import time

from tests.harness.wire import send

API = "/restapi/1.0"
ESCAPE = "\x1b[2J"
FORM = "Content-Type: application/x-www-form-urlencoded"
FORGED = "2026-01-01 00:00:00,000 1 INFO forged"

# Werkzeug colours its messages with escape sequences, too, but only in these places.
COLOURS = re.compile(r'"(?:\x1b\[\d+m)+|\x1b\[0m"')


def test_escape_sequences_in_the_log(server):
    """Seen to fail without `logs.install` (raw bytes in the path), and without the filter of the addon's own
    messages (a path, a parameter's name)."""
    for target in (
        f"{API}/nothing%1b[2J",
        f"{API}/nothing%0a{FORGED.replace(' ', '%20')}",
        f"{API}/nothing{ESCAPE}",
        f"{API}/nothing%C2%9B2J",
        f"{API}/nothing\xc2\x9b2J",
        f"{API}/common/version?%1b[2J=1",
        f"{API}/common/version?a%0a{FORGED.replace(' ', '%20')}=1",
        f"{API}/common/version?{ESCAPE}=1",
        f"{API}/object/%1b[2J/3",
        f"{API}/common/oauth2/authorize?client_id=%1b[2J&response_type=%1b[2J&scope=%1b[2J",
        "/.well-known/oauth-authorization-server?x=%1b[2J",
    ):
        assert 200 <= send(server, "GET", target)[0] < 500
    for header in (
        "X-Odoo-Database",
        "Accept",
        "Content-Type",
        "Authorization",
        "Origin",
        "Cookie",
    ):
        assert (
            200 <= send(server, "GET", f"{API}/common/version", [f"{header}: a{ESCAPE}b"])[0] < 500
        )
    form = b"grant_type=%1b[2J&client_id=%1b[2J&%1b[2J=%1b[2J"
    assert send(server, "POST", f"{API}/common/oauth2/access_token", [FORM], form)[0] in (400, 401)
    time.sleep(0.2)
    log = COLOURS.sub("", server.log_since_mark())
    assert "nothing\\x1b[2J" in log
    assert not re.findall("[^\n]*[\x00-\x09\x0b-\x1f\x7f-\x9f][^\n]*", log)
    assert not re.search(f"^{re.escape(FORGED)}", log, re.MULTILINE)
