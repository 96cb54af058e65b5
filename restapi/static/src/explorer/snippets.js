/** A request as code in four languages. Each takes the token from the environment, where it is in no history. */

/** @typedef {{method: string, url: string, headers: Object, body: ?string}} SentRequest */

const SECRET = "authorization";

/** The headers to show: all that was sent but the token, and but that any answer is accepted. */
function shown(headers) {
    return Object.entries(headers).filter(
        ([name, value]) => name.toLowerCase() !== SECRET && value !== "*/*",
    );
}

const shell = (value) => `'${value.replaceAll("'", "'\\''")}'`;

/** @param {SentRequest} request */
export function curl({ method, url, headers, body }) {
    const lines = [
        `curl -X ${method} ${shell(url)}`,
        '-H "Authorization: Bearer $TOKEN"',
        ...shown(headers).map(([name, value]) => `-H ${shell(`${name}: ${value}`)}`),
    ];
    if (body) {
        lines.push(`--data-raw ${shell(body)}`);
    }
    return lines.join(" \\\n  ");
}

/** A value of JSON as a literal of Python. */
function pythonic(value, indent = "    ") {
    if (value === null || typeof value === "boolean") {
        return { null: "None", true: "True", false: "False" }[value];
    }
    if (typeof value !== "object") {
        return JSON.stringify(value);
    }
    const inner = `${indent}    `;
    const isList = Array.isArray(value);
    const items = isList
        ? value.map((item) => pythonic(item, inner))
        : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${pythonic(item, inner)}`);
    const [open, close] = isList ? "[]" : "{}";
    return items.length ? `${open}\n${items.map((item) => `${inner}${item},\n`).join("")}${indent}${close}` : open + close;
}

/** @param {SentRequest} request */
export function python({ method, url, headers, body }) {
    const json = parsed(body);
    const rows = shown(headers).filter(([name]) => json === undefined || name.toLowerCase() !== "content-type");
    const told = rows.map(([name, value]) => `        ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`).join("");
    const content =
        json !== undefined ? `    json=${pythonic(json)},\n` : body ? `    data=${JSON.stringify(body)},\n` : "";
    return `import os

import requests

answer = requests.request(
    ${JSON.stringify(method)},
    ${JSON.stringify(url)},
    headers={
        "Authorization": "Bearer " + os.environ["TOKEN"],
${told}    },
${content})
print(answer.status_code, answer.text)`;
}

/** @param {SentRequest} request */
export function javascript({ method, url, headers, body }) {
    const told = shown(headers)
        .map(([name, value]) => `        ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`)
        .join("");
    const json = parsed(body);
    const content =
        json !== undefined
            ? `    body: JSON.stringify(${JSON.stringify(json, null, 4).replaceAll("\n", "\n    ")}),\n`
            : body
              ? `    body: ${JSON.stringify(body)},\n`
              : "";
    return `const answer = await fetch(${JSON.stringify(url)}, {
    method: ${JSON.stringify(method)},
    headers: {
        Authorization: \`Bearer \${process.env.TOKEN}\`,
${told}    },
${content}});
console.log(answer.status, await answer.text());`;
}

const phpText = (value) => `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

/** @param {SentRequest} request */
export function php({ method, url, headers, body }) {
    const told = shown(headers)
        .map(([name, value]) => `        ${phpText(`${name}: ${value}`)},\n`)
        .join("");
    const content = body ? `    CURLOPT_POSTFIELDS => ${phpText(body)},\n` : "";
    return `<?php
$request = curl_init(${phpText(url)});
curl_setopt_array($request, [
    CURLOPT_CUSTOMREQUEST => ${phpText(method)},
    CURLOPT_HTTPHEADER => [
        'Authorization: Bearer ' . getenv('TOKEN'),
${told}    ],
${content}    CURLOPT_RETURNTRANSFER => true,
]);
$answer = curl_exec($request);
echo curl_getinfo($request, CURLINFO_RESPONSE_CODE), ' ', $answer, "\\n";`;
}

/** The body as a value, if it is JSON; else undefined. */
function parsed(body) {
    try {
        return body ? JSON.parse(body) : undefined;
    } catch {
        return undefined;
    }
}

export const LANGUAGES = [
    { id: "curl", title: "curl", write: curl },
    { id: "python", title: "Python", write: python },
    { id: "javascript", title: "JavaScript", write: javascript },
    { id: "php", title: "PHP", write: php },
];
