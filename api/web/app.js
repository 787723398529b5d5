// The citizen's page: puts the parts together.

import { preparePrinting } from "./js/actions.js";
import { showAnnouncements } from "./js/announcements.js";
import { activeSnapshot } from "./js/api.js";
import { Chat } from "./js/chat.js";
import { Composer } from "./js/composer.js";
import { announce, day } from "./js/dom.js";
import { askedProcedure, installFrame, installKiosk } from "./js/places.js";
import { draft } from "./js/store.js";
import { installTextSize } from "./js/textsize.js";
import { T } from "./js/texts.js";

const chat = new Chat((text) => composer.fill(text));
const composer = new Composer((text) => chat.ask(text));

function announceRefusal(refusal) {
  if (refusal) announce(refusal);
}

function installDialogs() {
  const help = document.getElementById("help-dialog");
  document.getElementById("help-open").addEventListener("click", () => help.showModal());

  const restart = document.getElementById("restart-dialog");
  document.getElementById("restart-open").addEventListener("click", () => {
    restart.returnValue = "";
    restart.showModal();
  });
  restart.addEventListener("close", () => {
    if (restart.returnValue !== "restart") return;
    forget();
    window.scrollTo({ top: 0 });
    composer.focus();
    announce(T.restarted);
  });
}

function forget() {
  chat.restart();
  composer.clear();
}

function installSamples() {
  document.addEventListener("click", (event) => {
    const sample = event.target.closest("[data-ask]");
    if (sample) announceRefusal(chat.ask(sample.textContent.trim()));
  });
}

function installEscape() {
  document.addEventListener("keydown", (event) => {
    const free = !event.isComposing && !event.defaultPrevented && !document.querySelector("dialog[open]");
    if (event.key === "Escape" && free) composer.focus();
  });
}

async function showDataDate() {
  const place = document.getElementById("data-date");
  try {
    const { data_date: date, procedures } = await activeSnapshot();
    place.textContent = T.data(day(date), procedures);
  } catch {
    place.textContent = T.noData;
  }
}

installTextSize();
installDialogs();
installSamples();
installFrame();
installEscape();
installKiosk(forget);
preparePrinting();
window.addEventListener("online", () => chat.online());
showDataDate();
showAnnouncements();
await chat.restore();
const procedure = askedProcedure();
if (procedure) announceRefusal(chat.ask(T.aboutProcedure(procedure), `/choose${JSON.stringify({ code: procedure })}`));
document.documentElement.dataset.ready = "true";
