"""What the series differ in about reports and their printing."""

import contextlib
import importlib
import io
import time
from typing import Any, Dict, Iterator, List, Tuple

import odoo
from odoo.addons.base.models import ir_actions_report
from odoo.api import SUPERUSER_ID
from odoo.tools import pdf

from ..odoo_types import Env, Record, Records, Request
from . import any_class_has, parameter, server

# The module; on some series odoo.tools has the function under this name.
safe_eval = importlib.import_module("odoo.tools.safe_eval")


def _optional(module: str) -> Any:
    """A module that not every series has."""
    try:
        return importlib.import_module(module)
    except ImportError:
        return None


# What a template raised comes wrapped in one of these; see ``template_error_cause``.
TEMPLATE_ERRORS = tuple(
    getattr(module, name)
    for module, name in (
        (_optional("odoo.addons.base.models.qweb"), "QWebException"),  # 12.0 to 14.0
        (_optional("odoo.addons.base.models.ir_qweb"), "QWebException"),  # 15.0 to 18.0
        (_optional("odoo.addons.base.models.ir_qweb"), "QWebError"),  # 19.0 and later
    )
    if hasattr(module, name)
)

# A document that is to be merged, an attachment for instance, is no readable PDF.
PDF_ERRORS = tuple(
    module.PdfReadError
    for module in (pdf, _optional("PyPDF2.utils"), _optional("PyPDF2.errors"))
    if hasattr(module, "PdfReadError")
)


PROGRAM = "wkhtmltopdf"
LAYOUT = "web.minimal_layout"
# On 20.0 addons bring the programs that make PDF, wkhtmltopdf too; before, it was a part of Odoo.
HAS_ENGINES = any_class_has(ir_actions_report, "get_pdf_engine_state")


def time_limit() -> int:
    """Seconds after which Odoo kills a worker that still serves a request; 0 for none."""
    return max(0, int(odoo.tools.config["limit_time_real"] or 0))


def engine(report: Record) -> str:
    """The program that makes PDF of a report."""
    return str(report._get_pdf_engine(report)) if HAS_ENGINES else PROGRAM


def has_engine(report: Record) -> bool:
    """Whether Odoo found that program when it started."""
    if HAS_ENGINES:
        return bool(report.get_pdf_engine_state(engine(report)) != "install")
    return bool(report.get_wkhtmltopdf_state() != "install")


def template_error_cause(error: BaseException) -> BaseException:
    """What code called by a template raised, or the error itself."""
    while isinstance(error, TEMPLATE_ERRORS):
        inner = getattr(error, "error", None)
        if not isinstance(inner, BaseException):
            inner = error.__cause__
        if inner is None:
            break
        error = inner
    return error


def find_report(env: Env, name: str) -> Record:
    """The report action of that ``report_name`` or external id; empty if there is none.

    Users may not read report actions. Odoo's own ``/report`` routes therefore read them as the
    superuser, and so do we: the record describes a print-out, it is no data of the caller.
    """
    report = env["ir.actions.report"]._get_report_from_name(name)
    if not report and "." in name:
        found = env.ref(name, raise_if_not_found=False)
        if found and found._name == "ir.actions.report":
            # sudo: as Odoo's own lookup by name gives it, see above; up to 12.0 everybody may read it,
            # and sudo() would change the user
            report = found.sudo() if hasattr(env, "su") else found
    return report.with_env(report.env(context=env.context))


def report_names(env: Env) -> List[str]:
    """What reports can be asked for by."""
    # sudo: as find_report reads them, see there
    return list(env["ir.actions.report"].sudo().search([]).mapped("report_name"))


def report_groups(report: Record) -> Records:
    return report.group_ids if "group_ids" in report._fields else report.groups_id


def report_kind(report: Record) -> str:
    """What a report makes; on 20.0 its type may also tell by which program."""
    return "qweb-pdf" if report.report_type.startswith("qweb-pdf-") else str(report.report_type)


def render_report(env: Env, name: str, report: Record, ids: List[int]) -> Tuple[bytes, str]:
    """Print, as Odoo's own ``/report`` routes do: the document and Odoo's word for its format."""
    kind = report_kind(report).replace("-", "_")
    if hasattr(report, "_get_report"):
        content, extension = getattr(env["ir.actions.report"], "_render_" + kind)(name, ids)
    else:
        prefix = "_render_" if hasattr(report, "_render_qweb_pdf") else "render_"
        content, extension = getattr(report, prefix + kind)(ids)
    return content.encode() if isinstance(content, str) else bytes(content), extension


def portal_environment(env: Env, records: Records) -> Env:
    """That in which Odoo's portal renders a document for the people whom it is for: the superuser's, in
    the company of the records. Their right to the records is checked before."""
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
    """The addresses under which a report's styles and pictures are asked for, as Odoo makes them."""
    # reports show these two to everybody
    urls = [parameter(report.env, key) for key in ("report.url", "web.base.url")]
    if hasattr(report, "_get_report_url"):  # 17.0; a website may have an address of its own
        urls.append(report._get_report_url(layout=report._get_layout()))
    elif hasattr(report, "get_base_url"):
        urls.append(_layout(report).get_base_url())
    return [url for url in urls if url]


def _layout(report: Record) -> Record:
    """The template around the pages of every report, found as Odoo finds it."""
    # sudo: as Odoo looks it up, see above
    views = report.env["ir.ui.view"].sudo()
    if hasattr(views, "get_view_id"):  # up to 15.0; a website may have a copy of it
        return views.browse(views.get_view_id(LAYOUT))
    return views.env.ref(LAYOUT)


@contextlib.contextmanager
def no_session(request: Request) -> Iterator[None]:
    """Odoo hands the request's session to wkhtmltopdf: let it be one that is stored nowhere."""
    session, request.session = request.session, server.session_store().new()
    try:
        yield
    finally:
        request.session = session


@contextlib.contextmanager
def print_session(env: Env, values: Dict[str, Any]) -> Iterator[str]:
    """A stored session without a user, with these values: its id.

    It names the database, since a server with several could not tell whose styles are asked for.
    """
    store = server.session_store()
    session = store.new()
    session.update(
        {
            "db": env.cr.dbname,
            "context": dict(env["res.users"].context_get()),
            "_trace_disable": True,  # 18.0 and later: this is no device that signs in
            **values,
        }
    )
    store.save(session)
    try:
        yield session.sid
    finally:
        store.delete(session)
