"""The translations: the template equals Odoo's export, and each language loads."""

import base64
import xmlrpc.client

import polib
import pytest

from dev import paths
from dev.inside.merge_translations import template
from tests.harness.browser import AUTHORIZE

FOLDER = paths.ADDON / "i18n"
CODES = {"de": "de_DE", "es": "es_ES", "fr": "fr_FR", "nl": "nl_NL"}


def terms(language):
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(FOLDER / f"{language}.po"))}


def test_the_template_is_up_to_date(odoo, has):
    """If this fails, run `python3 -m dev i18n` and translate the new texts."""
    module = odoo.search("ir.module.module", [("name", "=", "restapi")])
    values = {"lang": "__new__", "format": "po", "modules": [(6, 0, module)]}
    wizard = odoo.create("base.language.export", values)
    odoo.call("base.language.export", "act_getfile", [[wizard]])
    data = odoo.read("base.language.export", wizard, ["data"])["data"]
    exported = {entry.msgid for entry in template([base64.b64decode(data).decode()])}
    known = {entry.msgid for entry in polib.pofile(str(FOLDER / "restapi.pot"))}
    of_others = set() if has("__last_update") else {"Last Modified on"}
    of_others |= set() if has("/my/security") else {"Manage access"}
    assert exported == known - of_others


@pytest.fixture(scope="module")
def installed(odoo):
    """Installs all languages as an administrator would."""
    wizard = "base.language.install"
    one_by_one = "lang" in odoo.call(wizard, "fields_get")  # up to 15.0
    active = [("code", "in", list(CODES.values())), ("active", "=", False)]
    languages = odoo.search("res.lang", active)
    if one_by_one:
        for code in CODES.values():
            record = odoo.create(wizard, {"lang": code, "overwrite": True})
            odoo.call(wizard, "lang_install", [[record]])
    else:
        record = odoo.create(wizard, {"lang_ids": [(6, 0, languages)], "overwrite": True})
        odoo.call(wizard, "lang_install", [[record]])
    return languages


@pytest.mark.parametrize("language", CODES)
@pytest.mark.usefixtures("installed")
def test_a_language_loads(language, odoo, register, make_user, visitor):
    code, translated = CODES[language], terms(language)
    context = {"lang": code}
    application = register(kind="web", name="Shop")

    labels = odoo.call("restapi.application", "fields_get", [["scope_call"]], context=context)
    term = "Run actions, such as confirming an order"
    assert labels["scope_call"]["string"] == translated[term] != term

    page = visitor(make_user(lang=code)).request_authorization(application).text
    for term in (
        "Allow",
        "Deny",
        "Use another account",
        "Read records",
        "wants to access your account.",
    ):
        assert f">{translated[term]}<" in page.replace("\n", "").replace("  ", ""), term
    assert f'lang="{code.replace("_", "-")}"' in page

    write = [[application.id], {"scopes": "fly"}]
    with pytest.raises(xmlrpc.client.Fault) as fault:
        odoo.call("restapi.application", "write", write, context=context)
    known = "read, create, write, delete, call, report"
    expected = translated["Unknown scope %(unknown)s; available scopes: %(known)s"]
    assert expected % {"unknown": "fly", "known": known} in fault.value.faultString


@pytest.mark.usefixtures("installed")
def test_messages_about_refused_values(odoo, register, rsa_key):
    """Both parts of each sentence are translated."""
    translated = terms("de")
    application = register(kind="web")
    for vals, frame, reason in (
        (
            {"redirect_uris": "http://shop.example/"},
            translated["Redirect URI %(uri)s: %(problem)s"]
            % {"uri": "http://shop.example/", "problem": ""},
            "it must begin with https; http is allowed only for 127.0.0.1, [::1] and localhost.",
        ),
        (
            {"rsa_public_key": rsa_key.private_pem},
            translated["RSA Public Key: %s"] % "",
            "this is the private key, which must stay with the application.",
        ),
    ):
        with pytest.raises(xmlrpc.client.Fault) as fault:
            odoo.call(
                "restapi.application",
                "write",
                [[application.id], vals],
                context={"lang": "de_DE"},
            )
        assert frame + translated[reason] in fault.value.faultString
        assert translated[reason] != reason


@pytest.mark.usefixtures("installed")
def test_an_error_page_in_the_language_of_the_browser(visitor):
    one = visitor()
    one.headers["Accept-Language"] = "de-DE,de;q=0.9"
    page = one.get(AUTHORIZE, params={"response_type": "code", "client_id": "nobody"}).text
    sentence = (
        "This server does not know the application that sent you here. Please contact its provider."
    )
    assert terms("de")[sentence] in " ".join(page.split())
    assert "<span>There is no active application with this client_id.</span>" in page


@pytest.mark.usefixtures("installed")
def test_the_pages_in_german(person, make_user, register):
    user = make_user(lang="de_DE", name="Erika Müller")
    shop = register(kind="web", name="Webshop")
    web = person(width=390, height=844, is_mobile=True)
    web.page.goto(web.authorize_url(shop.client_id))
    web.sign_in(user.login, user.password)
    web.page.locator("button[value=allow]").wait_for()
    assert web.page.evaluate("document.documentElement.scrollWidth") <= 390
    web.shot("consent-german")
