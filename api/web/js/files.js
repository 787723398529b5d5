// Files that go with a PAKN: where they are chosen, listed and taken off again, while one is being taken in.

import { attach, ChatFailure, detach } from "./api.js";
import { button, el, icon, isOff, setOff } from "./dom.js";
import { onKiosk } from "./places.js";
import { conversation } from "./store.js";
import { FAILURES, T } from "./texts.js";

const SAID = new Set(["limited", "refused", "server"]);
const MEGABYTE = 1024 * 1024;

export class Files {
  /** @param {() => string} notNow says why nothing may be sent at the moment, or "" */
  constructor(notNow) {
    this.notNow = notNow;
    this.place = document.getElementById("attach");
    this.title = el("span", {}, T.filesTitle(0));
    this.hint = el("p", { class: "attach-hint", id: "attach-hint" });
    this.list = el("ul", { class: "attach-list", "aria-label": T.filesTaken });
    this.declared = el("input", { type: "checkbox", id: "attach-declared", on: { change: () => this.#wasDeclared() } });
    this.input = el("input", {
      type: "file", id: "attach-file", class: "only-read-out", multiple: true,
      "aria-describedby": "attach-hint attach-problem", on: { change: () => this.#chosen() },
    });
    this.label = el("label", { class: "secondary", for: "attach-file" }, icon("clip"), el("span", {}, T.addFile));
    this.state = el("p", { class: "attach-state", role: "status" });
    this.problem = el("p", { class: "attach-problem", id: "attach-problem", role: "alert" });
    this.controls = el(
      "div",
      {},
      el("p", { class: "attach-declared" }, this.declared, el("label", { for: "attach-declared" }, T.notIdentityPaper)),
      el("p", { class: "attach-add" }, this.input, this.label),
    );
    this.place.append(
      el("summary", {}, icon("clip"), this.title),
      this.hint, this.list, ...(onKiosk ? [] : [this.controls]), this.state, this.problem,
    );
    this.forget();
  }

  /** Files are on their way: nothing else may be sent before they have arrived. */
  get uploading() {
    return this.busy;
  }

  /** Another conversation begins, or the form is over. */
  forget() {
    this.busy = false;
    this.held = [];
    this.declared.checked = false;
    this.state.textContent = "";
    this.problem.textContent = "";
    this.follow(undefined);
  }

  /** Take what a reply says about files; nothing said means that none are taken (any more). */
  follow(files) {
    const wasAsked = this.now?.asked;
    this.now = files;
    this.place.hidden = !files;
    if (!files) {
      this.declared.checked = false;
      this.held = [];
      return;
    }
    if (files.asked !== wasAsked) this.place.open = files.asked;
    this.#show();
  }

  #show() {
    const { attached, most, bytes, accept } = this.now;
    this.title.textContent = T.filesTitle(attached.length);
    this.hint.textContent = onKiosk ? T.filesKiosk : T.filesHint(Math.floor(bytes / MEGABYTE), most);
    this.input.accept = accept.join(",");
    this.list.replaceChildren(...attached.map((file) => this.#line(file)));
    this.list.hidden = attached.length === 0;
    this.controls.hidden = attached.length >= most;
  }

  #line(file) {
    const off = button(T.dropFile, { class: "secondary", "aria-label": T.dropThisFile(file.name) });
    off.addEventListener("click", () => this.#drop(file, off));
    return el("li", {}, el("span", { class: "attach-name" }, `${file.name} (${T.fileSize(file.size)})`), off);
  }

  #chosen() {
    this.held = [...this.input.files];
    this.input.value = "";
    if (!this.held.length) return;
    if (this.declared.checked) this.#upload();
    else {
      this.#complain(T.declareFirst);
      this.declared.focus();
    }
  }

  #wasDeclared() {
    if (this.declared.checked && this.held.length) this.#upload();
  }

  async #upload() {
    const refusal = this.busy ? T.uploading : this.notNow();
    if (refusal) {
      this.#complain(refusal);
      return;
    }
    const files = this.held;
    this.held = [];
    await this.#working(T.uploading, async () => {
      const wrong = [];
      let taken = 0;
      for (const file of files) {
        const why = this.#whyNot(file) || (await this.#send(file));
        if (why) wrong.push(`${file.name}: ${why}`);
        else taken += 1;
        if (!this.now) break; // the form is over
      }
      this.state.textContent = taken ? T.filesAdded(taken) : "";
      this.#complain(wrong.join(" "));
    });
  }

  /** What can be told without sending it; the server has the last word. */
  #whyNot(file) {
    const { attached, most, bytes, accept } = this.now;
    if (attached.length >= most) return T.tooManyFiles(most);
    if (file.size > bytes) return T.fileTooLarge(Math.floor(bytes / MEGABYTE));
    if (!accept.some((ending) => file.name.toLowerCase().endsWith(ending))) return T.fileKinds;
    return file.size ? "" : T.fileEmpty;
  }

  /** Send one file; returns why it was not taken, or "". */
  async #send(file) {
    return this.#ask(attach(conversation.get(), file));
  }

  async #drop(file, control) {
    if (isOff(control)) return;
    const refusal = this.busy ? T.uploading : this.notNow();
    if (refusal) {
      this.#complain(refusal);
      return;
    }
    setOff(control, true);
    await this.#working("", async () => {
      const why = await this.#ask(detach(conversation.get(), file.id));
      this.state.textContent = why ? "" : T.fileDropped(file.name);
      this.#complain(why);
    });
    setOff(control, false);
    if (this.now && !control.isConnected) (this.list.querySelector("button") ?? this.input).focus();
  }

  async #ask(request) {
    const asked = conversation.get();
    try {
      const files = await request;
      if (asked === conversation.get() && this.now) this.follow({ ...files, asked: this.now.asked });
      return "";
    } catch (error) {
      const failure = error instanceof ChatFailure ? error : new ChatFailure("server");
      if (failure.kind === "long") return T.fileTooLarge(Math.floor(this.now.bytes / MEGABYTE));
      return (SAID.has(failure.kind) && failure.said) || FAILURES[failure.kind]?.split(". ")[0].concat(".") || T.fileFailed;
    }
  }

  async #working(words, work) {
    this.busy = true;
    this.problem.textContent = "";
    this.state.textContent = words;
    setOff(this.label, true);
    try {
      await work();
    } finally {
      this.busy = false;
      setOff(this.label, false);
    }
  }

  #complain(text) {
    this.problem.textContent = text;
    if (text) this.place.open = true;
  }
}
