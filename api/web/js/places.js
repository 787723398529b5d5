// Where this page is shown: by itself, in a frame on another page (/khung), or on a public screen (/kiosk).

import { T } from "./texts.js";

const IDLE = 90_000;
const LAST_WORD = 20_000;

export const inFrame = document.documentElement.dataset.place === "frame";
export const onKiosk = document.documentElement.dataset.place === "kiosk";

const PROCEDURE = /^[0-9A-Za-z][0-9A-Za-z.-]{0,63}$/;

/** Return the procedure that the address asks for (/?thu-tuc=1.004194, as a QR code does), once; else null. */
export function askedProcedure() {
  const address = new URL(window.location.href);
  const code = address.searchParams.get("thu-tuc")?.trim();
  if (!code) return null;
  address.searchParams.delete("thu-tuc"); // loading the page again shall not ask again
  window.history.replaceState(null, "", address);
  return PROCEDURE.test(code) ? code : null;
}

/** The province of the page around this one (/khung?tinh=Đồng Nai), as it was written there; else null. */
export const province = new URLSearchParams(window.location.search).get("tinh")?.trim().slice(0, 64) || null;

/** A frame can be closed from the inside; the page around it decides what that means. */
export function installFrame() {
  if (!inFrame) return;
  const close = () => window.parent.postMessage("motcua:close", "*"); // says nothing but "close"
  const button = document.createElement("button");
  button.type = "button";
  button.className = "tool";
  button.id = "frame-close";
  button.textContent = T.closeFrame;
  button.addEventListener("click", close);
  document.querySelector(".brand").append(button);
  document.addEventListener("keydown", (event) => {
    const free = !event.isComposing && !event.defaultPrevented && !document.querySelector("dialog[open]");
    if (event.key === "Escape" && free && document.activeElement?.id === "question") close();
  });
}

/**
 * A public screen forgets a person who has gone: it asks after a while, then clears everything.
 * @param {() => void} forget empties the conversation and what is typed
 */
export function installKiosk(forget) {
  if (!onKiosk) return;
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.id = "kiosk-dialog";
  dialog.setAttribute("aria-labelledby", "kiosk-title");
  const title = Object.assign(document.createElement("h2"), { id: "kiosk-title", textContent: T.stillThere });
  const text = Object.assign(document.createElement("p"), { textContent: T.soonForgotten });
  const form = Object.assign(document.createElement("form"), { method: "dialog", className: "dialog-buttons" });
  form.append(Object.assign(document.createElement("button"), { className: "primary", textContent: T.stillHere, autofocus: true }));
  dialog.append(title, text, form);
  document.body.append(dialog);

  let timer = 0;
  const later = (act, wait) => {
    clearTimeout(timer);
    timer = setTimeout(act, wait);
  };
  const wait = () => {
    if (!dialog.open) later(ask, times.idle);
  };
  function ask() {
    dialog.showModal();
    later(() => {
      dialog.close();
      forget();
      window.scrollTo({ top: 0 });
      wait();
    }, times.lastWord);
  }
  dialog.addEventListener("close", wait);
  for (const sign of ["pointerdown", "keydown", "input", "scroll"]) document.addEventListener(sign, wait, { passive: true });
  wait();
}

/** Shorter ones can be asked for in the address, within reason: /kiosk?cho=30 (seconds). */
const asked = Number(new URLSearchParams(window.location.search).get("cho"));
const times = { idle: asked >= 1 && asked <= 600 ? asked * 1000 : IDLE, lastWord: asked >= 1 && asked < 20 ? asked * 1000 : LAST_WORD };
