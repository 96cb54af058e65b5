/** The page of a model: fields, methods, reports, and routes to try. */

const version = new URL(import.meta.url).search;
const { el, tabList, text } = await import(`./dom.js${version}`);
const { describe } = await import(`./describe.js${version}`);

/**
 * @param {{model: string, name: string}} one
 * @param {Object} document its OpenAPI document
 * @param {Object} options `tab`: the tab to open, `chosen(tab)`: called when another one is, `routes(container,
 *     operation)`: called to show the routes, with the id of the operation to open
 * @returns {HTMLElement}
 */
export function modelPage(one, document, { tab, chosen, routes }) {
    const { fields, methods, reports, routes: count } = describe(document, one.model);
    const panel = el("div", { role: "tabpanel", id: "panel", tabindex: "-1" });
    const tryIt = (operation) => {
        tabs.querySelector("[data-tab=routes]").click();
        routes(panel, operation);
    };
    const panels = {
        fields: () => fieldsPanel(fields),
        methods: () => operationsPanel(methods, text("no_methods"), tryIt),
        reports: () => operationsPanel(reports, text("no_reports"), tryIt),
    };
    const titles = {
        fields: text("fields", { count: fields.length }),
        methods: text("methods", { count: methods.length }),
        reports: text("reports", { count: reports.length }),
        routes: text("routes", { count }),
    };
    function show(id) {
        panel.setAttribute("aria-label", titles[id]);
        panel.replaceChildren(...(panels[id] ? [panels[id]()] : []));
        if (id === "routes") {
            routes(panel);
        }
    }
    const first = titles[tab] ? tab : "fields";
    const tabs = tabList(
        one.name,
        Object.entries(titles).map(([id, title]) => ({ id, title })),
        first,
        (id) => {
            show(id);
            chosen(id);
        },
    );
    show(first);
    return el("article", {}, heading(one), tabs, panel);
}

function heading({ model, name }) {
    return el("header", { class: "heading" }, el("h1", { tabindex: "-1", id: "title" }, name), el("code", {}, model));
}

function fieldsPanel(fields) {
    const body = el("tbody");
    const filter = el("input", {
        type: "search",
        class: "filter",
        placeholder: text("filter_fields"),
        "aria-label": text("filter_fields"),
        oninput: show,
    });
    function show() {
        const sought = filter.value.trim().toLowerCase();
        const found = fields.filter(({ name, label }) => `${name} ${label}`.toLowerCase().includes(sought));
        body.replaceChildren(...found.map(fieldRow));
    }
    show();
    const head = ["field", "type", "help"].map((name) => el("th", { scope: "col" }, text(`column_${name}`)));
    return el("div", {}, filter, el("table", { class: "fields" }, el("thead", {}, el("tr", {}, ...head)), body));
}

function fieldRow({ name, label, type, relation, help, selection, isRequired, isReadonly }) {
    return el(
        "tr",
        { "data-field": name },
        el("th", { scope: "row" }, el("code", {}, name), el("span", { class: "label" }, label)),
        el(
            "td",
            { class: "type" },
            el("span", {}, type),
            relation ? el("a", { href: `#${relation}` }, relation) : null,
            isRequired ? el("span", { class: "badge required" }, text("required")) : null,
            isReadonly ? el("span", { class: "badge" }, text("readonly")) : null,
        ),
        el("td", { class: "help" }, help, selection.length ? choices(selection) : null),
    );
}

function choices(selection) {
    const details = el("details", {}, el("summary", {}, text("choices", { count: selection.length })));
    // filled when it is opened, since a selection can have thousands
    details.addEventListener("toggle", () => {
        if (details.open && details.children.length === 1) {
            const rows = selection.map(([value, label]) => el("li", {}, el("code", {}, String(value)), ` ${label}`));
            details.append(el("ul", {}, ...rows));
        }
    });
    return details;
}

function operationsPanel(operations, none, tryIt) {
    if (!operations.length) {
        return el("p", { class: "muted" }, none);
    }
    return el("ul", { class: "operations" }, ...operations.map((operation) => row(operation, tryIt)));
}

function row({ name, path, method, summary, description, operationId }, tryIt) {
    return el(
        "li",
        {},
        el(
            "div",
            {},
            el("strong", {}, name),
            el("code", {}, `${method.toUpperCase()} ${path}`),
            el("p", { class: "plain" }, [summary, description].filter(Boolean).join("\n")),
        ),
        el(
            "button",
            { type: "button", "aria-label": text("try_named", { name }), onclick: () => tryIt(operationId) },
            text("try"),
        ),
    );
}
