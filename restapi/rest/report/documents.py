"""Printing: documents that Odoo's reports make of a caller's records (docs/reference/reports.rst)."""

import contextlib
from typing import Iterator, List, Tuple

from odoo import _
from odoo.exceptions import AccessError, UserError

from ...compat import access, printing
from ...exceptions import Forbidden, ServiceUnavailable, UnknownReport, UnsupportedReport
from ...odoo_types import Env, Records
from .. import orm
from ..errors import odoo_errors
from ..problems import VALUE_ERRORS, OdooError
from ..request import literals
from . import wkhtmltopdf

PDF = "application/pdf"
HTML = "text/html"
TEXT = "text/plain"

# Odoo's types of reports: the media type of their documents, and the extension of their files.
TYPES = {"qweb-pdf": (PDF, "pdf"), "qweb-html": (HTML, "html"), "qweb-text": (TEXT, "txt")}
# What Odoo's portal prints for its users, by model: lines, taxes and terms that such a document shows
# are closed to them otherwise.
PORTAL_REPORTS = {
    "account.invoice": ("account.report_invoice", "account.report_invoice_with_payments"),
    "account.move": ("account.report_invoice", "account.report_invoice_with_payments"),
    "purchase.order": ("purchase.report_purchaseorder", "purchase.report_purchasequotation"),
    "sale.order": ("sale.report_saleorder",),
    "stock.picking": ("stock.report_deliveryslip",),
}
RETRY_AFTER = 60  # seconds; somebody has to repair something


class Report:
    """A report that the caller may print, for the records that it may read.

    :param env: the caller's environment; documents start from the user's own language and time
        zone, as in the web client, and the ``context`` parameter has the last word
    :param name: its ``report_name`` or external id
    :raises UnknownReport: there is none of that name
    :raises UnsupportedReport: it is of a type that is not printed from a template
    :raises Forbidden: it is for groups that the caller is not in
    """

    def __init__(self, env: Env, name: str) -> None:
        literals.check(name, "report_name")
        own_context = env["res.users"].context_get()
        until = wkhtmltopdf.deadline()
        self.env = env(context={**own_context, **env.context, wkhtmltopdf.DEADLINE: until})
        self.name = name
        self.action = printing.find_report(self.env, name)
        if not self.action or self.action.model not in env.registry:
            raise UnknownReport(name, printing.report_names(env))
        kind = printing.report_kind(self.action)
        if kind not in TYPES:
            raise UnsupportedReport(name, kind, TYPES)
        groups = printing.report_groups(self.action)
        is_allowed = not groups or groups & access.all_groups(env.user) or self._is_of_portal()
        if not is_allowed:
            raise Forbidden("Report '%s' is for other groups of users." % name)
        self.media_type, self.extension = TYPES[kind]

    def records(self, ids: List[int]) -> Records:
        """The records, all of which the caller may read.

        :raises UnknownRecord: one does not exist
        :raises odoo.exceptions.AccessError: one is forbidden, and so the whole request; or the
            context names a company that is not the caller's
        """
        records = orm.existing(orm.model(self.env, self.action.model, "read"), ids)
        if access.permitted(records, "read") != records:
            # up to 15.0 Odoo's own error names the records that the user may not see
            raise AccessError(_("You may not read all of these records. Nothing was printed."))
        return records

    def render(self, records: Records) -> Tuple[bytes, str]:
        """One document of all the records: its bytes and Odoo's word for the format.

        :raises ServiceUnavailable: wkhtmltopdf is missing, broken or too slow
        """
        with self._errors():
            try:
                return self._render(records)
            except (wkhtmltopdf.WkhtmltopdfError, AssertionError) as error:
                # wkhtmltopdf without Qt's patches takes one record at a time, and 14.0 asserts
                # that it can tell where the document of each begins
                too_slow = isinstance(error, wkhtmltopdf.TooSlow)
                if too_slow or len(records) < 2 or self.media_type != PDF:
                    raise
                documents = [self._render(record)[0] for record in records]
                return printing.merge_pdf(self.env, documents), "pdf"

    def _render(self, records: Records) -> Tuple[bytes, str]:
        env, action = self.env, self.action
        if self._is_of_portal():
            # as the superuser, as the portal does it, for records that ``records`` has let through
            env = printing.portal_environment(env, records)
            action = action.with_env(env)
        return printing.render_report(env, self.name, action, records.ids)

    def _is_of_portal(self) -> bool:
        names = PORTAL_REPORTS.get(self.action.model, ())
        return self.action.report_name in names and access.is_portal_user(self.env.user)

    def file_name(self, records: Records) -> str:
        """As Odoo's own download names the file."""
        with self._errors():
            return "%s.%s" % (printing.report_title(self.action, records), self.extension)

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        """Templates and the models behind reports are Odoo's code, wrapped in QWeb's errors."""
        with odoo_errors(), self._printing_errors():
            try:
                yield
            except printing.TEMPLATE_ERRORS as error:
                raise printing.template_error_cause(error) from error

    @contextlib.contextmanager
    def _printing_errors(self) -> Iterator[None]:
        try:
            yield
        except (*VALUE_ERRORS, *printing.PDF_ERRORS) as error:
            raise self._failure(error) from error
        except wkhtmltopdf.WkhtmltopdfError as error:
            raise ServiceUnavailable(
                "wkhtmltopdf, which Odoo prints PDF with, made no document: %s" % error, RETRY_AFTER
            ) from error
        except UserError as error:
            # not its subclasses; without the program Odoo raises exactly this
            if type(error) is not UserError or printing.has_engine(self.action):
                raise
            raise ServiceUnavailable(
                "%s, which Odoo prints PDF with, is not installed on the server."
                % printing.engine(self.action),
                RETRY_AFTER,
            ) from error

    def _failure(self, error: BaseException) -> OdooError:
        return OdooError(
            "Report '%s' can't be printed from record ids alone (%s: %s). Reports that a wizard "
            "starts need its values, which this route does not take."
            % (self.name, type(error).__name__, error)
        )
