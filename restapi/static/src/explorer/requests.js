/**
 * The OpenAPI document as Swagger UI gets it: without sign-in and `Prefer`, which this page adds to each
 * request, at the address of this page, and with short examples. Swagger UI would make up a value for each
 * of a hundred fields otherwise, and list all records.
 */

const EXAMPLES = { limit: 10, fields: "display_name" };
/** Parameters that this page sends by itself. */
const BY_PAGE = ["Prefer", "dry_run"];
const METHODS = ["get", "post", "put", "patch", "delete"];
const EMPTY = { string: "", integer: 0, number: 0, boolean: false, array: [], object: {} };

/** @param {Object} document the OpenAPI document of a model */
export function prepared({ security: _security, ...document }) {
    const { securitySchemes: _schemes, ...components } = document.components || {};
    const paths = mapped(document.paths, (item) =>
        mapped(ordered(item), (operation) => (operation.responses ? simplified(operation, components) : operation)),
    );
    return { ...document, components, paths, servers: [{ url: `${location.origin}/restapi/1.0` }] };
}

function mapped(object, change) {
    return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

/** A path item whose operations begin with that which reads. */
function ordered(item) {
    const rank = ([key]) => METHODS.indexOf(key);
    return Object.fromEntries(Object.entries(item).sort((one, other) => rank(one) - rank(other)));
}

function simplified({ security: _security, parameters = [], requestBody, ...operation }, components) {
    const shown = parameters.filter((one) => !BY_PAGE.includes(one.name)).map(asText);
    return { ...operation, parameters: shown, ...(requestBody && { requestBody: withBody(requestBody, components) }) };
}

/**
 * A parameter that Swagger UI asks for as text, also if it is JSON, for which it would take a file. It
 * would fill in each example, and so filter a list; only what is required or limits a list is filled in.
 */
function asText({ schema: { contentMediaType: _type, example: inSchema, ...schema } = {}, example, ...parameter }) {
    const needed = parameter.required ? example ?? inSchema : EXAMPLES[parameter.name];
    const filled = parameter.in === "query" ? needed : undefined;
    return { ...parameter, schema, ...(filled && { example: filled }) };
}

function withBody(body, components) {
    const json = body.content?.["application/json"];
    if (!json?.schema || json.example || json.examples) {
        return body;
    }
    const content = { ...body.content, "application/json": { ...json, example: sample(json.schema, components) } };
    return { ...body, content };
}

/** The arguments that are required, empty; of `vals` the name, if the model has one. */
function sample({ properties = {}, required = [] }, components) {
    const values = mapped(Object.fromEntries(required.map((name) => [name, properties[name] || {}])), (schema) =>
        structuredClone(EMPTY[schema.type] ?? null),
    );
    if (properties.vals) {
        values.vals = hasName(properties.vals, components) ? { name: "Example" } : {};
    }
    if (properties.fields) {
        values.fields = ["display_name"];
    }
    return values;
}

function hasName(vals, { schemas = {} }) {
    const references = [vals, ...(vals.allOf || []), ...(vals.anyOf || [])].map((schema) => schema.$ref);
    return references.some((ref) => ref && schemas[ref.split("/").pop()]?.properties?.name);
}
