// What nginx in front of the programs promises.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { connect } from 'node:tls';
import { makeBuild } from '../lib/build.mjs';
import { startStack } from '../lib/stack.mjs';

let stack;
before(async () => { stack = await startStack({ conf: { body_max: '64K', microcache_seconds: 2 } }); });
after(() => stack?.close());

const safety = ['strict-transport-security', 'x-content-type-options', 'x-frame-options', 'referrer-policy', 'permissions-policy',
  'cross-origin-opener-policy', 'cross-origin-resource-policy', 'content-security-policy', 'x-request-id'];

const handshake = (options) => new Promise((resolve, reject) => {
  const socket = connect({ port: stack.port, host: '127.0.0.1', rejectUnauthorized: false, ...options }, () => {
    resolve({ protocol: socket.getProtocol(), alpn: socket.alpnProtocol, names: socket.getPeerCertificate().subjectaltname });
    socket.destroy();
  });
  socket.on('error', reject);
});

test('TLS 1.2 and 1.3 only, HTTP/2 offered, a certificate for localhost', async () => {
  const newest = await handshake({ ALPNProtocols: ['h2', 'http/1.1'] });
  assert.deepEqual([newest.protocol, newest.alpn], ['TLSv1.3', 'h2']);
  assert.match(newest.names, /DNS:localhost, IP Address:127\.0\.0\.1/);
  assert.equal((await handshake({ maxVersion: 'TLSv1.2' })).protocol, 'TLSv1.2');
  await assert.rejects(handshake({ minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' }));
});

test('a request id is taken when it is one, and made when it is not', async () => {
  const kept = await stack.fetch('/health', { headers: { 'x-request-id': 'abc.DEF_1-2' } });
  assert.equal(kept.headers['x-request-id'], 'abc.DEF_1-2');
  for (const bad of ['short', 'a'.repeat(65), 'with space in it', '"quoted-one"', 'semi;colon;']) {
    const made = await stack.fetch('/health', { headers: { 'x-request-id': bad } });
    assert.match(made.headers['x-request-id'], /^[0-9a-f]{32}$/, bad);
  }
});

test('the id and the figures of a request are in the access log, its query and reset secret are not', async () => {
  await stack.fetch('/health?token=swordfish', { headers: { 'x-request-id': 'logged-request' } });
  await stack.fetch('/auth/reset/swordfish', { headers: { 'x-request-id': 'logged-reset' } });
  const lines = await stack.waitFor(() => {
    const found = stack.events('access').filter(({ context }) => /^logged-/.test(context.requestId));
    return found.length === 2 && found.sort((a, b) => (a.context.requestId < b.context.requestId ? -1 : 1)); // nginx's processes write apart
  });
  assert.deepEqual(lines.map(({ context }) => context.path), ['/health', '/auth/reset/(hidden)']);
  assert.equal(lines[0].context.statusCode, 200);
  assert.ok(!stack.logs('access').includes('swordfish') && !stack.logs('nginx').includes('swordfish'));
});

test('a host that is not ours is turned away', async () => {
  assert.equal((await stack.fetch('/', { headers: { host: 'evil.example' } })).status, 421);
  for (const host of ['localhost', '127.0.0.1', '[::1]', `localhost:${stack.port}`])
    assert.equal((await stack.fetch('/health', { headers: { host } })).status, 200, host);
});

test('a body past the limit is refused alike by API and page', async () => {
  const api = await stack.api('POST', '/auth/login', 'x'.repeat(70000));
  assert.equal(api.status, 413);
  assert.equal(api.headers['content-type'], 'application/problem+json');
  assert.equal(api.json.request_id, api.headers['x-request-id']);
  const page = await stack.fetch('/auth/login', { method: 'POST', body: 'x'.repeat(70000) });
  assert.equal(page.status, 413);
  assert.match(page.headers['content-type'], /^text\/html/);
  for (const name of safety) assert.ok(page.headers[name], name);
});

test('static files never change under their name, and are compressed', async () => {
  const page = await stack.fetch('/');
  const [sheet] = page.text.match(/\/static\/app\.[0-9a-f]+\.css/);
  const answer = await stack.fetch(sheet, { headers: { 'accept-encoding': 'gzip' } });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers['content-encoding'], 'gzip');
  assert.match(answer.headers['content-type'], /^text\/css/);
  assert.equal(answer.headers['cache-control'], 'public, max-age=31536000, immutable');
  for (const name of safety) assert.ok(answer.headers[name], name);
  assert.equal((await stack.fetch('/static/app.0000000000.css')).status, 404);
  assert.equal((await stack.fetch('/static/..%2f..%2fetc%2fpasswd')).status, 400);
});

test('what is inside stays inside', async () => {
  const digest = 'ab/cd/' + 'e'.repeat(60);
  for (const path of ['/metrics', `/_blobs/${digest}`, '/_blobs/quarantine/x', '/_blobs/tmp/x', '/_problem/503/api'])
    assert.equal((await stack.fetch(path)).status, 404, path);
  assert.match(await stack.metrics(), /^curio_requests_total\{/m);
});

test('readers without a cookie share a page for a moment; its limits and its id are not shared', async () => {
  const cached = () => stack.fetch('/schematics', { headers: { accept: 'text/html' } });
  const seen = async (id, headers) => {
    const answer = await stack.fetch('/schematics', { headers: { 'x-request-id': id, ...headers } });
    assert.equal(answer.headers['x-request-id'], id);
    const line = await stack.waitFor(() => stack.events('access').find(({ context }) => context.requestId === id));
    return [line.context.cache, answer];
  };
  await cached();
  const [hit, answer] = await seen('anonymous-reader', { accept: 'text/html' });
  assert.equal(hit, 'HIT');
  assert.equal(answer.headers.ratelimit, undefined);
  assert.notEqual((await seen('reader-with-cookie', { cookie: '__Host-csrf=x' }))[0], 'HIT');
  assert.notEqual((await seen('reader-with-token', { authorization: 'Bearer x' }))[0], 'HIT');
});

test('what a key opens is shared with nobody, and closed as soon as the key is', async () => {
  const { token } = await stack.register();
  const body = new FormData();
  body.append('file', new Blob([makeBuild()]), 'hut.schem');
  body.append('visibility', 'private');
  const { json: { id } } = await stack.api('POST', '/schematics', body, { token });
  await stack.sql(`UPDATE schematic SET status = 'clean' WHERE id = '${id}'`);
  const { json: link } = await stack.api('POST', `/schematics/${id}/links`, {}, { token });
  const at = link.url.slice(new URL(link.url).origin.length);
  const statuses = async () => Promise.all([at, `/api/v1${at}`].map(async (path) => (await stack.fetch(path)).status));
  assert.deepEqual(await statuses(), [200, 200]);
  await stack.api('DELETE', `/schematics/${id}/links/${link.id}`, undefined, { token });
  assert.deepEqual(await statuses(), [404, 404]);
});

test('without workers people get a page and programs a problem', async () => {
  await stack.stop('web');
  try {
    const api = await stack.api('GET', '/schematics?fresh');
    assert.equal(api.status, 503);
    assert.equal(api.json.status, 503);
    assert.ok(Number(api.headers['retry-after']) > 0);
    const page = await stack.fetch('/about?fresh');
    assert.equal(page.status, 503);
    assert.match(page.text, /<title>/);
    assert.ok(!page.text.includes('nginx'));
  } finally {
    await stack.start('web');
  }
  await stack.waitFor(async () => (await stack.fetch('/health')).status === 200);
});

test('a client that never finishes its headers is sent away', async () => {
  await new Promise((resolve, reject) => {
    const socket = connect({ port: stack.port, host: '127.0.0.1', rejectUnauthorized: false }, () => socket.write('GET / HTTP/1.1\r\nHost: lo'));
    socket.on('close', resolve);
    socket.on('error', resolve);
    setTimeout(() => reject(new Error('still connected')), 40000).unref();
  });
});

test('only the owner reads the copy\'s secrets', () => {
  assert.match(readFileSync(`${stack.folder}/curio.conf`, 'utf8'), /^token_secret = \S{32,}$/m);
});
