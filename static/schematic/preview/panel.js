/* What stands below the picture: slices, the picked block, legend, regions. PART(name): the element with data-NAME. */
import { locale } from "../../site/js/locale.js";

const grouped = new Intl.NumberFormat(locale);

/* "minecraft:dark_oak_log" → "Dark oak log". */
export function wordsOf(name) {
  const words = name.replace(/^[^:]*:/, "").replace(/_/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/* TOP and BOTTOM are layers counted from 1; both stay. CHANGED(low, high) in blocks. */
export class Slices {
  constructor(part, height, changed) {
    [this.top, this.bottom] = [part("top"), part("bottom")];
    this.values = [part("top-value"), part("bottom-value")];
    this.changed = changed;
    for (const input of [this.top, this.bottom]) input.max = height;
    this.top.value = height;
    this.top.addEventListener("input", () => this.#settle(this.top));
    this.bottom.addEventListener("input", () => this.#settle(this.bottom));
    this.#show();
  }

  step(by) {
    this.top.value = Number(this.top.value) + by;
    this.#settle(this.top);
  }

  get cut() {
    return [Number(this.bottom.value) - 1, Number(this.top.value)];
  }

  #settle(moved) {
    if (Number(this.bottom.value) > Number(this.top.value)) (moved === this.top ? this.bottom : this.top).value = moved.value;
    this.#show();
    this.changed(...this.cut);
  }

  #show() {
    const texts = [this.top, this.bottom].map((input) => `${grouped.format(input.value)} / ${grouped.format(input.max)}`);
    texts.forEach((text, i) => (this.values[i].textContent = text));
  }
}

export function showPicked(part, { at, state, name, count, kind, colour }) {
  part("picked-swatch").style.backgroundColor = colour;
  part("picked-name").textContent = wordsOf(name);
  part("picked-state").textContent = state;
  part("picked-at").textContent = at.join(", ");
  part("picked-count").textContent = grouped.format(count);
  part("picked-kind").textContent = grouped.format(kind);
  part("picked").hidden = false;
}

/* CHOSEN(indices or null): one block at a time is marked, and again for none. */
export function fillLegend(part, legend, chosen) {
  const buttons = legend.map(({ name, count, colour, indices }) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "preview-kind";
    button.ariaPressed = "false";
    button.append(swatch(colour), text("span", wordsOf(name)), text("span", grouped.format(count), "figure"));
    button.addEventListener("click", () => {
      const on = button.ariaPressed !== "true";
      for (const other of buttons) other.ariaPressed = String(on && other === button);
      chosen(on ? indices : null);
    });
    return button;
  });
  part("legend").replaceChildren(...buttons.map(inItem));
}

/* CHANGED(hidden): the numbers of those not to show. */
export function fillRegions(part, regions, word, changed) {
  if (regions.length < 2) return;
  const boxes = regions.map(({ name }, i) => {
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: true });
    box.addEventListener("change", () => changed(boxes.flatMap((one, at) => (one.control.checked ? [] : [at]))));
    label.append(box, text("span", name || `${word} ${i + 1}`));
    return label;
  });
  part("regions").replaceChildren(...boxes.map(inItem));
  part("regions-part").hidden = false;
}

function inItem(element) {
  const item = document.createElement("li");
  item.append(element);
  return item;
}

function swatch(colour) {
  const element = text("span", "", "preview-swatch");
  element.style.backgroundColor = colour;
  return element;
}

function text(tag, content, className = "") {
  return Object.assign(document.createElement(tag), { textContent: content, className });
}
