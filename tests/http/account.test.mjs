// Accounts over HTTP: the API's tokens, browsers' cookies without script, and what must not be possible.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { run, startStack } from '../lib/stack.mjs';
import { startMail } from '../lib/mail.mjs';

let stack, mail;
before(async () => {
  mail = await startMail();
  stack = await startStack({ conf: { smtp_url: mail.url, mail_from: 'curio@example.org', refresh_grace_seconds: 60 } });
});
after(async () => {
  await stack?.close();
  await mail?.close();
});

const password = 'correct horse battery';
const login = (email, secret = password) => stack.api('POST', '/auth/login', { email, password: secret });
const me = (token) => stack.api('GET', '/auth/me', undefined, { token });
const refresh = (token) => stack.api('POST', '/auth/refresh', { refresh_token: token });
const cookieLines = (answer) => answer.headers['set-cookie'] ?? [];

async function signedUp(name) {
  const visitor = stack.visitor();
  const email = `${name.toLowerCase().replace(/\W/g, '')}${Date.now()}@example.org`;
  const answer = await visitor.submit('/auth/register', { email, name, password });
  assert.equal(answer.status, 303, answer.text);
  return { visitor, email, answer };
}

test('signing up answers the account and its tokens', async () => {
  const answer = await stack.api('POST', '/auth/register', { email: 'Ada@Example.org', name: 'Åse Größe', password });
  assert.equal(answer.status, 201, answer.text);
  const { user, ...tokens } = answer.json;
  assert.deepEqual(Object.keys(tokens).sort(), ['access_token', 'expires_in', 'refresh_token', 'token_type']);
  assert.equal(tokens.token_type, 'Bearer');
  assert.equal(tokens.expires_in, 900);
  assert.equal(user.slug, 'ase-grosse');
  assert.deepEqual(user.roles, ['member']);
  assert.equal((await me(tokens.access_token)).json.email, user.email);
  assert.match(answer.headers['cache-control'], /no-store/);
  assert.ok(!JSON.stringify(answer.json).includes('$2b$'));
});

test('an address belongs to one account, whatever the case of its letters; a name may be shared', async () => {
  const one = await stack.register({ name: 'Twin' });
  const again = await stack.api('POST', '/auth/register', { email: one.email.toUpperCase(), name: 'Other', password });
  assert.equal(again.status, 409);
  assert.equal(again.json.type, '/problems/email-taken');
  assert.equal(again.json.errors[0].field, 'email');
  const two = await stack.register({ name: 'Twin' });
  assert.match(two.user.slug, /^twin-[0-9a-f]{6}$/);
});

test('which passwords are refused', async () => {
  const attempt = async (secret, extra = {}) =>
    stack.api('POST', '/auth/register', { email: `rule${Math.random()}@example.org`, name: 'Rule Tester', password: secret, ...extra });
  assert.equal((await attempt('x'.repeat(7))).json.errors[0].code, 'too_short');
  assert.equal((await attempt('kx7'.repeat(24))).status, 201);
  assert.equal((await attempt('kx7'.repeat(24) + 'y')).json.errors[0].code, 'too_long');
  assert.equal((await attempt('ä'.repeat(37))).json.errors[0].code, 'too_long');
  assert.equal((await attempt('password123')).json.errors[0].code, 'too_common');
  assert.equal((await attempt('PassWord123')).json.errors[0].code, 'too_common');
  assert.equal((await attempt('rule tester')).json.errors[0].code, 'too_personal');
  assert.equal((await attempt('someone@example.org', { email: 'someone@example.org' })).json.errors[0].code, 'too_personal');
  assert.equal((await attempt('null\u0000byte and more')).status, 422);
});

test('a wrong password and an unknown address get the same answer for the same work', async () => {
  const { email } = await stack.register();
  const tries = [email, 'nobody@example.org'].map((address) => ({ address, best: Infinity }));
  // By turns, and the best of each: what the machine does meanwhile only ever adds.
  for (let i = 0; i < 9; i++)
    for (const one of tries) {
      const start = performance.now();
      one.answer = await login(one.address, 'not the password');
      one.best = Math.min(one.best, performance.now() - start);
    }
  const [known, unknown] = tries;
  assert.equal(known.answer.status, 401);
  const { request_id: a, ...said } = known.answer.json, { request_id: b, ...too } = unknown.answer.json;
  assert.deepEqual(said, too);
  assert.ok(unknown.best > known.best / 2, `${known.best} ms, ${unknown.best} ms: no hash is worked out for an unknown address`);
});

test('refreshing rotates; ten tabs at once get one successor; reuse after the grace ends the session', async () => {
  const person = await stack.register();
  const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(person.refresh)));
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
  const [next] = new Set(answers.map(({ json }) => json.refresh_token));
  assert.equal(new Set(answers.map(({ json }) => json.refresh_token)).size, 1);
  assert.notEqual(next, person.refresh);
  const third = await refresh(next);
  assert.equal(third.status, 200);
  await stack.sql(`UPDATE refresh_token SET replaced_at = replaced_at - interval '2 minutes'`);
  assert.equal((await me(third.json.access_token)).status, 200);
  assert.equal((await refresh(person.refresh)).status, 401);
  assert.equal((await me(third.json.access_token)).status, 401);
  assert.equal((await refresh(third.json.refresh_token)).status, 401);
  const [row] = await stack.sql(`SELECT revoked_why FROM session WHERE account_id = '${person.user.id}'`);
  assert.equal(row.revoked_why, 'reuse');
});

test('no refresh token or cookie stands in the database', async () => {
  const person = await stack.register();
  const rows = await stack.sql('SELECT encode(token_hash, \'hex\') AS h FROM refresh_token');
  assert.ok(!JSON.stringify(rows).includes(Buffer.from(person.refresh, 'base64url').toString('hex')));
  assert.equal((await refresh('A'.repeat(43))).status, 401);
  assert.equal((await refresh(person.token)).status, 422);
});

test('an ended session is refused at once, with Redis and without', async () => {
  const person = await stack.register();
  const second = (await login(person.email)).json;
  for (let i = 0; i < 3; i++) assert.equal((await me(second.access_token)).status, 200);
  const { data } = (await stack.api('GET', '/auth/sessions', undefined, { token: person.token })).json;
  assert.equal(data.length, 2);
  assert.equal(data.filter(({ current }) => current).length, 1);
  const other = data.find(({ current }) => !current);
  assert.equal((await stack.api('DELETE', `/auth/sessions/${other.id}`, undefined, { token: person.token })).status, 204);
  assert.equal((await me(second.access_token)).status, 401);
  assert.equal((await refresh(second.refresh_token)).status, 401);
  assert.equal((await me(person.token)).status, 200);
  const stranger = await stack.register();
  const [own] = (await stack.api('GET', '/auth/sessions', undefined, { token: stranger.token })).json.data;
  assert.equal((await stack.api('DELETE', `/auth/sessions/${own.id}`, undefined, { token: person.token })).status, 404);

  await stack.stop('redis');
  try {
    const third = (await login(person.email)).json;
    assert.equal((await me(third.access_token)).status, 200);
    assert.equal((await stack.api('POST', '/auth/logout', undefined, { token: third.access_token })).status, 204);
    assert.equal((await me(third.access_token)).status, 401);
  } finally {
    await stack.start('redis');
  }
});

test('forged tokens are refused', async () => {
  const { token } = await stack.register();
  const [head, body, mac] = token.split('.');
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const header = JSON.parse(Buffer.from(head, 'base64url')), claims = JSON.parse(Buffer.from(body, 'base64url'));
  const signed = (h, c, key) => {
    const text = `${encode(h)}.${encode(c)}`;
    return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
  };
  const forged = [
    `${encode({ alg: 'none' })}.${body}.`, `${encode({ ...header, alg: 'none' })}.${body}.${mac}`, `${head}.${body}.`, `${head}.${body}`,
    `${head}.${encode({ ...claims, sub: '00000000-0000-7000-8000-000000000000' })}.${mac}`, signed(header, claims, ''),
    signed({ ...header, kid: '../../../../dev/null' }, claims, ''), signed(header, claims, 'curio'), `${token}=`, `${token}.`, `.${token}`,
  ];
  for (const one of forged) assert.equal((await me(one)).status, 401, one);
  assert.match((await me(forged[0])).headers['www-authenticate'], /invalid_token/);
});

test('changing the password asks for the present one, ends other sessions and tells the owner', async () => {
  const person = await stack.register();
  const other = (await login(person.email)).json;
  const change = (body) => stack.api('POST', '/auth/password', body, { token: person.token });
  assert.equal((await change({ current_password: 'not it at all', password: 'a quite new one' })).json.errors[0].field, 'current_password');
  assert.equal((await change({ current_password: person.password, password: 'short' })).json.errors[0].field, 'password');
  assert.equal((await change({ current_password: person.password, password: 'a quite new one' })).status, 204);
  assert.equal((await me(person.token)).status, 200);
  assert.equal((await me(other.access_token)).status, 401);
  assert.equal((await login(person.email)).status, 401);
  assert.equal((await login(person.email, 'a quite new one')).status, 200);
  const told = await mail.next(({ to }) => to.includes(person.email));
  assert.match(told.subject, /password was changed/);
});

test('a forgotten password: the same answer for any address; the link works once', async () => {
  const person = await stack.register();
  const ask = (email) => stack.api('POST', '/auth/forgotten', { email });
  const known = await ask(person.email), unknown = await ask('nobody-at-all@example.org');
  assert.deepEqual([known.status, known.text], [unknown.status, unknown.text]);
  assert.equal(known.status, 204);
  const letter = await mail.next(({ to, subject }) => to.includes(person.email) && /new password/.test(subject));
  const link = new URL(letter.text.match(/https:\S+\/auth\/reset\/\S+/)[0]);
  const token = link.pathname.split('/').at(-1);
  assert.ok(!(await stack.sql('SELECT * FROM password_reset')).some((row) => JSON.stringify(row).includes(token)));
  assert.ok(!stack.logs('jobs').includes(token));

  const visitor = stack.visitor();
  const weak = await visitor.submit(link.pathname, { password: 'short' });
  assert.equal(weak.status, 422);
  const done = await visitor.submit(link.pathname, { password: 'chosen by the link' });
  assert.equal(done.status, 303, done.text);
  assert.equal(done.headers.location, '/auth/login');
  assert.equal((await me(person.token)).status, 401);
  assert.equal((await login(person.email, 'chosen by the link')).status, 200);
  assert.equal((await visitor.get(link.pathname)).status, 410);
  assert.equal((await stack.api('POST', '/auth/reset', { token, password: 'once more please' })).status, 410);
  assert.equal((await stack.api('POST', '/auth/reset', { token: 'A'.repeat(64), password: 'once more please' })).status, 410);
  assert.ok(!mail.messages.some(({ to }) => to.includes('nobody-at-all@example.org')));
});

test('a link for a forgotten password is refused after its time', async () => {
  const person = await stack.register();
  await stack.api('POST', '/auth/forgotten', { email: person.email });
  const letter = await mail.next(({ to }) => to.includes(person.email));
  const token = letter.text.match(/\/auth\/reset\/(\S+)/)[1];
  await stack.sql(`UPDATE password_reset SET expires_at = now() WHERE account_id = '${person.user.id}'`);
  assert.equal((await stack.api('POST', '/auth/reset', { token, password: 'a quite new one' })).status, 410);
});

test('signing in hashes anew when the cost has changed', async () => {
  const person = await stack.register();
  const hash = async () => (await stack.sql(`SELECT password_hash FROM account WHERE id = '${person.user.id}'`))[0].password_hash;
  assert.match(await hash(), /^\$2b\$10\$/);
  const made = await run('perl', ['-e', 'print crypt($ARGV[0], q($2b$04$) . q(.) x 22)', password]);
  assert.match(made.out, /^\$2b\$04\$/);
  await stack.sql(`UPDATE account SET password_hash = '${made.out}' WHERE id = '${person.user.id}'`);
  assert.equal((await login(person.email, 'not the password')).status, 401);
  assert.equal(await hash(), made.out);
  assert.equal((await login(person.email)).status, 200);
  assert.match(await hash(), /^\$2b\$10\$/);
  assert.equal((await login(person.email)).status, 200);
});

test('in a browser without script: sign up, sign out, sign in, back to where one was', async () => {
  const { visitor, email, answer } = await signedUp('Browser Person');
  const [cookie] = cookieLines(answer).filter((line) => line.startsWith('__Host-session='));
  for (const part of ['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/']) assert.ok(cookie.includes(part), cookie);
  assert.ok(!/domain=/i.test(cookie));
  const old = visitor.cookies.get('__Host-session');
  assert.match((await visitor.get('/account')).text, new RegExp(email));
  const out = await visitor.submit('/account', {}, { action: '/auth/logout' });
  assert.equal(out.status, 303);
  assert.ok(!visitor.cookies.has('__Host-session'));
  const stale = await stack.fetch('/account', { headers: { cookie: `__Host-session=${old}`, accept: 'text/html' } });
  assert.equal(stale.status, 303);
  const asked = await visitor.get('/account/sessions');
  assert.equal(asked.headers.location, '/auth/login?then=/account/sessions');
  const back = await visitor.submit(asked.headers.location, { email, password }, { action: '/auth/login' });
  assert.equal(back.headers.location, '/account/sessions', back.text);
  const first = visitor.cookies.get('__Host-session');
  await visitor.submit('/auth/login', { email, password });
  assert.notEqual(visitor.cookies.get('__Host-session'), first);
  assert.equal((await stack.fetch('/account', { headers: { cookie: `__Host-session=${first}`, accept: 'text/html' } })).status, 303);
});

test('after signing in nobody is led to another host', async () => {
  const { email } = await signedUp('Led Astray');
  for (const then of ['//evil.example', '/\\evil.example', 'https://evil.example', '/\t/evil.example', 'javascript:alert(1)', '\\\\evil', '/%0d%0aX: y']) {
    const answer = await stack.visitor().submit('/auth/login', { email, password, then });
    assert.equal(answer.status, 303, answer.text);
    assert.ok(!/evil|javascript/.test(answer.headers.location), `${then} → ${answer.headers.location}`);
    assert.equal(answer.headers.x, undefined);
  }
});

test('nobody else can sign a browser in: the form needs its token and its origin', async () => {
  const { email } = await stack.register();
  const visitor = stack.visitor();
  await visitor.get('/auth/login');
  const body = new URLSearchParams({ email, password });
  const post = (headers, form) => visitor.fetch('/auth/login', { method: 'POST', body: form, headers });
  assert.equal((await post({ origin: stack.url }, body)).status, 403);
  const foreign = await visitor.submit('/auth/login', { email, password, csrf: 'A'.repeat(86) });
  assert.equal(foreign.status, 403);
  assert.equal((await post({ origin: 'https://evil.example' }, body)).status, 403);
  assert.ok(!visitor.cookies.has('__Host-session'));
});

test('a profile is changed, shown to everyone without the address, and escaped', async () => {
  const { visitor, email } = await signedUp('Public Person');
  const saved = await visitor.submit('/account', { name: '<b>Bold</b> & "co"', about: '*fine* <script>alert(1)</script>' });
  assert.equal(saved.status, 303, saved.text);
  const own = (await visitor.get('/account')).text;
  const path = own.match(/href="(\/people\/[^"]+)"/)[1];
  const page = await stack.fetch(path, { headers: { accept: 'text/html' } });
  assert.equal(page.status, 200);
  assert.ok(!page.text.includes(email) && !page.text.includes('<script>alert') && !page.text.includes('<b>Bold'));
  const person = (await stack.api('GET', path)).json;
  assert.equal(person.builds, 0);
  assert.equal(person.email, undefined);
  assert.equal((await stack.api('GET', '/people/nobody-of-that-name')).status, 404);
});

test('devices can be signed out from the page', async () => {
  const { visitor, email } = await signedUp('Device Person');
  const other = stack.visitor();
  await other.submit('/auth/login', { email, password });
  const html = (await visitor.get('/account/sessions')).text;
  const current = (await stack.sql(`SELECT s.id FROM session s JOIN account a ON a.id = s.account_id WHERE a.email = '${email}' ORDER BY s.created_at DESC`))[0].id;
  assert.ok(html.includes(`/account/sessions/${current}`));
  const gone = await visitor.submit('/account/sessions', {}, { action: `/account/sessions/${current}` });
  assert.equal(gone.status, 303, gone.text);
  assert.equal((await other.get('/account')).status, 303);
  assert.equal((await visitor.get('/account')).status, 200);
  const own = (await stack.sql(`SELECT s.id FROM session s JOIN account a ON a.id = s.account_id WHERE a.email = '${email}' AND s.revoked_at IS NULL`))[0].id;
  const left = await visitor.submit('/account/sessions', {}, { action: `/account/sessions/${own}` });
  assert.equal(left.headers.location, '/auth/login');
  assert.match((await visitor.get('/auth/login')).text, /That device is signed out\./);
});

test('notices are listed and marked as read', async () => {
  const { user, token } = await stack.register();
  await stack.sql(`INSERT INTO notice (id, account_id, kind, subject, link) SELECT gen_random_uuid(), '${user.id}', 'schematic.clean', 'Build ' || n, '/schematics/x' FROM generate_series(1, 30) n`);
  const first = (await stack.api('GET', '/notices', undefined, { token })).json;
  assert.equal(first.data.length, 24);
  assert.ok(first.data.every(({ unread }) => unread));
  const rest = (await stack.api('GET', `/notices?before=${first.next}`, undefined, { token })).json;
  assert.equal(rest.data.length, 6);
  assert.equal(rest.next, null);
  assert.equal((await stack.api('POST', '/notices', undefined, { token })).status, 204);
  assert.ok((await stack.api('GET', '/notices', undefined, { token })).json.data.every(({ unread }) => !unread));
});

test('without a session, and without the right, nothing is given', async () => {
  for (const path of ['/auth/me', '/auth/sessions', '/account', '/notices']) assert.equal((await stack.api('GET', path)).status, 401, path);
  const person = await stack.register();
  await stack.sql(`DELETE FROM account_role WHERE account_id = '${person.user.id}'`);
  const bare = (await login(person.email)).json;
  assert.equal((await stack.api('POST', '/schematics', {}, { token: bare.access_token })).status, 403);
  await stack.sql(`UPDATE account SET suspended_at = now() WHERE id = '${person.user.id}'`);
  assert.equal((await login(person.email)).status, 403);
  assert.equal((await refresh(bare.refresh_token)).status, 401);
});
