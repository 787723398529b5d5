// One function for each kind of block of an answer (knowledge/answer.py).

import { day, el, icon, webAddress } from "./dom.js";
import { T } from "./texts.js";

// What the server writes into a cell that has nothing to say; left out where rows are cards.
const NOTHING = "—";

const KINDS = new Map(Object.entries({
  text: textBlock,
  list: listBlock,
  table: tableBlock,
  note: noteBlock,
  link: linkBlock,
}));

/** Return a block as an element; a kind this page does not know yet is left out. */
export function renderBlock(block) {
  return KINDS.get(block?.kind)?.(block) ?? null;
}

function titled(title, content) {
  return el("section", { class: "block" }, title ? el("h4", {}, title) : null, content);
}

function textBlock({ title, text }) {
  return titled(title, el("p", {}, text));
}

function listBlock({ title, items, ordered }) {
  return titled(title, el(ordered ? "ol" : "ul", {}, ...items.map((item) => el("li", {}, item))));
}

// The roles are written out because rows become cards on narrow screens, and browsers drop a table's
// own roles with its display. A cell's label is for the eye; screen readers have the column header.
function tableBlock({ title, label, columns, rows }) {
  const head = el("tr", { role: "row" }, ...columns.map((name) => el("th", { role: "columnheader", scope: "col" }, name)));
  const body = rows.map((row) => el("tr", { role: "row" }, ...row.map((cell, index) => tableCell(cell, columns, index))));
  const table = el(
    "table",
    { role: "table", "aria-label": title ?? label },
    el("thead", { role: "rowgroup" }, head),
    el("tbody", { role: "rowgroup" }, ...body),
  );
  return titled(title, table);
}

function tableCell(cell, columns, index) {
  if (index === 0) return el("th", { role: "rowheader", scope: "row" }, cell);
  const label = el("span", { class: "cell-label", "aria-hidden": "true" }, columns[index] ?? "");
  return el("td", { role: "cell", class: cell === NOTHING && "nothing" }, label, el("span", {}, cell));
}

function noteBlock({ tone, text }) {
  const warns = tone === "warning";
  const words = el("span", {}, warns ? el("strong", {}, T.warning) : null, text);
  return el("p", { class: warns ? "note warning" : "note", role: "note" }, icon(warns ? "warning" : "info"), words);
}

function linkBlock({ title, url, note }) {
  const address = webAddress(url);
  const said = note ? el("span", { class: "link-note" }, note) : null;
  if (!address) return el("p", { class: "link" }, `${title}: ${url}`, said);
  return el("p", { class: "link" }, outside(address, title), said, el("span", { class: "address" }, address.href));
}

function outside(address, words) {
  return el(
    "a",
    { href: address.href, target: "_blank", rel: "noopener noreferrer" },
    icon("out"),
    el("span", {}, words, el("span", { class: "only-read-out" }, T.newPage)),
  );
}

/** Return the line that says where an answer comes from; null where it cites nothing. */
export function renderSource(answer, { fullName } = {}) {
  const citations = answer.citations ?? [];
  if (!citations.length) return null;
  const lines = citations.map(citationLine);
  if (fullName) lines.push(el("li", {}, T.fullName, fullName));
  return el("footer", { class: "source" }, icon("source"), el("ul", {}, ...lines));
}

function citationLine(citation) {
  const address = webAddress(citation.url);
  return el(
    "li",
    {},
    el("b", {}, `${T.source}: `),
    `${sourceParts(citation).join(", ")}. `,
    address && outside(address, T.official(address.hostname)),
    address && el("span", { class: "address" }, address.href),
  );
}

function sourceParts({ code, decision, snapshot_date: date, document: title, path }) {
  const parts = code
    ? [T.sourceProcedure + code, decision && (/^quyết định/i.test(decision) ? decision : T.sourceDecision + decision)]
    : [title || T.sourcePlan, decision && T.sourceNumber + decision, path && T.sourcePath + path];
  return [...parts, date && T.sourceDate + day(date)].filter(Boolean);
}
