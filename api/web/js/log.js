// The conversation on the page: what was asked, what was answered, what went wrong.

import { renderActions } from "./actions.js";
import { renderCard, renderReplies, retireReplies } from "./card.js";
import { button, el, isOff, setOff } from "./dom.js";
import { T } from "./texts.js";

const THINKING_AFTER = 250;

export class Log {
  /** @param {(title: string, payload: string) => string} press what a button sends; returns why not now, or "" */
  constructor(press) {
    this.press = press;
    this.log = document.getElementById("log");
    this.turns = document.getElementById("turns");
    this.activity = document.getElementById("activity");
    this.timer = 0;
  }

  addQuestion(text) {
    retireReplies(this.turns);
    const message = el(
      "article",
      { class: "message user" },
      el("h3", { class: "speaker" }, T.you),
      el("div", { class: "bubble" }, text),
    );
    this.turns.append(message);
    return message;
  }

  addAnswer(message) {
    const replies = renderReplies(message, this.press);
    const made = this.#assistant(renderCard(message), replies, renderActions(message));
    this.turns.append(made);
    return made;
  }

  /** Show what a person of the office says, or what the system says about the hand-over. */
  addLive(message) {
    const byPerson = message.role === "operator";
    const made = el(
      "article",
      { class: byPerson ? "message assistant operator" : "message assistant" },
      el("h3", { class: "speaker" }, byPerson ? T.operator : T.assistant),
      el("div", { class: "card" }, el("p", { class: "plain" }, message.text)),
      renderReplies(message, this.press),
    );
    this.turns.append(made);
    return made;
  }

  addRemark(text, controls = []) {
    const row = controls.length ? el("div", { class: "problem-buttons" }, ...controls) : null;
    const made = this.#assistant(el("div", { class: "card" }, el("p", { class: "plain" }, text), row));
    this.turns.append(made);
    return made;
  }

  /**
   * Say under a question why it has no answer, with buttons to send it again or to change it.
   * @param {HTMLElement} question the message from addQuestion
   * @param {{words: string, seconds?: number, retry?: () => void, edit?: () => void}} problem
   */
  addProblem(question, { words, seconds, retry, edit }) {
    question.classList.add("unsent");
    question.tabIndex = -1; // takes the focus when the pressed button goes away
    const again = retry && retryButton(retry, seconds);
    const change = edit && button(T.edit, { class: "secondary", on: { click: edit } });
    const card = el(
      "div",
      { class: "card problem" },
      el("p", { class: "lead" }, words),
      el("p", {}, T.kept),
      el("div", { class: "problem-buttons" }, again, change),
    );
    const made = this.#assistant(card);
    this.turns.append(made);
    return made;
  }

  /** Take a problem away before its question is sent again, as the newest. */
  dropProblem(question, problem) {
    if (problem.contains(document.activeElement)) question.focus({ preventScroll: true });
    problem.remove();
    question.classList.remove("unsent");
    if (question.nextSibling) this.turns.append(question);
  }

  #assistant(...parts) {
    return el("article", { class: "message assistant" }, el("h3", { class: "speaker" }, T.assistant), ...parts.filter(Boolean));
  }

  /** Fill with many messages at once, unannounced: a screen reader would read all of them. */
  async quietly(fill) {
    this.log.setAttribute("aria-live", "off");
    fill();
    await new Promise((resolve) => { setTimeout(resolve, 100); });
    this.log.setAttribute("aria-live", "polite");
  }

  clear() {
    this.turns.replaceChildren();
    this.quiet();
  }

  /** Show that something is under way, unless it is done at once. */
  busy(words) {
    this.quiet();
    this.timer = window.setTimeout(() => {
      const dots = el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i"));
      this.activity.replaceChildren(dots, words);
      if (isNear(this.activity)) this.activity.scrollIntoView({ block: "nearest" });
    }, THINKING_AFTER);
  }

  quiet() {
    window.clearTimeout(this.timer);
    this.activity.replaceChildren();
  }

  /** Bring a message to the top of the screen, yet never scroll past the end of the conversation. */
  show(message) {
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const end = this.log.closest("main").getBoundingClientRect().bottom - window.innerHeight;
    const top = Math.min(message.getBoundingClientRect().top - 12, Math.max(end, 0));
    window.scrollBy({ top, behavior: calm ? "instant" : "smooth" });
  }
}

function isNear(element) {
  return element.getBoundingClientRect().top < window.innerHeight * 1.5;
}

function retryButton(retry, seconds = 0) {
  const control = el("button", { type: "button", class: "primary" }, T.retry);
  control.addEventListener("click", () => {
    if (!isOff(control)) retry();
  });
  if (seconds > 0) countDown(control, Date.now() + seconds * 1000);
  return control;
}

function countDown(control, until) {
  const left = Math.ceil((until - Date.now()) / 1000);
  setOff(control, left > 0);
  control.textContent = left > 0 ? T.retryIn(left) : T.retry;
  if (left > 0) setTimeout(() => countDown(control, until), 250);
}
