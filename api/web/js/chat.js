// One conversation: asks, keeps what failed, comes back after a reload.

import { SAID } from "./actions.js";
import { ChatFailure, send, transcript } from "./api.js";
import { announce, button } from "./dom.js";
import { Files } from "./files.js";
import { Live } from "./live.js";
import { Log } from "./log.js";
import { conversation, unsent } from "./store.js";
import { FAILURES, T } from "./texts.js";

// The server knows best what is wrong on its side; what is wrong on this side is said here.
const SAID_BY_SERVER = new Set(["limited", "refused", "server"]);
const BACK = [T.backToAssistant, "/assistant"];
const NO_USE_TO_REPEAT = new Set(["long", "refused"]);

export class Chat {
  /** @param {(text: string) => void} edit gets a question that is to be written anew */
  constructor(edit) {
    this.edit = edit;
    this.log = new Log((title, payload) => this.#pressed(title, payload));
    this.live = new Live((message) => this.#heard(message), () => this.#pressed(...BACK));
    this.files = new Files(() => this.notNow);
    this.notNow = ""; // why a question has to wait
    this.round = null; // what is awaited; an answer that comes after a restart belongs to nobody
    this.offline = false;
    document.addEventListener(SAID, (event) => this.log.addAnswer(event.detail));
  }

  /** Ask; returns why that is not possible at the moment, or "". */
  ask(text, payload) {
    const refusal = this.notNow || (this.files.uploading ? T.uploading : "");
    if (refusal) return refusal;
    const question = this.log.addQuestion(text);
    this.log.show(question);
    // Only a person would read a message twice that is sent again.
    this.#deliver(question, { text, payload, ...(this.live.withOperator && { key: unguessable() }) });
    return "";
  }

  #pressed(title, payload) {
    const refusal = this.ask(title, payload);
    if (refusal) announce(refusal);
    return refusal;
  }

  /** Forget the conversation on this device and show the first message again. */
  restart() {
    this.notNow = "";
    this.round = null;
    this.offline = false;
    if (this.live.isOpen) this.#giveUpPlace();
    this.live.forget();
    this.files.forget();
    conversation.forget();
    unsent.forget();
    this.log.clear();
  }

  /** Nobody shall wait for somebody who has gone. */
  #giveUpPlace() {
    const [text, payload] = BACK;
    send({ conversationId: conversation.get(), text, payload }).catch(() => {}); // else the office sees it in time
  }

  #heard(message) {
    const made = this.log.addLive(message);
    if (!this.round) this.log.show(made);
  }

  /** Show again what was said before the page was loaded anew. */
  async restore() {
    const id = conversation.get();
    if (id) await this.#reload(id);
    const waiting = unsent.get();
    if (waiting) await this.log.quietly(() => this.#fail(this.log.addQuestion(waiting.text), waiting, T.interrupted));
  }

  async #reload(id) {
    const round = this.#begin(T.loadingFirst, T.loading);
    try {
      const { messages, truncated, handover, files } = await transcript(id);
      if (this.#isOver(round)) return;
      await this.log.quietly(() => this.#replay(messages, truncated));
      if (handover) this.live.follow(handover);
      this.files.follow(files);
    } catch (error) {
      if (!this.#isOver(round)) this.#notRestored(error);
    } finally {
      this.#end(round);
    }
  }

  #replay(messages, truncated) {
    if (truncated) this.log.addRemark(T.shortened);
    let last = null;
    let answered = false;
    for (const message of messages) {
      this.live.note(message);
      answered = message.role !== "user";
      if (message.role === "operator" || message.role === "notice") this.log.addLive(message);
      else if (answered) this.log.addAnswer(message);
      else last = { text: message.text, element: this.log.addQuestion(message.text) };
    }
    if (last) this.log.show(last.element);
    if (answered && last?.text === unsent.get()?.text) unsent.forget(); // it had arrived after all
  }

  #notRestored(error) {
    if (error instanceof ChatFailure && ["unknown_conversation", "refused"].includes(error.kind)) {
      conversation.forget(); // its time is over: start anew, quietly
      return;
    }
    const again = button(T.reload, { class: "primary", on: { click: () => window.location.reload() } });
    this.log.addRemark(T.notRestored, [again]);
  }

  async #deliver(question, asked) {
    const round = this.#begin(T.busy, this.live.withOperator ? T.sending : T.thinking);
    unsent.set(asked);
    let reply;
    let failure;
    try {
      reply = await this.#sendOrStartAnew(asked);
    } catch (error) {
      failure = error;
    }
    if (this.#isOver(round)) return;
    this.#end(round);
    if (reply) this.#answered(reply);
    else this.#failed(question, asked, failure);
    this.log.show(question);
  }

  async #sendOrStartAnew(asked) {
    const conversationId = conversation.get();
    try {
      return await send({ conversationId, ...asked });
    } catch (error) {
      if (!(conversationId && error instanceof ChatFailure && error.kind === "unknown_conversation")) throw error;
      conversation.forget();
      return send(asked);
    }
  }

  #answered(reply) {
    this.offline = false;
    unsent.forget();
    conversation.set(reply.conversation_id);
    for (const message of reply.messages) this.log.addAnswer(message);
    this.live.follow(reply.handover);
    this.files.follow(reply.files);
  }

  #failed(question, asked, error) {
    const failure = error instanceof ChatFailure ? error : new ChatFailure("server");
    this.offline = failure.kind === "offline";
    const words = (SAID_BY_SERVER.has(failure.kind) && failure.said) || FAILURES[failure.kind] || FAILURES.server;
    this.#fail(question, asked, words, failure);
  }

  #fail(question, asked, words, { kind, seconds } = {}) {
    const retry = () => {
      if (this.notNow) {
        announce(this.notNow);
        return;
      }
      this.log.dropProblem(question, problem);
      this.#deliver(question, asked);
    };
    const edit = () => {
      problem.remove();
      question.remove();
      unsent.forget();
      this.edit(asked.text);
    };
    const problem = this.log.addProblem(question, {
      words,
      seconds,
      retry: NO_USE_TO_REPEAT.has(kind) ? undefined : retry,
      edit: asked.payload ? undefined : edit,
    });
  }

  /** Tell about the network that came back, where it was missed. */
  online() {
    if (this.offline) announce(T.backOnline);
  }

  #begin(notNow, activity) {
    this.round = Symbol("round");
    this.notNow = notNow;
    this.log.busy(activity);
    return this.round;
  }

  #isOver(round) {
    return this.round !== round;
  }

  #end(round) {
    if (this.#isOver(round)) return;
    this.round = null;
    this.notNow = "";
    this.log.quiet();
  }
}

function unguessable() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
