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
    if (!form.dataset.standing && !window.confirm(form.dataset.confirm)) event.preventDefault();
  });
}

// What was typed and not sent yet is not left without a question; a form is sent once, and only where it will be taken:
// when the log-in has ended meanwhile, or the server is out of reach, the page stays as it is.
const ANSWER_MS = 10000;
let leaving = false;
const changed = new Set();
for (const form of document.querySelectorAll("form[method=post]")) form.addEventListener("input", () => changed.add(form));

function stay(form, words, ...more) {
  form.querySelector(".not-sent")?.remove();
  const note = document.createElement("p");
  note.className = "notice bad not-sent";
  note.setAttribute("role", "alert");
  note.append(`Chưa gửi được. ${words}`, ...more);
  form.prepend(note);
  note.scrollIntoView({ block: "center" });
}

function logIn() {
  const link = document.createElement("a");
  Object.assign(link, { href: "/admin/dang-nhap", target: "_blank", rel: "noopener", textContent: "Đăng nhập ở trang mới" });
  return link;
}

async function isTaken(form) {
  try {
    const answer = await fetch("/admin/phien", { headers: { Accept: "application/json" }, signal: AbortSignal.timeout?.(ANSWER_MS) });
    const { person, csrf } = answer.redirected ? {} : await answer.json();
    if (!person) {
      stay(form, "Phiên đăng nhập đã hết; chữ đã gõ vẫn còn ở đây. ", logIn(), ", rồi quay lại trang này và gửi lần nữa.");
    } else if (String(person) !== document.body.dataset.person) {
      stay(form, "Trình duyệt nay đang đăng nhập tài khoản khác. Chép lại chữ đã gõ, rồi tải lại trang.");
    } else {
      for (const token of document.querySelectorAll("input[name=csrf]")) token.value = csrf;
      return true;
    }
  } catch {
    stay(form, "Máy chủ chưa trả lời; chữ đã gõ vẫn còn ở đây. Kiểm tra đường mạng rồi gửi lần nữa.");
  }
  return false;
}

// Beyond the limit of a request the server reads nothing, not the words beside the file either: so a file too large is
// named before it travels.
function tooMuch(form) {
  for (const box of form.querySelectorAll("input[type=file][data-most-bytes]")) {
    const files = [...box.files], most = Number(box.dataset.mostBytes);
    const large = files.find((file) => file.size > most);
    if (large) return `Tệp “${large.name}” lớn quá ${box.dataset.mostSaid}.`;
    if (files.length > Number(box.dataset.mostFiles || Infinity)) return `Chỉ gửi được ${box.dataset.mostFiles} tệp một lần.`;
    const together = files.reduce((sum, file) => sum + file.size, 0);
    if (together > most * Number(box.dataset.mostFiles || 1)) return `Các tệp cộng lại lớn quá ${box.dataset.mostSaid}.`;
  }
  return "";
}

// On the document, so that whoever sends a form by script has said so before.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
  if (form.dataset.sent || form.dataset.asking) {
    event.preventDefault();
    return;
  }
  const refused = tooMuch(form);
  if (refused) {
    event.preventDefault();
    stay(form, `${refused} Chọn lại tệp rồi gửi; chữ đã gõ vẫn còn ở đây.`);
    return;
  }
  if (changed.has(form) && document.body.dataset.person && !form.dataset.standing && form.requestSubmit) {
    const button = event.submitter;
    event.preventDefault();
    form.dataset.asking = "yes";
    const taken = await isTaken(form);
    delete form.dataset.asking;
    if (!taken) return;
    form.dataset.standing = "yes";
    form.requestSubmit(button);
    delete form.dataset.standing;
    return;
  }
  delete form.dataset.standing;
  form.dataset.sent = "yes";
  leaving = true;
});
window.addEventListener("pageshow", () => {
  leaving = false;
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
window.addEventListener("beforeunload", (event) => {
  const words = [...changed].filter((form) => !form.dataset.kept).flatMap((form) => [...form.querySelectorAll("textarea")]);
  const unsent = words.some((box) => box.value !== box.defaultValue);
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
