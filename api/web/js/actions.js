// What one can do with an answer: say whether it helped, copy it, print it.

import { rate } from "./api.js";
import { announce, button, day, el, icon } from "./dom.js";
import { onKiosk } from "./places.js";
import { T } from "./texts.js";

const RATED = new Set(["answered", "choose", "not_found", "out_of_scope", "ask_more"]);
const KEPT = new Set(["answered", "feedback"]);
const REASON_LENGTH = 500;
const NOTICE = 4000;

/** The event by which a message comes that answers no question, such as the short survey. */
export const SAID = "motcua:said";

/** Return the row of actions for a message, null when there is nothing to do with it. */
export function renderActions(message) {
  const status = message.answer?.status;
  const keep = KEPT.has(status) ? keepButtons(message) : null;
  const rating = message.id && RATED.has(status) ? new Rating(message) : null;
  if (!keep && !rating) return null;
  const row = el("div", { class: "actions-row" }, ...(rating ? rating.controls : []), keep);
  return el("div", { class: "actions" }, row, ...(rating ? [rating.state, rating.place] : []));
}

class Rating {
  constructor(message) {
    this.id = message.id;
    const question = `useful-${message.id}`;
    this.up = this.#choice("up", T.up);
    this.down = this.#choice("down", T.down);
    this.controls = [
      el("span", { class: "actions-question", id: question }, T.useful),
      el("div", { class: "actions-row", role: "group", "aria-labelledby": question }, this.up, this.down),
    ];
    this.state = el("p", { class: "actions-state", role: "status" });
    this.place = el("div");
    this.#show(message.rating);
  }

  #choice(value, label) {
    return button(label, { class: "action", icon: value, "aria-pressed": "false", on: { click: () => this.#rate(value) } });
  }

  #show(value) {
    this.up.setAttribute("aria-pressed", String(value === "up"));
    this.down.setAttribute("aria-pressed", String(value === "down"));
  }

  async #rate(value) {
    const kept = await this.#send(value, undefined, T.thanks);
    if (!kept) return;
    this.#show(value);
    if (value === "down") this.#askReason();
    else this.place.replaceChildren();
    if (kept.survey) document.dispatchEvent(new CustomEvent(SAID, { detail: kept.survey }));
  }

  async #send(value, reason, thanks) {
    this.state.textContent = "";
    let kept;
    try {
      kept = await rate(this.id, value, reason);
    } catch {
      this.state.textContent = T.notRated;
      return null;
    }
    this.state.textContent = thanks;
    return kept;
  }

  #askReason() {
    if (this.place.hasChildNodes()) return;
    const id = `reason-${this.id}`;
    const box = el("textarea", { id, rows: 3, maxlength: REASON_LENGTH, "aria-describedby": `${id}-hint` });
    const close = () => {
      this.down.focus();
      this.place.replaceChildren();
    };
    const submit = async (event) => {
      event.preventDefault();
      const reason = box.value.trim();
      if (!reason) close();
      else if (await this.#send("down", reason, T.reasonThanks)) close();
    };
    const escape = (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      close();
    };
    this.place.replaceChildren(
      el(
        "form",
        { class: "reason", on: { submit, keydown: escape } },
        el("label", { for: id }, T.reason),
        box,
        el("p", { id: `${id}-hint` }, T.reasonHint),
        el(
          "div",
          { class: "reason-buttons" },
          el("button", { class: "primary", type: "submit" }, T.sendReason),
          el("button", { class: "secondary", type: "button", on: { click: close } }, T.skipReason),
        ),
      ),
    );
  }
}

function keepButtons(message) {
  const copy = button(T.copy, { class: "action", icon: "copy" });
  copy.addEventListener("click", () => copyAnswer(message.text, copy));
  const print = button(T.print, { class: "action", icon: "print" });
  print.addEventListener("click", () => printOne(print.closest(".message")));
  return el("div", { class: "keep" }, copy, print, leafletLink(message.answer));
}

/** The sheet to take along, of an answer about one procedure; a public screen opens no second page. */
function leafletLink({ status, code }) {
  if (!code || status !== "answered" || onKiosk) return null;
  const href = `/to-roi/${encodeURIComponent(code)}`;
  return el(
    "a",
    { class: "action", href, target: "_blank", rel: "noopener" },
    icon("print"),
    el("span", {}, T.leaflet, el("span", { class: "only-read-out" }, T.newPage)),
  );
}

async function copyAnswer(text, control) {
  const done = (await toClipboard(text)) || copyBySelection(text);
  if (!control.isConnected) return;
  announce(done ? T.copyDone : T.copyFailed);
  const words = control.querySelector("span");
  words.textContent = done ? T.copied : T.copyFailed;
  setTimeout(() => { words.textContent = T.copy; }, done ? NOTICE : 2 * NOTICE);
}

async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // an insecure address (http in a local network) or no permission
  }
}

function copyBySelection(text) {
  const before = document.activeElement;
  const box = el("textarea", { class: "only-read-out", "aria-hidden": "true", readonly: true, tabindex: -1 });
  box.value = text;
  document.body.append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  before?.focus({ preventScroll: true });
  return done;
}

/** Print one message alone; without one the whole conversation is printed. */
function printOne(message) {
  message.classList.add("print-this");
  document.documentElement.classList.add("print-one");
  const back = () => {
    message.classList.remove("print-this");
    document.documentElement.classList.remove("print-one");
  };
  window.addEventListener("afterprint", back, { once: true });
  window.print();
}

/** Keep the date on the paper right. */
export function preparePrinting() {
  const stamp = () => {
    const now = new Date();
    const iso = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0"));
    document.getElementById("printed-on").textContent = T.printedOn(day(iso.join("-")));
  };
  window.addEventListener("beforeprint", stamp);
  stamp();
}
