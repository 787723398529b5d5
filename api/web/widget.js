// One script tag on any page: a button that opens the assistant in a frame of its own.
// <script async src="https://…/widget.js" data-title="Hỏi thủ tục" data-color="#0a5553" data-side="right"
//   data-province="Đồng Nai"></script>
// No cookies, no request before the first click, styles of its own (shadow DOM), fits a strict content policy:
// the page must allow our address in script-src and frame-src, nothing else.
(function () {
  "use strict";
  const script = document.currentScript;
  if (!script || window.motcuaWidget) return;
  window.motcuaWidget = true;

  const home = new URL(script.src).origin;
  const given = script.dataset;
  const title = (given.title || "Hỏi thủ tục").slice(0, 40);
  const color = /^#[0-9a-f]{6}$/i.test(given.color || "") ? given.color : "#0a5553";
  const side = given.side === "left" ? "left" : "right";
  const province = (given.province || "").trim().slice(0, 64);
  const ink = brightness(color) > 150 ? "#101818" : "#ffffff";

  /** Perceived brightness of #rrggbb, 0 to 255 (ITU-R BT.601), so that the words on the button can be read. */
  function brightness(hex) {
    const [red, green, blue] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  }

  const style = `
    :host { all: initial; }
    button, iframe { position: fixed; ${side}: max(16px, env(safe-area-inset-${side})); z-index: 2147483000; }
    button {
      bottom: max(16px, env(safe-area-inset-bottom)); min-height: 56px; padding: 12px 22px; border: 2px solid #fff; border-radius: 28px;
      background: ${color}; color: ${ink}; font: 600 18px/1.3 system-ui, "Segoe UI", Roboto, sans-serif; cursor: pointer;
      box-shadow: 0 4px 18px rgb(0 0 0 / 30%);
    }
    button:focus-visible { outline: 3px solid #b35900; outline-offset: 3px; }
    iframe {
      bottom: 88px; width: min(440px, calc(100vw - 32px)); height: min(720px, calc(100vh - 112px)); border: 0;
      border-radius: 14px; background: #faf7f0; box-shadow: 0 8px 40px rgb(0 0 0 / 35%); color-scheme: light dark;
    }
    iframe[hidden] { display: none; }
    @media (max-width: 560px) {
      iframe { inset: 0; width: 100vw; height: 100%; height: 100dvh; border-radius: 0; }
      button[aria-expanded="true"] { display: none; }
    }
    @media print { button, iframe { display: none; } }`;

  function start() {
    const host = document.createElement("motcua-widget");
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];

    const button = document.createElement("button");
    button.type = "button";
    button.textContent = title;
    button.setAttribute("aria-expanded", "false");
    root.append(button);
    let frame = null;

    function open() {
      if (!frame) {
        frame = document.createElement("iframe");
        frame.title = "Trợ lý tự động về thủ tục hành chính";
        frame.src = `${home}/khung${province ? `?tinh=${encodeURIComponent(province)}` : ""}`;
        frame.allow = "clipboard-write";
        root.append(frame);
      }
      frame.hidden = false;
      button.setAttribute("aria-expanded", "true");
      button.textContent = "Đóng trợ lý";
      frame.focus();
    }

    function close() {
      if (!frame || frame.hidden) return;
      frame.hidden = true;
      button.setAttribute("aria-expanded", "false");
      button.textContent = title;
      button.focus();
    }

    button.addEventListener("click", () => (button.getAttribute("aria-expanded") === "true" ? close() : open()));
    window.addEventListener("message", (event) => {
      if (event.origin === home && frame && event.source === frame.contentWindow && event.data === "motcua:close") close();
    });
    document.body.append(host);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
