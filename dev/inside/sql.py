"""Runs SQL for `dev` with a Python that has psycopg2. Reads a JSON request, prints the rows as JSON."""

import json
import sys

import psycopg2


def main():
    request = json.load(sys.stdin)
    connection = psycopg2.connect(**request["connect"])
    connection.autocommit = True  # CREATE DATABASE can't run in a transaction
    cursor = connection.cursor()
    answers = []
    for statement, values in request["statements"]:
        cursor.execute(statement, values)
        answers.append(cursor.fetchall() if cursor.description else [])
    print(json.dumps(answers, default=str))


main()
