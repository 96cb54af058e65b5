"""Models whose changes can be followed (docs/reference/changes.rst)."""

from typing import Any, Dict, Iterable, List, Optional, Set

from odoo import _, api, fields, models
from odoo.exceptions import UserError, ValidationError

from .. import compat
from ..compat import locks
from ..odoo_types import Model, Records
from ..rest.changes import retention, state, triggers
from ..rest.changes.triggers import Source

LOCK_ATTEMPTS = 20


class RestapiFollowed(models.Model):
    """Each row is a followed model: triggers on its tables note which records change."""

    _name = "restapi.followed"
    _description = "Followed Model"
    _order = "model"
    _rec_name = "model"

    model_id = fields.Many2one(
        "ir.model",
        string="Followed Model",
        required=True,
        ondelete="cascade",
        domain=[("transient", "=", False)],
    )
    # not a related field: when this addon is uninstalled, Odoo would compute it after its table is dropped
    model = fields.Char(readonly=True, string="Technical Name")

    _model_id_uniq = compat.Constraint("UNIQUE (model_id)", "This model is already followed.")

    def init(self) -> None:
        self.env.cr.execute(triggers.TABLES)

    def _register_hook(self) -> None:
        """An update of modules can have added many2many tables."""
        super()._register_hook()
        self._sync_triggers()

    @api.model_create_multi
    def create(self, vals_list: List[Dict[str, Any]]) -> Records:
        known = self.env["ir.model"]
        created = super().create(
            [{**vals, "model": known.browse(vals.get("model_id")).model} for vals in vals_list]
        )
        for followed in created:
            followed._check_model()
        self._sync_triggers()
        return created

    def write(self, vals: Dict[str, Any]) -> bool:
        if "model_id" in vals and any(one.model_id.id != vals["model_id"] for one in self):
            raise UserError(_("Add the other model instead, and delete this line."))
        return bool(super().write({name: vals[name] for name in vals if name != "model"}))

    def unlink(self) -> bool:
        self._check_no_webhook()
        ids = self.ids
        result = super().unlink()
        state.forget(self.env.cr, ids)
        self._sync_triggers()
        return bool(result)

    @api.model
    def _find(self, model: str) -> Optional[int]:
        """The id of the row of a model; None if it is not followed."""
        self.env.cr.execute("SELECT id FROM restapi_followed WHERE model = %s", [model])
        row = self.env.cr.fetchone()
        return int(row[0]) if row else None

    def _check_no_webhook(self) -> None:
        """
        :raises UserError: an active webhook needs one of them
        """
        # sudo: only the names of webhooks, for somebody who may edit followed models
        webhooks = self.env["restapi.webhook"].sudo()
        found = webhooks.search([("model_id", "in", self.mapped("model_id").ids)])
        if found:
            raise UserError(
                _("Webhooks need to follow this model. Archive or delete them first: %s")
                % ", ".join(found.mapped("name"))
            )

    def _check_model(self) -> None:
        """
        :raises ValidationError: the model has no table of its own
        """
        if self.model not in self.env:
            raise ValidationError(_("The model %s is not loaded.") % self.model)
        followed = self.env[self.model]
        has_table = followed._auto and not followed._abstract and not followed._transient
        if not has_table or not self._table_of(followed):
            raise ValidationError(
                _("%s can't be followed: its records are not stored in a table.") % self.model
            )
        if self.model.startswith("restapi."):
            raise ValidationError(
                _("%s belongs to the REST API, and can't be followed.") % self.model
            )

    @api.model
    def _table_of(self, followed: Model) -> Set[str]:
        return triggers.ordinary_tables(self.env.cr, [followed._table])

    @api.model
    def _sync_triggers(self) -> None:
        """Create the triggers that are missing, and drop those of what is no longer followed.

        :raises UserError: long transactions keep using the tables
        """
        cr = self.env.cr
        # sudo: the triggers are those of all followed models, whoever changes one
        # pylint: disable-next=no-search-all; they are few
        followed = self.sudo().search([])
        wanted = {source for one in followed for source in one._sources()}
        found = triggers.functions(cr)
        missing = sorted(source for source in wanted if not found.get(source.name))
        if missing:
            self._lock([source.table for source in missing], locks.WRITING)
        for source in missing:
            triggers.create(cr, source)
        kept = {source.name for source in wanted}
        kept.update(name for name in found if triggers.followed_id(name) in followed._not_loaded())
        self._drop(sorted(set(found) - kept))

    @api.model
    def _drop(self, functions: List[str]) -> None:
        """Drop trigger functions, with their triggers."""
        tables = triggers.tables(self.env.cr, functions)
        if tables:
            self._lock(tables, locks.ALL)
        triggers.drop(self.env.cr, functions)

    def _not_loaded(self) -> List[int]:
        """The ids of those whose module is not loaded now; their changes go on being noted."""
        return [one.id for one in self if one.model not in self.env]

    def _sources(self) -> Set[Source]:
        self.ensure_one()
        if self._not_loaded():
            return set()
        return triggers.sources(self.id, self.env[self.model])

    @api.model
    def _lock(self, tables: Iterable[str], mode: str) -> None:
        names = sorted(set(tables))
        if not locks.take_at_once(self.env.cr, names, mode, LOCK_ATTEMPTS):
            raise UserError(
                _("Other transactions use %s all the time. Try again later.") % ", ".join(names)
            )

    @compat.autovacuum
    def _gc_changes(self) -> None:
        """Delete what no client can need any more."""
        retention.purge(self.env)
