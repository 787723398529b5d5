// Building elements. Text goes in as text nodes only: nothing from the server is ever read as HTML.

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an element.
 * @param {string} tag name of the element
 * @param {Record<string, unknown>} [props] `class`, `on` (event → listener), and attributes; null and false are left out
 * @param {...(Node|string|null|undefined|false)} children
 * @returns {HTMLElement}
 */
export function el(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [event, listener] of Object.entries(value)) made.addEventListener(event, listener);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** Return a picture of icons.svg; always beside words, so it is hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/** Return a button with an optional icon before its words. */
export function button(label, { icon: picture, ...props } = {}) {
  return el("button", { type: "button", ...props }, picture ? icon(picture) : null, el("span", {}, label));
}

/**
 * Return the address as a URL when it is a web address or a path of this site, else null: `javascript:` and others
 * never become links.
 */
export function webAddress(text) {
  try {
    const own = /^\/[^/\\]/.test(String(text)) ? window.location.origin : undefined;
    const url = new URL(String(text), own);
    return url.protocol === "https:" || url.protocol === "http:" ? url : null;
  } catch {
    return null;
  }
}

/** Return `2026-07-15…` as `15/07/2026`; anything else as it is. */
export function day(iso) {
  const parts = /^(\d{4})-(\d{2})-(\d{2})/.exec(String(iso ?? ""));
  return parts ? `${parts[3]}/${parts[2]}/${parts[1]}` : String(iso ?? "");
}

/** Say something to screen readers without moving the focus. */
export function announce(text) {
  const place = document.getElementById("announcer");
  place.textContent = "";
  // Said anew even when the same words were said before.
  requestAnimationFrame(() => { place.textContent = text; });
}

/** Tell whether a button only looks pressable (kept focusable, so the reader is not thrown out of place). */
export function isOff(control) {
  return control.getAttribute("aria-disabled") === "true";
}

export function setOff(control, off) {
  if (off) control.setAttribute("aria-disabled", "true");
  else control.removeAttribute("aria-disabled");
}
