"""200 clients for two minutes on two hosts: no errors, no leaks, consistent data."""

import collections
import json
import os
import threading
import time

import psutil
import pytest

from dev import paths
from tests.harness.http import HttpClient
from tests.harness.oauth import OAUTH2, get_token, make_application
from tests.harness.oauth1 import Consumer
from tests.harness.rpc import OdooClient

CLIENTS = int(os.environ.get("RESTAPI_SOAK_CLIENTS") or 200)
SECONDS = float(os.environ.get("RESTAPI_SOAK_SECONDS") or 120)
API = "/restapi/1.0/object"
PARTNERS = f"{API}/res.partner"
MEBIBYTE = 1024 * 1024
# Odoo lets 8 connections per worker wait, and the kernel resets more; nginx has no queue.
AT_ONCE = threading.BoundedSemaphore(24)


class Queued(HttpClient):
    """Waits for its turn, as behind a load balancer with a queue."""

    def request(self, method, url, **kwargs):
        with AT_ONCE:
            return super().request(method, url, **kwargs)


class Client:
    """One of the parallel clients; its number decides what it does."""

    credentials = None

    def __init__(self, number, url, application):
        self.number = number
        self.http = Queued(url)
        self.application = application
        self.counts = collections.Counter()
        self.problems = []
        self.created = []
        self.seconds = []

    def prepare(self):
        self.tokens = get_token(self.http, self.application)
        if self.number % 4 == 2:
            self.consumer = Consumer(self.http, self.application)
            self.credentials = self.consumer.authorized()

    def work(self, until):
        act = [self.read, self.write, self.read_signed, self.rotate][self.number % 4]
        try:
            while time.monotonic() < until:
                act()
        except Exception as error:  # noqa: BLE001 - a client's failure is a result
            self.problems.append(repr(error))

    def check(self, answer, kind):
        self.seconds.append(answer.elapsed.total_seconds())
        self.counts[kind] += 1
        if answer.status_code != 200:
            self.problems.append(f"{kind}: {answer.status_code} {answer.text[:300]}")
        return answer

    def read(self):
        token = self.tokens["access_token"]
        query = "?fields=name,country_id.code&limit=5&domain=[('active','=',True)]"
        self.check(self.http.get(PARTNERS + query, token=token), "bearer list")
        self.check(self.http.get(f"{PARTNERS}/3?fields=name", token=token), "bearer read")

    def write(self):
        token = self.tokens["access_token"]
        name = f"soak-{self.number}-{len(self.created)}"
        body = {"vals": {"name": name}, "fields": "name"}
        answer = self.check(self.http.post(PARTNERS, token=token, json=body), "create")
        if answer.status_code == 200:
            self.created.append(name)
            record = answer.json()["Contact"]["id"]
            body = {"vals": {"ref": name}, "fields": "ref"}
            answer = self.http.put(f"{PARTNERS}/{record}", token=token, json=body)
            self.check(answer, "write")

    def read_signed(self):
        target = f"{PARTNERS}/3?fields=name"
        self.check(self.consumer.send("GET", target, self.credentials), "signed read")

    def rotate(self):
        form = {"grant_type": "refresh_token", "refresh_token": self.tokens["refresh_token"]}
        auth = (self.application.client_id, self.application.client_secret)
        answer = self.check(
            self.http.post(f"{OAUTH2}/access_token", data=form, auth=auth), "refresh"
        )
        if answer.status_code == 200:
            self.tokens = answer.json()
            token = self.tokens["access_token"]
            self.check(self.http.get(f"{PARTNERS}/3?fields=name", token=token), "read after")


def state(hosts):
    """Open files, memory and connections of all processes of both hosts."""
    processes = [psutil.Process(pid) for host in hosts for pid in host.pids]
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
    return {
        "pids": sorted(process.pid for process in processes),
        "files": sum(process.num_fds() for process in processes),
        "memory": sum(process.memory_info().rss for process in processes) // MEBIBYTE,
        "connections": hosts[0].sql(query, [hosts[0].db])[0][0],
    }


def in_parallel(clients, function):
    threads = [threading.Thread(target=function, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.timeout(1800)
def test_load(hosts, balancer, series):
    odoo = OdooClient(hosts[0].url, hosts[0].db)
    applications = [make_application(odoo, odoo.uid) for _ in range(8)]
    clients = [Client(n, balancer, applications[n % 8]) for n in range(CLIENTS)]
    in_parallel(clients, Client.prepare)
    in_parallel(clients, lambda client: client.work(time.monotonic() + SECONDS / 6))
    warm = state(hosts)
    in_parallel(clients, lambda client: client.work(time.monotonic() + SECONDS))
    after = state(hosts)

    counts = sum((client.counts for client in clients), collections.Counter())
    seconds = sorted(second for client in clients for second in client.seconds)
    figures = {
        "series": series,
        "clients": CLIENTS,
        "seconds": SECONDS,
        "requests": sum(counts.values()),
        "median": round(seconds[len(seconds) // 2], 3),
        "p99": round(seconds[len(seconds) * 99 // 100], 3),
        **counts,
        "warm": warm,
        "after": after,
    }
    (paths.STATE / f"soak-{series}.json").write_text(json.dumps(figures, indent=1))
    print("\n" + json.dumps(figures, indent=1))

    problems = [problem for client in clients for problem in client.problems]
    assert not problems, (len(problems), problems[:5])
    created = [name for client in clients for name in client.created]
    rows = hosts[0].sql("SELECT name FROM res_partner WHERE name LIKE 'soak-%%'")
    assert sorted(name for (name,) in rows) == sorted(created), "lost or duplicated"
    assert after["pids"] == warm["pids"], "a worker died"
    assert after["connections"] <= warm["connections"] + 2
    assert after["files"] <= warm["files"] + 8
    assert after["memory"] <= warm["memory"] + 150
    assert hosts[0].session_files == []


def test_a_nonce_works_once_on_both_hosts(hosts, balancer):
    odoo = OdooClient(hosts[0].url, hosts[0].db)
    with HttpClient(balancer) as http:
        consumer = Consumer(http, make_application(odoo, odoo.uid))
        token = consumer.authorized()
        target = f"{PARTNERS}/3?fields=name"
        headers = {
            "Authorization": consumer.header("GET", balancer + target, token),
            "Host": balancer.split("//")[1],
        }
        answers = [http.get(host.url + target, headers=headers) for host in hosts]
    assert [answer.status_code for answer in answers] == [200, 401], answers[0].text


def test_a_revoked_token_is_dead_on_both_hosts(hosts):
    one, other = hosts
    odoo = OdooClient(one.url, one.db)
    application = make_application(odoo, odoo.uid)
    with HttpClient(one.url) as first, HttpClient(other.url) as second:
        token = get_token(first, application)["access_token"]
        target = f"{PARTNERS}/3?fields=name"
        assert second.get(target, token=token).status_code == 200
        auth = (application.client_id, application.client_secret)
        assert first.post(f"{OAUTH2}/revoke", data={"token": token}, auth=auth).status_code == 200
        assert second.get(target, token=token).status_code == 401


def test_a_model_made_on_one_host_is_served_by_the_other(hosts):
    one, other = hosts
    odoo = OdooClient(one.url, one.db)
    with HttpClient(one.url) as first, HttpClient(other.url) as second:
        token = get_token(first, make_application(odoo, odoo.uid))["access_token"]
        vals = {"name": "Soak", "model": "x_soak", "state": "manual"}
        made = first.post(f"{API}/ir.model", token=token, json={"vals": vals, "fields": "name"})
        assert made.status_code == 200, made.text
        vals = {
            "model_id": made.json()["Models"]["id"],
            "name": "x_text",
            "field_description": "Text",
            "ttype": "char",
            "state": "manual",
        }
        field = first.post(f"{API}/ir.model.fields", token=token, json={"vals": vals})
        assert field.status_code == 200, field.text
        for _worker in range(4):
            body = {"vals": {"x_text": "here"}}
            answer = second.post(f"{API}/x_soak", token=token, json=body)
            assert answer.status_code == 200, answer.text
            assert answer.json()["Soak"]["x_text"] == "here"
