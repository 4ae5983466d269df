/* The sections of one build as they arrive: packed for as long as the page lives, unpacked for those looked at last. */
import { Failure } from "./download.js";
import { VOLUME, bodyStart, cellsOf, inflate, parseHeader } from "./format.js";

const UNPACKED_MAX = 768; // of 64 KiB; a build of 16.7 million blocks has 512
const key = (x, y, z) => (y * 65536 + z) * 65536 + x;

export class Store {
  header = null;
  #start = 0;
  #sections = new Map();
  #unpacked = new Map(); // oldest first

  constructor(download) {
    this.download = download;
  }

  /* After each part; true once the header is there. */
  readHeader() {
    if (this.header) return true;
    const { bytes, received, done } = this.download;
    const start = bodyStart(bytes.subarray(0, received));
    if (start === null || (done && start > received)) throw new Failure("broken");
    if (start > received) return false;
    try {
      this.header = parseHeader(bytes);
    } catch {
      throw new Failure("broken");
    }
    this.#start = start;
    for (const section of this.header.sections) this.#sections.set(key(section.x, section.y, section.z), section);
    return true;
  }

  has(section) {
    return this.#start + section.offset + section.length <= this.download.received;
  }

  at(x, y, z) {
    return x < 0 || y < 0 || z < 0 ? undefined : this.#sections.get(key(x, y, z));
  }

  /* Palette indices; null where no section is or it has not come yet. */
  async cells(x, y, z) {
    const section = this.at(x, y, z);
    if (!section || !this.has(section)) return null;
    const known = this.#unpacked.get(section);
    if (known) {
      this.#unpacked.delete(section);
      this.#unpacked.set(section, known);
      return known;
    }
    const cells = await this.#unpack(section);
    this.#unpacked.set(section, cells);
    if (this.#unpacked.size > UNPACKED_MAX) this.#unpacked.delete(this.#unpacked.keys().next().value);
    return cells;
  }

  async #unpack({ offset, length }) {
    const from = this.#start + offset;
    try {
      const runs = await inflate(this.download.bytes.subarray(from, from + length));
      if (runs.length > VOLUME * 7) throw new Failure("broken");
      return cellsOf(runs, this.header.palette.length);
    } catch {
      throw new Failure("broken");
    }
  }
}
