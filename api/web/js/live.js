// A person of the office: whether one is expected or there, and what they say. Asks every few seconds meanwhile.

import { ChatFailure, news } from "./api.js";
import { button, el } from "./dom.js";
import { conversation } from "./store.js";
import { T } from "./texts.js";

const EVERY = { waiting: 5000, with_operator: 3000 };
const AFTER_TROUBLE = 10_000;
const OPEN = new Set(["waiting", "with_operator"]);

export class Live {
  /**
   * @param {(message: object) => void} show gets what is new, in order
   * @param {() => void} leave is called by the button that leads back to the assistant
   */
  constructor(show, leave) {
    this.show = show;
    this.strip = document.getElementById("live");
    this.words = el("span", { class: "live-words" });
    this.strip.append(this.words, button(T.backToAssistant, { class: "secondary", on: { click: leave } }));
    this.forget();
  }

  /** A person answers, so the assistant is silent. */
  get withOperator() {
    return this.state === "with_operator";
  }

  get isOpen() {
    return OPEN.has(this.state);
  }

  /** Forget everything: another conversation begins. */
  forget() {
    window.clearTimeout(this.timer);
    this.asking = null;
    this.after = 0;
    this.seen = new Set();
    this.#stand({ state: "none" });
  }

  /** Note a message that is on the page already, so that it is not shown again. */
  note(message) {
    this.seen.add(message.id);
  }

  /** Take what a reply says about the hand-over; nothing said means that there is none (any more). */
  follow(handover) {
    const wasOpen = this.isOpen;
    this.#stand(handover ?? { state: "none" });
    if (this.isOpen || wasOpen) this.#ask(); // once more after the end: the last words may still be on their way
  }

  #stand({ state, place, expected_minutes: minutes }) {
    this.state = state;
    const words = state === "waiting" ? T.waiting(place, minutes) : state === "with_operator" ? T.withOperator : "";
    if (this.words.textContent !== words) this.words.textContent = words;
    this.strip.hidden = !words;
  }

  async #ask() {
    window.clearTimeout(this.timer);
    const mine = (this.asking = Symbol("asking"));
    let wait = 0;
    try {
      const told = await news(conversation.get(), this.after);
      if (this.asking !== mine) return;
      this.#stand(told);
      for (const message of told.messages) this.#take(message);
    } catch (error) {
      if (this.asking !== mine) return;
      if (error instanceof ChatFailure && error.kind === "unknown_conversation") {
        this.#stand({ state: "none" });
        return;
      }
      wait = error instanceof ChatFailure && error.seconds ? error.seconds * 1000 : AFTER_TROUBLE;
    }
    if (this.isOpen) this.timer = window.setTimeout(() => this.#ask(), wait || EVERY[this.state]);
  }

  #take(message) {
    this.after = Math.max(this.after, message.number);
    if (this.seen.has(message.id)) return;
    this.seen.add(message.id);
    this.show(message);
  }
}
