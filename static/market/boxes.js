// Boxes over a picture: drawn, moved and resized by finger, mouse and keyboard, or worked off in a list. Knows nothing of uploads.

const SMALLEST = 8; // pixels of the picture
const TAPPED = 0.14; // of the shorter side: the box that a tap makes
const STEP = 0.01; // of the longer side: an arrow key

const clamp = (value, least, most) => Math.min(Math.max(value, least), most);

/** The box moved and cut so that it lies within WIDTH × HEIGHT, in whole pixels. */
export function fit({ x, y, width, height }, [W, H]) {
  const w = clamp(Math.round(width), Math.min(SMALLEST, W), W), h = clamp(Math.round(height), Math.min(SMALLEST, H), H);
  return { x: clamp(Math.round(x), 0, W - w), y: clamp(Math.round(y), 0, H - h), width: w, height: h };
}

/** Between two points, whichever came first. */
const between = (a, b) => ({ x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) });

/**
 * ROOT is what templates/market/market_boxes.html makes. SIZE: [width, height] of the picture in its own pixels. WORD: "Box". CHANGED is called
 * after every change. Answers { boxes() }.
 */
export function editBoxes(root, { source, size, boxes = [], word, changed = () => {} }) {
  const stage = root.querySelector("[data-stage]"), list = root.querySelector("[data-list]"), row = root.querySelector("[data-row]");
  const image = root.querySelector("[data-image]");
  const items = [];
  image.src = source;
  Object.assign(stage.style, { aspectRatio: `${size[0]} / ${size[1]}`, width: `min(100%, ${(60 * size[0]) / size[1]}vh)` }); // before it is there, and if it never is
  image.draggable = false;
  root.hidden = false;

  const at = (event) => {
    const { left, top, width, height } = stage.getBoundingClientRect();
    return { x: clamp((event.clientX - left) / width, 0, 1) * size[0], y: clamp((event.clientY - top) / height, 0, 1) * size[1] };
  };

  function place(item, box) {
    item.box = fit(box, size);
    const percent = (part, whole) => `${(part / whole) * 100}%`;
    Object.assign(item.shape.style, {
      left: percent(item.box.x, size[0]), top: percent(item.box.y, size[1]), width: percent(item.box.width, size[0]), height: percent(item.box.height, size[1]),
    });
  }

  function number() {
    items.forEach((item, i) => {
      const name = `${word} ${i + 1}`;
      item.shape.setAttribute("aria-label", name);
      item.shape.firstChild.textContent = i + 1;
      item.go.textContent = name;
      item.remove.setAttribute("aria-label", `${item.removeSays} ${name}`);
    });
  }

  function remove(item) {
    const i = items.indexOf(item);
    items.splice(i, 1);
    item.shape.remove();
    item.entry.remove();
    number();
    (items[Math.min(i, items.length - 1)]?.go ?? root.querySelector("[data-add]")).focus();
    changed();
  }

  function press(item, event) {
    const step = Math.max(1, Math.round(Math.max(...size) * STEP));
    const [x, y] = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key] ?? [0, 0];
    if (event.key === "Delete" || event.key === "Backspace") remove(item);
    else if (x || y) {
      const { box } = item;
      place(item, event.shiftKey ? { ...box, width: box.width + x, height: box.height + y } : { ...box, x: box.x + x, y: box.y + y });
      changed();
    } else return;
    event.preventDefault();
  }

  function add(box) {
    const shape = document.createElement("div"), mark = document.createElement("span"), corner = document.createElement("span");
    const entry = row.content.firstElementChild.cloneNode(true);
    const item = { shape, entry, go: entry.querySelector("[data-go]"), remove: entry.querySelector("[data-remove]") };
    item.removeSays = item.remove.textContent.trim();
    shape.className = "box";
    shape.tabIndex = 0;
    shape.setAttribute("role", "group");
    corner.className = "box-corner";
    mark.className = "box-number";
    shape.append(mark, corner);
    items.push(item);
    place(item, box);
    stage.append(shape);
    list.append(entry);
    shape.addEventListener("keydown", (event) => press(item, event));
    item.go.addEventListener("click", () => shape.focus());
    item.remove.addEventListener("click", () => remove(item));
    number();
    return item;
  }

  // One finger at a time: what it began on says what it does until it is lifted.
  let drag = null;
  stage.addEventListener("pointerdown", (event) => {
    if (drag || event.button > 0) return;
    const start = at(event), item = items.find(({ shape }) => shape.contains(event.target));
    drag = { id: event.pointerId, start, item, from: item && { ...item.box }, corner: event.target.className === "box-corner", moved: false };
    stage.setPointerCapture(event.pointerId);
    event.preventDefault();
    item?.shape.focus();
  });
  stage.addEventListener("pointermove", (event) => {
    if (event.pointerId !== drag?.id) return;
    const to = at(event), dx = to.x - drag.start.x, dy = to.y - drag.start.y;
    drag.moved ||= Math.hypot(dx, dy) > Math.max(...size) * STEP;
    if (!drag.moved) return;
    if (!drag.item) drag.item = add(between(drag.start, to));
    else if (!drag.from) place(drag.item, between(drag.start, to));
    else if (drag.corner) place(drag.item, { ...drag.from, width: drag.from.width + dx, height: drag.from.height + dy });
    else place(drag.item, { ...drag.from, x: drag.from.x + dx, y: drag.from.y + dy });
  });
  const lift = (event) => {
    if (event.pointerId !== drag?.id) return;
    const { start, item, moved } = drag, side = Math.min(...size) * TAPPED;
    drag = null;
    if (!item && event.type === "pointerup") add({ x: start.x - side / 2, y: start.y - side / 2, width: side, height: side }).shape.focus();
    if (!item || moved) changed();
  };
  stage.addEventListener("pointerup", lift);
  stage.addEventListener("pointercancel", lift);

  root.querySelector("[data-add]").addEventListener("click", () => {
    const side = Math.min(...size) * TAPPED;
    add({ x: (size[0] - side) / 2, y: (size[1] - side) / 2, width: side, height: side }).shape.focus();
    changed();
  });
  boxes.forEach(add);
  return { boxes: () => items.map(({ box }) => ({ ...box })) };
}
