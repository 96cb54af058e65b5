"""Runs SQL for `dev` with a Python that has psycopg2. Reads a JSON request, prints the rows as JSON."""

import contextlib
import json
import sys
from typing import Any

import psycopg2


def run(request: "dict[str, Any]") -> str:
    """The rows of each statement, with the types that JSON has."""
    with contextlib.closing(psycopg2.connect(**request["connect"])) as connection:
        connection.autocommit = True  # CREATE DATABASE can't run in a transaction
        cursor = connection.cursor()
        answers = []
        for statement, values in request["statements"]:
            cursor.execute(statement, values)
            answers.append(cursor.fetchall() if cursor.description else [])
    return json.dumps(answers, default=str)


if __name__ == "__main__":
    print(run(json.load(sys.stdin)))
