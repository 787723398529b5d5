// The hotline's pages work without this file; with it, hits come while typing and everything is reached by keyboard.

import { el } from "./js/dom.js";
import { filtersOf } from "./js/filters.js";
import { versusOf } from "./js/versus.js";

const WAIT = 130; // milliseconds without a key before a question is sent
const TYPED = "input:not([type=checkbox], [type=radio]), textarea, select";

const box = document.getElementById("op-box");
const form = box?.form;
const results = document.getElementById("op-results");
const sheet = document.getElementById("op-sheet");
const said = document.getElementById("op-said");
const home = box ?? document.querySelector("[data-home]");
const keys = document.getElementById("op-keys");

function tell(words, ...more) {
  said.replaceChildren(words, ...more);
  said.hidden = !words;
}

// Search while typing. The answers of older questions are dropped: only the last one is shown.

let timer;
let asking;
let versus; // the comparison with another procedure, on a sheet
let toFilters; // moves the keyboard between the box and the filters
let shown = box?.value.trim() ?? ""; // the question whose hits stand in the list
const NONE = -2;
let chosen = -1;

const links = () => [...results.querySelectorAll(".op-hits a")];
const address = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => String(value).trim()));

// The question typed last comes back to the box from a sheet, in this tab only.

const KEPT = "op-question";
let leaving = false; // the key before was Escape as well

function keep(words) {
  try {
    sessionStorage.setItem(KEPT, words);
  } catch {
    // a browser that keeps nothing: the box is empty on a sheet
  }
}

function kept() {
  try {
    return sessionStorage.getItem(KEPT) ?? "";
  } catch {
    return "";
  }
}

function choose(number) {
  const all = links();
  chosen = all.length && number !== NONE ? (number + all.length) % all.length : -1;
  all.forEach((link, place) => {
    link.setAttribute("aria-selected", String(place === chosen));
  });
  const link = all[chosen];
  if (link) {
    box.setAttribute("aria-activedescendant", link.id);
    link.scrollIntoView({ block: "nearest" });
  } else {
    box.removeAttribute("aria-activedescendant");
  }
}

function dress() {
  const list = results.querySelector(".op-hits");
  const all = links();
  list.id = "op-hits";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Thủ tục tìm thấy");
  all.forEach((link, place) => {
    link.id = `op-hit-${place}`;
    link.setAttribute("role", "option");
    link.parentElement.setAttribute("role", "presentation");
  });
  box.setAttribute("aria-expanded", String(all.length > 0));
  choose(0);
}

function line(hit) {
  const about = [hit.level, hit.field, hit.province, hit.status].filter(Boolean).map((word) => ` · ${word}`);
  const code = el("span", { class: "code" }, hit.code);
  const pair = form.dataset.versus; // here a second procedure is chosen
  const link = pair ? `${pair}&${new URLSearchParams({ hai: hit.code })}` : hit.link;
  return el("li", {}, el("a", { href: link }, el("b", {}, hit.name), " ", el("span", { class: "hint" }, code, ...about)));
}

function show(found) {
  const above = [];
  if (found.said) {
    const said = el("p", { class: "notice good" }, found.said_by ? `${found.said_by}: ${found.said}` : found.said);
    if (found.terms) said.append(" ", el("a", { href: found.terms }, "Căn cứ"));
    above.push(said);
  }
  if (found.advice) {
    const advice = el("p", { class: "notice note" }, found.advice);
    if (found.plans) {
      const where = `${found.plans}?${new URLSearchParams({ hoi: found.question })}`;
      advice.append(" ", el("a", { href: where }, "Xem đoạn kế hoạch"));
    }
    above.push(advice);
  }
  const hits = found.hits.filter((hit) => hit.code !== form.dataset.first);
  if (hits.length < found.hits.length && !hits.length) above.push(el("p", { class: "notice note" }, "Chỉ tìm thấy chính thủ tục đang so sánh. Gõ việc khác."));
  results.replaceChildren(...above, el("ul", { class: "op-hits" }, ...hits.map(line)));
  dress();
}

async function ask() {
  asking?.abort();
  const mine = (asking = new AbortController());
  const question = address();
  const words = box.value.trim();
  if (sheet) sheet.hidden = Boolean(words) || Boolean(versus?.on());
  try {
    const answer = await fetch(`${form.dataset.find}?${question}`, { signal: mine.signal });
    if (answer.redirected) {
      tell("Phiên đăng nhập đã hết. ", el("a", { href: location.href }, "Đăng nhập lại"));
      return;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    show(await answer.json());
    shown = words;
    if (!form.dataset.versus) keep(words);
    tell("");
  } catch (error) {
    if (error.name !== "AbortError") tell("Chưa tìm được: mất kết nối với máy chủ. Bấm Enter để thử lại.");
  }
}

// Escape clears the choice, or the sheet, and leaves what was typed, selected; pressed again it clears that too.
function escape() {
  home?.focus();
  home?.scrollIntoView({ block: "nearest" });
  if (!box) return home?.select();
  if (leaving) {
    leaving = false;
    box.value = "";
    keep("");
    ask();
    return;
  }
  leaving = true;
  const onSheet = sheet && !sheet.hidden;
  if (onSheet && !box.value.trim()) box.value = kept();
  if (onSheet && box.value.trim()) ask();
  else choose(NONE);
  box.select();
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT);
}

if (box) {
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", "op-hits");
  dress();
  if (shown && !form.dataset.versus) keep(shown);
  box.addEventListener("input", later);
  toFilters = filtersOf(form, box, later, { remembered: Boolean(sheet) });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // an input method is still putting a letter together
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? chosen + 1 : Math.max(chosen, 0) - 1);
    } else if (event.key === "Enter" && chosen >= 0 && box.value.trim() === shown) {
      event.preventDefault();
      links()[chosen].click();
    }
  });
  if (!sheet) (document.querySelector("#op-versus:has(.op-read) h1") ?? box).focus();
}

// Keys of the whole page. Where somebody types, keys are letters.

function jump(key) {
  const part = sheet && !sheet.hidden && sheet.querySelector(`[data-key="${key}"]`);
  if (!part) return false;
  part.focus({ preventScroll: true });
  part.scrollIntoView({ block: "start" });
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Escape") {
    event.preventDefault();
    if (fromVersus) fromVersus.click();
    else if (!versus?.leave()) escape();
    return;
  }
  leaving = false;
  if (event.key === "F2" && toFilters) {
    event.preventDefault();
    toFilters();
  }
  if (event.target.closest(TYPED)) return;
  if (event.key === "s" && sheet && !sheet.hidden) document.querySelector("#op-send button:not([hidden]), #op-send a")?.focus();
  if (event.key === "v" && toVersus) {
    event.preventDefault(); // the letter is not typed into the box
    toVersus.click();
  }
  if (event.key === "?" && keys) {
    keys.open = !keys.open;
    if (keys.open) keys.querySelector("summary").focus();
  }
  if (/^\d$/.test(event.key) && jump(event.key)) event.preventDefault();
});

// A link to an aspect, from the list or the jump line, also puts the keyboard there.
function follow() {
  const part = sheet && document.getElementById(location.hash.slice(1));
  if (part?.matches(".op-part")) part.focus({ preventScroll: true });
}
window.addEventListener("hashchange", follow);
if (sheet) {
  document.getElementById("op-title").focus({ preventScroll: true });
  follow();
}

// Two procedures side by side: on a sheet in its place, else on a page of its own.

const toVersus = document.getElementById("op-versus-link");
const fromVersus = document.getElementById("op-back");

function empty() {
  asking?.abort();
  clearTimeout(timer);
  shown = "";
  show({ hits: [] });
}

if (sheet && toVersus) {
  const page = { form, box, sheet, title: document.getElementById("op-title"), panel: document.getElementById("op-versus"), link: toVersus };
  versus = versusOf(page, { ask, empty, kept, tell, copyable });
  results.addEventListener("click", (event) => {
    const link = event.target.closest(".op-hits a");
    if (!link || !form.dataset.versus || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    versus.show(link.href);
  });
}

// Copying, also where the browser has no clipboard (a plain http address inside an office).

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const before = document.activeElement;
    const area = el("textarea", { class: "op-unseen", "aria-hidden": "true", readonly: "", tabindex: "-1" });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    before?.focus({ preventScroll: true });
    return done;
  }
}

function copyable(place) {
  for (const button of place.querySelectorAll("[data-copy]")) {
    const words = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const done = await copy(document.getElementById(button.dataset.copy).textContent.trim());
      button.textContent = done ? "Đã sao chép" : "Chưa sao chép được, hãy bôi đen và chép";
      setTimeout(() => { button.textContent = words; }, 2500);
    });
  }
}
copyable(document);

// Papers: how many the caller has already.
const ticks = [...document.querySelectorAll("[data-tick]")];
const counted = document.getElementById("op-ticked");
function count() {
  const have = ticks.filter((tick) => tick.checked).length;
  counted.hidden = ticks.length === 0;
  counted.textContent = `Người gọi đã có ${have} trên ${ticks.length} dòng giấy tờ.`;
}
if (counted) {
  for (const tick of ticks) tick.addEventListener("change", count);
  count();
}
