// "So sánh với…" on a sheet: the search box chooses the second procedure, both stand side by side in place of the
// sheet, and Escape gives the sheet back as it was (its ticks too), with the keyboard where it was.

import { el } from "./dom.js";

function pieces(cell) {
  return cell.flatMap(({ text, own }, place) => [place ? "; " : "", own ? el("mark", {}, text) : text]);
}

function table(sides, rows) {
  const head = el("tr", {}, el("th", { scope: "col" }, "Nội dung"), ...sides.map((side) => el("th", { scope: "col" }, side.heading)));
  const lines = rows.map((row) =>
    el(
      "tr",
      { class: row.verdict },
      el("th", { scope: "row", class: "whole" }, el("b", {}, row.label), " ", el("span", { class: "badge" }, row.words)),
      ...row.cells.map((cell, place) => el("td", { "data-label": sides[place].heading }, el("span", {}, ...pieces(cell)))),
    ));
  return el("div", { class: "table-frame" }, el("table", { class: "table stack op-sides" }, el("thead", {}, head), el("tbody", {}, ...lines)));
}

function named(side) {
  const about = el("span", { class: "hint" }, el("span", { class: "code" }, side.code), side.about ? ` · ${side.about}` : "");
  return el("li", {}, el("a", { href: side.link }, side.name), el("br"), about);
}

/** Return what stands in the panel; the same as the page `operator/versus.html` shows without scripts. */
function drawn(found, { again, back }) {
  const title = el("h2", { tabindex: "-1", id: "op-versus-title" }, "So sánh hai thủ tục");
  const copy = el("button", { type: "button", class: "button secondary op-copy", "data-copy": "read-versus" }, "Sao chép lời đọc");
  const folded = found.folded.length > 0 && el(
    "details",
    { class: "op-more", open: found.apart.length === 0 },
    el("summary", {}, found.folded_words),
    table(found.sides, found.folded),
  );
  const anew = el("button", { type: "button", class: "button secondary", on: { click: again } }, "So sánh với thủ tục khác… ", el("kbd", {}, "v"));
  const leave = el("button", { type: "button", class: "button secondary", on: { click: back } }, "Về phiếu ", el("kbd", {}, "Esc"));
  return [
    title,
    el("ol", { class: "op-list" }, ...found.sides.map(named)),
    el("p", { class: "op-read", id: "read-versus" }, found.read),
    el("div", { class: "actions" }, copy),
    ...found.notes.map((note) => el("p", { class: `notice ${note.warning ? "bad" : "note"}` }, note.text)),
    found.apart.length > 0 && table(found.sides, found.apart),
    folded,
    el("p", { class: "hint prose" }, found.source),
    el("div", { class: "actions" }, anew, leave),
  ].filter(Boolean);
}

/**
 * Wake the comparison of a sheet up.
 *
 * @param page `form`, `box`, `sheet` and `title` of the page; `panel` takes the comparison, `link` begins it
 * @param does `ask` searches with the words in the box, `empty` clears the list, `kept` returns the words searched
 *   with last, `tell` shows a line above the list, `copyable` wakes the copy buttons inside an element up
 */
export function versusOf({ form, box, sheet, title, panel, link }, { ask, empty, kept, tell, copyable }) {
  const label = form.querySelector(`label[for="${box.id}"]`);
  const words = label.textContent;
  const address = link.getAttribute("href");
  let on = false;
  let before; // what had the keyboard, how far the page was scrolled, and what stood in the box
  let loading;

  function choosing(yes) {
    if (yes) Object.assign(form.dataset, { versus: address, first: new URL(link.href).searchParams.get("mot") });
    else for (const name of ["versus", "first"]) delete form.dataset[name];
    label.textContent = yes ? `So sánh với thủ tục nào? (${title.textContent.trim()})` : words;
  }

  function begin() {
    if (!on) before = { place: document.activeElement, scroll: window.scrollY, typed: box.value };
    on = true;
    choosing(true);
    panel.hidden = true;
    sheet.hidden = true;
    if (!box.value.trim()) box.value = kept();
    box.focus();
    box.select();
    empty(); // what stands in the list leads to sheets
    ask();
  }

  function drop() {
    loading?.abort();
    on = false;
    choosing(false);
    panel.hidden = true;
    panel.replaceChildren();
  }

  function leave() {
    if (!on) return false;
    drop();
    tell("");
    box.value = before.typed;
    if (box.value.trim()) {
      ask();
      box.focus();
      return true;
    }
    empty();
    sheet.hidden = false;
    const place = before.place?.isConnected && before.place !== document.body ? before.place : title;
    place.focus({ preventScroll: true });
    window.scrollTo({ top: before.scroll, behavior: "instant" });
    return true;
  }

  async function show(where) {
    loading?.abort();
    const mine = (loading = new AbortController());
    try {
      const answer = await fetch(where, { headers: { Accept: "application/json" }, signal: mine.signal });
      if (!answer.ok || answer.redirected) {
        location.assign(where); // the page says why: the log-in has ended, or the data were changed meanwhile
        return;
      }
      const found = await answer.json();
      choosing(false);
      box.value = "";
      empty();
      tell("");
      panel.replaceChildren(...drawn(found, { again: begin, back: leave }));
      copyable(panel);
      panel.hidden = false;
      panel.querySelector("h2").focus({ preventScroll: true });
      panel.scrollIntoView({ block: "start" });
    } catch (error) {
      if (error.name !== "AbortError") tell("Chưa so sánh được: mất kết nối với máy chủ. Bấm Enter để thử lại.");
    }
  }

  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    begin();
  });
  form.addEventListener("submit", (event) => {
    if (!form.dataset.versus) return;
    event.preventDefault();
    ask();
  });
  box.addEventListener("input", () => {
    if (on && !form.dataset.versus) drop(); // a comparison stands there, and somebody asks for something else
  });
  return { begin, leave, show, on: () => on };
}
