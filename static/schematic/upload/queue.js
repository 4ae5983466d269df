/* The upload page's list of files: each is sent, read and shown by itself, two at a time, and can be cancelled, tried again and
 * removed. */
import { locale } from "../../site/js/locale.js";
import { loadCard, takeCard } from "./card.js";
import { Refusal, forget, giveUp, giveUpFile, sendInPieces } from "./pieces.js";

const LANES = 2;

function sizeText(bytes) {
  const units = ["B", "KiB", "MiB", "GiB"];
  const step = bytes > 0 ? Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10)) : 0;
  const number = bytes / 1024 ** step;
  return `${number.toLocaleString(locale, { maximumFractionDigits: number < 10 && step > 0 ? 1 : 0 })} ${units[step]}`;
}

export class Queue {
  #form; #list; #status; #templates; #words; #waiting = []; #busy = 0; #unsaved = new Set();

  constructor(form) {
    this.#form = form;
    this.#words = form.dataset;
    this.#list = document.querySelector("[data-queue]");
    this.#status = document.querySelector("[data-status]");
    this.#templates = { row: document.querySelector("template[data-row]"), done: document.querySelector("template[data-done]") };
    addEventListener("beforeunload", (event) => this.#unsaved.size > 0 && event.preventDefault());
  }

  get #csrf() {
    return this.#form.elements.namedItem("csrf").value;
  }

  #account() {
    return this.#words.account;
  }

  add(files) {
    for (const file of files) this.#addOne(file);
    this.#list.hidden = this.#list.children.length === 0;
  }

  #addOne(file) {
    const row = this.#templates.row.content.firstElementChild.cloneNode(true);
    const entry = { file, row, stop: null, id: null };
    row.querySelector("[data-name]").textContent = file.name;
    row.querySelector("[data-size]").textContent = sizeText(file.size);
    for (const of of row.querySelectorAll("[data-of]")) of.textContent = ` ${file.name}`;
    row.querySelector("[data-cancel]").addEventListener("click", () => entry.stop?.abort(new DOMException("cancelled", "AbortError")));
    row.querySelector("[data-retry]").addEventListener("click", () => this.#enter(entry));
    row.querySelector("[data-remove]").addEventListener("click", () => this.#remove(entry));
    this.#list.append(row);
    const wrong = file.size === 0 ? this.#words.empty : file.size > Number(this.#words.uploadMax) ? this.#words.tooLarge : "";
    if (wrong) this.#end(entry, "refused", wrong);
    else this.#enter(entry);
  }

  #enter(entry) {
    entry.stop = new AbortController();
    this.#unsaved.add(entry);
    this.#show(entry, "waiting", this.#words.waiting);
    this.#waiting.push(entry);
    this.#next();
  }

  #next() {
    while (this.#busy < LANES && this.#waiting.length > 0) {
      const entry = this.#waiting.shift();
      this.#busy++;
      this.#run(entry).finally(() => {
        this.#busy--;
        this.#next();
      });
    }
  }

  async #run(entry) {
    const { file, stop } = entry;
    const bar = entry.row.querySelector("progress");
    const options = {
      csrf: this.#csrf, account: this.#account(), signal: stop.signal,
      progress: (bytes) => {
        bar.value = (100 * bytes) / file.size;
        if (entry.row.dataset.state !== "sending") this.#show(entry, "sending", this.#words.sending);
      },
      says: (what) => this.#show(entry, what === "offline" || what === "busy" ? "held" : "sending", this.#words[what]),
    };
    try {
      stop.signal.throwIfAborted();
      entry.id = await sendInPieces(file, options);
      this.#show(entry, "checking", this.#words.checking);
      this.#showCard(entry, await loadCard(entry.id, options));
    } catch (trouble) {
      this.#fail(entry, trouble);
    }
  }

  #showCard(entry, card) {
    const refused = card.querySelector("[data-refused]");
    entry.row.querySelector("[data-result]").replaceChildren(card);
    document.querySelector(`[data-waiting="${CSS.escape(entry.id)}"]`)?.remove();
    if (refused && !card.querySelector("form.catch-form")) {
      refused.removeAttribute("role"); // it is told by the status
      this.#giveUp(entry);
      this.#end(entry, "refused", this.#words.refused, refused.dataset.refused);
      return;
    }
    this.#end(entry, "ready", this.#words.ready);
    this.#unsaved.add(entry);
    takeCard(card, {
      csrf: this.#csrf, words: this.#words, template: this.#templates.done,
      published: (build, shown) => {
        forget(this.#account(), entry.file);
        this.#end(entry, "published", "", shown.querySelector("[data-done-says]").textContent);
        entry.row.focus();
      },
    });
  }

  #fail(entry, trouble) {
    if (trouble instanceof DOMException && trouble.name === "AbortError") {
      this.#giveUp(entry);
      return this.#end(entry, "failed", this.#words.cancelled);
    }
    if (!(trouble instanceof Refusal)) throw trouble;
    if (trouble.status === 401) return this.#end(entry, "failed", this.#words.signedOut);
    const said = trouble.status >= 400 && trouble.problem.detail;
    this.#end(entry, "failed", said || this.#words.failed);
  }

  #giveUp(entry) {
    if (entry.id) giveUp(entry.id, this.#csrf);
    else giveUpFile(this.#account(), entry.file, this.#csrf);
    forget(this.#account(), entry.file);
    entry.id = null;
  }

  #remove(entry) {
    const next = entry.row.nextElementSibling ?? entry.row.previousElementSibling;
    this.#giveUp(entry);
    this.#unsaved.delete(entry);
    entry.row.remove();
    this.#list.hidden = this.#list.children.length === 0;
    (next ?? this.#form.querySelector("input[type=file]")).focus();
  }

  /* STATE: waiting, sending, held, checking, ready, refused, failed, published. */
  #show(entry, state, says) {
    const { row } = entry, ended = ["ready", "refused", "failed", "published"].includes(state);
    const said = row.querySelector("[data-says]");
    row.dataset.state = state;
    if (said.textContent !== says) said.textContent = says;
    row.querySelector("progress").hidden = ended;
    row.querySelector("[data-cancel]").hidden = ended;
    row.querySelector("[data-retry]").hidden = state !== "failed";
    row.querySelector("[data-remove]").hidden = !["ready", "refused", "failed"].includes(state);
  }

  #end(entry, state, says, aloud = says) {
    this.#show(entry, state, says);
    this.#unsaved.delete(entry);
    this.#status.textContent = `${entry.file.name}: ${aloud}`;
  }
}
