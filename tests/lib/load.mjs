// A bounded load from a few clients, each one request after the other, and what must hold of every answer while parts of the
// site fail: nothing hangs, nothing is a 500, what is refused says when to come back, what was acknowledged is there.
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeBuild } from './build.mjs';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class Load {
  records = []; // { method, path, status | error, ms, answer }
  kept = []; // what an uploader was told is kept: { id, key, sha256 }
  keys = []; // every Idempotency-Key that was tried at all
  #clients = [];
  #stopping = false;
  #rest;

  /** REST: milliseconds that each client pauses after an answer, so that a small machine breathes. */
  constructor(stack, { rest = 10 } = {}) {
    this.stack = stack;
    this.#rest = rest;
  }

  /** Sends one request and writes down what came of it; never throws. */
  async call(method, path, body, options = {}) {
    const started = performance.now();
    const record = { method, path };
    try {
      const answer = await this.stack.fetch(path, {
        method, body, timeout: 40000,
        headers: { accept: path.startsWith('/api/') ? 'application/json' : 'text/html', ...options.headers,
          ...(options.token && { authorization: `Bearer ${options.token}` }) },
      });
      Object.assign(record, { status: answer.status, answer });
    } catch (error) {
      // As browsers do: a kept connection may be closed by the server in the very moment it is used again.
      if (error.reused && error.code === 'ECONNRESET') return this.call(method, path, body, options);
      record.error = error;
    }
    record.ms = performance.now() - started;
    this.records.push(record);
    return record;
  }

  /** COUNT clients that call WORK(load, n) again and again until stop(). */
  run(count, work) {
    for (let i = 0; i < count; i++) this.#clients.push(this.#repeat(work));
    return this;
  }

  async #repeat(work) {
    for (let n = 0; !this.#stopping; n++) {
      await work(this, n);
      await pause(this.#rest);
    }
  }

  read(count, path, options) {
    return this.run(count, (load) => load.call('GET', path, undefined, options));
  }

  /** COUNT clients that upload one small build after the other, each with one key until it is answered for good. */
  upload(count, who) {
    return this.run(count, (load) => load.#uploadOne(who));
  }

  async #uploadOne(who) {
    const key = randomUUID(), bytes = makeBuild();
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    this.keys.push(key);
    for (let tries = 0; tries < 400; tries++) {
      const body = new FormData();
      body.append('title', key);
      body.append('file', new Blob([bytes]), 'load.schem');
      const record = await this.call('POST', '/api/v1/schematics', body, { token: who.token, headers: { 'idempotency-key': key } });
      if (record.status === 201) return this.kept.push({ id: record.answer.json.id, key, sha256 });
      if (this.#stopping && tries >= 20) return 0; // it has had its chance after the fault
      await pause(50);
    }
    throw new Error(`no upload came through with the key ${key}`);
  }

  /** Requests answered OK until COUNT more of them have been. */
  async flows(count = 20, seconds = 20) {
    const good = () => this.records.filter(({ status }) => status < 300).length;
    const wanted = good() + count;
    await this.stack.waitFor(() => good() >= wanted, { seconds, what: 'requests to be answered' });
  }

  /** Every client ends with what it is doing. */
  async stop() {
    this.#stopping = true;
    await Promise.all(this.#clients);
    return this.records;
  }

  /** How often each outcome came: { '200': 913, '503': 4 }. */
  get outcomes() {
    const counts = {};
    for (const { status, error } of this.records) counts[status ?? error.message] = (counts[status ?? error.message] ?? 0) + 1;
    return counts;
  }

  get failed() {
    return this.records.filter(({ status }) => !(status < 300));
  }

  /** Only 2xx and 503 came, all within SECONDS, and every 503 says properly what it is. IN_USE: a key may still be held. */
  assertCalm({ seconds = 20, inUse = false } = {}) {
    for (const record of this.failed) {
      if (inUse && record.status === 409 && record.answer.json.type === '/problems/idempotency-key-in-use') continue;
      assert.equal(record.status, 503, `${record.method} ${record.path}: ${record.error ?? record.answer.text}`);
      assertAway(record.answer);
    }
    const slowest = Math.max(...this.records.map(({ ms }) => ms));
    assert.ok(slowest < seconds * 1000, `an answer took ${Math.round(slowest)} ms`);
  }

  assertAllGood() {
    assert.deepEqual(Object.keys(this.outcomes).filter((outcome) => !/^2/.test(outcome)), [], JSON.stringify(this.outcomes));
  }

  /** What was acknowledged is there once and whole, and no key made a second row. */
  async assertKept() {
    const rows = await this.stack.sql("SELECT id, title, encode(sha256, 'hex') AS sha256 FROM schematic");
    const byId = new Map(rows.map((row) => [row.id, row]));
    for (const { id, key, sha256 } of this.kept) {
      assert.equal(byId.get(id)?.title, key, `the build ${id} was acknowledged and is not there`);
      assert.equal(byId.get(id).sha256, sha256);
      assert.equal(createHash('sha256').update(readFileSync(blobFile(this.stack, sha256))).digest('hex'), sha256);
    }
    for (const key of this.keys)
      assert.ok(rows.filter(({ title }) => title === key).length <= 1, `the key ${key} made two rows`);
  }
}

/** 503 as programs and people want to see it. */
export function assertAway(answer) {
  assert.equal(answer.status, 503);
  assert.match(answer.headers['retry-after'] ?? '', /^[1-9][0-9]*$/, `a 503 without Retry-After: ${answer.text.slice(0, 200)}`);
  assert.ok(answer.headers['x-request-id']);
  if (/^text\/html/.test(answer.headers['content-type'])) {
    assert.match(answer.text, /^<!doctype html>[\s\S]*<title>[^<]+<\/title>[\s\S]*<h1\b[\s\S]*<\/html>\s*$/i);
  } else {
    assert.equal(answer.headers['content-type'], 'application/problem+json');
    assert.equal(answer.json.status, 503);
    assert.equal(answer.json.request_id, answer.headers['x-request-id']);
  }
}

export const blobFile = (stack, sha256) => {
  const placed = join(stack.setting('blob_dir'), sha256.slice(0, 2), sha256.slice(2, 4), sha256.slice(4));
  return existsSync(placed) ? placed : join(stack.setting('blob_dir'), 'quarantine', sha256);
};

/** The value of one series of the metrics: SERIES as it is written there; 0 without it. */
export async function metric(stack, series) {
  const line = (await stack.metrics()).split('\n').find((l) => l.startsWith(`${series} `));
  return line ? Number(line.slice(series.length + 1)) : 0;
}
