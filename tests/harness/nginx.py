"""An nginx that runs as the current user and writes only to one folder."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dev import nginx, paths
from tests.harness.waiting import listens, wait_until

START_SECONDS = 20
MAIN = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
worker_processes 1;
{user}
events {{ worker_connections 2048; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@contextmanager
def running(site: str, port: int) -> Iterator[Path]:
    """Starts nginx with `site` in its http block and waits for `port`; yields its folder."""
    folder = paths.STATE / "run" / f"nginx-{port}"
    paths.ensure(folder)
    user = "" if os.geteuid() else "user root;"
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user))
    (folder / "site.conf").write_text(site)
    process = subprocess.Popen(
        [nginx.path(), "-e", folder / "error.log", "-p", folder, "-c", folder / "nginx.conf"]
    )
    try:
        wait_until(
            lambda: listens(port), f"nginx listens; see {folder / 'error.log'}", START_SECONDS
        )
        yield folder
    finally:
        process.terminate()
        process.wait(START_SECONDS)
