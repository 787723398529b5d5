// The filters of the hotline's search: told in words beside "Lọc", kept from the list to the sheet of the same call.

const KEPT = "op-filters";

/**
 * Wake the filters up; returns a function that moves the keyboard from the search box to them and back.
 *
 * @param changed called after each change
 * @param remembered whether those of the page before are taken up (on a sheet); else the page's own are remembered
 */
export function filtersOf(form, box, changed, { remembered }) {
  const place = form.querySelector(".op-filters");
  const told = document.getElementById("op-filtered");
  const choices = [...place.querySelectorAll("select, input")];

  const tell = () => {
    const words = choices.filter((one) => one.value).map((one) => one.selectedOptions?.[0].textContent ?? one.value);
    told.textContent = words.length ? `Đang lọc: ${words.join(", ")}` : "";
  };
  const keep = () => {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(choices.map((one) => one.value)));
    } catch {
      // a browser that keeps nothing: a sheet has no filters
    }
  };
  const take = () => {
    try {
      const values = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
      choices.forEach((one, number) => { one.value = values[number] ?? ""; });
    } catch {
      // nothing was kept
    }
  };
  const change = () => {
    tell();
    keep();
    changed();
  };

  if (remembered) take();
  else keep();
  tell();
  place.addEventListener("change", change);
  place.querySelector("[list]").addEventListener("input", change);
  document.getElementById("op-unfilter").addEventListener("click", (event) => {
    event.preventDefault();
    for (const one of choices) one.value = "";
    change();
    box.focus();
  });

  return () => {
    if (place.open && place.contains(document.activeElement)) {
      box.focus();
      return;
    }
    place.open = true;
    choices[0].focus();
    place.scrollIntoView({ block: "nearest" });
  };
}
