/** Elements and translated texts. Values become text or attributes; nothing is parsed as markup. */

/**
 * Create an element.
 *
 * @param {string} tag
 * @param {Object} properties attributes; `on…` are listeners; those with null or false are left out
 * @param {...(Node|string|null)} children strings become text nodes
 * @returns {HTMLElement}
 */
export function el(tag, properties = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
        if (typeof value === "function") {
            element.addEventListener(name.slice(2), value);
        } else if (value !== null && value !== undefined && value !== false) {
            element.setAttribute(name, value === true ? "" : value);
        }
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
}

export const byId = (id) => document.getElementById(id);

/** A text of the page in its language, from the list #texts, with `{name}` replaced by values. */
export function text(name, values = {}) {
    const found = byId(`text_${name}`);
    return found.textContent
        .trim()
        .replace(/\s+/g, " ")
        .replace(/\{(\w+)\}/g, (place, key) => values[key] ?? place);
}

/**
 * Give a list of tabs the keyboard of the ARIA Authoring Practices: arrows, Home and End.
 *
 * @param {string} label the accessible name
 * @param {Array<{id: string, title: string}>} tabs
 * @param {string} chosen the id of the tab that is selected first
 * @param {function(string)} select called with the id of a tab when it is selected
 */
export function tabList(label, tabs, chosen, select) {
    const buttons = tabs.map(({ id, title }) =>
        el("button", { type: "button", role: "tab", "data-tab": id, onclick: () => mark(id) }, title),
    );
    function mark(id, quietly = false) {
        for (const button of buttons) {
            const isChosen = button.dataset.tab === id;
            button.setAttribute("aria-selected", isChosen);
            button.tabIndex = isChosen ? 0 : -1;
        }
        if (!quietly) {
            select(id);
        }
    }
    function move(event) {
        const at = buttons.indexOf(document.activeElement);
        const last = buttons.length - 1;
        const target = {
            ArrowRight: at === last ? 0 : at + 1,
            ArrowLeft: at === 0 ? last : at - 1,
            Home: 0,
            End: last,
        }[event.key];
        if (target !== undefined) {
            event.preventDefault();
            buttons[target].focus();
            buttons[target].click();
        }
    }
    mark(chosen, true);
    return el("div", { role: "tablist", class: "tabs", "aria-label": label, onkeydown: move }, ...buttons);
}

/** A button that copies what `content()` returns, and says so. */
export function copyButton(label, content) {
    const button = el("button", { type: "button", class: "copy" }, label);
    button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(content());
        button.textContent = text("copied");
        setTimeout(() => (button.textContent = label), 2000);
    });
    return button;
}
