"""Two hosts with two workers each on one database, behind nginx."""

import os

import pytest

from dev import net
from tests.harness import nginx
from tests.harness.server import Server, fresh_database

SITE = """
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
"""


@pytest.fixture(scope="session")
def hosts(series, postgres_port):
    db = f"soak_{series.replace('.', '_')}_{os.getpid()}"
    # one process for the whole run, so that leaks add up
    conf = {"proxy_mode": True, "limit_request": 2**20, "limit_time_real": 600}
    # Odoo's two seconds are not enough with a load balancer on the same two cores
    env = {"ODOO_HTTP_SOCKET_TIMEOUT": "60"}
    with (
        fresh_database(series, db, postgres_port),
        Server(series, db, postgres_port, extra_conf=conf, env=env) as one,
        Server(series, db, postgres_port, extra_conf=conf, env=env) as other,
    ):
        yield one, other


@pytest.fixture(scope="session")
def balancer(hosts):
    """The address of nginx."""
    port = net.free_port()
    servers = " ".join(f"server 127.0.0.1:{host.port} max_fails=0;" for host in hosts)
    with nginx.running(SITE.format(servers=servers, port=port), port):
        yield f"http://127.0.0.1:{port}"
