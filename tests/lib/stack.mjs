// A whole running copy of Curio for one test file: own folder, own ports, own PostgreSQL, Redis and nginx.
//
//   const stack = await startStack({ conf: { storage_quota: 1000 }, scanner: true });
//   after(() => stack.close());
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from './client.mjs';
import { Visitor } from './visitor.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** Answers when the child has ended: { code, out, err }. INPUT goes to its standard input. */
export function run(command, args, { env, input = '' } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, cwd: root });
    const out = [], err = [];
    child.stdout.on('data', (part) => out.push(part));
    child.stderr.on('data', (part) => err.push(part));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }));
    child.stdin.on('error', () => {}); // a child may end before it has read everything
    child.stdin.end(input);
  });
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Calls FN until it answers something true, and answers that. What it throws is kept for the message. */
export async function waitFor(fn, { seconds = 10, what = 'the condition' } = {}) {
  const end = Date.now() + seconds * 1000;
  let last;
  do {
    try {
      const value = await fn();
      if (value) return value;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await sleep(25);
  } while (Date.now() < end);
  throw new Error(`waited ${seconds} s in vain for ${what}`, { cause: last });
}

// Below the ports that the kernel hands out, so that no outgoing connection takes one in between.
async function freePort() {
  for (;;) {
    const port = 12000 + Math.floor(Math.random() * 8000);
    const server = createServer();
    const free = await new Promise((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (free) return port;
  }
}

/** Where the programs of the test are, as ./dev wants it. */
const build = process.env.CURIO_BUILD ?? 'release';

// One small pool of each, so that several copies fit on a small machine; hashing as cheap as it may be; limits out of the way of
// tests that are about something else.
const defaults = {
  web_workers: 2, auth_workers: 1, job_workers: 1, bcrypt_cost: 10,
  limit_read_count: 1000000, limit_write_count: 1000000, limit_upload_count: 1000000, limit_auth_count: 1000000,
  limit_login_count: 1000000,
};

const open = new Set(); // what a process that ends early has to clean up
process.once('exit', () => open.forEach((stack) => stack.closeNow()));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

export class Stack extends Client {
  #env;
  #closed = false;

  constructor(folder, port, env) {
    super(`https://localhost:${port}`);
    this.folder = folder;
    this.port = port;
    this.#env = env;
    open.add(this);
  }

  /** `./dev ARGS…` on this copy; throws with its message unless it succeeds. */
  async dev(...args) {
    const done = await run(join(root, 'dev'), args, { env: this.#env });
    if (done.code !== 0) throw new Error(`./dev ${args.join(' ')} failed: ${done.err || done.out}`);
    return done.out;
  }

  /** The operator's command. */
  curio(...args) {
    return this.dev('exec', 'curio', ...args);
  }

  stop(name) {
    return this.dev('stop', name);
  }

  start(name) {
    return this.dev('start', name);
  }

  /** The leading process of a part: multiwatch for web, auth and jobs. */
  pid(name) {
    return Number(readFileSync(join(this.folder, 'pid', name), 'utf8').split(' ')[0]);
  }

  /** The workers that multiwatch holds for web, auth or jobs. */
  workers(name) {
    const pid = this.pid(name);
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  }

  logs(name) {
    return readFileSync(join(this.folder, 'log', `${name}.log`), 'utf8');
  }

  /** The JSON lines of a part's log; what is not JSON (multiwatch's own words) is left out. */
  events(name) {
    return this.logs(name).split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  }

  setting(key) {
    const line = readFileSync(join(this.folder, 'curio.conf'), 'utf8').split('\n').find((l) => l.startsWith(`${key} = `));
    return line?.slice(key.length + 3);
  }

  /** Rows as objects for a query that returns some; [] for one that does not. */
  async sql(query) {
    const returns = /^\s*(select|with|table|values)\b/i.test(query) || /\breturning\b/i.test(query);
    const text = returns ? `WITH rows AS (${query.replace(/;\s*$/, '')}) SELECT coalesce(json_agg(rows), '[]') FROM rows` : query;
    const done = await run(this.#psql, ['-X', '-q', '-At', '-v', 'ON_ERROR_STOP=1', this.setting('database_url')], { input: text });
    if (done.code !== 0) throw new Error(`${done.err}\n${query}`);
    return returns ? JSON.parse(done.out) : [];
  }

  get #psql() {
    const versions = readdirSync('/usr/lib/postgresql').sort((a, b) => Number(a) - Number(b));
    return `/usr/lib/postgresql/${versions.at(-1)}/bin/psql`;
  }

  async redis(...args) {
    const done = await run('redis-cli', ['-s', this.setting('redis_socket'), ...args.map(String)]);
    if (done.code !== 0) throw new Error(done.err || done.out);
    return done.out.replace(/\n$/, '');
  }

  /** The metrics as text, from the loopback address that only the host can reach. */
  async metrics() {
    const answer = await fetch(`http://127.0.0.1:${this.setting('metrics_port')}/metrics`);
    return answer.text();
  }

  waitFor(fn, options) {
    return waitFor(fn, options);
  }

  /** A browser without script: keeps cookies and fills in forms' hidden fields. */
  visitor() {
    return new Visitor(this);
  }

  async close() {
    if (this.#closed) return;
    this.#closed = true;
    this.disconnect();
    try {
      await this.dev('down', '--purge');
    } finally {
      this.#forget();
    }
  }

  /** For a process that is ending and can't wait. */
  closeNow() {
    spawnSync(join(root, 'dev'), ['down', '--purge'], { env: this.#env, cwd: root, timeout: 60000 });
    this.#forget();
  }

  #forget() {
    open.delete(this);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/**
 * Starts a copy. conf: lines of its curio.conf. env: more environment for ./dev and the programs. scanner: with clamd and the
 * small signatures (the EICAR string; the file "This file counts as infected.\n"). demo: with demo content.
 */
export async function startStack({ env = {}, conf = {}, scanner = false, demo = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'curio-test-'));
  const port = await freePort();
  const lines = Object.entries({ ...defaults, ...conf }).map(([key, value]) => `${key} = ${value}\n`);
  writeFileSync(join(folder, 'curio.conf'), lines.join(''), { mode: 0o600 });
  const stack = new Stack(folder, port, {
    ...process.env, ...env,
    CURIO_VAR: folder, CURIO_PORT: String(port), CURIO_BUILD: build, CURIO_DURABLE: '0', CURIO_SCANNER: scanner ? 'own' : '0',
    CURIO_DEMO: demo ? '1' : '0',
  });
  try {
    await stack.dev('up', '--detach', '--no-build');
  } catch (error) {
    await stack.close().catch(() => {});
    throw error;
  }
  return stack;
}
