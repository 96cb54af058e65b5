# ruff: noqa: B018
{
    "name": "Routes of OCA fastapi for the benchmark",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "depends": ["fastapi"],
}
