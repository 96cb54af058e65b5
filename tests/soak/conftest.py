"""Two hosts with two workers each on one database, behind nginx."""

import os
import subprocess
import time
from contextlib import closing, suppress

import pytest
import requests

from dev import net, nginx, paths
from tests.harness.server import Server, fresh_database

CONFIGURATION = """
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
    upstream odoo {{ {servers} }}
    server {{
        listen 127.0.0.1:{port} backlog=1024;
        location / {{
            proxy_pass http://odoo;
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-Host $http_host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_read_timeout 300s;
            proxy_connect_timeout 300s;
            proxy_next_upstream off;
        }}
    }}
}}
"""


@pytest.fixture(scope="session")
def hosts(series, postgres_port):
    db = f"soak_{series.replace('.', '_')}_{os.getpid()}"
    # one process for the whole run, so that what it leaks adds up
    conf = {"proxy_mode": True, "limit_request": 2**20, "limit_time_real": 600}
    # Odoo's two seconds are too few for a balancer on the same two cores
    env = {"ODOO_HTTP_SOCKET_TIMEOUT": "60"}
    with (
        fresh_database(series, db, postgres_port),
        Server(series, db, postgres_port, extra_conf=conf, env=env) as one,
        Server(series, db, postgres_port, extra_conf=conf, env=env) as other,
    ):
        yield one, other


@pytest.fixture(scope="session")
def balancer(hosts):
    """nginx's address."""
    port = net.free_port()
    folder = paths.STATE / "run" / f"nginx-{port}"
    paths.ensure(folder)
    (folder / "nginx.conf").write_text(
        CONFIGURATION.format(
            folder=folder,
            port=port,
            user="" if os.geteuid() else "user root;",
            servers=" ".join(f"server 127.0.0.1:{host.port} max_fails=0;" for host in hosts),
        )
    )
    process = subprocess.Popen(
        [nginx.path(), "-e", folder / "error.log", "-p", folder, "-c", folder / "nginx.conf"]
    )
    try:
        deadline = time.monotonic() + 20
        while True:
            with suppress(requests.ConnectionError), closing(requests.Session()) as session:
                session.trust_env = False
                session.get(f"http://127.0.0.1:{port}/restapi/1.0/common/version", timeout=60)
                break
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)
