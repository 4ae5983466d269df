// What attackers try, against the whole stack: reaching what belongs to others, speaking for them, breaking out of a page,
// wearing workers out, telling nginx and a worker different things.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import tls from 'node:tls';
import { makeBuild } from '../lib/build.mjs';
import { startStack } from '../lib/stack.mjs';

const tries = 10;
const people = {};
let stack;

before(async () => {
  stack = await startStack({ conf: { limit_login_count: tries } });
  for (const who of ['owner', 'other', 'moderator', 'admin']) people[who] = await stack.register();
  for (const who of ['moderator', 'admin']) {
    await stack.curio('admin', 'grant', people[who].email, who);
    people[who].token = await tokenOf(people[who]); // what a session may do is remembered for a moment
  }
});
after(() => stack?.close());

async function tokenOf({ email, password }) {
  return (await stack.api('POST', '/auth/login', { email, password })).json.access_token;
}

async function upload(fields = {}, { token = people.owner.token, name = 'a.schem', headers = {} } = {}) {
  const parts = new FormData();
  parts.append('file', new Blob([makeBuild()]), name);
  for (const [key, value] of Object.entries({ title: 'A castle', ...fields })) parts.append(key, value);
  const answer = await stack.api('POST', '/schematics', parts, { token, headers });
  assert.equal(answer.status, 201, answer.text);
  return answer.json;
}

const scanned = (build, status) => stack.sql(`UPDATE schematic SET status = '${status}' WHERE id = '${build.id}'`);

async function signedIn(person) {
  const visitor = stack.visitor();
  const answer = await visitor.submit('/auth/login', { email: person.email, password: person.password });
  assert.equal(answer.status, 303, answer.text);
  return visitor;
}

/** What comes back on one connection for bytes as they are. */
function raw(text, { until = /(?!)/, ms = 5000 } = {}) {
  return new Promise((resolve, reject) => {
    let out = '';
    const socket = tls.connect({ port: stack.port, host: '127.0.0.1', servername: 'localhost', rejectUnauthorized: false }, () => socket.write(text));
    const timer = setTimeout(() => socket.destroy(), ms);
    socket.on('data', (data) => {
      out += data.toString('latin1');
      if (until.test(out)) socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(out);
    });
  });
}

const statuses = (text) => [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));

describe('what belongs to somebody', () => {
  // Who sees a build, who may change it: 200, or how it is refused.
  const everyone = { anonymous: 200, other: 200, owner: 200, moderator: 200, admin: 200 };
  const insiders = { anonymous: 404, other: 404, owner: 200, moderator: 200, admin: 200 };
  const kinds = [
    { visibility: 'public', status: 'clean', sees: everyone },
    { visibility: 'unlisted', status: 'clean', sees: everyone },
    { visibility: 'private', status: 'clean', sees: insiders },
    { visibility: 'public', status: 'pending', sees: insiders },
    { visibility: 'public', status: 'infected', sees: insiders },
    { visibility: 'unlisted', status: 'not_fully_scanned', sees: insiders },
  ];
  for (const { visibility, status, sees } of kinds) {
    test(`a ${visibility} build that is ${status}`, async () => {
      const build = await upload({ visibility });
      await scanned(build, status);
      for (const [who, expected] of Object.entries(sees)) {
        const token = people[who]?.token;
        for (const name of [build.id, build.slug]) {
          assert.equal((await stack.api('GET', `/schematics/${name}`, null, { token })).status, expected, `${who} reads`);
          const got = await stack.api('GET', `/schematics/${name}/download`, null, { token });
          assert.equal(got.status, expected === 200 && status !== 'clean' ? 409 : expected, `${who} downloads`);
        }
        const insider = insiders[who] === 200;
        const refused = who === 'anonymous' ? 401 : expected === 200 ? 403 : 404;
        const change = await stack.api('PATCH', `/schematics/${build.id}`, { title: `By ${who}`, status: 'clean' }, { token });
        assert.equal(change.status, who === 'anonymous' ? 401 : 422, `${who} sets what is not theirs to set`);
        const rename = await stack.api('PATCH', `/schematics/${build.id}`, { title: `By ${who}` }, { token });
        assert.equal(rename.status, insider ? 200 : refused, `${who} changes`);
        if (!insider) assert.equal((await stack.api('DELETE', `/schematics/${build.id}`, null, { token })).status, refused, `${who} deletes`);
      }
      assert.equal((await stack.api('DELETE', `/schematics/${build.id}`, null, { token: people.owner.token })).status, 204);
    });
  }

  test('pages keep to the same rules', async () => {
    const build = await upload({ visibility: 'private' });
    const [other, owner] = [await signedIn(people.other), await signedIn(people.owner)];
    for (const path of [`/schematics/${build.slug}`, `/schematics/${build.slug}/edit`, `/schematics/${build.slug}/download`]) {
      assert.equal((await other.get(path)).status, 404, path);
      assert.notEqual((await owner.get(path)).status, 404, path);
    }
    assert.ok(!(await other.get('/schematics/mine')).text.includes(build.slug));
  });

  test('a session of somebody else is not there', async () => {
    const [session] = (await stack.api('GET', '/auth/sessions', null, { token: people.owner.token })).json.data;
    assert.equal((await stack.api('DELETE', `/auth/sessions/${session.id}`, null, { token: people.other.token })).status, 404);
    assert.equal((await stack.api('DELETE', `/auth/sessions/${session.id}`, null, { token: people.admin.token })).status, 404);
    assert.equal((await stack.api('GET', '/auth/me', null, { token: people.owner.token })).status, 200);
  });

  test('nobody makes themselves more than they are', async () => {
    for (const more of [{ roles: ['admin'] }, { id: people.admin.user.id }, { email: people.admin.email }, { slug: 'admin' }, { password_hash: '*' }])
      assert.equal((await stack.api('PATCH', '/account', { name: 'Me', ...more }, { token: people.other.token })).status, 422);
    const asForm = new URLSearchParams({ name: 'Me', roles: 'admin', email: people.admin.email });
    assert.equal((await stack.api('PATCH', '/account', asForm, { token: people.other.token })).status, 200);
    const me = (await stack.api('GET', '/auth/me', null, { token: people.other.token })).json;
    assert.deepEqual([me.roles, me.email], [['member'], people.other.email]);
  });

  test('a key that somebody else used means nothing', async () => {
    const headers = { 'idempotency-key': 'shared-between-two' };
    const first = await upload({ title: 'Mine' }, { headers });
    const second = await upload({ title: 'Mine' }, { headers, token: people.other.token });
    assert.notEqual(first.id, second.id);
  });
});

describe('what readers share', () => {
  test('what is taken down is gone for everyone once its moment is over', async () => {
    const build = await upload();
    await scanned(build, 'clean');
    for (const path of [`/schematics/${build.slug}`, `/api/v1/schematics/${build.slug}`]) assert.equal((await stack.fetch(path)).status, 200);
    assert.equal((await stack.api('PATCH', `/schematics/${build.id}`, { visibility: 'private' }, { token: people.owner.token })).status, 200);
    const gone = async () => {
      for (const path of [`/schematics/${build.slug}`, `/api/v1/schematics/${build.slug}`]) if ((await stack.fetch(path)).status !== 404) return false;
      return true;
    };
    await stack.waitFor(gone, { what: 'the microcache to let go' });
    for (let i = 0; i < 3; i++)
      for (const path of [`/schematics/${build.slug}`, `/api/v1/schematics/${build.slug}`]) assert.equal((await stack.fetch(path)).status, 404, path);
  });

  test('nothing that a client adds to its request is found in the next one\'s answer', async () => {
    const additions = ['x-forwarded-host', 'x-forwarded-proto', 'x-original-url', 'x-rewrite-url', 'x-host', 'forwarded', 'referer', 'user-agent',
      'accept-language', 'x-accel-redirect', 'x-csrf-token', 'request-body-file', 'curio-metrics', 'x-request-id', 'origin', 'cookie'];
    for (const [i, name] of additions.entries()) {
      const path = `/schematics?tag=poison${i}`;
      const first = await stack.fetch(path, { headers: { [name]: name === 'cookie' ? '__Host-toast=ZXZpbC1wcm9iZQ' : 'evil-probe-1' } });
      const next = await stack.fetch(path);
      assert.deepEqual([first.status, next.status], [200, 200], name);
      assert.ok(!next.text.includes('evil-probe'), name);
      assert.equal(next.headers['set-cookie'], undefined, name);
      assert.ok(!Object.values(next.headers).join().includes('evil-probe'), name);
    }
  });
});

describe('speaking for a browser', () => {
  test('no change without the token, nor with a foreign origin, on any route', async () => {
    const build = await upload();
    const visitor = await signedIn(people.owner);
    const html = (await visitor.get('/account')).text;
    const csrf = html.match(/name="csrf" value="([^"]+)"/)[1];
    const foreign = (await (await signedIn(people.other)).get('/account')).text.match(/name="csrf" value="([^"]+)"/)[1];
    const own = { accept: '*/*', origin: stack.url, 'sec-fetch-site': 'same-origin' };
    const attempts = [
      ['no token', {}, own], ['a made-up token', { csrf: 'A'.repeat(86) }, own], ['somebody else\'s token', { csrf: foreign }, own],
      ['a foreign origin', { csrf }, { origin: 'https://evil.example' }], ['no origin to speak of', { csrf }, { origin: 'null' }],
      ['a neighbour', { csrf }, { 'sec-fetch-site': 'same-site' }], ['another site', { csrf }, { 'sec-fetch-site': 'cross-site' }],
    ];
    const routes = [
      ['/auth/logout', {}], ['/notices', {}], ['/account', { _method: 'PATCH', name: 'Taken over' }],
      ['/account/password', { current_password: people.owner.password, password: 'taken over by them' }],
      [`/schematics/${build.slug}`, { _method: 'PATCH', title: 'Taken over' }], [`/schematics/${build.slug}`, { _method: 'DELETE' }],
    ];
    for (const [path, fields] of routes)
      for (const [what, token, headers] of attempts) {
        const body = new URLSearchParams({ ...fields, ...token });
        assert.equal((await visitor.fetch(path, { method: 'POST', body, headers })).status, 403, `${path} ${JSON.stringify(fields)}: ${what}`);
      }
    for (const [method, path] of [['PATCH', '/api/v1/account'], ['DELETE', `/api/v1/schematics/${build.id}`], ['POST', '/api/v1/auth/logout']])
      assert.equal((await visitor.fetch(path, { method, body: method === 'PATCH' ? { name: 'x' } : undefined, headers: own })).status, 403, path);
    assert.equal((await visitor.get('/account')).status, 200);
  });

  test('a session begins with a cookie of the server\'s choice, kept from scripts', async () => {
    const visitor = stack.visitor();
    visitor.cookies.set('__Host-session', 'A'.repeat(43));
    const answer = await visitor.submit('/auth/login', { email: people.other.email, password: people.other.password });
    const [line] = answer.headers['set-cookie'].filter((l) => l.startsWith('__Host-session=') && !/max-age=0/i.test(l));
    assert.match(line, /^__Host-session=[\w-]{43}; Path=\/; Max-Age=\d+; Secure; HttpOnly; SameSite=Lax$/);
    assert.ok(!line.includes('A'.repeat(43)));
  });

  test('no address of the client\'s own making gets around the limit of tries', async () => {
    const answers = [];
    for (let i = 0; i <= tries; i++) {
      const headers = Object.fromEntries(['x-forwarded-for', 'x-real-ip', 'client-ip', 'true-client-ip', 'cf-connecting-ip', 'remote-addr', 'forwarded']
        .map((name) => [name, `${name === 'forwarded' ? 'for=' : ''}192.0.2.${i}`]));
      answers.push((await stack.api('POST', '/auth/login', { email: 'victim@example.org', password: 'a guess' }, { headers })).status);
    }
    assert.deepEqual(answers, [...Array(tries).fill(401), 429]);
  });
});

describe('breaking out of a page', () => {
  const probe = '"\'><xss-probe onx=1></title></textarea></script>{{7*7}}';
  const links = '[a](javascript:probe) [b](JaVa\tScript:probe) ![c](data:text/html,probe) <javascript:probe> [d](vbscript:probe) [e]\n\n[e]: javascript:probe';

  function sound(html, where) {
    assert.ok(!html.includes('<xss-probe'), where);
    for (const [tag] of html.matchAll(/<[a-z](?:"[^"]*"|[^">])*>/gi)) {
      assert.doesNotMatch(tag.replace(/"[^"]*"/g, '""'), /\s(on\w+|style|srcdoc)\s*=/i, where);
      for (const [, address] of tag.matchAll(/\s(?:href|src|action|formaction)="([^"]*)"/gi)) assert.match(address, /^(https?:|mailto:|[/#?]|$)/, where);
    }
  }

  test('whatever people write comes out as text', async () => {
    const token = people.owner.token;
    await stack.api('PATCH', '/account', { name: probe.slice(0, 60), about: `${probe}\n\n${links}` }, { token });
    const build = await upload({ title: probe, description: `${probe}\n\n${links}`, tags: probe.slice(0, 30) }, { name: `${probe}.schem` });
    await scanned(build, 'clean');
    const visitor = await signedIn(people.owner);
    const person = `/people/${people.owner.user.slug}`;
    for (const path of ['/', '/schematics', `/schematics/${build.slug}`, `/schematics/${build.slug}/edit`, '/schematics/mine', '/account', person, '/account/sessions', '/api'])
      for (const reader of [visitor, stack]) {
        const answer = await reader.fetch(path, { headers: { 'user-agent': probe } });
        sound(answer.text, path);
      }
    assert.ok((await visitor.get(`/schematics/${build.slug}`)).text.includes('&lt;xss-probe'));
  });

  test('what is sent back in errors, searches and toasts is text', async () => {
    const q = encodeURIComponent(probe);
    const visitor = stack.visitor();
    for (const path of [`/schematics?text=${q}`, `/schematics?tag=${q}&author=${q}`, `/auth/login?then=${q}`, `/nothing/${q}`, `/schematics/${q}`, `/people/${q}`,
      `/auth/reset/${q}`, `/schematics?before=${q}&limit=${q}`]) {
      visitor.cookies.set('__Host-toast', Buffer.from(probe).toString('base64url'));
      sound((await visitor.get(path)).text, path);
    }
    const again = await visitor.submit('/auth/register', { email: probe, name: probe, password: 'x' });
    assert.equal(again.status, 422);
    sound(again.text, 'register');
  });

  test('what an answer is can\'t be mistaken, whoever makes it', async () => {
    for (const path of ['/', '/nothing', '/api/v1/nothing', '/api/v1/schematics', '/theme.css', '/manifest.webmanifest', '/sw.js', '/robots.txt', '/metrics',
      '/_blobs/00/11/22', '/static/nothing.css', '/account', '/health']) {
      const { headers } = await stack.fetch(path);
      for (const [name, value] of [['x-content-type-options', 'nosniff'], ['x-frame-options', 'DENY'], ['referrer-policy', 'strict-origin']])
        assert.equal(headers[name], value, `${name} of ${path}`);
      assert.match(headers['strict-transport-security'], /^max-age=\d{8}/, path);
      assert.equal(headers['x-powered-by'], undefined);
      assert.equal(headers.server, 'nginx');
    }
    for (const request of ['GET /a%00b HTTP/1.1\r\nHost: localhost\r\n\r\n', 'GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n', 'nonsense\r\n\r\n']) {
      const answer = await raw(request);
      assert.match(answer, /^HTTP\/1\.1 4\d\d [\s\S]*X-Content-Type-Options: nosniff\r\n/, request);
      assert.match(answer, /\r\nStrict-Transport-Security: /, request);
    }
  });
});

describe('wearing workers out', () => {
  const same = async (what) => {
    const before = stack.workers('web').concat(stack.workers('auth'));
    await what();
    assert.deepEqual(stack.workers('web').concat(stack.workers('auth')), before, 'a worker died');
  };
  const login = (body, type) => stack.fetch('/api/v1/auth/login', { method: 'POST', body, headers: { 'content-type': type } });

  test('a small request can\'t take many times its size in memory', () => same(async () => {
    const many = Array(900).fill(`email=${'a'.repeat(1000)}`).join('&');
    assert.equal((await login(many, 'application/x-www-form-urlencoded')).status, 422);
    assert.equal((await login(JSON.stringify({ email: Array(900).fill('a'.repeat(1000)), password: 'x' }), 'application/json')).status, 422);
    const part = `--b\r\nContent-Disposition: form-data; name="x"${';a=""'.repeat(1500)}\r\n\r\nv\r\n`;
    assert.equal((await login(`${part.repeat(100)}--b--\r\n`, 'multipart/form-data; boundary=b')).status, 422);
    const heads = `--b\r\nContent-Disposition: form-data; name="${'n'.repeat(4000)}"; filename="${'%22'.repeat(1300)}"\r\n\r\nv\r\n`.repeat(1000);
    const parts = { method: 'POST', body: `${heads}--b--\r\n`, headers: { 'content-type': 'multipart/form-data; boundary=b', authorization: `Bearer ${people.owner.token}` } };
    assert.equal((await stack.fetch('/api/v1/schematics', parts)).status, 413);
    const tags = new URLSearchParams({ title: 'x', tags: 'a,'.repeat(200000) });
    assert.equal((await stack.api('PATCH', '/schematics/nothing', tags, { token: people.owner.token })).status, 422);
  }));

  test('deep, wide and repeated JSON is refused', () => same(async () => {
    for (const body of [`{"email":${'['.repeat(100000)}${']'.repeat(100000)}}`, `{${Array.from({ length: 50000 }, (_, i) => `"k${i}":1`).join()}}`,
      '{"email":"a@example.org","email":"b@example.org","password":"x"}', '{"email":"\\u0000@example.org","password":"x"}', '{"email":"\\ud800","password":"x"}']) {
      const answer = await login(body, 'application/json');
      assert.ok([400, 422].includes(answer.status), `${answer.status} for ${body.slice(0, 40)}`);
    }
  }));

  test('no search makes an error or takes long', async () => {
    const words = ['\'', '"', '"&', '!', 'a:*', '\\', '%%%', '___', '-', 'or', '"a" or -', '( '.repeat(66), 'a '.repeat(99), '%'.repeat(200), '\u{1f600}', '<->', 'a & | b'];
    for (const text of words) {
      const answer = await stack.fetch(`/api/v1/schematics?${new URLSearchParams({ text })}`);
      assert.equal(answer.status, 200, text);
    }
  });

  test('a long address is answered, and its length does not come back', async () => {
    await scanned(await upload(), 'clean');
    await scanned(await upload(), 'clean');
    const list = await stack.fetch(`/api/v1/schematics?limit=1&x=${'a'.repeat(7000)}`);
    assert.equal(list.status, 200);
    assert.match(list.headers.link, /^<\/api\/v1\/schematics\?limit=1&before=[\w-]+>; rel="next"$/);
    const wide = encodeURIComponent('\u{1f600}').repeat(500);
    for (const path of [`/account?x=${'%'.repeat(7000)}`, `/schematics/new?x=${wide}`]) {
      const away = await stack.fetch(path);
      assert.equal(away.status, 303, path.slice(0, 30));
      assert.ok(away.headers.location.length < 3000);
    }
  });
});

describe('two readers of one request', () => {
  const host = 'Host: localhost\r\n';
  const next = `GET /api/v1/health/liveness HTTP/1.1\r\n${host}Connection: close\r\n\r\n`;
  const login = `POST /api/v1/auth/login HTTP/1.1\r\n${host}Content-Type: application/json\r\n`;

  test('a body has one length', async () => {
    for (const [what, request, expected] of [
      ['both', `${login}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, [400]],
      ['two lengths', `${login}Content-Length: 0\r\nContent-Length: 5\r\n\r\n`, [400]],
      ['a sign', `${login}Content-Length: +2\r\n\r\n{}`, [400]],
      ['an unknown coding', `${login}Transfer-Encoding: xchunked\r\n\r\n`, [501]],
      ['a chunked body', `${login}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`, [422, 200]],
      ['what follows a body', `${login}Content-Length: 2\r\n\r\n{}`, [422, 200]],
      ['a body where none belongs', `GET /api/v1/health HTTP/1.1\r\n${host}Content-Length: 31\r\n\r\nGET /metrics HTTP/1.1\r\nX: yyyy\r\n`, [404, 200]],
    ]) assert.deepEqual(statuses(await raw(request + next)), expected, what);
  });

  test('a path has one meaning', async () => {
    const asked = async (path) => statuses(await raw(`GET ${path} HTTP/1.1\r\n${host}Connection: close\r\n\r\n`))[0];
    for (const path of ['/static/../curio.conf', '/static/..%2fcurio.conf', '/static../bin/curio', '/static/%2e%2e/%2e%2e/etc/passwd', '/..%5c..%5cetc', '/_blobs/aa/bb/x',
      `/_blobs/00/11/${'a'.repeat(60)}`, `/%5fblobs/00/11/${'a'.repeat(60)}`, `//_blobs/00/11/${'a'.repeat(60)}`, '/_problem/503/page', '/schematics/%2e%2e%2faccount',
      '/schematics/a%00b', '/schematics/a%0d%0aSet-Cookie:x=y', '/people/%ff', '/metrics', '//metrics', '/metrics/', '/nginx.conf', '/schematics#x', '/schematics;x',
      `/schematics/${'a'.repeat(3000)}`, 'https://localhost/metrics']) {
      const status = await asked(path);
      assert.ok(status === 400 || status === 404, `${status} for ${path}`);
    }
  });

  test('a file is where nginx put it, whatever a header says', async () => {
    const headers = { 'request-body-file': '/etc/passwd', 'x-accel-redirect': '/_blobs/00', request_body_file: '/etc/passwd' };
    const answer = await stack.api('POST', '/schematics', new URLSearchParams({ title: 'x' }), { token: people.owner.token, headers });
    assert.equal(answer.status, 422);
    assert.ok(answer.json.errors.some(({ field }) => field === 'file'));
  });
});

test('no secret is in a log, a command line or an environment', async () => {
  const secrets = [stack.setting('token_secret'), people.owner.password, people.owner.token, people.owner.refresh];
  await stack.api('POST', '/auth/login', { email: people.owner.email, password: people.owner.password });
  await stack.api('POST', '/auth/refresh', { refresh_token: people.owner.refresh });
  secrets.push('a-reset-link-of-theirs');
  for (const path of ['', '/', '/x', ')', '?x']) await stack.fetch(`/auth/reset/a-reset-link-of-theirs${path}`);
  await stack.api('GET', '/auth/reset/a-reset-link-of-theirs');
  for (const name of readdirSync(join(stack.folder, 'log'))) {
    const text = readFileSync(join(stack.folder, 'log', name), 'utf8');
    for (const secret of secrets) assert.ok(!text.includes(secret), `${name} holds a secret`);
  }
  for (const pid of ['web', 'auth', 'jobs'].flatMap((name) => [stack.pid(name), ...stack.workers(name)]))
    for (const file of ['cmdline', 'environ']) {
      const text = readFileSync(`/proc/${pid}/${file}`, 'utf8');
      for (const secret of secrets) assert.ok(!text.includes(secret), `${file} of ${pid} holds a secret`);
    }
});
