// `./dev bench [PART…]`: the table of figures. One run, one machine, one PostgreSQL: Curio as it is shipped, behind nginx with TLS,
// and the peers behind an nginx with the same settings, running the same SQL. Curio also counts every reader's limit
// in Redis, logs each request, counts metrics, and says validators and safety headers. Of the peers one Fastify does so as well
// ("with duties"); the others do none of it.
import { execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startStack } from '../lib/stack.mjs';
import { pictures, reader } from './engine.mjs';
import { clients, inTurns, report, seconds, turns } from './load.mjs';
import { memory } from './memory.mjs';
import { preview } from './preview.mjs';
import { table } from './table.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const build = process.env.CURIO_BUILD ?? 'release';
const buildFolder = build.includes('/') ? build : join(root, 'build', build);

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

async function fill(stack) {
  await stack.register({ email: 'bench@example.org', name: 'Bench' });
  await stack.sql(`
    INSERT INTO blob (sha256, size, scan) SELECT sha256(i::text::bytea), 4096, 'clean' FROM generate_series(1, 1000) i;
    INSERT INTO schematic (id, account_id, slug, title, description, tags, status, sha256, file_name, size, format, width, height, length, blocks)
    SELECT ('01900000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, (SELECT id FROM account LIMIT 1), 'build-' || i, 'Build number ' || i,
           'A small house by the river, with a garden.', ARRAY['house', 'medieval'], 'clean', sha256(i::text::bytea), 'house.schem', 4096,
           'sponge', 16, 12, 16, 1800 FROM generate_series(1, 1000) i;
    ANALYZE;`);
}

// nginx before a peer: the certificate, protocols, processes and log that Curio's own has.
function peerNginx(folder, tls, ports) {
  const servers = Object.entries(ports).map(([name, { inside, outside }]) => `
    upstream ${name} { server 127.0.0.1:${inside}; keepalive 64; }
    server { listen 127.0.0.1:${outside} ssl http2; location / { proxy_pass http://${name}; proxy_http_version 1.1; proxy_set_header Connection ""; } }`);
  writeFileSync(join(folder, 'nginx.conf'), `
    daemon off; pid ${folder}/nginx.pid; error_log ${folder}/error.log; worker_processes auto; ${process.getuid() === 0 ? 'user root;' : ''}
    events { worker_connections 4096; }
    http { access_log ${folder}/access.log combined buffer=32k flush=1s; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
      uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
      ssl_certificate ${tls}/certificate.pem; ssl_certificate_key ${tls}/key.pem; ssl_protocols TLSv1.2 TLSv1.3; ${servers.join('')} }`);
  return spawn('nginx', ['-c', join(folder, 'nginx.conf'), '-p', folder, '-e', join(folder, 'error.log')], { stdio: 'inherit' });
}

async function waitForPort(url) {
  for (let i = 0; i < 100; i++) {
    try { if ((await fetch(url)).ok) return; } catch { /* not yet */ }
    await sleep(100);
  }
  throw new Error(`${url} did not answer`);
}

/** Starts the peers on the copy's database; PORTS says where they answer, and CHILDREN has to be stopped. */
async function startPeers(stack, children) {
  const folder = join(stack.folder, 'peers');
  mkdirSync(folder);
  const ports = {};
  const log = openSync(join(folder, 'peers.log'), 'a');
  const start = async (name, script, ...more) => {
    ports[name] = { inside: await freePort(), outside: await freePort() };
    children.push(spawn('node', [join(here, 'peers', script), ports[name].inside, stack.setting('database_url'), ...more],
      { stdio: ['ignore', log, 'inherit'], env: { ...process.env, NODE_ENV: 'production' } }));
  };
  await start('fastify', 'fastify.mjs');
  await start('duties', 'fastify.mjs', stack.setting('redis_socket'));
  await start('express', 'express.mjs');
  children.push(peerNginx(folder, join(stack.folder, 'tls'), ports));
  for (const { inside } of Object.values(ports)) await waitForPort(`http://127.0.0.1:${inside}/api/v1/schematics?limit=1`);
  return ports;
}

// No reader is refused: that is measured elsewhere. All else is as shipped.
const unlimited = { limit_read_count: 1000000, limit_read_seconds: 1, web_workers: 4 };

async function uncached() {
  const stack = await startStack({ conf: { ...unlimited, microcache_seconds: 0 } });
  const children = [];
  try {
    await fill(stack);
    const ports = await startPeers(stack, children);
    const at = (path) => ({
      curio: stack.url + path,
      fastify: `https://127.0.0.1:${ports.fastify.outside}${path}`,
      'fastify with duties': `https://127.0.0.1:${ports.duties.outside}${path}`,
      express: `https://127.0.0.1:${ports.express.outside}${path}`,
      'fastify, no nginx, no TLS': `http://127.0.0.1:${ports.fastify.inside}${path}`,
      'express, no nginx, no TLS': `http://127.0.0.1:${ports.express.inside}${path}`,
    });
    report(`Point read, ${clients} clients`, inTurns(at('/api/v1/schematics/01900000-0000-7000-8000-000000000200')));
    report(`List of 20, ${clients} clients`, inTurns(at('/api/v1/schematics?limit=20')));
    memory('Memory after that load', stack);
  } finally {
    for (const child of children) child.kill();
    await stack.close();
  }
}

async function cached() {
  const stack = await startStack({ conf: { ...unlimited, microcache_seconds: 1 } });
  const file = join(stack.setting('static_dir'), 'bench.json');
  try {
    await fill(stack);
    writeFileSync(file, (await stack.fetch('/api/v1/schematics?limit=20')).text);
    report(`List of 20, shared for a second, and the same bytes as a file of the same nginx, ${clients} clients`, inTurns({
      curio: stack.url + '/api/v1/schematics?limit=20', 'nginx, a file': stack.url + '/static/bench.json' }));
  } finally {
    rmSync(file, { force: true });
    await stack.close();
  }
}

async function requests() {
  await uncached();
  await cached();
}

async function idleMemory() {
  const stack = await startStack({ scanner: true });
  try {
    await sleep(3000);
    memory('Memory idle', stack);
  } finally { await stack.close(); }
}

// A new clone on a machine that has the packages: build, database, demo content, all parts up.
async function firstPage() {
  const folder = mkdtempSync(join(tmpdir(), 'curio-clone-'));
  const port = await freePort();
  const env = { ...process.env, CURIO_PORT: String(port) };
  for (const key of ['CURIO_BUILD', 'CURIO_VAR', 'CURIO_SCANNER', 'CURIO_DEMO']) delete env[key];
  const clone = join(folder, 'curio');
  const dev = (...args) => execFileSync(join(clone, 'dev'), args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const started = performance.now();
  try {
    execFileSync('git', ['clone', '--quiet', root, clone], { stdio: 'inherit' });
    const cloned = performance.now();
    dev('up', '--detach');
    execFileSync('curl', ['-fks', '-o', '/dev/null', `https://localhost:${port}/`]);
    const first = performance.now();
    dev('down');
    dev('up', '--detach');
    execFileSync('curl', ['-fks', '-o', '/dev/null', `https://localhost:${port}/`]);
    const second = performance.now();
    table('From clone to first page', ['', 'seconds'], [['git clone', ((cloned - started) / 1000).toFixed(1)],
      ['./dev up, which builds', ((first - cloned) / 1000).toFixed(1)], ['./dev down && ./dev up', ((second - first) / 1000).toFixed(1)]]);
  } finally {
    try { dev('down', '--purge'); } catch { /* it never came up */ }
    rmSync(folder, { recursive: true, force: true });
  }
}

async function lighthouse() {
  const command = join(here, 'node_modules/.bin/lighthouse');
  console.log('\n### Lighthouse (performance / accessibility / best practices / SEO)\n');
  const stack = await startStack({ scanner: true, demo: true });
  try {
    await stack.waitFor(async () => (await stack.fetch('/api/v1/schematics')).json.data.length > 0, { seconds: 60 });
    const slug = (await stack.fetch('/api/v1/schematics')).json.data[0].slug;
    const visitor = stack.visitor();
    const { email, password } = await stack.register();
    await visitor.submit('/auth/login', { email, password });
    const cookie = [...visitor.cookies].map(([key, value]) => `${key}=${value}`).join('; ');
    for (const [name, path, headers] of [['home', '/'], ['list', '/schematics'], ['detail', `/schematics/${slug}`], ['upload', '/schematics/new', { Cookie: cookie }]]) {
      const out = join(stack.folder, `lighthouse-${name}.json`);
      const args = [stack.url + path, '--quiet', '--output=json', `--output-path=${out}`, '--only-categories=performance,accessibility,best-practices,seo',
        '--chrome-flags=--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --ignore-certificate-errors'];
      if (headers) args.push(`--extra-headers=${JSON.stringify(headers)}`);
      execFileSync(command, args, { env: { ...process.env, CHROME_PATH: '/usr/bin/chromium' }, stdio: 'ignore' });
      const { categories } = JSON.parse(readFileSync(out, 'utf8'));
      console.log(`${name}: ${Object.values(categories).map((c) => Math.round(c.score * 100)).join(' / ')}`);
    }
  } finally { await stack.close(); }
}

const parts = { requests, idleMemory, reader: () => reader(buildFolder), pictures: () => pictures(buildFolder), preview, firstPage, lighthouse };
const groups = { web: ['requests', 'idleMemory'], engine: ['reader', 'pictures', 'preview'] };
const asked = process.argv.slice(2).flatMap((name) => groups[name] ?? name);
const wanted = asked.length ? asked : Object.keys(parts);
for (const name of wanted) {
  if (parts[name]) continue;
  console.error(`bench: no part ${name}; there are: ${[...Object.keys(parts), ...Object.keys(groups)].join(' ')}`);
  process.exit(2);
}
console.log(`${cpus().length} × ${cpus()[0].model.trim()}, load ${loadavg()[0].toFixed(1)} at the start; medians of ${turns} turns of ${seconds} s`);
for (const name of wanted) await parts[name]();
