"""Code that the API explorer gives to copy, run as its language is."""

import json
import subprocess
import sys

from dev import node, php

MODEL = "res.partner.category"


def run_code(language, text, token):
    """What code prints that was copied, run as its language is."""
    commands = {
        "curl": ["bash", "-c", text.replace("curl ", "curl -s --noproxy '*' ", 1)],
        "python": [sys.executable, "-c", text],
        "javascript": ["node", "--input-type=module", "-e", text],
        "php": [php.path(), *php.curl_options(), "-r", text.removeprefix("<?php")],
    }
    done = subprocess.run(
        commands[language],
        env={**node.environment(), "TOKEN": token, "no_proxy": "*"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (language, text, done.stderr)
    return done.stdout


def test_code_to_copy(explorer, odoo):
    """In each language, it does what the page has done."""
    one = explorer()
    page = one.page
    one.open(f"#{MODEL}/routes")
    one.sign_in()
    page.locator("#changes").click()
    one.allow()
    page.locator("#dry_run").click()
    block = one.operation("createResPartnerCategory")
    block.locator(".opblock-summary-control").click()
    values = {"name": "It's a “copy” \\ $HOME", "active": True, "parent_id": None}
    block.locator("textarea").fill(json.dumps({"vals": values, "fields": ["name"]}))
    block.locator("button.execute").click()
    one.answer(block)
    page.locator("#account .copy").click()
    token = copied(one)
    told = {}
    for language in ("curl", "python", "javascript", "php"):
        block.locator(f".code [data-tab={language}]").click()
        block.locator(".code .copy").click()
        told[language] = copied(one)
        assert token not in told[language]
    named = [("name", "=", values["name"])]
    created = odoo.search(MODEL, named)
    assert len(created) == 1
    for language, text in told.items():
        assert '"name"' in run_code(language, text, token)
        created = [*created, *(set(odoo.search(MODEL, named)) - set(created))]
    assert len(created) == 1 + len(told)
    odoo.unlink(MODEL, created)


def copied(one):
    text = one.until("navigator.clipboard.readText()")
    one.page.evaluate("navigator.clipboard.writeText('')")
    return text
