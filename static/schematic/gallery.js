/* Pictures of a build. Without script each leads to its large file, and one is added in two steps; with script that opens over the page, and
 * several are added at once. */
import { post, sendPicture } from "../image/send.js";

const SWIPE = 48; // pixels that a finger goes sideways, and twice as far as up or down

for (const gallery of document.querySelectorAll("[data-gallery]")) openOver(gallery);
for (const form of document.querySelectorAll("form[data-pictures]")) sendSeveral(form);

function openOver(gallery) {
  const links = [...gallery.querySelectorAll("figure a")];
  const dialog = document.querySelector("[data-lightbox]");
  if (links.length === 0 || typeof dialog?.showModal !== "function") return;
  const show = takeDialog(dialog, links);
  links.forEach((link, at) => {
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      show(at);
    });
  });
}

/* The small picture stands in for the large one until that is there. */
function fill(image, link) {
  const small = link.querySelector("img");
  const large = new Image();
  const { width, height } = link.dataset;
  Object.assign(image.style, { maxWidth: `${width}px`, maxHeight: `${height}px` });
  image.src = small.currentSrc || small.src;
  image.alt = small.alt || link.textContent.trim();
  image.dataset.of = link.href;
  large.addEventListener("load", () => {
    if (image.dataset.of === link.href) image.src = large.src;
  });
  large.src = link.href;
}

function takeDialog(dialog, links) {
  const part = (name) => dialog.querySelector(`[data-${name}]`);
  const image = part("picture").appendChild(new Image());
  let at = 0;
  const show = (to) => {
    at = (to + links.length) % links.length;
    fill(image, links[at]);
    part("caption").textContent = links[at].closest("figure").querySelector("figcaption")?.textContent ?? "";
    part("place").textContent = `${at + 1} / ${links.length}`;
    if (!dialog.open) dialog.showModal();
    for (const beside of [at + 1, at + links.length - 1]) new Image().src = links[beside % links.length].href;
  };
  const keys = { ArrowLeft: () => at - 1, ArrowRight: () => at + 1, Home: () => 0, End: () => links.length - 1 };
  dialog.addEventListener("keydown", (event) => {
    if (!keys[event.key] || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    show(keys[event.key]());
  });
  for (const name of ["before", "after"]) part(name).hidden = links.length < 2;
  part("before").addEventListener("click", () => show(at - 1));
  part("after").addEventListener("click", () => show(at + 1));
  part("close").addEventListener("click", () => dialog.close());
  part("picture").addEventListener("click", ({ target }) => target !== image && dialog.close());
  dialog.addEventListener("close", () => links[at].focus());
  takeSwipes(part("picture"), (by) => links.length > 1 && show(at + by));
  return show;
}

function takeSwipes(element, turn) {
  let from = null;
  element.addEventListener("pointerdown", (event) => {
    from = event.isPrimary && event.pointerType !== "mouse" ? event : null;
    if (from) element.setPointerCapture(event.pointerId);
  });
  element.addEventListener("pointercancel", () => (from = null));
  element.addEventListener("pointerup", (event) => {
    if (!from || event.pointerId !== from.pointerId) return;
    const [x, y] = [event.clientX - from.clientX, event.clientY - from.clientY];
    from = null;
    if (Math.abs(x) > SWIPE && Math.abs(x) > 2 * Math.abs(y)) turn(x < 0 ? 1 : -1);
  });
}

/* Each to the pool and then to the build, in their order; what one of them lacks does not keep the others. */
function sendSeveral(form) {
  const input = form.querySelector("input[type=file]");
  const said = form.querySelector("[data-said]");
  input.multiple = true;
  form.querySelector("[data-caption]").hidden = false;
  form.addEventListener("submit", async (event) => {
    const files = [...input.files];
    event.preventDefault();
    const refused = [];
    form.querySelector("button[type=submit]").disabled = true;
    for (const [i, file] of files.entries()) {
      said.textContent = `${form.dataset.sending} ${i + 1} / ${files.length}`;
      const problem = await sendOne(form, file);
      if (problem) refused.push(`${file.name}: ${problem}`);
    }
    if (refused.length === 0) return location.assign(location.pathname);
    said.textContent = `${form.dataset.failed} ${refused.join(" ")}`;
    form.querySelector("button[type=submit]").disabled = false;
  });
}

/** What kept FILE away; empty where nothing did. */
async function sendOne(form, file) {
  const { csrf, add } = form.dataset;
  try {
    const { receipt } = await sendPicture(file, csrf, () => {});
    await post(add, { receipt, caption: form.elements.namedItem("caption").value }, { csrf });
    return "";
  } catch (error) {
    return error.message || form.dataset.away;
  }
}
