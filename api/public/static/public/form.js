// The intake form: what is typed is kept on the server while somebody writes, and in this tab in between.

const TAB = "motcua.phan-anh";
const PAUSE = 1500;
const T = {
  kept: "Đã lưu nháp.",
  lost: "Chưa lưu được lên máy chủ (có thể do mất mạng). Những gì anh/chị viết vẫn còn trong trang này; hệ thống sẽ thử lưu lại.",
  offline: "Đang mất mạng nên chưa gửi đi được. Những gì anh/chị viết vẫn còn. Khi có mạng, anh/chị bấm lại.",
  back: "Đã lấy lại những gì anh/chị viết dở.",
  many: (count) => `Chỉ chọn thêm được ${count} tệp. Anh/chị bỏ bớt.`,
  large: (name) => `Tệp “${name}” lớn quá mức cho phép. Anh/chị chọn tệp nhỏ hơn.`,
};

const tab = {
  read() {
    try {
      return JSON.parse(window.sessionStorage.getItem(TAB) ?? "null");
    } catch {
      return null;
    }
  },
  write(value) {
    try {
      window.sessionStorage.setItem(TAB, JSON.stringify(value));
    } catch {
      // Storage is full or switched off: the server has what was kept.
    }
  },
  forget() {
    try {
      window.sessionStorage.removeItem(TAB);
    } catch {
      // As above.
    }
  },
};

/** Check the files of a form that only sends them, such as more information on a PAKN. */
export function installFiles() {
  for (const form of document.querySelectorAll("form.once[data-file-limit]")) {
    const files = form.querySelector("input[type=file]");
    files?.addEventListener("change", () => checkFiles(form, files));
    form.addEventListener("submit", (event) => {
      if (!files || checkFiles(form, files)) return;
      event.preventDefault();
      event.stopImmediatePropagation(); // it was not sent, so it may be sent again
      files.focus();
    });
  }
}

export function installForm() {
  if (document.querySelector("[data-sent]")) tab.forget(); // the receipt: nothing is half written any more
  const form = document.getElementById("form");
  if (!form) return;
  const state = document.getElementById("keep-state");
  const say = (text, lost = false) => {
    if (state.textContent !== text) state.textContent = text;
    state.classList.toggle("lost", lost);
  };

  restore(form, say);
  const keeper = keeping(form, say);
  form.addEventListener("input", () => keeper.changed());
  form.addEventListener("change", () => keeper.changed());
  window.addEventListener("online", () => keeper.now());
  document.addEventListener("visibilitychange", () => document.hidden && keeper.now());

  const files = document.getElementById("files");
  files?.addEventListener("change", () => checkFiles(form, files));
  form.addEventListener("submit", (event) => {
    const pressed = event.submitter?.value ?? "";
    if (!navigator.onLine) {
      event.preventDefault();
      say(T.offline, true);
      state.scrollIntoView({ block: "center" });
      return;
    }
    if (files && pressed !== "xoa" && !checkFiles(form, files)) {
      event.preventDefault();
      files.scrollIntoView({ block: "center" });
      files.focus({ preventScroll: true });
      return;
    }
    keeper.stop();
    if (pressed === "xoa") tab.forget();
    else tab.write(null);
  });
  document.getElementById("search")?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    form.requestSubmit(document.getElementById("search-button"));
  });
}

/** Keep in the tab at once, on the server after a pause. */
function keeping(form, say) {
  let timer = 0;
  let running = false;
  let dirty = false;
  let stopped = false;

  const save = async () => {
    if (running || !dirty || stopped) return;
    running = true;
    dirty = false;
    try {
      const body = new FormData(form);
      body.delete("files");
      const response = await fetch("/phan-anh/luu", { method: "POST", body, keepalive: true });
      if (!response.ok) throw new Error(String(response.status));
      if (!dirty) tab.write(null);
      say(T.kept);
    } catch {
      dirty = true;
      say(T.lost, true);
      timer = setTimeout(save, 10_000);
    } finally {
      running = false;
    }
  };
  return {
    changed() {
      dirty = true;
      tab.write(valuesOf(form));
      clearTimeout(timer);
      timer = setTimeout(save, PAUSE);
    },
    now() {
      clearTimeout(timer);
      save();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

function valuesOf(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "searched");
}

/** Put back what had not reached the server, when the page is loaded again. */
function restore(form, say) {
  const kept = tab.read();
  if (!Array.isArray(kept) || document.getElementById("summary")) return;
  const values = new Map(kept);
  for (const control of form.elements) {
    if (!control.name || control.type === "file" || control.type === "hidden" || control.tagName === "BUTTON") continue;
    if (control.type === "radio") control.checked = values.get(control.name) === control.value;
    else if (control.type === "checkbox") control.checked = values.has(control.name);
    else if (values.has(control.name)) control.value = values.get(control.name);
  }
  say(T.back);
}

/** Say what is wrong with chosen files before they travel; true when nothing is. */
function checkFiles(form, input) {
  const limit = Number(form.dataset.fileLimit);
  const room = Number(form.dataset.fileCount);
  const large = [...input.files].find((file) => file.size > limit);
  const problem = input.files.length > room ? T.many(room) : large ? T.large(large.name) : "";
  document.getElementById("files-problem").textContent = problem;
  return !problem;
}
