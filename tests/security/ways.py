"""Ways of reading, writing, calling and printing, with the scopes that each needs."""

from typing import Any, NamedTuple

PARTNER = "object/res.partner"


class Way(NamedTuple):
    """A request and the scopes that it needs.

    :param path: may contain `{parent}`, `{child}` and so on, like the body: ids of `Family`
    :param only: the feature that a series must have
    """

    name: str
    needed: str
    method: str
    path: str
    body: Any = None
    only: str = ""


def put(name, needed, vals, **more):
    return Way(name, needed, "PUT", PARTNER + "/{parent}", {"vals": vals, **more})


def post(name, needed, vals, **more):
    return Way(name, needed, "POST", PARTNER, {"vals": vals, **more})


def call(name, needed, method, body=None, on="/{parent}", only=""):
    return Way(name, f"call {needed}", "POST", f"{PARTNER}{on}/{method}", body or {}, only)


NEW = {"name": "scopes"}

WAYS = [
    Way("read one", "read", "GET", PARTNER + "/{parent}"),
    Way("read a list", "read", "GET", PARTNER + "?limit=1"),
    Way("search", "read", "GET", PARTNER + "/search?limit=1"),
    Way("count", "read", "GET", PARTNER + "/search_count"),
    Way("describe fields", "read", "GET", PARTNER + "/fields_get?allfields=name"),
    Way("access rights", "read", "GET", PARTNER + "/check_access_rights?operation=read"),
    Way("download", "read", "GET", "object/ir.attachment/{attachment}/datas"),
    Way("print", "report", "GET", "report/web.preview_internalreport/{company}"),
    Way("delete", "delete", "DELETE", PARTNER + "/{parent}"),
    Way("delete many", "delete", "DELETE", PARTNER, {"ids": ["{parent}"]}),
    put("write", "write", {"ref": "38"}),
    put("read by an empty write", "write", {}, fields=["name", "email"]),
    put("read through relations", "write", {}, fields=["child_ids.name", "category_id.name"]),
    Way("write many", "write", "PATCH", PARTNER, {"ids": ["{parent}"], "vals": {"ref": "38"}}),
    put("create a child", "write create", {"child_ids": {"create": [NEW]}}),
    put("create a child with a tuple", "write create", {"child_ids": [[0, 0, NEW]]}),
    put("create a tag", "write create", {"category_id": {"create": [NEW]}}),
    put("change a child", "write", {"child_ids": {"update": {"{child}": {"ref": "38"}}}}),
    put("delete a child", "write delete", {"child_ids": {"delete": ["{child}"]}}),
    put("delete a child with a tuple", "write delete", {"child_ids": [[2, "{child}", 0]]}),
    put("delete a child with a float", "write delete", {"child_ids": [[2.0, "{child}", 0]]}),
    put("delete a tag", "write delete", {"category_id": {"delete": ["{tag}"]}}),
    put("remove a child", "write", {"child_ids": {"remove": ["{child}"]}}),
    put("add a tag", "write", {"category_id": {"add": ["{tag}"]}}),
    put("no tags", "write", {"category_id": False}),
    put("remove a line that can't stay", "write delete", {"bank_ids": {"remove": ["{bank}"]}}),
    put("no lines", "write delete", {"bank_ids": False}),
    put("no lines with a tuple", "write delete", {"bank_ids": [[5]]}),
    put("other lines", "write delete", {"bank_ids": {"set": []}}),
    put(
        "delete two levels down",
        "write delete",
        {"child_ids": {"update": {"{child}": {"child_ids": {"delete": ["{grandchild}"]}}}}},
    ),
    post("create", "create", NEW, fields=["name", "create_uid.login"]),
    post("create many", "create", [NEW, NEW]),
    post("create with children", "create", {**NEW, "child_ids": {"create": [NEW]}}),
    post("create with tags", "create", {**NEW, "category_id": {"set": ["{tag}"]}}),
    post("create, cleared first", "create", {**NEW, "child_ids": [[5], [0, 0, NEW]]}),
    post("create and take a child", "create write", {**NEW, "child_ids": {"add": ["{child}"]}}),
    post(
        "create and take a child two levels down",
        "create write",
        {**NEW, "child_ids": {"create": [{**NEW, "child_ids": {"add": ["{grandchild}"]}}]}},
    ),
    # Not child_ids: messages have that field too, and 12.0 applies the default to the log message.
    post(
        "change through a default",
        "create write",
        NEW,
        context={"default_bank_ids": [[1, "{bank}", {"sequence": 38}]]},
    ),
    post(
        "delete through a default",
        "create delete",
        NEW,
        context={"default_child_ids": [[2, "{child}", 0]]},
    ),
    put(
        "delete through a default of a new child",
        "write create delete",
        {"child_ids": {"create": [NEW]}},
        context={"default_child_ids": [[2, "{child}", 0]]},
    ),
    call("an action", "", "address_get"),
    call("write", "write", "write", {"vals": {"ref": "38"}}),
    call("write and create", "write create", "write", {"vals": {"child_ids": [[0, 0, NEW]]}}),
    call("write and delete", "write delete", "write", {"vals": {"child_ids": [[2, "{child}", 0]]}}),
    call("create", "create", "create", {"vals_list": [NEW]}, on=""),
    call(
        "create and take a child",
        "create write",
        "create",
        {"vals_list": [{**NEW, "child_ids": [[4, "{child}", 0]]}]},
        on="",
    ),
    call("copy", "create", "copy"),
    call(
        "copy and take a child",
        "create write",
        "copy",
        {"default": {"child_ids": [[4, "{child}", 0]]}},
    ),
    call("unlink", "delete", "unlink"),
    call("archive", "write", "toggle_active"),
    call("load", "read create write", "load", {"fields": ["name"], "data": [["p38"]]}, on=""),
    call("create by name", "read create", "name_create", {"name": "scopes"}, on=""),
    call("read", "read", "read", {"fields": ["name"]}),
    call("search and read", "read", "search_read", {"limit": 1}, on=""),
    call("export", "read", "export_data", {"fields_to_export": ["name"]}),
    call("metadata", "read", "get_metadata"),
    call(
        "defaults",
        "read",
        "default_get",
        {"default_fields": ["lang"]},
        on="",
        only="default_get takes default_fields",
    ),
    call(
        "defaults",
        "read",
        "default_get",
        {"fields_list": ["lang"]},
        on="",
        only="default_get takes fields_list",
    ),
    call(
        "defaults",
        "read",
        "default_get",
        {"fields": ["lang"]},
        on="",
        only="default_get takes fields",
    ),
    call(
        "save",
        "read create write",
        "web_save",
        {"vals": {}, "specification": {"name": {}}},
        only="web_save",
    ),
    call(
        "save and delete",
        "read create write delete",
        "web_save",
        {"vals": {"child_ids": [[2, "{child}", 0]]}, "specification": {}},
        only="web_save",
    ),
    call(
        "change through a default",
        "write",
        "address_get",
        {"context": {"default_child_ids": [[1, "{child}", {"ref": "38"}]]}},
    ),
]
