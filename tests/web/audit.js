// Measurements of the page as it is shown; evaluated by the tests as a function that gives them.
() => {
  const channels = (color) => {
    const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number);
    return { rgb: [r, g, b], a };
  };
  const over = (top, below) => top.rgb.map((value, index) => value * top.a + below[index] * (1 - top.a));
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  const background = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const layer = channels(getComputedStyle(at).backgroundColor);
      layers.push(layer);
      if (layer.a === 1) break;
    }
    const canvas = matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18] : [255, 255, 255];
    return layers.reverse().reduce((below, layer) => over(layer, below), canvas);
  };
  const shown = (element) => {
    const box = element.getBoundingClientRect();
    return element.checkVisibility({ visibilityProperty: true }) && box.width > 1 && box.height > 1;
  };
  const texts = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = new Map();
    while (walker.nextNode()) {
      const { parentElement: parent, data } = walker.currentNode;
      if (data.trim() && shown(parent) && !parent.closest(".only-read-out")) found.set(parent, data.trim());
    }
    return [...found];
  };
  const controls = () => [...document.querySelectorAll("button, textarea, summary")].filter(shown);

  return {
    // Texts with less contrast than AA asks for.
    pale: () => {
      const written = texts().map(([element, text]) => [text, ratio(channels(getComputedStyle(element).color).rgb, background(element))]);
      const hints = [...document.querySelectorAll("textarea")].filter(shown).map((box) => {
        return [box.placeholder || "placeholder", ratio(channels(getComputedStyle(box, "::placeholder").color).rgb, background(box))];
      });
      return [...written, ...hints].filter(([, value]) => value < 4.5);
    },
    // How many texts were looked at: a measurement of nothing must not pass.
    counted: () => texts().length,
    // Edges of boxes and buttons with less than 3 : 1 to what is around them.
    faintEdges: () => controls()
      .filter((one) => one.matches("textarea, .reply, .action, .primary, .secondary"))
      .map((one) => [one.textContent || one.id, ratio(channels(getComputedStyle(one).borderTopColor).rgb, background(one.parentElement))])
      .filter(([, value]) => value < 3),
    small: () => texts().map(([element, text]) => [text, parseFloat(getComputedStyle(element).fontSize)]).filter(([, size]) => size < 18),
    hardToHit: () => controls().map((one) => [one.textContent || one.id, one.getBoundingClientRect()])
      .filter(([, box]) => box.height < 44 || box.width < 44).map(([name]) => name),
    nameless: () => [...document.querySelectorAll("button, a, textarea, summary, img, [role=group]")]
      .filter((one) => !(one.textContent.trim() || one.getAttribute("aria-label") || one.labels?.length
        || one.hasAttribute("alt") || one.hasAttribute("aria-labelledby"))).map((one) => one.outerHTML),
    widerThanScreen: () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    sideways: () => [...document.querySelectorAll("body *")].filter((one) => {
      const box = one.getBoundingClientRect();
      return shown(one) && !one.closest(".only-read-out, .top, thead, label") && (box.right > innerWidth + 1 || box.left < -1);
    }).map((one) => one.className || one.tagName),
  };
}
