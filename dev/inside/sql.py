"""Runs SQL for `dev`, by a Python that has psycopg2: reads a request as JSON, prints the rows as JSON."""

import json
import sys

import psycopg2


def main():
    request = json.load(sys.stdin)
    connection = psycopg2.connect(**request["connect"])
    connection.autocommit = True  # CREATE DATABASE works outside transactions only
    cursor = connection.cursor()
    answers = []
    for statement, values in request["statements"]:
        cursor.execute(statement, values)
        answers.append(cursor.fetchall() if cursor.description else [])
    print(json.dumps(answers, default=str))


main()
