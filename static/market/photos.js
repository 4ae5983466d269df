// The rating flow: photos are sent while stars are given, boxes are looked at, and all is published at once; nothing that arrived is sent
// twice, and nothing that was said is lost.
import { editBoxes } from "./boxes.js";
import { draftOf } from "./draft.js";
import { post, Refused, sendPicture } from "../image/send.js";

const PATIENCE = [1000, 4000, 15000]; // between tries; then it waits for a tap, or for the connection to come back

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const online = () => navigator.onLine ? Promise.resolve() : new Promise((resolve) => addEventListener("online", resolve, { once: true }));

class Card {
  constructor(panel, { file, kept }) {
    this.panel = panel;
    this.kept = kept ?? null; // { receipt, width, height, preview, boxes, detector, at, key }
    this.file = file ?? null;
    this.node = panel.section.querySelector("[data-card]").content.firstElementChild.cloneNode(true);
    this.part("drop").addEventListener("click", () => panel.drop(this));
    this.part("retry").addEventListener("click", () => this.start());
    this.part("none-here").addEventListener("click", () => this.look([]));
    panel.cards.append(this.node);
    this.start();
  }

  part(name) {
    return this.node.querySelector(`[data-${name}]`);
  }

  say(words) {
    this.part("state").textContent = words;
  }

  start() {
    this.part("retry").hidden = true;
    this.ready = this.kept ? Promise.resolve() : this.send();
    this.ready.then(() => this.show(), (error) => this.fail(error));
  }

  async send() {
    const { words, csrf } = this.panel, bar = this.part("progress");
    for (let tries = 0; ; tries++) {
      this.say(navigator.onLine ? words.sending : words.offline);
      await online();
      this.say(words.sending);
      bar.hidden = false;
      try {
        const answer = await sendPicture(this.file, csrf, (part) => {
          bar.value = part * 100;
          if (part === 1) this.say(words.looking);
        });
        this.kept = { ...answer, boxes: answer.faces.map(({ x, y, width, height }) => ({ x, y, width, height })), at: Date.now(), key: crypto.randomUUID() };
        return;
      } catch (error) {
        if (error instanceof Refused || tries === PATIENCE.length) throw error;
        await sleep(PATIENCE[tries]);
      }
    }
  }

  fail(error) {
    this.part("progress").hidden = true;
    this.part("retry").hidden = error instanceof Refused;
    this.refused = error instanceof Refused;
    this.say(`${this.panel.words.failed} ${error.message}`);
    this.panel.changed();
  }

  show() {
    const { kept, panel } = this;
    this.part("progress").hidden = true;
    this.editor = editBoxes(this.part("boxes"), {
      source: this.file ? URL.createObjectURL(this.file) : kept.preview, size: [kept.width, kept.height], boxes: kept.boxes, word: panel.words.box,
      changed: () => this.look(this.editor.boxes()),
    });
    // What this browser can't show (HEIC, mostly) is shown as the pool saw it.
    this.part("image").addEventListener("error", () => { this.part("image").src = kept.preview; }, { once: true });
    const unchecked = kept.detector === "failed" && !kept.looked;
    this.part("none-here").hidden = !unchecked;
    this.say(unchecked ? panel.words.failedDetector : kept.boxes.length ? panel.words.found : panel.words.none);
    panel.changed();
  }

  /** Somebody looked: these are the boxes. */
  look(boxes) {
    this.kept.boxes = boxes;
    this.kept.looked = true;
    this.part("none-here").hidden = true;
    this.say(boxes.length ? this.panel.words.found : this.panel.words.none);
    this.panel.changed();
  }

  /** What the API takes: boxes are left unsaid where nobody looked and the detector failed, so that the photo waits. */
  said() {
    const { receipt, boxes, detector, looked } = this.kept;
    return { receipt, ...((detector === "ok" || looked) && { boxes: JSON.stringify(boxes) }) };
  }
}

class Panel {
  constructor(section, form, draft) {
    this.section = section;
    this.cards = section.querySelector("[data-cards]");
    this.pick = section.querySelector("[data-pick]");
    this.full = section.querySelector("[data-full]");
    this.words = section.dataset;
    this.csrf = form.elements.csrf.value;
    this.draft = draft;
    this.list = [];
    this.pick.hidden = false;
    for (const input of section.querySelectorAll("[data-file]"))
      input.addEventListener("change", () => {
        [...input.files].forEach((file) => this.add({ file }));
        input.value = "";
      });
    for (const kept of draft.get().photos) this.add({ kept });
  }

  add(what) {
    if (this.list.length >= Number(this.words.most)) {
      this.full.textContent = this.words.tooMany;
      return;
    }
    this.list.push(new Card(this, what));
    this.changed();
  }

  drop(card) {
    this.list.splice(this.list.indexOf(card), 1);
    card.node.remove();
    this.changed();
    this.section.querySelector("[data-file]").focus();
  }

  changed() {
    this.pick.hidden = this.list.length >= Number(this.words.most);
    if (!this.pick.hidden) this.full.textContent = "";
    this.draft.put({ photos: this.list.filter(({ kept }) => kept).map(({ kept }) => kept) });
    this.listen?.();
  }

  /** All that arrived and was not refused, to RATED's address; each leaves the list as soon as it is there. */
  async publish(path) {
    for (const card of [...this.list].filter(({ refused }) => !refused)) {
      await card.ready;
      await post(path, card.said(), { csrf: this.csrf, key: card.kept.key });
      this.list.splice(this.list.indexOf(card), 1);
      card.node.remove();
      this.changed();
    }
  }
}

/** The names and values of FORM that are worth keeping. */
const saidIn = (form) => Object.fromEntries([...new FormData(form)].filter(([name]) => !["csrf", "_method"].includes(name)));

function putBack(form, said) {
  for (const [name, value] of Object.entries(said ?? {})) {
    const field = form.elements[name];
    const offered = !field?.options || [...field.options].some((option) => option.value === value && !option.disabled);
    if (field && offered) field.value = value;
  }
}

const body = ({ date, words, ...stars }) => ({ date, words, ...Object.fromEntries(Object.entries(stars).map(([name, value]) => [name, Number(value)])) });

/** STEPS publish what FORM says; what fails is told and can be sent again. */
function onPublish(form, panel, steps) {
  const said = form.querySelector("[data-said]");
  let busy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    said.textContent = panel.words.publishing;
    try {
      location.assign(await steps());
    } catch (error) {
      busy = false;
      said.textContent = `${panel.words.kept} ${error.message}`;
      if (error.answer?.rating) said.textContent = error.message;
    }
  });
}

function rate(form) {
  const draft = draftOf(form.dataset.rating), panel = new Panel(form.querySelector("[data-photos]"), form, draft);
  putBack(form, draft.get().said);
  // A changed mind is another thing to say, which wants a key of its own.
  form.addEventListener("input", (event) => event.target.type !== "file" && draft.put({ said: saidIn(form), key: crypto.randomUUID() }));
  onPublish(form, panel, async () => {
    let { rated, key } = draft.get();
    if (!rated) {
      key ??= crypto.randomUUID();
      draft.put({ said: saidIn(form), key });
      rated = (await post(`/markets/${form.dataset.rating}/ratings`, body(saidIn(form)), { csrf: panel.csrf, key })).id;
      draft.put({ rated });
    }
    await panel.publish(`/markets/ratings/${rated}/photos`);
    draft.clear();
    return `/markets/ratings/${rated}`;
  });
}

function addTo(form, key, path, then) {
  form.hidden = false; // without script another stands there
  const draft = draftOf(key), panel = new Panel(form.querySelector("[data-photos]"), form, draft), button = form.querySelector("[data-publish]");
  panel.listen = () => { button.hidden = panel.list.length === 0; };
  panel.listen();
  onPublish(form, panel, async () => {
    await panel.publish(path);
    draft.clear();
    return then;
  });
}

/** On a photo's own page: the editor in the place of number fields. */
function mend(form) {
  const { width, height, box, drawn } = form.dataset, plain = form.querySelector("[data-plain]"), said = form.querySelector("[data-said-boxes]");
  const boxes = drawn === undefined
    ? [...form.querySelectorAll("[name=keep]")].map(({ value }) => value.split(":").map(Number)).map(([x, y, w, h]) => ({ x, y, width: w, height: h })) : [];
  const editor = editBoxes(form.querySelector("[data-boxes]"), { source: plain.querySelector("img").src, size: [Number(width), Number(height)], boxes, word: box });
  plain.remove();
  form.querySelector("[data-fields]").remove();
  said.disabled = false;
  form.addEventListener("submit", () => { said.value = JSON.stringify(editor.boxes()); });
}

/** One tap, and it is gone from the page as well. A page that all visitors share holds no token, and nobody signed in: a link stands there. */
function hide(control) {
  const { photo } = control.closest(".photo").dataset, form = control.elements;
  control.addEventListener(form ? "submit" : "click", async (event) => {
    event.preventDefault();
    try {
      await post(`/markets/photos/${photo}/hide`, {}, { csrf: form?.csrf.value ?? "" });
      document.querySelectorAll(`[data-photo="${photo}"]`).forEach((shown) => shown.remove());
    } catch {
      if (form) control.submit(); // the page says what is wrong
      else location.assign(control.href);
    }
  });
}

for (const form of document.querySelectorAll("form[data-rating]")) rate(form);
for (const form of document.querySelectorAll("form[data-rated]")) addTo(form, `photos-${form.dataset.rated}`, `/markets/ratings/${form.dataset.rated}/photos`, location.pathname);
for (const form of document.querySelectorAll("form[data-own]")) addTo(form, `own-${form.dataset.own}`, `/markets/${form.dataset.own}/photos`, location.pathname);
for (const form of document.querySelectorAll("form[data-photo-boxes]")) mend(form);
document.querySelectorAll("[data-hide], [data-hide-link]").forEach(hide);

// What is being prepared is looked for again, a few times; a page that is not looked at does not ask.
const WAITS = [1000, 2000, 4000, 8000, 15000];
async function refreshWhenReady() {
  for (const wait of WAITS) {
    await sleep(wait);
    const waiting = document.querySelectorAll("[data-photo-waits]").length;
    if (waiting === 0 || document.hidden) return;
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    if (page.querySelectorAll("[data-photo-waits]").length < waiting) {
      for (const photo of page.querySelectorAll(".photo")) {
        const fresh = document.importNode(photo, true);
        document.querySelector(`[data-photo="${photo.dataset.photo}"]`)?.replaceWith(fresh);
        fresh.querySelectorAll("[data-hide], [data-hide-link]").forEach(hide);
      }
    }
  }
}
if (document.querySelector(".photo [data-photo-waits]")) refreshWhenReady().catch(() => {});
