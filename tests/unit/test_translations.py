"""The translation files are complete and keep placeholders and markup."""

import re

import polib
import pytest

from dev import paths

FOLDER = paths.ADDON / "i18n"
LANGUAGES = ("de", "es", "fr", "nl")
# Placeholders, markup and names that are not translated.
FIXED = re.compile(r"%\(\w+\)s|%s|<[^>]+>|restapi_secret_key|RESTAPI_SECRET_KEY|OAuth [12]\.0a?")


def terms(path):
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(path))}


def test_all_languages_exist():
    assert {path.stem for path in FOLDER.glob("*.po")} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_is_complete(language):
    template, translated = terms(FOLDER / "restapi.pot"), terms(FOLDER / f"{language}.po")
    assert set(translated) == set(template), "run: python3 -m dev i18n"
    assert not [term for term, text in translated.items() if not text.strip()]
    po = polib.pofile(str(FOLDER / f"{language}.po"))
    assert po.metadata["Language"] == language
    assert not po.fuzzy_entries()


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_markup_are_kept(language):
    for term, text in terms(FOLDER / f"{language}.po").items():
        assert sorted(map(spelling, FIXED.findall(term))) == sorted(
            map(spelling, FIXED.findall(text.replace("OAuth-", "OAuth ")))
        ), term


def spelling(piece):
    return piece.replace("OAuth-", "OAuth ")
