/* Fetches a file in ranges, so that the first bytes can be used while the rest comes, and so that a broken connection is
 * taken up where it broke. */
const FIRST = 256 * 1024;
const NEXT = 1024 * 1024;
const MOST = 512 * 1024 * 1024;

/* WHY: "network", "refused" or "broken"; the page has words for each. */
export class Failure extends Error {
  constructor(why) {
    super(why);
    this.why = why;
  }
}

export class Download {
  bytes = new Uint8Array(0);
  received = 0;
  total = null; // until the first answer

  constructor(url) {
    this.url = url;
  }

  get done() {
    return this.received === this.total;
  }

  /* One more range. */
  async more() {
    const last = this.received + (this.received === 0 ? FIRST : NEXT) - 1;
    const [answer, part] = await this.#ask(`bytes=${this.received}-${this.total ? Math.min(last, this.total - 1) : last}`);
    if (answer.status === 200) this.#restart(part.length);
    else if (this.total === null) this.#restart(Number(answer.headers.get("Content-Range")?.split("/")[1]));
    if (part.length === 0 || this.received + part.length > this.total) throw new Failure("broken");
    this.bytes.set(part, this.received);
    this.received += part.length;
  }

  async #ask(range) {
    try {
      const answer = await fetch(this.url, { headers: { Range: range } });
      if (!answer.ok) throw new Failure("refused");
      return [answer, new Uint8Array(await answer.arrayBuffer())];
    } catch (error) {
      throw error instanceof Failure ? error : new Failure("network");
    }
  }

  #restart(total) {
    if (!(total > 0 && total <= MOST)) throw new Failure("broken");
    this.total = total;
    this.bytes = new Uint8Array(total);
    this.received = 0;
  }
}
