"""Reports and printing, for all series."""

import contextlib
import importlib
import io
import time
from typing import Any, Dict, Iterable, Iterator, List, Tuple

import odoo
from odoo.addons.base.models import ir_actions_report
from odoo.api import SUPERUSER_ID
from odoo.tools import pdf

from ..odoo_types import Env, Record, Records, Request
from . import any_class_has, parameter, server

# By import_module, since on some series odoo.tools.safe_eval is the function.
safe_eval = importlib.import_module("odoo.tools.safe_eval")


def _optional(module: str) -> Any:
    """A module that only some series have; None on the others."""
    try:
        return importlib.import_module(module)
    except ImportError:
        return None


# Wrappers of errors that templates raise; see ``template_error_cause``.
TEMPLATE_ERRORS = tuple(
    getattr(module, name)
    for module, name in (
        (_optional("odoo.addons.base.models.qweb"), "QWebException"),  # 12.0 to 14.0
        (_optional("odoo.addons.base.models.ir_qweb"), "QWebException"),  # 15.0 to 18.0
        (_optional("odoo.addons.base.models.ir_qweb"), "QWebError"),  # 19.0 and later
    )
    if hasattr(module, name)
)

# Raised when a document to merge, such as an attachment, is not a readable PDF.
PDF_ERRORS = tuple(
    module.PdfReadError
    for module in (pdf, _optional("PyPDF2.utils"), _optional("PyPDF2.errors"))
    if hasattr(module, "PdfReadError")
)


PROGRAM = "wkhtmltopdf"
LAYOUT = "web.minimal_layout"
# On 20.0 addons provide the programs that make PDF, also wkhtmltopdf; before, Odoo itself ran it.
HAS_ENGINES = any_class_has(ir_actions_report, "get_pdf_engine_state")


def time_limit() -> int:
    """The seconds after which Odoo kills a worker that still serves a request; 0 for no limit."""
    return max(0, int(odoo.tools.config["limit_time_real"] or 0))


def engine(report: Record) -> str:
    """The program that makes the PDF of a report."""
    return str(report._get_pdf_engine(report)) if HAS_ENGINES else PROGRAM


def has_engine(report: Record) -> bool:
    """Whether Odoo found the program of a report when it started."""
    if HAS_ENGINES:
        return bool(report.get_pdf_engine_state(engine(report)) != "install")
    return bool(report.get_wkhtmltopdf_state() != "install")


def template_error_cause(error: BaseException) -> BaseException:
    """The error that code called by a template raised, without wrappers."""
    while isinstance(error, TEMPLATE_ERRORS):
        inner = getattr(error, "error", None)
        if not isinstance(inner, BaseException):
            inner = error.__cause__
        if inner is None:
            break
        error = inner
    return error


def find_report(env: Env, name: str) -> Record:
    """The report action with this ``report_name`` or external id; empty if there is none.

    Users may not read report actions, so Odoo's own ``/report`` routes read them as superuser. This does
    the same: the record describes a document, and contains no business data.
    """
    report = env["ir.actions.report"]._get_report_from_name(name)
    if not report and "." in name:
        found = env.ref(name, raise_if_not_found=False)
        if found and found._name == "ir.actions.report":
            # sudo: as in Odoo's own lookup by name, see above; up to 12.0 everybody may read it, and
            # sudo() would change the user
            report = found.sudo() if hasattr(env, "su") else found
    return report.with_env(report.env(context=env.context))


def report_names(env: Env) -> List[str]:
    """The names of all reports."""
    # sudo: as in find_report
    return list(env["ir.actions.report"].sudo().search([]).mapped("report_name"))


def reports_by_model(env: Env, models: Iterable[str]) -> Dict[str, List[str]]:
    """The names of the reports of these models, in order."""
    # sudo: as in find_report
    reports = env["ir.actions.report"].sudo()
    found: Dict[str, List[str]] = {}
    for report in reports.search([("model", "in", list(models))], order="report_name, id"):
        names = found.setdefault(report.model, [])
        if report.report_name not in names:
            names.append(report.report_name)
    return found


def report_groups(report: Record) -> Records:
    return report.group_ids if "group_ids" in report._fields else report.groups_id


def report_kind(report: Record) -> str:
    """The type of a report, without the program that it may name on 20.0."""
    return "qweb-pdf" if report.report_type.startswith("qweb-pdf-") else str(report.report_type)


def render_report(env: Env, name: str, report: Record, ids: List[int]) -> Tuple[bytes, str]:
    """Render a report as Odoo's own ``/report`` routes do: the document, and its format as Odoo names it."""
    kind = report_kind(report).replace("-", "_")
    if hasattr(report, "_get_report"):
        content, extension = getattr(env["ir.actions.report"], "_render_" + kind)(name, ids)
    else:
        prefix = "_render_" if hasattr(report, "_render_qweb_pdf") else "render_"
        content, extension = getattr(report, prefix + kind)(ids)
    return content.encode() if isinstance(content, str) else bytes(content), extension


def portal_environment(env: Env, records: Records) -> Env:
    """The environment in which Odoo's portal renders documents: the superuser's, with the company of the
    records. The caller's access to the records must have been checked."""
    context = dict(env.context)
    companies = records.company_id if "company_id" in records._fields else None
    if companies is not None and len(companies) == 1:
        context["allowed_company_ids"] = companies.ids
    return env(user=SUPERUSER_ID, context=context)


def report_title(report: Record, records: Records) -> str:
    """The file name of Odoo's own ``/report/download``, without its extension."""
    if report.print_report_name and len(records) == 1:
        names = {"object": records, "time": getattr(safe_eval, "time", time)}
        return str(safe_eval.safe_eval(report.print_report_name, names))
    return str(report.name)


def merge_pdf(env: Env, documents: List[bytes]) -> bytes:
    if hasattr(pdf, "merge_pdf"):
        return bytes(pdf.merge_pdf(documents))
    merged = env["ir.actions.report"]._merge_pdfs([io.BytesIO(document) for document in documents])
    return bytes(merged.getvalue())


def base_urls(report: Record) -> List[str]:
    """The base URLs from which a report loads its styles and pictures, as Odoo builds them."""
    # these two parameters are not secret: reports contain them
    urls = [parameter(report.env, key) for key in ("report.url", "web.base.url")]
    if hasattr(report, "_get_report_url"):  # 17.0 and later; a website may have its own URL
        urls.append(report._get_report_url(layout=report._get_layout()))
    elif hasattr(report, "get_base_url"):
        urls.append(_layout(report).get_base_url())
    return [url for url in urls if url]


def _layout(report: Record) -> Record:
    """The template around the pages of every report, looked up as Odoo does."""
    # sudo: as in Odoo's own lookup, see above
    views = report.env["ir.ui.view"].sudo()
    if hasattr(views, "get_view_id"):  # up to 15.0; a website may have a copy of it
        return views.browse(views.get_view_id(LAYOUT))
    return views.env.ref(LAYOUT)


@contextlib.contextmanager
def no_session(request: Request) -> Iterator[None]:
    """Replace the session of the request, which Odoo passes to wkhtmltopdf, by one that is not stored."""
    session, request.session = request.session, server.session_store().new()
    try:
        yield
    finally:
        request.session = session


@contextlib.contextmanager
def print_session(env: Env, values: Dict[str, Any]) -> Iterator[str]:
    """Store a session without a user but with these values, and yield its id.

    It names the database, so that a server with several databases knows which one the resources are from.
    """
    store = server.session_store()
    session = store.new()
    session.update(
        {
            "db": env.cr.dbname,
            "context": dict(env["res.users"].context_get()),
            "_trace_disable": True,  # 18.0 and later: don't list it among the user's devices
            **values,
        }
    )
    store.save(session)
    try:
        yield session.sid
    finally:
        store.delete(session)
