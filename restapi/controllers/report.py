"""``/report``: printed documents (docs/reference/reports.rst)."""

import base64
from typing import Any, Dict, List, Union

from odoo import http
from odoo.http import Response, request

from ..compat import PREFIX, server
from ..odoo_types import Env, Record, Records
from ..rest import external_ids, orm
from ..rest.report import documents
from ..rest.request import negotiation, params
from ..rest.response import rendering
from .routing import route

IDS = params.IDS._replace(
    required=True, description="ids of the records, such as ``12,17``; required"
)
OFFERS = [negotiation.JSON, documents.PDF, documents.HTML, documents.TEXT]

# Scripts in a document must not run with the origin of this server.
SANDBOX = ("Content-Security-Policy", "sandbox")


class Report(http.Controller):
    @route(PREFIX + "/report/<report_name>/<int:record_id>", ["GET"], scope="report", offers=OFFERS)
    def print_one(
        self, env: Env, report_name: str, record_id: int, media_type: str
    ) -> Union[Response, Dict[str, Any]]:
        """Print a record.

        Odoo may store the document as an attachment, so this route is not read-only.
        """
        return _printed(documents.Report(env, report_name), record_id, media_type)

    @route(
        PREFIX + "/report/<report_name>/by/<external_id>",
        ["GET"],
        scope="report",
        offers=OFFERS,
    )
    def print_by_external_id(
        self, env: Env, report_name: str, external_id: str, media_type: str
    ) -> Union[Response, Dict[str, Any]]:
        """Print the record with an external id."""
        report = documents.Report(env, report_name)
        model = orm.model(env, report.action.model, "read")
        return _printed(report, external_ids.record(model, external_id).id, media_type)

    @route(PREFIX + "/report/<report_name>", ["GET"], scope="report", takes=[IDS], offers=OFFERS)
    def print_many(
        self, env: Env, report_name: str, ids: List[int], media_type: str
    ) -> Union[Response, Dict[str, Any]]:
        """Print several records: a list of documents, or a single one if ``Accept`` asks for its type."""
        report = documents.Report(env, report_name)
        records = report.records(ids)
        if _wants_json(report, media_type):
            return {"report": [_as_json(report, record) for record in records]}
        return _as_file(report, records)


def _printed(
    report: documents.Report, record_id: int, media_type: str
) -> Union[Response, Dict[str, Any]]:
    """The answer with the document of one record."""
    records = report.records([record_id])
    if _wants_json(report, media_type):
        return {"report": _as_json(report, records)}
    return _as_file(report, records)


def _wants_json(report: documents.Report, media_type: str) -> bool:
    """Whether the client prefers JSON to the type of the report.

    :param media_type: what it prefers of all types that reports have
    """
    offered = [negotiation.JSON, report.media_type]
    if media_type not in offered:
        media_type = negotiation.choose(request.httprequest, offered)
    return media_type == negotiation.JSON


def _as_json(report: documents.Report, record: Record) -> Dict[str, Union[int, str]]:
    content, extension = report.render(record)
    return {
        "id": record.id,
        "state": "true",
        "format": extension,
        # without line breaks (RFC 4648 §3.1), which some decoders don't skip
        "result": base64.b64encode(content).decode("ascii"),
    }


def _as_file(report: documents.Report, records: Records) -> Response:
    content, _extension = report.render(records)
    media_type = report.media_type
    if media_type.startswith("text/"):
        media_type += "; charset=utf-8"
    headers = [
        ("Content-Type", media_type),
        ("Content-Disposition", server.content_disposition(report.file_name(records))),
        SANDBOX,
        *rendering.HEADERS,
    ]
    return Response(content, headers=headers)
