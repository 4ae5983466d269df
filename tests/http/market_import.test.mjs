// Reading markets from elsewhere: politely, within bounds, and without taking anything from people.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { bomb, calendar, calendarSettings, startSite } from '../lib/site.mjs';
import { startStack } from '../lib/stack.mjs';

const corpora = process.env.CURIO_CORPORA ?? '../shared/corpora';
let stack, power, person;
const sites = [];
const site = async (pages) => (sites.push(await startSite(pages)), sites.at(-1));

before(async () => {
  stack = await startStack({ conf: { rooms: 'market', import_private_addresses: 1, import_delay_ms: 0, import_timeout_seconds: 3 } });
  [power, person] = [await stack.register({ name: 'Moderator' }), await stack.register({ name: 'Organiser' })];
  await stack.curio('admin', 'grant', power.email, 'moderator');
});
after(async () => {
  await stack?.close();
  await Promise.all(sites.map((one) => one.close()));
});

const quote = (text) => `'${String(text).replaceAll("'", "''")}'`;
const day = (ahead) => new Date(Date.now() + ahead * 86400000).toISOString().slice(0, 10);
const markets = (n, { first = 1, ahead = 10 } = {}) => Array.from({ length: n }, (_, k) => ({
  id: first + k, title: `Loppemarked ${'ABCDEFGHIJKLMNOP'[k]}${'aeiou'[k % 5]}borg ${first}`, place: `Hal ${'ABCDEFGHIJKLMNOP'[k]}`, street: `Vej ${k}`, postcode: String(4000 + k),
  town: `${'ABCDEFGHIJKLMNOP'[k]}${'aeiou'[k % 5]}by`, date: day(ahead + k), fee: k % 3 ? 20 : undefined,
}));

let sources = 0;
async function add(address, fields = {}) {
  const answer = await stack.api('POST', '/moderation/markets/sources', { title: `Source ${++sources}`, kind: 'list', address, settings: calendarSettings, country: 'DK', currency: 'DKK', enabled: true, ...fields }, { token: power.token });
  assert.equal(answer.status, 201, answer.text);
  return answer.json;
}
const lastRun = async (source) => (await stack.api('GET', `/moderation/markets/sources/${source.id}/runs`, undefined, { token: power.token })).json.data[0];
/** Reads SOURCE by the command and answers what came of it. */
async function read(source, ...options) {
  await stack.curio('market', 'import', source.id, ...options).catch((error) => { if (!/failed|refused_by_robots/.test(error.message)) throw error; });
  return lastRun(source);
}
const of = (source) => stack.sql(`SELECT DISTINCT m.id, m.title, m.status, m.town, m.entrance_fee::int, m.sequence, m.origins, m.schedule, m.listed FROM market m JOIN market_origin o ON o.market_id = m.id WHERE o.source_id = '${source.id}' ORDER BY m.title`);

test('a calendar in pages is read, then only asked whether it changed', async () => {
  const list = markets(8), one = await site();
  for (const page of [1, 2]) one.pages[page === 1 ? '/kalender' : '/kalender?side=2'] = { body: calendar(list, { page }), headers: { etag: `"v1-${page}"` } };
  const source = await add(`${one.url}/kalender`);
  const first = await read(source);
  assert.deepEqual([first.state, first.read, first.created, first.refused], ['ok', 8, 8, 0], JSON.stringify(first.problems));
  const found = await of(source);
  assert.equal(found.length, 8);
  assert.deepEqual(found.map(({ entrance_fee }) => entrance_fee).sort(), [2000, 2000, 2000, 2000, 2000, null, null, null]);
  assert.match(one.asked[0].headers['user-agent'], /^Curio\/\S+ \(\+https:\/\/localhost:\d+\/about/);
  assert.equal(one.asked[0].path, '/robots.txt');
  const rows = () => stack.sql(`SELECT m.xmin::text, o.xmin::text AS origin FROM market m JOIN market_origin o ON o.market_id = m.id WHERE o.source_id = '${source.id}' ORDER BY m.id, o.external_id`);
  const before = await rows();
  const again = await read(source);
  assert.deepEqual([again.state, again.created + again.changed + again.vanished, again.unchanged], ['ok', 0, 8]);
  assert.deepEqual(await rows(), before, 'nothing was written');
  assert.ok(one.asked.slice(-2).every(({ headers }) => headers['if-none-match']), 'asked with what we have');
  assert.equal(one.count('/robots.txt'), 1);
});

test('what is gone from what was read ends; what may only be unread does not', async () => {
  const list = markets(9, { first: 100 }), one = await site(), show = (what) => { one.pages['/kalender'] = calendar(what, { size: 99 }); };
  show(list);
  const source = await add(`${one.url}/kalender`);
  await read(source);
  show(list.filter((_, k) => k % 2 === 0));
  const half = await read(source);
  assert.deepEqual([half.state, half.vanished], ['partial', 0]);
  assert.ok(half.problems.some(({ kind }) => kind === 'too_much_missing'));
  show(list.filter((_, k) => k !== 2));
  assert.equal((await read(source)).vanished, 1);
  assert.deepEqual((await of(source)).filter(({ status }) => status === 'ended').map(({ title }) => title), [list[2].title]);
  show(list);
  assert.equal((await read(source)).changed, 1);
  assert.ok((await of(source)).every(({ status }) => status === 'active'));
  show(list.slice(0, 8)); // the last date of all is beyond what is read now
  assert.equal((await read(source)).vanished, 0);
});

test('a page that fails leaves the rest as it was', async () => {
  const list = markets(8, { first: 200 }), one = await site();
  for (const page of [1, 2]) one.pages[page === 1 ? '/kalender' : '/kalender?side=2'] = calendar(list, { page });
  const source = await add(`${one.url}/kalender`);
  await read(source);
  one.pages['/kalender?side=2'] = (_, response) => response.writeHead(500).end();
  const run = await read(source);
  assert.deepEqual([run.state, run.read, run.vanished], ['partial', 5, 0]);
  assert.equal(one.count('/kalender?side=2'), 4, 'tried again, but not for ever');
  assert.ok((await of(source)).every(({ status }) => status === 'active'));
});

test('what a person changed stands, and the difference waits for them', async () => {
  const list = markets(3, { first: 300 }), one = await site();
  one.pages['/kalender'] = calendar(list);
  const source = await add(`${one.url}/kalender`);
  await read(source);
  const [market] = await of(source);
  await stack.sql(`UPDATE market SET title = 'Byens bedste marked', account_id = '${person.user.id}',
    origins = origins || jsonb_build_object('title', jsonb_build_object('source', 'person', 'at', now())) WHERE id = '${market.id}'`);
  one.pages['/kalender'] = calendar([{ ...list[0], title: 'Loppemarked nyt navn', fee: 30 }, ...list.slice(1)]);
  const run = await read(source);
  assert.deepEqual([run.changed, run.conflicts], [1, 1]);
  const [now] = await stack.sql(`SELECT title, entrance_fee::int AS fee FROM market WHERE id = '${market.id}'`);
  assert.deepEqual(now, { title: 'Byens bedste marked', fee: 3000 });
  const stranger = await stack.register();
  assert.equal((await stack.api('GET', '/markets/conflicts', undefined, { token: stranger.token })).json.data.length, 0);
  const { data: [conflict] } = (await stack.api('GET', '/markets/conflicts', undefined, { token: person.token })).json;
  assert.deepEqual([conflict.field, conflict.ours, conflict.theirs], ['title', 'Byens bedste marked', 'Loppemarked nyt navn']);
  assert.equal((await stack.api('PUT', `/markets/conflicts/${conflict.id}`, { word: 'theirs' }, { token: stranger.token })).status, 404);
  assert.equal((await read(source)).conflicts, 0, 'it is asked once');
  assert.equal((await stack.api('PUT', `/markets/conflicts/${conflict.id}`, { word: 'ours' }, { token: person.token })).status, 200);
  assert.equal((await read(source)).conflicts, 0, 'and not again once it is answered');
  one.pages['/kalender'] = calendar([{ ...list[0], title: 'Loppemarked endnu et navn', fee: 30 }, ...list.slice(1)]);
  assert.equal((await read(source)).conflicts, 1);
  const { data: [next] } = (await stack.api('GET', '/markets/conflicts', undefined, { token: power.token })).json;
  assert.equal((await stack.api('PUT', `/markets/conflicts/${next.id}`, { word: 'theirs' }, { token: power.token })).status, 200);
  assert.equal((await stack.api('PUT', `/markets/conflicts/${next.id}`, { word: 'ours' }, { token: power.token })).status, 409);
  assert.equal((await stack.sql(`SELECT title FROM market WHERE id = '${market.id}'`))[0].title, 'Loppemarked endnu et navn');
  const says = (await stack.api('GET', `/markets/${market.id}/sources`)).json.data.find(({ field }) => field === 'title');
  assert.equal(says.source, source.id);
});

test('robots.txt decides, and what cannot be read forbids', async () => {
  const one = await site({ '/kalender': calendar(markets(2, { first: 400 })), '/robots.txt': 'User-agent: *\nDisallow: /kal*$\nUser-agent: curio\nDisallow: /privat\n' });
  assert.equal((await read(await add(`${one.url}/kalender`))).state, 'ok', 'its own group counts, not the one for all');
  assert.equal((await read(await add(`${one.url}/privat`))).state, 'refused_by_robots');
  assert.equal(one.count('/privat'), 0);
  const failing = await site({ '/kalender': calendar(markets(2)), '/robots.txt': (_, response) => response.writeHead(503).end() });
  assert.equal((await read(await add(`${failing.url}/kalender`))).state, 'refused_by_robots');
  const broken = await site({ '/kalender': calendar(markets(2)), '/robots.txt': (request) => request.socket.destroy() });
  assert.equal((await read(await add(`${broken.url}/kalender`))).state, 'refused_by_robots');
  const elsewhere = await site({ '/robots.txt': 'User-agent: *\nDisallow: /\n', '/there': calendar(markets(2)) });
  const leading = await site({ '/kalender': (_, response) => response.writeHead(302, { location: `${elsewhere.url}/there` }).end() });
  assert.equal((await read(await add(`${leading.url}/kalender`))).state, 'refused_by_robots', 'the other site has a say as well');
  assert.equal(elsewhere.count('/there'), 0);
  const moved = await site({ '/kalender': calendar(markets(2, { first: 420 })), '/robots.txt': (_, response) => response.writeHead(301, { location: '/r1' }).end() });
  for (let k = 1; k < 5; k++) moved.pages[`/r${k}`] = (_, response) => response.writeHead(301, { location: `/r${k + 1}` }).end();
  moved.pages['/r5'] = 'User-agent: *\nDisallow: /kalender\n';
  assert.equal((await read(await add(`${moved.url}/kalender`))).state, 'refused_by_robots', 'five redirects are followed');
});

test('circles, slowness, endlessness and bombs end as failures', async () => {
  const one = await site({
    '/circle': (_, response) => response.writeHead(302, { location: '/circle2' }).end(), '/circle2': (_, response) => response.writeHead(302, { location: '/circle' }).end(),
    '/slow': (_, response) => { response.writeHead(200, { 'content-type': 'text/html' }); response.write('<ul>'); },
    '/endless': (_, response) => { response.writeHead(200, { 'content-type': 'text/html' }); const more = () => { while (!response.destroyed && response.write(Buffer.alloc(1 << 20, 32))); if (!response.destroyed) response.once('drain', more); }; more(); },
    '/bomb': (_, response) => response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }).end(bomb()),
    '/file': (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    '/gone': (_, response) => response.writeHead(404).end(),
  });
  for (let k = 0; k < 8; k++) one.pages[`/on${k}`] = (_, response) => response.writeHead(302, { location: `/on${k + 1}` }).end();
  for (const path of ['circle', 'on0', 'slow', 'endless', 'bomb', 'file', 'gone']) {
    const run = await read(await add(`${one.url}/${path}`));
    assert.deepEqual([run.state, run.read, run.problems.length > 0], ['failed', 0, true], path);
  }
});

test('a site that is busy is left alone for as long as it asks', async () => {
  let answers = 0;
  const one = await site({ '/kalender': (_, response) => (++answers === 1 ? response.writeHead(429, { 'retry-after': '1' }).end() : response.writeHead(200, { 'content-type': 'text/html' }).end(calendar(markets(2, { first: 500 })))) });
  const run = await read(await add(`${one.url}/kalender`));
  assert.deepEqual([run.state, answers, run.requests], ['ok', 2, 3]);
  const [host] = await stack.sql(`SELECT failures FROM market_host WHERE origin = '${one.url}'`);
  assert.equal(host.failures, 0);
});

test('one connection a site, whoever reads', async () => {
  const one = await site({ '/a': calendar(markets(2, { first: 600 })), '/b': calendar(markets(2, { first: 610, ahead: 40 })), '/c': calendar(markets(2, { first: 620, ahead: 80 })) });
  const three = await Promise.all(['a', 'b', 'c'].map((path) => add(`${one.url}/${path}`)));
  await Promise.all(three.map((source) => stack.curio('market', 'import', source.id)));
  assert.equal(one.most, 1);
});

test('the letters are those that the answer names', async () => {
  const page = Buffer.from(calendar([{ ...markets(1)[0], id: 650, title: 'Kræmmermarked i Ørbæk', town: 'Ørbæk' }]).replace('<meta charset="utf-8">', ''), 'latin1');
  const one = await site({ '/kalender': { body: page, headers: { 'content-type': 'text/html; charset=iso-8859-1' } } });
  const source = await add(`${one.url}/kalender`);
  await read(source);
  assert.deepEqual((await of(source)).map(({ title, town }) => [title, town]), [['Kræmmermarked i Ørbæk', 'Ørbæk']]);
});

test('a worker reads what a moderator asks for; a trial writes nothing', async () => {
  const one = await site({ '/kalender': calendar(markets(3, { first: 700 })) });
  const source = await add(`${one.url}/kalender`);
  const ask = async (body) => {
    const answer = await stack.api('POST', `/moderation/markets/sources/${source.id}/runs`, body, { token: power.token });
    assert.equal(answer.status, 202, answer.text);
    return stack.waitFor(async () => {
      const run = (await stack.api('GET', `/moderation/markets/runs/${answer.json.id}`, undefined, { token: power.token })).json;
      return run.state !== 'running' && run;
    }, { seconds: 60, what: 'the run' });
  };
  const trial = await ask({ trial: true });
  assert.deepEqual([trial.state, trial.created, trial.preview.length, (await of(source)).length], ['ok', 3, 3, 0]);
  assert.equal((await ask({})).created, 3);
  assert.equal((await of(source)).length, 3);
  assert.equal((await stack.api('POST', `/moderation/markets/sources/${source.id}/runs`, {}, { token: person.token })).status, 403);
});

test('sources that are due are read by themselves, and then not before the next night', async () => {
  const one = await site({ '/kalender': calendar(markets(2, { first: 750 })) });
  const source = await add(`${one.url}/kalender`);
  await stack.sql(`UPDATE market_source SET due_at = now() - interval '3 days' WHERE id = '${source.id}'; UPDATE schedule SET next_at = now() WHERE kind = 'market.due'`);
  const run = await stack.waitFor(async () => { const last = await lastRun(source); return last && last.state !== 'running' && last; }, { seconds: 60, what: 'the nightly run' });
  assert.deepEqual([run.cause, run.state, run.created], ['schedule', 'ok', 2]);
  const [next] = await stack.sql(`SELECT due_at > now() AS ahead, to_char(due_at AT TIME ZONE 'Europe/Copenhagen', 'HH24') AS hour FROM market_source WHERE id = '${source.id}'`);
  assert.deepEqual(next, { ahead: true, hour: '02' });
});

test('a reading can be taken back, and read again', async () => {
  const list = markets(6, { first: 800 }), one = await site({ '/kalender': calendar(list, { size: 9 }) });
  const source = await add(`${one.url}/kalender`);
  await read(source);
  const before = await of(source);
  one.pages['/kalender'] = calendar([{ ...list[0], title: 'Forkert', town: 'Forkert' }, ...list.slice(2)], { size: 9 });
  const wrong = await read(source);
  assert.deepEqual([wrong.changed, wrong.vanished], [1, 1]);
  assert.equal((await stack.api('POST', `/moderation/markets/runs/${wrong.id}/undo`, {}, { token: power.token })).status, 200);
  const strip = (rows) => rows.map(({ id, title, status, town, schedule }) => ({ id, title, status, town, schedule }));
  assert.deepEqual(strip(await of(source)), strip(before));
  assert.equal((await stack.api('POST', `/moderation/markets/runs/${wrong.id}/undo`, {}, { token: power.token })).status, 409);
  const again = await read(source);
  assert.deepEqual([again.changed, again.vanished], [1, 1]);
  await stack.curio('market', 'undo', again.id);
  assert.deepEqual(strip(await of(source)), strip(before));
});

test('no entry of a person is made one with another by itself, and it does not take over the page that was there before it', async () => {
  const add = async (title, owner, age, more = {}) => (await stack.sql(`INSERT INTO market (id, account_id, slug, title, zone, currency, created_at, review)
    VALUES (gen_random_uuid(), ${owner ? `'${owner.user.id}'` : 'NULL'}, 'over-' || gen_random_uuid(), '${title}', 'Europe/Copenhagen', 'DKK', now() - interval '${age} hours', '${more.review ?? 'approved'}') RETURNING id`))[0].id;
  const put = async (a, b) => {
    const [{ merge, done }] = await stack.sql(`SELECT merge, done FROM market_merge_found(NULL, '${a}', '${b}', 0.95)`);
    return { done, ...(await stack.sql(`SELECT kept, state FROM market_merge WHERE id = '${merge}'`))[0] };
  };
  const imported = await add('Imported', null, 5), younger = await add('Younger entry', person, 1), elder = await add('Elder entry', person, 9);
  assert.deepEqual(await put(imported, younger), { done: false, kept: imported, state: 'queued' }, 'the page that was there stays the one');
  const later = await add('Told of later', null, 2);
  assert.deepEqual(await put(later, elder), { done: false, kept: elder, state: 'queued' });
  const waiting = await add('Not looked at yet', person, 20, { review: 'waiting' });
  assert.deepEqual(await put(waiting, imported), { done: false, kept: imported, state: 'queued' }, 'what nobody sees takes nothing over');
  assert.deepEqual(await stack.sql(`SELECT id FROM market WHERE id IN ('${imported}', '${younger}', '${elder}', '${later}') AND merged_into IS NOT NULL`), []);
  const second = await add('Told by another source', null, 1);
  assert.equal((await put(imported, second)).done, true, 'imports among themselves');
  assert.equal((await stack.sql(`SELECT count(*)::int AS n FROM review_case WHERE subject_id = '${waiting}' AND decision IS NULL`))[0].n, 1);
  const [{ id: pair }] = await stack.sql(`SELECT id FROM market_merge WHERE merged = '${waiting}'`);
  assert.equal((await stack.api('PUT', `/moderation/markets/doubles/${pair}/merged`, undefined, { token: power.token })).status, 200);
  const open = async () => (await stack.sql(`SELECT count(*)::int AS n FROM review_case WHERE subject_id = '${waiting}' AND decision IS NULL`))[0].n;
  assert.equal(await open(), 0, 'what was made one waits for nobody');
  assert.equal((await stack.api('DELETE', `/moderation/markets/doubles/${pair}/merged`, undefined, { token: power.token })).status, 200);
  assert.equal(await open(), 1);
});

test('pairs and readings that are not there are not found; what was decided otherwise is a conflict', async () => {
  const ask = async (method, below) => (await stack.api(method, `/moderation/markets${below}`, method === 'DELETE' ? undefined : {}, { token: power.token })).status;
  for (const id of ['11111111-1111-4111-8111-111111111111', 'nothing'])
    for (const [method, below] of [['PUT', `/doubles/${id}/apart`], ['PUT', `/doubles/${id}/merged`], ['DELETE', `/doubles/${id}/merged`], ['POST', `/runs/${id}/undo`]])
      assert.equal(await ask(method, below), 404, `${method} ${below}`);
  const [{ id }] = await stack.sql("SELECT id FROM market_merge WHERE state = 'done' LIMIT 1");
  assert.equal(await ask('PUT', `/doubles/${id}/apart`), 409);
  assert.equal(await ask('PUT', `/doubles/${id}/merged`), 409);
});

test('two sources that tell of one market make one, and two again; what people attached goes along', async () => {
  const at = (title, more = {}) => ({ ...markets(1, { ahead: 20 })[0], title, place: 'Ry-Hallen', street: 'Thorsvej 32', postcode: '8680', town: 'Ry', ...more });
  const first = await site({ '/kalender': calendar([at('Loppemarked Ry Hallen', { id: 900 })]) });
  const second = await site({ '/kalender': calendar([at('Loppemarked i Ry-Hallen', { id: 910, fee: 25 }), at('Loppemarked Ry Hallen hal 2', { id: 911 }), at('Julestue på Thorsvej', { id: 912 })]) });
  const [a, b] = [await add(`${first.url}/kalender`), await add(`${second.url}/kalender`)];
  await read(a);
  const [kept] = await of(a);
  const run = await read(b);
  assert.deepEqual([run.created, run.merged], [3, 1]);
  assert.equal((await stack.sql(`SELECT entrance_fee::int AS fee FROM market WHERE id = '${kept.id}'`))[0].fee, 2500 * Number(kept.entrance_fee === null) + Number(kept.entrance_fee ?? 0));
  const { data: [pair] } = (await stack.api('GET', '/moderation/markets/doubles?state=done', undefined, { token: power.token })).json;
  assert.equal(pair.kept, kept.id);
  await stack.sql(`INSERT INTO social_comment (id, room, subject_id, account_id, body) VALUES (gen_random_uuid(), 'market', '${pair.kept}', '${person.user.id}', 'Hyggeligt')`);
  assert.equal((await stack.api('DELETE', `/moderation/markets/doubles/${pair.id}/merged`, undefined, { token: power.token })).status, 200);
  assert.equal((await of(b)).length, 3);
  assert.ok((await of(b)).some(({ id }) => id === pair.merged));
  await stack.sql(`INSERT INTO social_comment (id, room, subject_id, account_id, body) VALUES (gen_random_uuid(), 'market', '${pair.merged}', '${person.user.id}', 'Også godt')`);
  const both = (who, market) => stack.sql(`INSERT INTO market_favourite (account_id, market_id) VALUES ('${who.user.id}', '${market}')`);
  await both(person, pair.kept);
  await both(person, pair.merged);
  await both(power, pair.merged);
  await stack.sql(`INSERT INTO market_rating (id, market_id, key, account_id, selection, prices, setting, access) VALUES (gen_random_uuid(), '${pair.merged}', '2026-01-04T10:00', '${person.user.id}', 5, 4, 3, 2)`);
  assert.deepEqual([(await read(b)).merged, (await read(a)).merged], [0, 0], 'what was undone is not done again');
  assert.equal((await stack.api('PUT', `/moderation/markets/doubles/${pair.id}/merged`, undefined, { token: power.token })).status, 200);
  const counts = async () => (await stack.sql(`SELECT (SELECT ARRAY[comments, favourites, ratings, stars]::int[] FROM market WHERE id = '${pair.kept}') AS kept,
    (SELECT ARRAY[comments, favourites, ratings, stars]::int[] FROM market WHERE id = '${pair.merged}') AS merged`))[0];
  assert.deepEqual(await counts(), { kept: [2, 2, 1, 14], merged: [0, 1, 0, 0] }, 'what both have waits where it is');
  assert.equal((await stack.api('DELETE', `/moderation/markets/doubles/${pair.id}/merged`, undefined, { token: power.token })).status, 200);
  assert.deepEqual(await counts(), { kept: [1, 1, 0, 0], merged: [1, 2, 1, 14] });
});

test('likeness is as the names demand', async () => {
  const pairs = [
    ['Loppemarked Ry Hallen', 'Loppemarked i Ry-Hallen', 'merge'], ['Loppemarked Vejle', 'Loppemarked Vejen', 'apart'], ['Loppemarked Hal 1', 'Loppemarked Hal 2', 'apart'],
    ['Kræmmermarked Ørbæk', 'Kraemmermarked Oerbaek', 'merge'], ['Antikmarked i Skolen', 'Loppemarked i Kirken', 'apart'], ['Loppemarked Skolehallen', 'Loppemarked i Skole-Hallen', 'merge'],
  ];
  await stack.sql(`INSERT INTO market (id, slug, title, town, zone, currency) VALUES (gen_random_uuid(), 'vejle-by', 'X', 'Vejle', 'UTC', 'DKK'), (gen_random_uuid(), 'vejen-by', 'Y', 'Vejen', 'UTC', 'DKK')`);
  for (const [a, b, verdict] of pairs) {
    const [{ alike }] = await stack.sql(`SELECT market_likeness(jsonb_populate_record(NULL::market, jsonb_build_object('title', ${quote(a)}, 'town', '', 'place', '', 'kind', 'flea')),
      jsonb_populate_record(NULL::market, jsonb_build_object('title', ${quote(b)}, 'town', '', 'place', '', 'kind', 'flea'))) AS alike`);
    assert.equal(alike >= 0.85 ? 'merge' : alike >= 0.45 ? 'queue' : 'apart', verdict, `${a} / ${b}: ${alike}`);
  }
});

test('what a source can be is checked', async () => {
  const post = (body) => stack.api('POST', '/moderation/markets/sources', { title: 'X', kind: 'list', address: 'https://example.org/x', ...body }, { token: power.token });
  for (const [body, field] of [[{ address: 'ftp://example.org/' }, 'address'], [{ settings: { item: 'li[' } }, 'settings'], [{ settings: { no_such: 1 } }, 'settings'], [{ zone: 'Mars/Base' }, 'zone'],
    [{ country: 'dk' }, 'country'], [{ currency: 'DK' }, 'currency'], [{ title: '' }, 'title']]) {
    const answer = await post(body);
    assert.equal(answer.status, 422, JSON.stringify(body));
    assert.ok(answer.json.errors.some((error) => error.field === field), answer.text);
  }
  assert.equal((await stack.api('GET', '/moderation/markets/sources', undefined, { token: person.token })).status, 403);
  assert.equal((await stack.api('GET', '/moderation/markets/doubles')).status, 401);
});

test('every city of the corpus is read, and the second time nothing changes', async (t) => {
  const folder = join(corpora, 'markets');
  if (!existsSync(folder)) return t.skip(`no ${folder}`);
  const cities = readdirSync(folder).filter((name) => name.startsWith('cities__') && name !== 'cities__cities.json').map((name) => join(folder, name));
  await stack.curio('market', 'import', '--kind', 'geojson', ...cities);
  const runs = () => stack.sql(`SELECT DISTINCT ON (s.id) s.title, r.* FROM market_run r JOIN market_source s ON s.id = r.source_id WHERE s.address LIKE 'file:%cities\\_\\_%' ORDER BY s.id, r.id DESC`);
  for (const run of await runs()) {
    assert.ok(['ok', 'partial'].includes(run.state) && run.read > 0, `${run.title}: ${JSON.stringify(run.problems)}`);
    assert.ok(run.refused === 0 || run.problems.length > 0, 'each refusal says why');
  }
  assert.equal((await runs()).length, cities.length);
  await stack.curio('market', 'import', '--kind', 'geojson', ...cities);
  for (const run of await runs()) assert.equal(run.created + run.changed + run.vanished + run.merged + run.queued, 0, run.title);
});
