// One conversation with a citizen: what is new comes by itself, answers go out without a reload.

import { el } from "./js/dom.js";

const talk = document.getElementById("ho-talk");
const log = document.getElementById("ho-lines");
const said = document.getElementById("op-said");
const reply = document.getElementById("ho-reply");
const box = reply?.querySelector("textarea");
const csrf = document.querySelector("#ho-beat input").value;
const EVERY = 3000;
const TITLE = document.title;

let last = Number(talk.dataset.last);
let timer;
let unseen = 0;
let leaving = false; // a button leads to another page: what comes meanwhile must not load this one again

function tell(words, ...more) {
  said.replaceChildren(words, ...more);
  said.hidden = !words;
}

async function post(step, fields) {
  const body = new URLSearchParams({ csrf, ...fields });
  const answer = await fetch(`${talk.dataset.here}/${step}`, { method: "POST", body, headers: { Accept: "application/json" } });
  if (answer.redirected) throw new Error("logged out");
  return { ok: answer.ok, status: answer.status, told: await answer.json().catch(() => ({})) };
}

function again(words) {
  tell(`${words} `, el("a", { href: location.href }, "Tải lại trang"));
}

function toEnd() {
  log.scrollTop = log.scrollHeight;
}

function show({ who, label, text, at }) {
  const head = el("span", { class: "ho-who" }, `${label} `, el("span", { class: "hint" }, at));
  log.append(el("li", { class: `ho-line ${who}` }, head, el("p", { class: "prose" }, text)));
  toEnd();
  if (who !== "citizen" || !document.hidden) return;
  unseen += 1;
  document.title = `(${unseen}) ${TITLE}`;
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  unseen = 0;
  document.title = TITLE;
});

// One request at a time: a line that two of them brought would be shown twice.
let waiting = Promise.resolve();
function ask() {
  waiting = waiting.then(look, look);
  return waiting;
}

async function look() {
  clearTimeout(timer);
  try {
    const { ok, told } = await post("nhip", { sau: last });
    if (leaving) return;
    if (!ok) {
      again(told.reason ?? "Chưa cập nhật được.");
      return;
    }
    tell("");
    told.lines.forEach(show);
    last = Math.max(last, told.last);
    document.getElementById("ho-status").textContent = told.status;
    if (told.state !== talk.dataset.state || (told.mine ? "yes" : "no") !== talk.dataset.mine) {
      const fate = told.state === "ended" ? "Chép lại chữ đang gõ nếu cần, rồi" : "Chữ đang gõ được giữ, hiện lại khi anh/chị nhận người này.";
      if (box?.value.trim()) again(`Cuộc trò chuyện đã đổi trạng thái. ${fate}`);
      else location.reload();
      return;
    }
  } catch (error) {
    if (leaving) return;
    if (error.message === "logged out") {
      again("Phiên đăng nhập đã hết; đăng nhập lại ở trang khác, rồi");
      return;
    }
    tell("Mất kết nối với máy chủ; đang thử lại…");
  }
  if (talk.dataset.state !== "ended") timer = setTimeout(ask, EVERY);
}

// What is being typed outlives a lost connection and the page that comes after it, in this tab only.

const DRAFT = `motcua.reply.${talk.dataset.here}`;
function draft(text) {
  try {
    if (text === undefined) return sessionStorage.getItem(DRAFT) ?? "";
    if (text) sessionStorage.setItem(DRAFT, text);
    else sessionStorage.removeItem(DRAFT);
  } catch {
    // No storage: what is typed lives as long as the page.
  }
  return "";
}
if (talk.dataset.state === "ended") draft("");

// Answering. The key stays until the answer is kept, so that a second try says it once.

function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

let sending = false;
async function answer() {
  const text = box.value.trim();
  if (!text || sending) return;
  sending = true;
  try {
    const { ok, told } = await post("tra-loi", { text, key: reply.elements.key.value });
    if (ok) {
      if (box.value.trim() === text) box.value = "";
      draft(box.value);
      reply.elements.key.value = freshKey();
      await ask();
    } else {
      tell(told.reason ?? "Chưa gửi được; chữ vẫn còn trong ô.");
    }
  } catch {
    tell("Chưa gửi được: mất kết nối hoặc phiên đăng nhập đã hết. Chữ vẫn còn trong ô, bấm Gửi lại.");
  } finally {
    sending = false;
    box.focus();
  }
}

if (reply) {
  reply.dataset.kept = "yes"; // console.js need not ask before the page is left
  if (!box.value) box.value = draft();
  box.addEventListener("input", () => draft(box.value));
  reply.addEventListener("submit", (event) => {
    event.preventDefault();
    answer();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      event.preventDefault();
      answer();
    }
    if (event.key === "Escape") {
      event.stopPropagation();
      log.focus();
    }
  });
  box.focus();
}

// Sentences of a procedure's sheet.

const find = document.getElementById("ho-find");
const hits = document.getElementById("ho-hits");
const parts = document.getElementById("ho-parts");
const name = document.getElementById("ho-name");
let asking;
let later;

function insert(text) {
  const before = box.value.slice(0, box.selectionStart);
  const gap = before && !/\s$/.test(before) ? "\n" : "";
  box.setRangeText(gap + text, box.selectionStart, box.selectionEnd, "end");
  draft(box.value);
  box.focus();
}

async function open(code) {
  const answered = await fetch(`${find.dataset.read}/${encodeURIComponent(code)}`);
  const sheet = answered.ok && !answered.redirected ? await answered.json() : null;
  hits.replaceChildren();
  name.hidden = !sheet;
  if (!sheet) return;
  name.textContent = `${sheet.name} (${sheet.code})`;
  parts.replaceChildren(...sheet.parts.map(({ key, label, text }) => {
    const put = el("button", { type: "button", class: "button secondary", "data-put": key }, `Chèn: ${label}`, ...(key ? [" ", el("kbd", {}, key)] : []));
    put.addEventListener("click", () => insert(text));
    return el("li", {}, put, el("p", { class: "prose hint" }, text));
  }));
  parts.querySelector("button")?.focus();
}

async function search() {
  asking?.abort();
  const mine = (asking = new AbortController());
  try {
    const answered = await fetch(`${find.dataset.find}?${new URLSearchParams({ tim: find.elements.tim.value })}`, { signal: mine.signal });
    if (!answered.ok || answered.redirected) return;
    const found = await answered.json();
    hits.replaceChildren(...found.hits.map((hit) => {
      const pick = el("button", { type: "button", class: "ho-hit" }, el("b", {}, hit.name), " ", el("span", { class: "hint code" }, hit.code));
      pick.addEventListener("click", () => open(hit.code));
      return el("li", {}, pick);
    }));
  } catch (error) {
    if (error.name !== "AbortError") tell("Chưa tìm được thủ tục: mất kết nối với máy chủ.");
  }
}

if (find) {
  find.addEventListener("input", () => {
    clearTimeout(later);
    later = setTimeout(search, 150);
  });
  find.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(later);
    await search();
    hits.querySelector("button")?.focus();
  });
}

// Keys, where nobody types.

const TYPED = "input:not([type=checkbox], [type=radio]), textarea, select";
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.target.closest(TYPED)) return;
  const key = event.key.toLowerCase();
  const step = document.querySelector(`[data-press="${CSS.escape(key)}"]`);
  const put = /^\d$/.test(key) && document.querySelector(`[data-put="${key}"]`);
  if (step) step.click();
  else if (put) put.click();
  else if (key === "t") box?.focus();
  else if (key === "c") find?.elements.tim.focus();
  else return;
  event.preventDefault();
});

// Buttons that lead away.

document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) leaving = true;
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload(); // the page as it was left says nothing about now
});

toEnd();
if (talk.dataset.state !== "ended") timer = setTimeout(ask, EVERY);
