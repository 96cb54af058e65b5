"""Text from clients in the log."""

import logging

import pytest

from restapi.rest import logs

STYLED = '127.0.0.1 - - [26/Nov/2026] "\x1b[1m\x1b[31mGET /a%s HTTP/1.1\x1b[0m" 404 -'


def record(message, *args, exc_info=None):
    return logging.LogRecord("x", logging.INFO, "f", 1, message, args, exc_info)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain Zoë 漢字 100 %", "plain Zoë 漢字 100 %"),
        ("\x1b[2J", "\\x1b[2J"),
        ("a\r\nb\tc", "a\\r\\nb\\tc"),
        ("\x9b31m\x7f", "\\x9b31m\\x7f"),
        ("a\u202eb\u2028c", "a\\u202eb\\u2028c"),
        ("\ud800", "\\ud800"),
    ],
)
def test_unprintable_characters_are_escaped(text, shown):
    """Seen to fail without `printable`."""
    assert logs.printable(text) == shown
    for message in (record("%s", text), record(text.replace("%", "%%"), *[()] * 0)):
        assert logs.Printable().filter(message)
        assert "\x1b" not in message.getMessage()
    kept = record("%s", text)
    logs.Printable().filter(kept)
    assert kept.getMessage() == shown


def test_unprintable_characters_in_tracebacks_are_escaped():
    """Seen to fail without the check of `exc_info`."""
    try:
        raise ValueError("a\x1b[2Jb")
    except ValueError as error:
        failed = record("failed", exc_info=(ValueError, error, error.__traceback__))
    logs.Printable().filter(failed)
    text = logging.Formatter().format(failed)
    assert "\x1b" not in text
    assert "a\\x1b[2Jb" in text
    assert text.count("\n") > 2


def test_werkzeug_keeps_its_own_colours():
    """Seen to fail without `PrintableAccess`: escape sequences from clients were kept, too."""
    access = logs.PrintableAccess()
    for path, shown in (
        ("", ""),
        ("\x1b[2J", "\\x1b[2J"),
        ('"\x1b[8m" 200 -', '"\\x1b[8m" 200 -'),
        ("\x9b2J", "\\x9b2J"),
    ):
        line = record("%s", STYLED % path + "\n")
        access.filter(line)
        assert line.getMessage().rstrip("\n") == STYLED % shown
    odd = record("code 400, message \x1b[2J")
    access.filter(odd)
    assert odd.getMessage() == "code 400, message \\x1b[2J"
