/** Swagger UI, which is loaded when the first routes are shown, with parts of our own. */

const version = new URL(import.meta.url).search;
const { byId, copyButton, el, tabList, text } = await import(`./dom.js${version}`);
const { prepared } = await import(`./requests.js${version}`);
const { LANGUAGES } = await import(`./snippets.js${version}`);

const LIB = "/restapi/static/lib/swagger-ui/swagger-ui";
const READING = ["get", "head"];
const ALL = [...READING, "post", "put", "patch", "delete"];

let loading;
let language = LANGUAGES[0].id;

function load() {
    loading ||= new Promise((resolve, reject) => {
        const style = el("link", { rel: "stylesheet", href: `${LIB}.css${version}` });
        document.head.insertBefore(style, document.head.querySelector("link[rel=stylesheet]"));
        const script = el("script", { src: `${LIB}-bundle.js${version}`, onload: resolve, onerror: reject });
        script.nonce = byId("main").nonce;
        document.head.append(script);
    });
    return loading;
}

/**
 * Show the routes of a document, to try them.
 *
 * @param {HTMLElement} container
 * @param {Object} spec the OpenAPI document
 * @param {Object} state `api`; `mayChange`: whether requests that change something can be sent; `isDry`: whether
 *     they are only tried
 * @returns {Promise<Object>} Swagger UI
 */
export async function showRoutes(container, spec, state) {
    const { api, mayChange } = state;
    await load();
    const methods = mayChange ? ALL : READING;
    const settings = {
        spec: prepared(spec),
        domNode: container,
        deepLinking: false,
        docExpansion: "list",
        defaultModelsExpandDepth: -1,
        displayRequestDuration: true,
        tryItOutEnabled: true,
        supportedSubmitMethods: methods,
        validatorUrl: null,
        plugins: [parts],
        layout: "ExplorerLayout",
        requestInterceptor: (request) => signed(request, state, methods),
        responseInterceptor: (response) => {
            if (response.status === 401) {
                api.expired();
            }
            return response;
        },
    };
    return new Promise((resolve) => {
        const ui = window.SwaggerUIBundle({ ...settings, onComplete: () => setTimeout(() => resolve(ui)) });
    });
}

/** Open an operation, and close nothing. */
export function openOperation(ui, spec, operationId) {
    const operations = Object.values(spec.paths).flatMap(Object.values);
    const tag = operations.find((operation) => operation.operationId === operationId)?.tags[0];
    ui.layoutActions.show(["operations", tag, operationId], true);
    requestAnimationFrame(() => {
        const block = document.querySelector(`[id^=operations-][id$="-${CSS.escape(operationId)}"]`);
        block?.scrollIntoView({ block: "start" });
        block?.querySelector("button")?.focus();
    });
}

function signed(request, { api, isDry }, methods) {
    const method = (request.method || "get").toLowerCase();
    if (!methods.includes(method)) {
        throw new Error(text("changes_first"));
    }
    if (isDry && !READING.includes(method)) {
        const url = new URL(request.url);
        url.searchParams.set("dry_run", "true");
        request.url = url.href;
    }
    Object.assign(request.headers, api.headers());
    request.credentials = "omit";
    return request;
}

/** The plugin of Swagger UI: the operations alone, texts as text, and code in four languages. */
function parts({ React }) {
    const layout = ({ getComponent }) =>
        React.createElement("div", { className: "swagger-ui" }, React.createElement(getComponent("operations", true)));
    const plain = ({ source }) =>
        source ? React.createElement("p", { className: "plain" }, source) : null;
    function Code({ request }) {
        const box = React.useRef();
        const sent = request.toJS();
        React.useEffect(() => box.current.replaceChildren(codePanel(sent)), [JSON.stringify(sent)]);
        return React.createElement("div", { ref: box });
    }
    return {
        components: { ExplorerLayout: layout },
        wrapComponents: { Markdown: () => plain, curl: () => Code },
    };
}

/** The request in the language that was chosen last, with a button to copy it. */
function codePanel({ method, url, headers, body }) {
    const content = typeof body === "string" ? body : "";
    const request = { method: method.toUpperCase(), url, headers, body: content };
    const code = el("code");
    const written = () => LANGUAGES.find(({ id }) => id === language).write(request);
    const show = (id) => {
        language = id;
        code.textContent = written();
    };
    show(language);
    return el(
        "section",
        { class: "code", "aria-label": text("code") },
        el("header", {}, tabList(text("code"), LANGUAGES, language, show), copyButton(text("copy"), written)),
        el("pre", { tabindex: "0" }, code),
        el("p", { class: "muted" }, text("token_hint")),
    );
}
