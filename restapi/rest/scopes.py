"""Which scopes a request needs because of what it holds, besides that of its route.

A scope means what the consent page says, by whatever way it is done: creating, changing and deleting
through the values of a relation, through the arguments of a method and through the defaults in a
context need ``create``, ``write`` and ``delete`` (docs, *Applications and scopes*).
"""

from typing import Any, Dict, FrozenSet, Iterable, List, Mapping, Set, Tuple

from ..odoo_types import Field, Model, Value
from .write.commands import CLEAR, CREATE, DELETE, LINK, SET, UNLINK, UPDATE

CHANGING = frozenset(("create", "write", "delete"))
NOTHING: FrozenSet[str] = frozenset()

# Methods of all models that do what a route of another scope does.
_READING = """
    activity_format check_access check_access_rights check_access_rule check_field_access_rights
    copy_data default_get exists export_data fields_get fields_get_keys fields_view_get filtered
    filtered_domain formatted_read_group formatted_read_grouping_sets get_activity_data
    get_external_id get_field_translations get_mention_suggestions get_metadata
    get_property_definition get_view get_views get_xml_id grouped has_access load_views mapped
    message_fetch message_format name_get name_search onchange qweb_render_view read read_combined
    read_group read_progress_bar search search_count search_fetch search_panel_select_multi_range
    search_panel_select_range search_read sorted web_name_search web_read web_read_group
    web_search_read
"""
_WRITING = """
    action_archive action_unarchive set_param toggle_active update update_field_translations
    web_override_translations write
"""
_PRINTING = "render_qweb_html render_qweb_pdf render_qweb_text"  # public up to 13.0
_OF_METHODS: Dict[str, Iterable[str]] = {
    **dict.fromkeys(_READING.split(), ("read",)),
    **dict.fromkeys(_WRITING.split(), ("write",)),
    **dict.fromkeys(_PRINTING.split(), ("report",)),
    "copy": ("create",),
    "copy_multi": ("create",),
    "create": ("create",),
    "execute_import": ("create", "write", "read"),
    "find_or_create": ("create", "read"),
    "generate_access_token": ("write", "read"),  # of an attachment: whoever has it reads the file
    "get_param": ("read",),
    # it looks records up by their names, and says whether it found them
    "load": ("create", "write", "read"),
    "name_create": ("create", "read"),  # answers the name that the record has
    "unlink": ("delete",),
    # they answer what is stored afterwards
    "web_resequence": ("write", "read"),
    "web_save": ("create", "write", "read"),
    "web_save_multi": ("write", "read"),
}
# Of these, whose arguments hold values as `create` and `write` take them, the new records' ones.
_CREATING = ("copy", "copy_multi", "create")
_WITH_VALUES = (*_CREATING, "update", "web_save", "web_save_multi", "write")


def of_method(name: str) -> Iterable[str]:
    """The scopes that a call of this method needs besides ``call``."""
    return _OF_METHODS.get(name, ())


def of_arguments(model: Model, name: str, arguments: Mapping[str, Any]) -> Set[str]:
    """The scopes that the values among a method's arguments need; whatever their names are, which
    the models choose that extend ``create`` and ``write``."""
    needed: Set[str] = set()
    if name in _WITH_VALUES:
        for argument, value in arguments.items():
            if argument != "specification":  # of what the answer is to hold
                for vals in value if isinstance(value, (list, tuple)) else [value]:
                    needed |= of_values(model, vals, name in _CREATING)
    return needed


def of_values(model: Model, vals: Value, creating: bool) -> Set[str]:
    """The scopes that the relations among a record's values need.

    :param vals: as Odoo's ``create`` and ``write`` take them
    :param creating: whether they are those of a new record, which has no relations yet
    """
    needed: Set[str] = set()
    for name, value in vals.items() if isinstance(vals, dict) else ():
        field = model._fields.get(name)
        if field is not None and field.type in ("one2many", "many2many"):
            needed |= _of_relation(model, field, value, creating)
    return needed


def _of_relation(model: Model, field: Field, value: Value, creating: bool) -> Set[str]:
    comodel = model.env[field.comodel_name]
    attaching, releasing = _moves(comodel, field)
    if creating:
        releasing = NOTHING
    needed: Set[str] = set()
    for command in _commands(value):
        number, vals = command[0], command[-1]
        if number == CREATE:
            needed |= {"create"} | of_values(comodel, vals, True)
        elif number == UPDATE:
            needed |= {"write"} | of_values(comodel, vals, False)
        elif number == DELETE:
            needed.add("delete")
        elif number == LINK:
            needed |= attaching
        elif number in (UNLINK, CLEAR):
            needed |= releasing
        elif number == SET:
            needed |= (attaching if vals else NOTHING) | releasing
        else:
            needed |= CHANGING
    return needed


def _moves(comodel: Model, field: Field) -> Tuple[FrozenSet[str], FrozenSet[str]]:
    """The scopes that adding to a relation and taking away from it need.

    A many2many belongs to the record itself. The records of a one2many refer to it, and so are
    changed, or deleted where they can't be without it.
    """
    if field.type == "many2many":
        return NOTHING, NOTHING
    write = frozenset(["write"])
    inverse = comodel._fields.get(getattr(field, "inverse_name", None) or "")
    if inverse is None or getattr(inverse, "ondelete", None) == "cascade":
        return write, write | {"delete"}
    return write, write


def _commands(value: Value) -> List[Any]:
    """What a client sent for a relation, as Odoo reads it, in the form of commands."""
    if value is None or value is False:
        return [(CLEAR, 0, 0)]
    if not isinstance(value, (list, tuple)):
        return [(None, 0, 0)]  # Odoo reads nothing else
    if all(isinstance(item, (list, tuple)) and item for item in value):
        return list(value)
    return [(SET, 0, value)]


def of_defaults(context: Mapping[str, Any]) -> Set[str]:
    """The scopes that the defaults for new records in a context need.

    They may be for any model that the request makes records of, so that no field tells what kind of
    relation they are for: the strictest is taken.
    """
    needed: Set[str] = set()
    for key, value in context.items():
        if key.startswith("default_"):
            needed |= _of_default(value)
    return needed


_OF_COMMANDS = {
    CREATE: {"create"},
    UPDATE: {"write"},
    DELETE: {"delete"},
    UNLINK: {"write", "delete"},
    LINK: {"write"},
    CLEAR: {"write", "delete"},
    SET: {"write", "delete"},
}


def _of_default(value: Value) -> Set[str]:
    if not isinstance(value, (list, tuple)) or not value:
        return set()
    needed: Set[str] = set()
    for command in _commands(value):
        number = command[0]
        needed |= _OF_COMMANDS[number] if number in range(7) else CHANGING
        vals = command[-1]
        for nested in vals.values() if isinstance(vals, dict) else ():
            needed |= _of_default(nested)
    return needed
