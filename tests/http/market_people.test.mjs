// What people have of markets: marks and the news that they bring, watched places, and claims proved by mail.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startMail } from '../lib/mail.mjs';
import { startSite } from '../lib/site.mjs';
import { startStack } from '../lib/stack.mjs';

let stack, mail, site, owner, fan, other;
const call = (method, below, body, who) => stack.api(method, `/markets${below}`, body, { token: who?.token });
const dayFromNow = (days) => new Date(Date.now() + days * 864e5).toISOString().slice(0, 10);
const notices = async (who, kind) => (await stack.api('GET', '/notices', undefined, { token: who.token })).json.data.filter((n) => n.kind.startsWith(kind));
async function job(kind) {
  await stack.sql(`INSERT INTO job (id, kind) VALUES (gen_random_uuid(), '${kind}')`);
  await stack.waitFor(async () => (await stack.sql(`SELECT 1 AS one FROM job WHERE kind = '${kind}' AND run_at <= now()`)).length === 0, { seconds: 30, what: `the job ${kind}` });
}

before(async () => {
  [mail, site] = [await startMail(), await startSite()];
  stack = await startStack({ conf: { rooms: 'market', market_news_seconds: 0, import_private_addresses: 1, smtp_url: mail.url, microcache_seconds: 0 } });
  [owner, fan, other] = [await stack.register(), await stack.register(), await stack.register()];
});
after(async () => { await stack?.close(); await mail?.close(); await site?.close(); });

async function market(fields = {}, who = owner) {
  const { json, text, status } = await call('POST', '', { title: 'Loppemarked', town: 'Ry', repeat: 'once', date: dayFromNow(20), from: '09:00', to: '12:00', ...fields }, who);
  assert.equal(status, 201, text);
  return json;
}
const say = (one, day, body) => call('POST', `/${one.id}/dates/${day}T09:00`, body, owner);

test('a mark counts once a person, stands in the list with the next date, and goes', async () => {
  const one = await market(), two = await market({ title: 'Another' });
  for (const made of [one, one, two]) assert.equal((await call('PUT', `/${made.slug}/favourite`, undefined, fan)).status, 200);
  assert.deepEqual((await call('PUT', `/${one.id}/favourite`, undefined, other)).json, { favourite: true, favourites: 2 });
  const list = (await call('GET', '/favourites', undefined, fan)).json;
  assert.deepEqual(list.data.map(({ id }) => id), [two.id, one.id]);
  assert.match(list.data[0].from_local, new RegExp(`^${dayFromNow(20)}T09:00`));
  const page = (await call('GET', '/favourites?limit=1', undefined, fan)).json;
  assert.deepEqual((await call('GET', `/favourites?limit=1&before=${page.next}`, undefined, fan)).json.data.map(({ id }) => id), [one.id]);
  assert.deepEqual((await call('DELETE', `/${one.id}/favourite`, undefined, fan)).json, { favourite: false, favourites: 1 });
  assert.equal((await call('PUT', '/no-such-market/favourite', undefined, fan)).status, 404);
  assert.equal((await call('PUT', `/${one.id}/favourite`)).status, 401);
  const draft = await market({ visibility: 'draft' });
  assert.equal((await call('PUT', `/${draft.id}/favourite`, undefined, fan)).status, 404);
});

test('who marked a market is told once of what became of a date, and not of what was put right', async () => {
  const day = dayFromNow(20), one = await market({ title: 'News' });
  await call('PUT', `/${one.id}/favourite`, undefined, fan);
  await stack.sql("UPDATE schedule SET next_at = now() + interval '1 day' WHERE kind = 'market_news'");
  await stack.waitFor(async () => (await stack.sql("SELECT 1 AS one FROM job WHERE kind = 'market_news'")).length === 0, { seconds: 30, what: 'no news job' });
  await say(one, day, { status: 'cancelled', reason: 'Storm' });
  await say(one, day, { status: 'scheduled' });
  await job('market_news');
  assert.equal((await notices(fan, 'market.')).length, 0);
  await say(one, day, { status: 'cancelled', reason: 'Storm' });
  await job('market_news');
  await job('market_news');
  const [told, ...more] = await notices(fan, 'market.');
  assert.deepEqual([told.kind, told.subject, told.link, more.length], ['market.cancelled', `News, ${day}`, `/markets/${one.slug}`, 0]);
  await say(one, day, { status: 'moved', date: dayFromNow(22), from: '09:00', to: '12:00' });
  await job('market_news');
  await call('DELETE', `/${one.id}/rules/1`, undefined, owner);
  await call('PATCH', `/${one.id}`, { schedule: {} }, owner);
  await job('market_news');
  assert.deepEqual((await notices(fan, 'market.')).map(({ kind }) => kind), ['market.dropped', 'market.moved', 'market.cancelled']);
  assert.equal((await notices(other, 'market.')).length, 0);
  assert.equal((await notices(owner, 'market.')).length, 0);
});

test('a watched place brings word of new markets near it, of nobody else\'s and none far away', async () => {
  const bad = await call('POST', '/watches', { title: 'x', latitude: 91, longitude: 0 }, fan);
  assert.deepEqual([bad.status, bad.json.errors[0].field], [422, 'latitude']);
  const { json: watch, status } = await call('POST', '/watches', { title: 'Ry', latitude: 56.09, longitude: 9.76, radius: 10 }, fan);
  assert.equal(status, 201);
  await stack.sql("UPDATE market_watch SET told_at = now() - interval '1 hour'");
  const at = { latitude: 56.1, longitude: 9.8 };
  const near = await market({ title: 'Near', ...at });
  await market({ title: 'Mine', ...at }, fan);
  await market({ title: 'Far', latitude: 55.6, longitude: 12.5 });
  await market({ title: 'Draft', ...at, visibility: 'draft' });
  await stack.sql("UPDATE market SET created_at = created_at - interval '10 minutes' WHERE latitude IS NOT NULL");
  await job('market_watch');
  const [told, ...more] = await notices(fan, 'market.near');
  assert.deepEqual([told.subject, more.length], [`Ry: ${near.title}`, 0]);
  assert.equal((await call('DELETE', `/watches/${watch.id}`, undefined, other)).status, 404);
  assert.equal((await call('DELETE', `/watches/${watch.id}`, undefined, fan)).status, 204);
  assert.deepEqual((await call('GET', '/watches', undefined, fan)).json.data, []);
});

test('a market is claimed by the mail to its address, which serves the claimant alone and once', async () => {
  const one = await market({ title: 'Claimed', email: 'hall@example.org', website: 'https://ry-hallen.example.org/loppe', organiser: 'Ry' });
  const ways = (await call('GET', `/${one.id}/claim`, undefined, fan)).json;
  assert.deepEqual([ways.mail, ways.host, ways.mine], ['h…@example.org', 'ry-hallen.example.org', false]);
  assert.equal((await call('POST', `/${one.id}/claim`, { way: 'mail' }, owner)).status, 409);
  assert.equal((await call('POST', `/${one.id}/claim`, { way: 'fax' }, fan)).status, 422);
  assert.equal((await call('POST', `/${one.id}/claim`, { way: 'mail' }, fan)).status, 202);
  const sent = await stack.waitFor(async () => mail.messages.find(({ to }) => to.includes("hall@example.org")), { seconds: 30, what: 'the mail' });
  const token = sent.text.match(/\/markets\/claims\/([A-Za-z0-9_-]+)/)[1];
  assert.equal((await call('POST', `/claims/${token}`, {}, other)).status, 410);
  assert.equal((await call('POST', `/claims/${token.slice(0, -2)}xx`, {}, fan)).status, 410);
  assert.equal((await call('POST', `/claims/${token}`, {}, fan)).status, 204);
  assert.equal((await call('POST', `/claims/${token}`, {}, fan)).status, 410);
  assert.equal((await call('PATCH', `/${one.id}`, { title: 'Ours' }, fan)).status, 200);
  assert.equal((await notices(owner, 'market.claimed')).length, 1);
  const file = (await call('POST', `/${one.id}/claim`, { way: 'domain' }, other)).json;
  assert.match(file.file, /^curio-claim=/);
  assert.equal((await call('POST', `/claims/${file.file.slice(12)}`, {}, other)).status, 410);
  const bare = await market({ title: 'Nobody' });
  assert.equal((await call('POST', `/${bare.id}/claim`, { way: 'mail' }, fan)).status, 409);
});

test('what nobody holds can be liked and commented on, and tells nobody', async () => {
  const one = await market({ title: 'Imported' });
  await stack.sql(`UPDATE market SET account_id = NULL WHERE id = '${one.id}'`);
  const social = (method, below, body) => stack.api(method, `/social/market/${one.id}${below}`, body, { token: fan.token });
  const liked = await social('PUT', '/like');
  assert.deepEqual([liked.status, liked.json.likes], [200, 1], liked.text);
  const said = await social('POST', '/comments', { body: 'A fine market' });
  assert.equal(said.status, 201, said.text);
  assert.equal((await social('GET', '/comments')).json.data.length, 1);
  assert.equal((await stack.sql(`SELECT likes::int, comments::int FROM market WHERE id = '${one.id}'`))[0].comments, 1);
  assert.equal((await stack.fetch(`/markets/${one.slug}`)).status, 200);
});

test('a claim brings the organiser only with the organiser\'s own address, or where all of its markets are the claimant\'s', async () => {
  const prove = async (one, address, who) => {
    const before = mail.messages.length;
    assert.equal((await call('POST', `/${one.id}/claim`, { way: 'mail' }, who)).status, 202);
    const sent = await stack.waitFor(async () => mail.messages.slice(before).find(({ to }) => to.includes(address)), { seconds: 30, what: 'the mail' });
    assert.equal((await call('POST', `/claims/${sent.text.match(/\/markets\/claims\/([A-Za-z0-9_-]+)/)[1]}`, {}, who)).status, 204);
  };
  const theirs = await market({ title: 'Of the association', email: 'hall2@example.org', organiser: 'Association' });
  const lure = await market({ title: 'Lure', email: 'lure@example.org' }, other);
  await stack.sql(`UPDATE market_organiser SET account_id = NULL, email = 'Board@example.org' WHERE slug = '${theirs.organiser_slug}'`);
  await stack.sql(`UPDATE market SET organiser_id = (SELECT o.id FROM market_organiser o WHERE o.slug = '${theirs.organiser_slug}') WHERE id = '${lure.id}'`);
  await prove(lure, 'lure@example.org', fan);
  assert.equal((await call('PATCH', `/${lure.id}`, { title: 'Caught' }, fan)).status, 200);
  assert.equal((await call('PATCH', `/${theirs.id}`, { title: 'Caught' }, fan)).status, 403);
  await stack.sql(`UPDATE market SET email = 'board@example.org' WHERE id = '${theirs.id}'`);
  await prove(theirs, 'board@example.org', other);
  assert.equal((await call('PATCH', `/${lure.id}`, { title: 'Let go' }, other)).status, 200);
});

test('a market is claimed by a file on its web site, which is looked for until it says so', async () => {
  const one = await market({ title: 'By its site', website: `http://loppe.localhost:${site.port}/marked`, organiser: 'Sitets folk' });
  const claim = async () => (await call('GET', `/${one.id}/claim`, undefined, other)).json;
  const looked = async (expected) => {
    assert.equal((await call('POST', `/${one.id}/claim`, { way: 'domain' }, other)).status, 202);
    return stack.waitFor(async () => (await claim()).why === expected && claim(), { seconds: 30, what: `the look that says ${expected}` });
  };
  assert.deepEqual([(await claim()).waiting, (await claim()).file], [null, null]);
  const { file, file_path: path, looked_at: at } = await looked('no_file');
  assert.deepEqual([path, site.count(path) > 0], ['/.well-known/curio-claim.txt', true]);
  assert.ok(Math.abs(Date.now() - Date.parse(at)) < 600000);
  site.pages[path] = { body: `${file}x\nsomething else\n`, headers: { 'content-type': 'text/plain' } };
  assert.equal((await looked('no_line')).file, file, 'the same claim anew');
  site.pages[path] = (request) => request.socket.destroy();
  await looked('away');
  assert.equal((await call('PATCH', `/${one.id}`, { title: 'Not yet' }, other)).status, 403);
  site.pages[path] = { status: 302, headers: { location: '/elsewhere' }, body: '' };
  site.pages['/elsewhere'] = file;
  await looked('no_file');
  assert.equal(site.count('/elsewhere'), 0, 'nothing is followed');
  site.pages[path] = { body: `# ours\r\n  ${file}\r\n`, headers: { 'content-type': 'text/plain' } };
  assert.equal((await call('POST', `/${one.id}/claim`, { way: 'domain' }, other)).status, 202);
  await stack.waitFor(async () => (await claim()).mine, { seconds: 30, what: 'the proof' });
  assert.equal((await call('PATCH', `/${one.id}`, { title: 'Ours now' }, other)).status, 200);
  assert.deepEqual((await notices(other, 'market.yours')).map(({ link }) => link), [`/markets/${one.slug}/edit`]);
  assert.equal((await notices(owner, 'market.claimed')).filter(({ subject }) => subject === 'By its site').length, 1);
  assert.equal((await stack.sql("SELECT 1 AS one FROM market_claim WHERE state = 'waiting' AND way = 'domain' AND place LIKE 'loppe%'")).length, 0);
});
