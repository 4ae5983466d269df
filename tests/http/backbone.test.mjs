// What every request goes through, against the whole stack: keys, limits, origins, tags, errors, ids.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { makeBuild } from '../lib/build.mjs';
import { startStack } from '../lib/stack.mjs';

const corpora = process.env.CURIO_CORPORA ?? '../shared/corpora';
let stack, owner;

before(async () => {
  stack = await startStack({ conf: { cors_origins: 'https://friend.example', body_max: 262144, limit_write_count: 1000000 } });
  owner = await stack.register();
});
after(() => stack?.close());

// No two builds that makeBuild makes are the same bytes: NAMED ones are kept, to be sent again.
const builds = new Map();

function upload(headers = {}, { title = 'A castle', named } = {}) {
  const bytes = builds.get(named) ?? makeBuild();
  if (named) builds.set(named, bytes);
  const parts = new FormData();
  parts.append('file', new Blob([bytes]), 'castle.schem');
  parts.append('title', title);
  return stack.api('POST', '/schematics', parts, { token: owner.token, headers });
}

describe('idempotency keys', () => {
  test('a repeated request gets the kept reply, and no second effect', async () => {
    const key = { 'idempotency-key': 'first-key' };
    const first = await upload(key, { named: 'one' });
    assert.equal(first.status, 201, first.text);
    const again = await upload(key, { named: 'one' }); // another multipart boundary
    assert.equal(again.status, 201, again.text);
    assert.equal(again.headers['idempotency-replayed'], 'true');
    assert.equal(again.text, first.text);
    assert.equal(again.headers.location, first.headers.location);
    const [{ n }] = await stack.sql(`SELECT count(*) AS n FROM schematic WHERE id = '${first.json.id}'`);
    assert.equal(n, 1);
  });

  test('the same key for something else is refused', async () => {
    const key = { 'idempotency-key': '"second-key"' };
    assert.equal((await upload(key, { named: 'two' })).status, 201);
    const other = await upload(key, { named: 'two', title: 'Another' });
    assert.equal(other.status, 422);
    assert.equal(other.json.type, '/problems/idempotency-key-reused');
  });

  test('of many at once one has the effect, the others are told to wait or get its reply', async () => {
    const key = { 'idempotency-key': 'at-once' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => upload(key, { named: 'three' })));
    const made = answers.filter((a) => a.status === 201);
    assert.equal(made.filter((a) => !a.headers['idempotency-replayed']).length, 1);
    for (const answer of answers) assert.ok(answer.status === 201 || answer.json.type === '/problems/idempotency-key-in-use', answer.text);
  });

  test('a key that is none is refused', async () => {
    assert.equal((await upload({ 'idempotency-key': 'a b' })).status, 400);
    assert.equal((await upload({ 'idempotency-key': 'k'.repeat(256) })).status, 400);
  });
});

describe('conditional requests', () => {
  test('304 for what is known, 412 for what has changed', async () => {
    const { json: build } = await upload();
    const path = `/schematics/${build.id}`;
    const options = (headers) => ({ token: owner.token, headers });
    const shown = await stack.api('GET', path, undefined, options());
    const tag = shown.headers.etag;
    assert.match(tag, /^"[\w-]+"$/);
    assert.equal((await stack.api('GET', path, undefined, options({ 'if-none-match': tag }))).status, 304);
    assert.equal((await stack.api('PATCH', path, { title: 'Stale' }, options({ 'if-match': '"other"' }))).status, 412);
    const changed = await stack.api('PATCH', path, { title: 'Changed' }, options({ 'if-match': tag }));
    assert.equal(changed.status, 200, changed.text);
    const stale = await stack.api('DELETE', path, undefined, options({ 'if-match': tag }));
    assert.equal(stale.status, 412);
    assert.equal(stale.json.type, '/problems/changed-meanwhile');
  });
});

describe('what is refused, and how it is said', () => {
  const problem = (answer, status) => {
    assert.equal(answer.status, status, answer.text);
    assert.match(answer.headers['content-type'], /^application\/problem\+json/);
    assert.equal(answer.json.status, status);
    assert.equal(answer.json.request_id, answer.headers['x-request-id']);
    return answer;
  };

  test('404, 405, 406, 413, 415, 400 and 422 of the API', async () => {
    problem(await stack.api('GET', '/nothing'), 404);
    const method = problem(await stack.api('PUT', '/schematics', {}), 405);
    assert.match(method.headers.allow, /GET/);
    problem(await stack.fetch('/api/v1/schematics', { headers: { accept: 'image/png' } }), 406);
    const login = (body, headers) => stack.fetch('/api/v1/auth/login', { method: 'POST', body, headers });
    problem(await login('x'.repeat(300000), { 'content-type': 'application/json' }), 413);
    problem(await login('<x/>', { 'content-type': 'application/xml' }), 415);
    problem(await login('{"email":', { 'content-type': 'application/json' }), 400);
    const invalid = problem(await login('{"email":"x","more":1}', { 'content-type': 'application/json' }), 422);
    assert.deepEqual(invalid.json.errors.map((e) => `${e.field} ${e.code}`).sort(),
      ['email not_an_email', 'more unknown_field', 'password required']);
  });

  test('the type of a problem leads to a page that explains it', async () => {
    const { type, title } = problem(await stack.api('GET', '/schematics?limit=0'), 422).json;
    assert.equal(type, '/problems/invalid-form');
    const page = await stack.fetch(type);
    assert.equal(page.status, 200);
    assert.ok(page.text.includes(title), title);
    const all = (await stack.fetch('/problems')).text;
    for (const [, name] of all.matchAll(/href="(\/problems\/[a-z-]+)"/g)) assert.equal((await stack.fetch(name)).status, 200, name);
    assert.ok(all.includes(`href="${type}"`));
    assert.equal((await stack.fetch('/problems/none-of-them')).status, 404);
  });

  test('pages answer as pages', async () => {
    const answer = await stack.fetch('/nowhere', { headers: { accept: 'text/html' } });
    assert.equal(answer.status, 404);
    assert.match(answer.headers['content-type'], /^text\/html/);
    assert.match(answer.text, /<html/);
  });

  test('HEAD is GET without its body', async () => {
    const answer = await stack.fetch('/api/v1/schematics', { method: 'HEAD' });
    assert.equal(answer.status, 200);
    assert.equal(answer.bytes.length, 0);
  });
});

describe('other origins', () => {
  test('the listed one may read, others may not', async () => {
    const ask = (origin) => stack.fetch('/api/v1/schematics', { headers: { origin } });
    assert.equal((await ask('https://friend.example')).headers['access-control-allow-origin'], 'https://friend.example');
    assert.equal((await ask('https://foe.example')).headers['access-control-allow-origin'], undefined);
  });

  test('a form of another site does nothing', async () => {
    const body = new URLSearchParams({ email: owner.email, password: owner.password });
    const answer = await stack.fetch('/auth/login', { method: 'POST', body, headers: { 'sec-fetch-site': 'cross-site', origin: 'https://foe.example' } });
    assert.equal(answer.status, 403);
    assert.doesNotMatch(String(answer.headers['set-cookie']), /__Host-session/);
  });
});

describe('every answer', () => {
  test('says once what browsers must keep to', async () => {
    for (const path of ['/', '/api/v1/schematics', '/nowhere', '/api/v1/nowhere']) {
      const { headers } = await stack.fetch(path);
      assert.match(headers['content-security-policy'], /frame-ancestors 'none'/, path);
      assert.doesNotMatch(headers['content-security-policy'], /unsafe-inline/, path);
      assert.match(headers['strict-transport-security'], /^max-age=\d+; includeSubDomains$/, path);
      assert.equal(headers['x-content-type-options'], 'nosniff', path);
      assert.ok(headers['referrer-policy'] && headers['permissions-policy'], path);
    }
  });

  test('carries the request id that came, if it is one', async () => {
    const ask = (id) => stack.fetch('/api/v1/nothing', { headers: { 'x-request-id': id } });
    assert.equal((await ask('my-request-0001')).headers['x-request-id'], 'my-request-0001');
    assert.notEqual((await ask('not an id')).headers['x-request-id'], 'not an id');
  });

  test('is written down without its query', async () => {
    await stack.fetch('/api/v1/schematics?text=secretword');
    await stack.waitFor(() => stack.logs('web').includes('"/api/v1/schematics"'), { what: 'the access line' });
    assert.doesNotMatch(stack.logs('web'), /secretword/);
  });

  test('can not be steered by headers of the web server', async () => {
    const answer = await stack.fetch('/', { headers: { 'x-accel-redirect': '/_blobs/x', 'request-body-file': '/etc/passwd', 'curio-metrics': '1' } });
    assert.equal(answer.status, 200);
    assert.match(answer.text, /<html/);
  });
});

describe('figures and health', () => {
  test('metrics are on the loopback address only', async () => {
    for (const path of ['/metrics', '/%6detrics', '/metrics/'])
      assert.equal((await stack.fetch(path, { headers: { 'curio-metrics': '1' } })).status, 404);
    const text = await stack.metrics();
    assert.match(text, /^curio_requests_total\{method="POST",route="\/api\/v1\/schematics",status="201"\} \d+$/m);
    assert.match(text, /^curio_pool_workers\{pool="web"\} [1-9]/m);
  });

  test('probes are answered', async () => {
    for (const path of ['/health', '/api/health/', '/api/v1/health/liveness'])
      assert.equal((await stack.fetch(path)).json.status, 'ok');
    const { json } = await stack.fetch('/api/v1/health/readiness');
    assert.equal(json.checks.database, 'healthy');
    assert.equal(json.status, json.checks.scanner === 'healthy' ? 'ready' : 'degraded');
  });

  test('the description names every path once', async () => {
    const { json } = await stack.fetch('/api/v1/openapi.json');
    assert.equal(json.openapi, '3.1.0');
    assert.ok(json.paths['/api/v1/schematics'].post.requestBody.content['multipart/form-data']);
  });
});

test('lists go on where they stopped, by member and by Link', async () => {
  for (let i = 0; i < 3; i++) await upload();
  const first = await stack.api('GET', '/schematics/mine?limit=2', undefined, { token: owner.token });
  assert.equal(first.json.data.length, 2);
  const [, link] = /^<([^>]+)>; rel="next"$/.exec(first.headers.link);
  assert.ok(link.includes('limit=2') && link.includes(first.json.next));
  const second = await stack.fetch(link, { headers: { authorization: `Bearer ${owner.token}` } });
  const ids = [...first.json.data, ...second.json.data].map((build) => build.id);
  assert.equal(new Set(ids).size, ids.length);
});

test('naughty strings come back as they went in', { skip: !existsSync(join(corpora, 'strings/blns.json')) }, async () => {
  const strings = JSON.parse(readFileSync(join(corpora, 'strings/blns.json'), 'utf8')).filter((s) => s !== '');
  const { json: build } = await upload();
  const expected = (s) => s.replace(/\r\n?/g, '\n');
  for (const s of strings) {
    const answer = await stack.api('PATCH', `/schematics/${build.id}`, { description: s }, { token: owner.token });
    assert.equal(answer.status, 200, `${JSON.stringify(s)}: ${answer.text}`);
    assert.equal(answer.json.description, expected(s));
  }
});

test('limits are told, kept, and still there without Redis', async () => {
  const small = await startStack({ conf: { limit_read_count: 8, limit_read_seconds: 60 } });
  try {
    const ask = () => small.fetch('/api/v1/schematics/mine', { headers: { accept: 'application/json' } });
    const first = await ask();
    assert.equal(first.headers['ratelimit-policy'], '"read";q=8;w=60');
    assert.match(first.headers.ratelimit, /^"read";r=7;t=\d+$/);
    let last;
    for (let i = 0; i < 8; i++) last = await ask();
    assert.equal(last.status, 429);
    assert.ok(Number(last.headers['retry-after']) >= 1);
    await small.stop('redis');
    const answers = [];
    for (let i = 0; i < 8; i++) answers.push((await ask()).status);
    assert.ok(answers.filter((s) => s !== 429).length <= 4, String(answers)); // two workers, two each
    assert.ok(answers.includes(429));
  } finally {
    await small.close();
  }
});
