// On every page of the hotline: keys that lead to other pages, the clock of a call, who waits for a person.

import { el } from "./js/dom.js";

const TYPED = "input:not([type=checkbox], [type=radio]), textarea, select";
const JSON_ONLY = { Accept: "application/json" };
const token = () => document.querySelector('input[name="csrf"]')?.value ?? "";

async function told(address, options = {}) {
  const answer = await fetch(address, { ...options, headers: JSON_ONLY });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return answer.json();
}

const post = (address) => told(address, { method: "POST", body: new URLSearchParams({ csrf: token() }) });

// The clock of a call. It starts with the first letter of a search and is stopped by writing the call down.

const bar = document.getElementById("op-call");
const QUESTION = "motcua.call.question";
let running = null;
let since = 0;
let ticking;

function remembered(question) {
  try {
    if (question === undefined) return sessionStorage.getItem(QUESTION) ?? "";
    if (question) sessionStorage.setItem(QUESTION, question);
    else sessionStorage.removeItem(QUESTION);
  } catch {
    // No storage: the operator types the question.
  }
  return "";
}

function time() {
  const seconds = Math.max(0, Math.round((Date.now() - since) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function draw(clock) {
  clearInterval(ticking);
  running = clock.running;
  bar.hidden = running?.link === location.pathname; // there the call is being written down
  if (!running) {
    const start = el("button", { type: "button", class: "button secondary", id: "op-call-start" }, "Bắt đầu tính giờ cuộc gọi ", el("kbd", {}, "g"));
    start.addEventListener("click", begin);
    bar.replaceChildren(start);
    return;
  }
  since = Date.now() - running.seconds * 1000;
  const shown = el("b", { id: "op-call-time" }, time());
  ticking = setInterval(() => { shown.textContent = time(); }, 1000);
  const drop = el("button", { type: "button", class: "button secondary" }, "Bỏ, không ghi");
  drop.addEventListener("click", async () => {
    remembered("");
    await go(`${bar.dataset.calls}/bo`);
  });
  bar.replaceChildren(
    "Đang nghe máy ", shown, " ",
    el("a", { class: "button", href: running.link, id: "op-call-end" }, "Kết thúc và ghi ", el("kbd", {}, "k")), " ", drop,
  );
}

async function go(address) {
  try {
    draw(await post(address));
  } catch {
    bar.hidden = false;
    bar.replaceChildren("Chưa tính giờ được: mất kết nối hoặc phiên đăng nhập đã hết.");
  }
}

let starting = false;
async function begin() {
  if (running || starting) return;
  starting = true;
  remembered("");
  await go(`${bar.dataset.calls}/bat-dau`);
  starting = false;
}

const box = document.getElementById("op-box");
let started; // whether a clock runs is not known before the first reply
if (bar) {
  started = told(`${bar.dataset.calls}/dang-goi`).then(draw).catch(() => {});
  box?.addEventListener("input", async () => {
    await started;
    if (box.value.trim().length > 1) begin();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest(".op-hits a") && box?.value.trim() && !remembered()) remembered(box.value.trim());
  });
}

const form = document.getElementById("op-call-form");
if (form && "fresh" in form.dataset && !form.elements.question.value) form.elements.question.value = remembered();
form?.addEventListener("submit", () => remembered(""));

// Who waits for a person, on every page; the sound is off until somebody wants it.

const link = document.querySelector("[data-queue]");
const place = document.getElementById("op-queue-place");
const sound = document.getElementById("op-sound");
const SOUND = "motcua.queue.sound";
const WORDS = link?.textContent;
let known = null;

function wanted(value) {
  try {
    if (value !== undefined) localStorage.setItem(SOUND, value ? "on" : "off");
    return localStorage.getItem(SOUND) === "on";
  } catch {
    return Boolean(value);
  }
}

function beep() {
  try {
    const audio = new AudioContext();
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    volume.gain.value = 0.08;
    tone.frequency.value = 880;
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + 0.2);
    tone.addEventListener("ended", () => audio.close());
  } catch {
    // A browser without sound still shows the mark.
  }
}

function line(one, isNew) {
  const unread = one.unread ? ` · ${one.unread} tin chưa trả lời` : "";
  const about = `${one.channel} · hỏi lúc ${one.since}, ${one.ago} · ${one.status}${unread}`;
  const mark = isNew ? [el("span", { class: "badge ho-new" }, "Mới"), " "] : [];
  const classes = one.waits ? { class: "waits" } : {};
  return el("li", {}, el("a", { href: one.link, "data-id": one.id, ...classes }, el("b", {}, ...mark, one.about), " ", el("span", { class: "hint" }, about)));
}

const marked = new Set();

function show({ lines }) {
  const waiting = lines.filter((one) => one.waits);
  const words = `${WORDS}${waiting.length ? ` (${waiting.length} người chờ)` : ""}`;
  if (link.textContent !== words) link.textContent = words;
  const fresh = waiting.filter((one) => known && !known.has(one.id));
  known = new Set(lines.map((one) => one.id));
  for (const one of fresh) marked.add(one.id);
  if (fresh.length && wanted()) beep();
  if (!place) return;
  const focused = document.activeElement?.dataset?.id;
  const list = lines.map((one) => line(one, marked.has(one.id)));
  place.replaceChildren(list.length ? el("ul", { class: "op-queue", id: "op-queue" }, ...list) : el("p", { class: "empty" }, "Không có ai chờ."));
  if (focused) place.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
}

async function watch() {
  let wait = 5000;
  try {
    const queue = await told(link.dataset.queue);
    if (!queue.enabled) return;
    show(queue);
  } catch {
    wait = 20_000;
  }
  setTimeout(watch, wait);
}

if (link) {
  known = place ? new Set([...place.querySelectorAll("[data-id]")].map((one) => one.dataset.id)) : null;
  watch();
}
if (sound) {
  sound.checked = wanted();
  sound.addEventListener("change", () => {
    if (wanted(sound.checked)) beep();
  });
}

// Keys, where nobody types.

function step(by) {
  const all = [...(place?.querySelectorAll("a[data-id]") ?? [])];
  if (!all.length) return false;
  const at = all.indexOf(document.activeElement);
  all[(at + by + all.length) % all.length].focus();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.target.closest(TYPED)) return;
  const key = event.key.toLowerCase();
  const leads = document.querySelector(`[data-go="${CSS.escape(key)}"]`);
  if (key === "arrowdown" ? step(1) : key === "arrowup" && step(-1)) event.preventDefault();
  else if (leads) leads.click();
  else if (key === "g" && bar) begin();
  else if (key === "k") document.getElementById("op-call-end")?.click();
});
