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
    const withScope = (scope) =>
        operations
            .filter((operation) => operation["x-odoo-scope"] === scope)
            .map((operation) => ({ ...operation, name: lastName(operation.path, model) }));
    return {
        fields: fields(document.components?.schemas || {}, operations, model),
        methods: withScope("call"),
        reports: withScope("report"),
        routes: operations.length,
    };
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
        .map((field) => one(field, properties[field]));
}

function one(name, property) {
    const odoo = property["x-odoo-field"] || {};
    return {
        name,
        label: property.title || name,
        help: property.description || "",
        type: odoo.type || [property.type].flat().join(" | "),
        relation: odoo.relation || "",
        isRequired: Boolean(odoo.required),
        isReadonly: Boolean(odoo.readonly ?? property.readOnly),
        selection: odoo.selection || [],
    };
}
