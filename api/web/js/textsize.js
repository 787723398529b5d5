// Bigger and smaller text, kept for the next visit. The sizes stand in style.css.

import { announce, isOff, setOff } from "./dom.js";
import { textSize } from "./store.js";
import { T } from "./texts.js";

const PERCENT = [90, 100, 115, 130, 150];
const USUAL = 1;
const LAST = PERCENT.length - 1;

export function installTextSize() {
  const root = document.documentElement;
  const smaller = document.getElementById("text-smaller");
  const bigger = document.getElementById("text-bigger");
  let step = Number(root.dataset.text ?? USUAL);

  const show = () => {
    root.dataset.text = String(step);
    setOff(smaller, step === 0);
    setOff(bigger, step === LAST);
  };
  const change = (control, by, limit) => {
    if (isOff(control)) {
      announce(limit);
      return;
    }
    step += by;
    textSize.set(String(step));
    show();
    announce(T.textSize(PERCENT[step]));
  };
  smaller.addEventListener("click", () => change(smaller, -1, T.textSmallest));
  bigger.addEventListener("click", () => change(bigger, 1, T.textBiggest));
  show();
}
