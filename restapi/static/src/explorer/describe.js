/** What an OpenAPI document says of a model, in the form that its page shows. */

const METHODS = ["get", "post", "put", "patch", "delete"];

/**
 * @param {Object} document the OpenAPI document of the model
 * @param {string} model its technical name
 * @returns {{fields: Object[], methods: Object[], reports: Object[], routes: number}}
 */
export function describe(document, model) {
    const operations = Object.entries(document.paths).flatMap(([path, item]) =>
        METHODS.filter((method) => item[method]).map((method) => ({ path, method, ...item[method] })),
    );
    const withScope = (scope) => {
        const named = operations
            .filter((operation) => operation["x-odoo-scope"] === scope && !operation.path.endsWith("{method}"))
            .map((operation) => ({ ...operation, name: lastName(operation.path, model) }));
        return onePerName(named);
    };
    return {
        fields: fields(document.components?.schemas || {}, operations, model),
        methods: withScope("call"),
        reports: withScope("report"),
        routes: operations.length,
    };
}

/** A method or report that has a route for one record and one for several is shown once. */
function onePerName(operations) {
    const byName = new Map();
    for (const operation of operations) {
        const isForOne = operation.path.includes("{record_id}");
        if (!byName.has(operation.name) || !isForOne) {
            byName.set(operation.name, operation);
        }
    }
    return [...byName.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** `action_confirm` of `/object/sale.order/action_confirm`, `sale.report` of `/report/sale.report/{record_id}` */
function lastName(path, model) {
    const names = path.split("/").filter((part) => part && !part.startsWith("{"));
    return names.filter((name) => name !== "object" && name !== "report" && name !== model).pop() || path;
}

function fields(schemas, operations, model) {
    const read = operations.find(
        ({ path, method }) => method === "get" && path === `/object/${model}/{record_id}`,
    );
    const name = (read?.operationId || "").replace(/^read/, "");
    const properties = {
        ...schemas[`${name}Values`]?.properties,
        ...schemas[name]?.properties,
    };
    return Object.keys(properties)
        .sort()
        .map((field) => one(field, properties[field], schemas));
}

function one(name, property, schemas) {
    const odoo = property["x-odoo-field"] || {};
    return {
        name,
        label: property.title || name,
        // the badge says it
        help: (property.description || "").replace(/^Required\.\s*/, ""),
        type: odoo.type || [property.type].flat().join(" | "),
        relation: odoo.relation || "",
        isRequired: Boolean(odoo.required),
        isReadonly: Boolean(property.readOnly),
        selection: choices(property, schemas),
    };
}

/** The choices of a selection as pairs of value and label. */
function choices(schema, schemas) {
    if (schema.enum && schema["x-enum-descriptions"]) {
        return schema.enum.map((value, index) => [value, schema["x-enum-descriptions"][index]]);
    }
    // what is read is a union of the choices, any other text and `false`
    const parts = [...(schema.anyOf || []), ...(schema.allOf || [])].filter(({ $ref }) => $ref);
    return parts.flatMap(({ $ref }) => choices(schemas[$ref.split("/").pop()] || {}, schemas));
}
