"""What clients sent, as the log may hold it.

In a terminal that shows the log, an escape sequence would move the cursor, hide text or make up lines
that Odoo never wrote; so would a line end, and so do characters that turn the direction of text.
"""

import logging
import re

_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
# Werkzeug colours the request line in its quotes.
_ACCESS = re.compile(r'([^"]*"(?:\x1b\[\d+m)*)(.*?)((?:\x1b\[0m)?" \S+ \S+)', re.DOTALL)


class Printable(logging.Filter):
    """Of a logger: its messages and tracebacks, with what can't be printed written as escapes."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if _UNPRINTABLE.search(message):
            # without arguments a percent sign in the message means nothing
            record.msg, record.args = self.printable(message), ()
        if record.exc_info and not record.exc_text:
            lines = logging.Formatter().formatException(record.exc_info).split("\n")
            record.exc_text = "\n".join(map(printable, lines))
        return True

    def printable(self, message: str) -> str:
        return printable(message)


class PrintableAccess(Printable):
    """Of Werkzeug's logger, which has a line for each request: it decodes the address."""

    def printable(self, message: str) -> str:
        message = message.rstrip("\n")
        match = _ACCESS.fullmatch(message)
        if match is None:
            return printable(message)
        before, line, after = match.groups()
        return before + printable(line) + after


def printable(text: str) -> str:
    """Text with escapes such as ``\\x1b`` in place of what can't be printed."""
    return _UNPRINTABLE.sub(lambda match: match.group().encode("unicode_escape").decode(), text)


def install() -> None:
    """Let Werkzeug's access log print nothing that a terminal would follow."""
    logging.getLogger("werkzeug").addFilter(PrintableAccess())
