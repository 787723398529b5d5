// One conversation: asks, keeps what failed, comes back after a reload.

import { ChatFailure, send, transcript } from "./api.js";
import { announce, button } from "./dom.js";
import { Log } from "./log.js";
import { conversation, unsent } from "./store.js";
import { FAILURES, T } from "./texts.js";

// The server knows best what is wrong on its side; what is wrong on this side is said here.
const SAID_BY_SERVER = new Set(["limited", "refused", "server"]);
const NO_USE_TO_REPEAT = new Set(["long", "refused"]);

export class Chat {
  /** @param {(text: string) => void} edit gets a question that is to be written anew */
  constructor(edit) {
    this.edit = edit;
    this.log = new Log((title, payload) => this.#pressed(title, payload));
    this.notNow = ""; // why a question has to wait
    this.round = null; // what is awaited; an answer that comes after a restart belongs to nobody
    this.offline = false;
  }

  /** Ask; returns why that is not possible at the moment, or "". */
  ask(text, payload) {
    if (this.notNow) return this.notNow;
    const question = this.log.addQuestion(text);
    this.log.show(question);
    this.#deliver(question, { text, payload });
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
    conversation.forget();
    unsent.forget();
    this.log.clear();
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
      const { messages, truncated } = await transcript(id);
      if (this.#isOver(round)) return;
      await this.log.quietly(() => this.#replay(messages, truncated));
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
      answered = message.role !== "user";
      if (answered) this.log.addAnswer(message);
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
    const round = this.#begin(T.busy, T.thinking);
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
