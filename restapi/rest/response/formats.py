"""Formats of lists of records: JSON, JSON lines, CSV and XML, written chunk by chunk.

A list that breaks off must never look complete. JSON and XML then lack their end. JSON lines and CSV
have no end mark, so they end in ``broken``, which no parser accepts.
"""

import abc
import csv
import io
import re
from types import SimpleNamespace
from typing import Any, Dict, Iterable, List, Optional, Union

from lxml import etree

from ...odoo_types import Field, FieldValue, HTTPRequest, Records
from ..read.nested import Row, Selection
from ..request import negotiation
from ..request.negotiation import CSV, JSON, NDJSON, XML
from ..request.params import EXTERNAL_ID
from .rendering import dumps

# The external id of a record, as if it were a field.
_EXTERNAL_ID: Any = SimpleNamespace(type="char")


class Format(abc.ABC):
    """Writes one list.

    :param records: the model
    :param selection: the fields in the list
    :param key: the key of the records, in formats that have one
    """

    content_type = ""
    broken = b""

    def __init__(self, records: Records, selection: Selection, key: str) -> None:
        self.records = records
        self.selection = selection
        self.key = key
        self.is_first = True

    def head(self) -> bytes:
        return b""

    @abc.abstractmethod
    def rows(self, rows: List[Row]) -> bytes:
        """A chunk of the list."""

    def tail(self) -> bytes:
        return b""


class JsonFormat(Format):
    content_type = JSON

    def head(self) -> bytes:
        return ("{%s:[" % dumps(self.key)).encode()

    def rows(self, rows: List[Row]) -> bytes:
        if not rows:
            return b""
        separator = "" if self.is_first else ","
        self.is_first = False
        return (separator + dumps(rows)[1:-1]).encode()

    def tail(self) -> bytes:
        return b"]}"


# Characters that some programs treat as line ends, and that JSON doesn't escape.
_LINE_ENDS = [(char, "\\u%04x" % ord(char)) for char in "\x85\u2028\u2029"]


class NdjsonFormat(Format):
    content_type = NDJSON
    broken = b"{"

    def rows(self, rows: List[Row]) -> bytes:
        text = "".join([dumps(row) + "\n" for row in rows])
        for char, escaped in _LINE_ENDS:  # costs next to nothing if there is none
            text = text.replace(char, escaped)
        return text.encode()


class CsvFormat(Format):
    """RFC 4180.

    Many2one values take two columns, ``partner_id.id`` and ``partner_id.display_name``; ids of x2many
    values are joined by commas. Empty values are empty cells. Text that a spreadsheet would run as a
    formula gets a leading apostrophe; numbers don't.
    """

    content_type = CSV + "; charset=utf-8; header=present"
    broken = b'"'
    bom = b""

    def __init__(self, records: Records, selection: Selection, key: str) -> None:
        super().__init__(records, selection, key)
        self.names: Optional[List[str]] = None

    def rows(self, rows: List[Row]) -> bytes:
        out = io.StringIO()
        writer = csv.writer(out)
        start = b""
        if self.names is None:
            self.names = self._all_names(self.selection)
            writer.writerow(self._columns(self.records, "", self.names, self.selection))
            start = self.bom
        for row in rows:
            writer.writerow(self._cells(self.records, row, self.names, self.selection))
        return start + out.getvalue().encode()

    def tail(self) -> bytes:
        # a list without records still has its header
        return self.rows([]) if self.names is None else b""

    def _columns(
        self, records: Records, prefix: str, names: Iterable[str], selection: Selection
    ) -> List[str]:
        columns: List[str] = []
        for name in names:
            field = _field(records, name)
            below = selection.nested.get(name)
            if below is not None and field.type == "many2one":
                comodel = records.env[field.comodel_name]
                columns += self._columns(
                    comodel, prefix + name + ".", self._all_names(below), below
                )
            elif below is None and field.type == "many2one":
                columns += [prefix + name + ".id", prefix + name + ".display_name"]
            else:
                columns.append(prefix + name)
        return columns

    def _cells(
        self, records: Records, row: Row, names: Iterable[str], selection: Selection
    ) -> List[Any]:
        cells: List[Any] = []
        for name in names:
            field = _field(records, name)
            below = selection.nested.get(name)
            value = row.get(name, False)
            if below is not None and field.type == "many2one":
                comodel = records.env[field.comodel_name]
                cells += self._cells(comodel, value or {}, self._all_names(below), below)
            elif field.type == "many2one":
                cells += [_cell(part, field) for part in (value or (False, False))]
            else:
                cells.append(_cell(value, field))
        return cells

    @staticmethod
    def _all_names(selection: Selection) -> List[str]:
        return ["id", *(name for name in selection.names if name != "id")]


def _field(records: Records, name: str) -> Field:
    return _EXTERNAL_ID if name == EXTERNAL_ID else records._fields[name]


class CsvForExcelFormat(CsvFormat):
    """CSV with a byte order mark, without which Excel doesn't recognize UTF-8."""

    bom = b"\xef\xbb\xbf"


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def _cell(value: FieldValue, field: Field) -> Union[str, float]:
    if value is None or (value is False and field.type != "boolean"):
        return ""
    if isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (list, tuple)) and all(isinstance(item, int) for item in value):
        return ",".join(map(str, value))
    text = value if isinstance(value, str) else _text(value)
    return "'" + text if text.startswith(_FORMULA) else text


def _text(value: FieldValue) -> str:
    """The value as JSON, without the quotes of a JSON string."""
    text = dumps(value)
    return text[1:-1] if text.startswith('"') else text


class XmlFormat(Format):
    """``<records><record><id>7</id><name>…</name>…</record>…</records>``.

    A many2one has its id as an attribute, and a record its external id. X2many values are a list of ``<id>``, or of ``<record>`` if
    dotted names select fields of the related records. Characters that XML doesn't allow become U+FFFD.
    """

    content_type = XML + "; charset=utf-8"

    def head(self) -> bytes:
        name = etree.Element("records", model=self.records._name)
        name.set("description", _xml_text(self.records._description))
        start: bytes = etree.tostring(name, encoding="utf-8")
        # an empty element ends in "/>"; leave it open
        return b"<?xml version='1.0' encoding='utf-8'?>\n" + start[:-2] + b">\n"

    def rows(self, rows: List[Row]) -> bytes:
        return b"".join(
            etree.tostring(self._record(self.records, row, self.selection), encoding="utf-8")
            + b"\n"
            for row in rows
        )

    def tail(self) -> bytes:
        return b"</records>\n"

    def _record(
        self, records: Records, row: Row, selection: Selection, tag: str = "record"
    ) -> etree._Element:
        element = etree.Element(tag)
        for name, value in row.items():
            if name == EXTERNAL_ID:
                if value:
                    element.set("external_id", _xml_text(str(value)))
                continue
            self._field(element, records, name, value, selection.nested.get(name))
        return element

    def _field(
        self,
        parent: etree._Element,
        records: Records,
        name: str,
        value: FieldValue,
        below: Optional[Selection],
    ) -> None:
        field = records._fields[name]
        if below is not None:
            comodel = records.env[field.comodel_name]
            if isinstance(value, dict):
                parent.append(self._record(comodel, value, below, name))
                return
            element = etree.SubElement(parent, name)
            element.extend(self._record(comodel, row, below) for row in value or ())
            return
        element = etree.SubElement(parent, name)
        if field.type == "many2one" and value:
            element.set("id", str(value[0]))
            value = value[1]
        if isinstance(value, (list, tuple)) and all(isinstance(item, int) for item in value):
            for record_id in value:
                etree.SubElement(element, "id").text = str(record_id)
        elif value is not None and (value is not False or field.type == "boolean"):
            element.text = _xml_text(value if isinstance(value, str) else _text(value))


_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _xml_text(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)


FORMATS: Dict[str, type] = {
    JSON: JsonFormat,
    NDJSON: NdjsonFormat,
    CSV: CsvFormat,
    XML: XmlFormat,
}
OFFERS = tuple(FORMATS)


def format_class(httprequest: HTTPRequest, mimetype: str) -> type:
    """The format of a list, by the negotiated media type and its parameters in ``Accept``."""
    if mimetype == CSV and negotiation.has_parameter(httprequest, CSV, "bom=1"):
        return CsvForExcelFormat
    return FORMATS[mimetype]
