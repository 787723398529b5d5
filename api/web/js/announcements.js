// Short notices of the office in the assistant's first message; a page without them is as good.

import { announcements } from "./api.js";
import { el, webAddress } from "./dom.js";
import { T } from "./texts.js";

/** Fetch today's announcements and show them; on any failure the first message stays as it is. */
export async function showAnnouncements() {
  const place = document.getElementById("announcements");
  try {
    const { items } = await announcements();
    place.replaceChildren(...items.map(line));
    place.hidden = items.length === 0;
  } catch {
    place.hidden = true;
  }
}

function line({ text, url }) {
  const address = url ? webAddress(url) : null;
  const more = address && el("a", { href: address.href, rel: "noopener noreferrer" }, T.announcementMore);
  return el("p", {}, el("strong", {}, T.announcement), text, more && " ", more);
}
