"""Log filters that escape what clients sent.

In a terminal that shows the log, escape sequences, line ends and characters that change the direction
of text could move the cursor, hide text or forge lines that Odoo never wrote.
"""

import logging
import re

_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
# Werkzeug colours the request line inside the quotes.
_ACCESS = re.compile(r'([^"]*"(?:\x1b\[\d+m)*)(.*?)((?:\x1b\[0m)?" \S+ \S+)', re.DOTALL)


class Printable(logging.Filter):
    """Escapes unprintable characters in a logger's messages and tracebacks."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if _UNPRINTABLE.search(message):
            # without arguments, logging doesn't interpret percent signs in the message
            record.msg, record.args = self.printable(message), ()
        if record.exc_info and not record.exc_text:
            lines = logging.Formatter().formatException(record.exc_info).split("\n")
            record.exc_text = "\n".join(map(printable, lines))
        return True

    def printable(self, message: str) -> str:
        return printable(message)


class PrintableAccess(Printable):
    """The filter for Werkzeug's access log, which contains decoded URLs."""

    def printable(self, message: str) -> str:
        message = message.rstrip("\n")
        match = _ACCESS.fullmatch(message)
        if match is None:
            return printable(message)
        before, line, after = match.groups()
        return before + printable(line) + after


def printable(text: str) -> str:
    """The text with escapes such as ``\\x1b`` in place of unprintable characters."""
    return _UNPRINTABLE.sub(lambda match: match.group().encode("unicode_escape").decode(), text)


def install() -> None:
    """Keep terminal control characters out of Werkzeug's access log."""
    logging.getLogger("werkzeug").addFilter(PrintableAccess())
