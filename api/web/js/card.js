// A message of the assistant as a card, and the buttons under it.

import { renderBlock, renderSource } from "./blocks.js";
import { button, el, isOff, setOff } from "./dom.js";
import { ASPECTS, T } from "./texts.js";

const LONG_NAME = 120;
// Buttons that mean the same whenever they are pressed; the others belong to the turn they came with.
const LASTING = /^\/(choose|ask)\s*\{[^}]*"code"|^\/(help|restart|handover|feedback|plans|assistant)$/;

/** Return the card of a message: its answer as data where there is one, else its text. */
export function renderCard(message) {
  try {
    if (message.answer) return answerCard(message);
  } catch (error) {
    console.error(error); // an answer of a shape unknown here: its text says the same
  }
  return el("div", { class: "card" }, el("p", { class: "plain" }, message.text));
}

function answerCard(message) {
  const answer = message.answer;
  const name = answer.name ?? "";
  const long = name.length > LONG_NAME;
  return el(
    "div",
    { class: "card" },
    subject(answer, long ? clipped(name) : name),
    el("p", { class: "lead" }, answer.lead),
    ...shownBlocks(message).map(renderBlock),
    renderSource(answer, { fullName: long ? name : undefined }),
  );
}

function subject(answer, name) {
  const aspect = ASPECTS.get(answer.aspect);
  if (!name) return null;
  return el("p", { class: "subject" }, aspect && el("span", { class: "aspect" }, aspect), el("span", {}, name));
}

function clipped(name) {
  return `${name.slice(0, LONG_NAME).replace(/[\s,;]+\S*$/, "")} …`;
}

/** Quick replies of a message, wherever they are. */
function repliesOf(message) {
  return message.buttons?.length ? message.buttons : (message.answer?.quick_replies ?? []);
}

/** The list of choices, when each of its items is also a button. */
function choiceList(message) {
  const list = message.answer?.status === "choose" ? message.answer.blocks?.find((block) => block.kind === "list") : null;
  return list && list.items.length === repliesOf(message).length ? list : null;
}

function shownBlocks(message) {
  const choices = choiceList(message);
  const heading = message.answer.name && ASPECTS.get(message.answer.aspect);
  return (message.answer.blocks ?? [])
    .filter((block) => block !== choices)
    .map((block, index) => (index === 0 && block.title === heading ? { ...block, title: null, label: heading } : block));
}

/**
 * Return the buttons of a message, null when it has none.
 * @param {object} message
 * @param {(title: string, payload: string) => string} press gets what a button sends; returns why not now, or ""
 */
export function renderReplies(message, press) {
  const replies = repliesOf(message);
  if (!replies.length) return null;
  const choices = choiceList(message);
  const made = replies.map(({ title, payload }, index) => {
    const words = choices ? choices.items[index] : title;
    const control = choices
      ? el("button", { type: "button", class: "reply" }, el("span", { class: "number" }, String(index + 1)), el("span", {}, words))
      : button(title, { class: "reply" });
    control.dataset.lasting = String(LASTING.test(payload));
    control.addEventListener("click", () => {
      if (!isOff(control) && !press(title, payload)) control.classList.add("pressed");
    });
    return control;
  });
  const label = choices ? T.choose : T.next;
  return el("div", { class: choices ? "replies choices" : "replies", role: "group", "aria-label": label }, ...made);
}

/** Switch off the buttons of earlier turns that would now be understood differently. */
export function retireReplies(root) {
  for (const control of root.querySelectorAll('.reply[data-lasting="false"]')) {
    setOff(control, true);
    control.title = T.outdated;
  }
}
