// Runs before the first paint: the reader's text size is there from the start, nothing jumps.
(function () {
  const root = document.documentElement;
  root.classList.add("js");
  const place = { "/khung": "frame", "/kiosk": "kiosk" }[window.location.pathname];
  if (place) root.dataset.place = place;
  try {
    const size = window.localStorage.getItem("motcua.text");
    if (/^[0-4]$/.test(size || "")) root.dataset.text = size;
  } catch {
    // Storage is switched off: the usual size is used.
  }
})();
