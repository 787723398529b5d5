// The box one types in: grows, counts, remembers, sends with Enter.

import { draft } from "./store.js";
import { T } from "./texts.js";

/** Characters of a question the server reads (its default). */
export const MOST = 2000;
const COUNT_FROM = 1500;

export class Composer {
  /** @param {(text: string) => string} ask takes a question; returns why not now (the text stays), or "" */
  constructor(ask) {
    this.ask = ask;
    this.form = document.getElementById("composer");
    this.box = document.getElementById("question");
    this.count = document.getElementById("composer-count");
    this.problem = document.getElementById("composer-problem");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.box.addEventListener("keydown", (event) => this.#key(event));
    this.box.addEventListener("input", () => this.#changed());
    this.box.value = draft.get() ?? "";
    this.#changed();
  }

  /** Put words into the box, before what is there already. */
  fill(text) {
    this.box.value = [text, this.box.value].filter((part) => part.trim()).join("\n");
    this.#changed();
    this.focus();
  }

  /** Empty the box, on this screen and in what the browser remembers. */
  clear() {
    this.box.value = "";
    draft.forget();
    this.#changed();
  }

  focus() {
    this.box.focus();
    this.box.setSelectionRange(this.box.value.length, this.box.value.length);
  }

  complain(text) {
    this.problem.textContent = text;
    this.box.toggleAttribute("aria-invalid", Boolean(text));
  }

  #key(event) {
    // While a Vietnamese or other keyboard composes a letter, Enter belongs to it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#submit();
  }

  #submit() {
    const text = this.box.value.trim();
    if (!text) return this.#refuse(T.empty);
    if (text.length > MOST) return this.#refuse(T.tooLong(MOST));
    const refusal = this.ask(text);
    if (refusal) return this.#refuse(refusal);
    this.box.value = "";
    return this.#changed();
  }

  #refuse(text) {
    this.complain(text);
    this.box.focus();
  }

  #changed() {
    this.complain("");
    const { value } = this.box;
    if (value) draft.set(value);
    else draft.forget();
    this.count.textContent = value.length > COUNT_FROM ? T.count(value.length, MOST) : "";
    this.count.classList.toggle("over", value.trim().length > MOST);
    this.box.style.height = "auto";
    this.box.style.height = `${this.box.scrollHeight + this.box.offsetHeight - this.box.clientHeight}px`;
  }
}
