"""The log warns about an old oauthlib, because Odoo checks only that there is one."""

import configparser
import pathlib

import pytest

from restapi import oauth

ROOT = pathlib.Path(__file__).parents[2]


@pytest.mark.parametrize("version", ["2.1.0", "3.1.0", "3.2.1", "3.2.1rc1"])
def test_old_version_is_logged(caplog, version):
    oauth.warn_if_old(version)
    assert version in caplog.text
    assert "3.2.2" in caplog.text


@pytest.mark.parametrize("version", ["3.2.2", "3.2.2.post1", "3.3.1", "4.0", "3.10"])
def test_newer_version_is_not_logged(caplog, version):
    oauth.warn_if_old(version)
    assert not caplog.text


def test_requirement_names_the_oldest_version():
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg")
    oldest = ".".join(map(str, oauth.OLDEST))
    assert f"oauthlib >= {oldest}" in config["options"]["install_requires"]
