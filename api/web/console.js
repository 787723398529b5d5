// The console works without this file; with it, some steps are quicker and nothing typed is lost by accident.

// Live preview: what is typed, as the citizen will read it.
for (const box of document.querySelectorAll("textarea[data-preview]")) {
  const shown = document.getElementById(box.dataset.preview);
  const show = () => { shown.textContent = box.value.trim() || shown.dataset.empty || ""; };
  box.addEventListener("input", show);
  show();
}

// A reply template goes where the cursor is, without loading the page again.
for (const form of document.querySelectorAll("form[data-insert-into]")) {
  form.addEventListener("submit", (event) => {
    const target = document.getElementById(form.dataset.insertInto);
    const body = form.querySelector("select").selectedOptions[0]?.dataset.body;
    if (!target || !body) return;
    event.preventDefault();
    target.setRangeText(body, target.selectionStart, target.selectionEnd, "end");
    target.dispatchEvent(new Event("input", { bubbles: true }));
    target.focus();
  });
}

// All lines of a list at once.
for (const all of document.querySelectorAll("[data-check-all]")) {
  const boxes = all.closest("form").querySelectorAll("tbody input[type=checkbox]");
  all.addEventListener("change", () => { for (const box of boxes) box.checked = all.checked; });
}

// Only the fields that the chosen bulk action needs.
for (const choice of document.querySelectorAll("[data-bulk-action]")) {
  const parts = choice.form.querySelectorAll("[data-for]");
  const show = () => {
    for (const part of parts) part.hidden = !part.dataset.for.split(" ").includes(choice.value);
  };
  choice.addEventListener("change", show);
  show();
}

// Steps that cannot be taken back ask once more.
for (const form of document.querySelectorAll("form[data-confirm]")) {
  form.addEventListener("submit", (event) => {
    if (!window.confirm(form.dataset.confirm)) event.preventDefault();
  });
}

// What was typed and not sent yet is not left without a question; a form is sent once.
let leaving = false;
const changed = new Set();
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("input", () => changed.add(form));
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    leaving = true;
  });
}
window.addEventListener("pageshow", () => {
  leaving = false;
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
window.addEventListener("beforeunload", (event) => {
  const unsent = [...changed].some((form) => form.querySelector("textarea"));
  if (!leaving && unsent) event.preventDefault();
});

// A found procedure goes into its field.
for (const button of document.querySelectorAll("[data-put]")) {
  button.addEventListener("click", () => {
    const box = document.getElementById(button.dataset.put);
    box.value = button.dataset.value;
    box.focus();
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}

document.querySelector("[role=alert], .wrong input, .wrong textarea")?.scrollIntoView({ block: "center" });
document.documentElement.dataset.ready = "yes";
