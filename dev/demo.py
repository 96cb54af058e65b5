"""`make demo`: serves a real Odoo with the addon in the foreground, and prints requests to paste."""

import json
import os
import re
import signal
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dev import net, paths, postgres, prepare, wkhtmltopdf
from dev.console import Problem, say, step
from dev.database import Databases
from dev.odoo import Odoo
from dev.server import Server

PARTNER = 3  # the administrator's, in every database
API = "/restapi/1.0"
KEPT_LOGS = 5  # of earlier starts
# MB to download and GB on disk for the first start of a series, or of your own Odoo.
NEEDS = {"19.0": (300, 2.5), "14.0": (250, 1.5), "own": (150, 1.0)}
LOUD = re.compile(r"^\d{4}-\d\d-\d\d \S+ \d+ (WARNING|ERROR|CRITICAL) ")
QUIET = re.compile(r"^\d{4}-\d\d-\d\d \S+ \d+ (DEBUG|INFO) ")


def run(series: str, port: int) -> int:
    odoo = Odoo(series)
    net.require_free(port)
    if not odoo.is_prepared():
        say(needs(series, is_own=bool(odoo.own_path)))
    with _ended_by_signals():
        prepare.odoos([series])
        wkhtmltopdf.prepare()
        with postgres.server() as postgres_port:
            databases = Databases(odoo, postgres_port)
            database = f"restapi_demo_{odoo.slug}"
            databases.prepare_demo(database)
            # With threads instead of workers, Odoo serves the websocket on the same port.
            server = Server(
                odoo, database, postgres_port, name=f"demo-{series}-{port}", port=port, workers=0
            )
            rotate(server.log_path)
            databases.set_report_url(database, server.url)
            try:
                with step(f"Odoo {series}: starting"):
                    net.require_free(port)
                    server.start()
                    server.wait_ready()
                _print_introduction(server)
                _watch(server)
            except KeyboardInterrupt:
                say("\nstopping …")
            finally:
                server.stop()
    say("stopped")
    return 0


def needs(series: str, is_own: bool) -> str:
    """A message that says how much the first start downloads and stores."""
    download, disk = NEEDS["own" if is_own or series not in NEEDS else series]
    return (
        f"The first start downloads about {download} MB and stores about {disk:.1f} GB in {paths.STATE}. "
        "It reuses what is already there. Press Ctrl-C to stop."
    )


def rotate(log: Path, keep: int = KEPT_LOGS) -> None:
    """Keeps the logs of earlier starts; log.1 is the most recent."""
    for number in range(keep - 1, 0, -1):
        older = log.with_name(f"{log.name}.{number}")
        if older.exists():
            older.replace(log.with_name(f"{log.name}.{number + 1}"))
    if log.exists():
        log.replace(log.with_name(f"{log.name}.1"))


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Makes `kill` and a closed terminal stop the demo as Ctrl-C does."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    # SIGINT too, because a shell makes background programs ignore it.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupt)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup ignores it
        signal.signal(signal.SIGHUP, interrupt)
    yield


def _watch(server: Server) -> None:
    """Shows warnings from the log until the server ends.

    :raises Problem: the server ended without being told to
    """
    done = threading.Event()
    watcher = threading.Thread(target=_show_warnings, args=(server.log_path, done), daemon=True)
    watcher.start()
    try:
        if server.process is not None:
            server.process.wait()
    finally:
        done.set()
    tail = "\n".join(f"    {line}" for line in server.log_text().splitlines()[-10:])
    raise Problem(
        f"Odoo stopped unexpectedly:\n{tail}",
        f"read the log, {server.log_path}, then run `make demo` again",
    )


def _show_warnings(log: Path, done: threading.Event) -> None:
    loud = False
    with log.open(errors="replace") as file:
        file.seek(0, 2)
        while not done.is_set():
            line = file.readline()
            if not line:
                done.wait(0.2)
                continue
            # Lines without a date, such as a traceback, belong to the line before.
            loud = bool(LOUD.match(line)) or (loud and not QUIET.match(line))
            if loud:
                say(line.rstrip())


def _print_introduction(server: Server) -> None:
    try:
        with urllib.request.urlopen(f"{server.url}/start", timeout=60) as answer:
            start = json.load(answer)
    except urllib.error.HTTPError as error:
        raise Problem(
            f"GET /start answered {error.code}", f"look for the reason in {server.log_path}"
        ) from None
    say(introduction(server.odoo.series, server.url, start, server.log_path))


def introduction(series: str, url: str, start: dict[str, str], log: Path) -> str:
    """The text that `make demo` prints. Its requests can be pasted unchanged."""
    key, secret = start["client_id"], start["client_secret"]
    grant = "-d grant_type=authorization_code -d code=$CODE"
    return f"""
Odoo {series} serves the API at {url}{API}
Web client: {url}/web  login admin, password admin
API explorer: {url}{API}/docs  to look around and try requests
Log: {os.path.relpath(log, paths.ROOT)}   Ctrl-C stops everything.

Paste this into another terminal. The demo application:

curl -s {url}/start; echo

Sign in with OAuth 2.0: get a code, then exchange it for a token:

API={url}{API}
member() {{ sed "s/.*\\"$1\\": *\\"\\([^\\"]*\\)\\".*/\\1/"; }}
CODE=$(curl -s "$API/common/oauth2/authorize?response_type=code&client_id={key}" | member code)
TOKEN=$(curl -s $API/common/oauth2/access_token -u {key}:{secret} {grant} | member access_token)

Read a partner:

curl -gs -H "Authorization: Bearer $TOKEN" "$API/object/res.partner/{PARTNER}?fields=['name','country_id']"; echo
"""
