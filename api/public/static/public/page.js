// Comforts of the public pages. Everything works without this file.

import { announce } from "/js/dom.js";
import { installTextSize } from "/js/textsize.js";
import { installFiles, installForm } from "/public/form.js";

const COPIED = "Đã sao chép.";
const NOT_COPIED = "Trình duyệt không cho sao chép. Anh/chị chọn chữ rồi sao chép, hoặc ghi lại mã.";

function installErrors() {
  const summary = document.getElementById("summary");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(link.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    target.closest("details")?.setAttribute("open", "");
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  });
}

function installKeeping() {
  document.getElementById("print")?.addEventListener("click", () => window.print());
  const copy = document.getElementById("copy");
  copy?.addEventListener("click", async () => {
    const text = document.getElementById("receipt-text").textContent.trim();
    try {
      await navigator.clipboard.writeText(`${text}\n${window.location.origin}/phan-anh/tra-cuu`);
      announce(COPIED);
      copy.lastChild.textContent = COPIED;
    } catch {
      announce(NOT_COPIED);
    }
  });
}

// A second press while the first is on its way is not sent. (It would do no harm: the server takes one.)
function installOnce() {
  for (const form of document.querySelectorAll("#send-form, form.once")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "1";
      for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
    });
    // Coming back with the browser's button, the form can be sent again.
    window.addEventListener("pageshow", () => {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
    });
  }
}

installTextSize();
installErrors();
installKeeping();
installFiles();
installOnce();
installForm();
document.documentElement.dataset.ready = "1";
