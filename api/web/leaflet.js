// The leaflet prints as well without this file; with it, the print is as large as the paper lets it be.

const PAGE = (210 - 16) * (96 / 25.4); // what the margins of A5 leave, in CSS pixels
const FULL = 0.87; // a page break leaves some room empty
const SIZES = 4;

const sheet = document.getElementById("leaflet");

/** Tell how many pages the sheet takes in a size of print. */
function pages(size) {
  sheet.dataset.size = String(size);
  return sheet.getBoundingClientRect().height / PAGE;
}

/** Choose the size: one page where large print allows it, else two, in the largest print that fits. */
function fit() {
  const place = window.scrollY;
  sheet.classList.add("measured");
  const needed = Array.from({ length: SIZES }, (_, size) => pages(size));
  sheet.classList.remove("measured");
  const one = needed.slice(0, 3).findIndex((number) => number <= 0.99); // small print is for two pages only
  const two = needed.findIndex((number) => number <= 2 * FULL);
  sheet.dataset.size = String(one >= 0 ? one : two >= 0 ? two : SIZES - 1);
  window.scrollTo(0, place);
}

await document.fonts?.ready;
fit();
document.documentElement.dataset.ready = "true";
document.getElementById("leaflet-print").addEventListener("click", () => window.print());
