// Who may do what to a market in which state: every operation of the room has a line here, and every line is tried by everybody on every state. A route
// without a line fails. Ratings and photos have states of their own: rating.test.mjs.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { makeMarket } from '../lib/ratings.mjs';
import { startStack } from '../lib/stack.mjs';

const base = '/api/v1', at = 'markets/{id}', import_ = 'moderation/markets';
let stack, operations, things;
const people = {};
const markets = {}; // by state
const everyone = ['visitor', 'member', 'owner', 'organiser', 'moderator', 'suspended'];
const states = {
  public: "visibility = 'public'", ended: "status = 'ended'", draft: "visibility = 'draft'", waiting: "review = 'waiting'", refused: "review = 'rejected'",
  taken_down: "review = 'taken_down'", merged: null, deleted: null,
};

/** Whether WHO may know of a market that is STATE. */
const sees = (who, state) => state !== 'deleted' && (['owner', 'organiser', 'moderator'].includes(who) || ['public', 'ended'].includes(state));
const shown = (state) => ['public', 'ended'].includes(state);

// What is answered: a number, or null where it would be done (which other tests look at).
const signedIn = (rule) => (who, state) => (['visitor', 'suspended'].includes(who) ? 401 : rule(who, state));
const reads = (who, state) => (who === 'suspended' ? 401 : sees(who, state) ? 200 : 404);
const leads = (who, state) => (state === 'merged' && who !== 'suspended' ? 302 : reads(who, state)); // to the one that was kept
const tells = (who, state) => (who === 'suspended' ? 401 : shown(state) ? 200 : 404); // to the world, or to nobody
const changes = signedIn((who, state) => (!sees(who, state) || state === 'merged' ? 404 : who === 'member' ? 403 : null));
const starts = signedIn((who, state) => (changes(who, state) ?? 200)); // reads what it would change
const asks = signedIn((who, state) => (!sees(who, state) ? 404 : who === 'member' ? 403 : null));
const watches = signedIn((who, state) => (!sees(who, state) ? 404 : who === 'member' ? 403 : 200));
const marks = signedIn((who, state) => (sees(who, state) || state === 'merged' ? null : 404)); // of one that was merged: the one that was kept
const claims = (rule) => signedIn((who, state) => (shown(state) ? rule : 404));
const knows = (who, state) => sees(who, state) && (who !== 'organiser' || shown(state)); // what people say of it: who entered it and moderators
const hears = (who, state) => (who === 'suspended' ? 401 : knows(who, state) ? 200 : 404);
const speaks = signedIn((who, state) => (knows(who, state) ? null : 404));
const staff = signedIn((who) => (who === 'moderator' ? null : 403));
const own = signedIn(() => 200);
const anybody = (who) => (who === 'suspended' ? 401 : 200);
const nobody = signedIn(() => 404); // of somebody else: not there, moderators included
const anything = signedIn(() => null);
const text = { body: 'Said' }, words = { reason: 'No.' }, when = { repeat: 'weekly', date: '2999-01-01', from: '09:00', to: '10:00' };

// "method path": [rule, body(market), query]
const lines = {
  [`get ${at}`]: [leads], [`get ${at}/dates`]: [leads], [`patch ${at}`]: [changes, () => ({ title: 'Taken over' })], [`delete ${at}`]: [changes],
  [`get ${at}/schedule`]: [starts], [`post ${at}/rules`]: [changes, () => when], [`delete ${at}/rules/{number}`]: [changes],
  [`post ${at}/dates/{key}`]: [changes, () => ({ status: 'cancelled', reason: 'No.' })],
  [`get ${at}/calendar.ics`]: [tells], [`get ${at}/market.geojson`]: [tells], [`get ${at}/market.jsonld`]: [tells],
  [`put ${at}/favourite`]: [marks], [`delete ${at}/favourite`]: [marks],
  [`get ${at}/claim`]: [claims(200)], [`post ${at}/claim`]: [claims(null), () => ({ way: 'mail' })],
  [`get ${at}/review`]: [watches], [`post ${at}/review`]: [asks, () => ({ note: 'x' })],
  [`post ${at}/takedown`]: [staff, () => words], [`delete ${at}/takedown`]: [staff],
  'get markets/{market}/sources': [anybody], // nothing, of what one may not see
  'get social/{room}/{id}/like': [hears], 'put social/{room}/{id}/like': [speaks], 'get social/{room}/{id}/comments': [hears],
  'post social/{room}/{id}/comments': [speaks, () => text],
  'post reports': [(who, state) => (who === 'suspended' ? 401 : !knows(who, state) ? 404 : null), ({ id }) => ({ room: 'market', subject: id, kind: 'spam' })],
};
// What does not depend on a market, asked once by everybody.
const alone = {
  'get markets': [anybody], 'get markets/today': [anybody], 'get markets/nearby': [anybody, null, '?latitude=56&longitude=9'], 'get markets/search': [anybody, null, '?query=a'],
  'get markets/points': [anybody], 'get markets/places': [anybody, null, '?text=R'], 'get markets/calendar': [anybody], 'get markets/calendar.ics': [anybody],
  'get markets/feed.rss': [anybody], 'get markets/markets.geojson': [anybody], 'get markets/markets.jsonld': [anybody],
  'get markets/mine': [own], 'post markets': [anything, () => ({ title: 'x' })], 'get organisers/{organiser}': [anybody],
  'patch organisers/{organiser}': [signedIn((who) => (['organiser', 'moderator'].includes(who) ? null : 403)), () => ({ name: 'Taken over' })],
  'get markets/favourites': [own], 'get markets/watches': [own], 'post markets/watches': [anything, () => ({ title: 'x' })],
  'delete markets/watches/{watch}': [nobody], 'post markets/claims/{token}': [signedIn(() => 410), () => ({})],
  'get markets/conflicts': [own], 'put markets/conflicts/{conflict}': [signedIn((who) => (who === 'moderator' ? null : 404)), () => ({ word: 'theirs' })],
  [`get ${import_}/sources`]: [staff], [`post ${import_}/sources`]: [staff, () => ({ title: 'x', address: 'https://example.org/' })],
  [`get ${import_}/sources/{source}`]: [staff], [`put ${import_}/sources/{source}`]: [staff, () => ({ title: 'x', address: 'https://example.org/' })],
  [`delete ${import_}/sources/{source}`]: [staff], [`get ${import_}/sources/{source}/runs`]: [staff], [`post ${import_}/sources/{source}/runs`]: [staff, () => ({})],
  [`get ${import_}/runs/{run}`]: [staff], [`post ${import_}/runs/{run}/undo`]: [staff, () => ({})], [`get ${import_}/doubles`]: [staff],
  [`put ${import_}/doubles/{double}/merged`]: [staff, () => ({})], [`delete ${import_}/doubles/{double}/merged`]: [staff],
  [`put ${import_}/doubles/{double}/apart`]: [staff, () => ({})],
};

const call = (method, path, who, body) => stack.api(method.toUpperCase(), `/${path}`, body, { token: who?.token });

/** A market that the owner entered, with one date a week ago and one to come, that an organiser holds. */
async function makeOne(state) {
  markets[state] = await makeMarket(stack, { owner: people.owner, title: `A ${state} one`, days: [-7, 7], fields: {
    organiser_id: things.organiser, email: 'hall@example.org', origins: '{"title": {"source": "person", "at": "2026-01-01T00:00:00Z"}}',
  } });
  markets[state].key = markets[state].dates[7].slice(0, 16);
}

async function setState(state) {
  const { id } = markets[state];
  if (state === 'merged') await stack.sql(`UPDATE market SET merged_into = '${markets.public.id}' WHERE id = '${id}'`);
  else if (state === 'deleted') await stack.sql(`DELETE FROM market WHERE id = '${id}'`);
  else await stack.sql(`UPDATE market SET ${states[state]} WHERE id = '${id}'`);
}

async function makeThings() {
  const [source, run, merge, conflict, organiser] = Array.from({ length: 5 }, () => randomUUID());
  await stack.sql(`INSERT INTO market_organiser (id, slug, name, account_id) VALUES ('${organiser}', 'who-holds-it', 'Who holds it', '${people.organiser.user.id}')`);
  things = { organiser, source, run, double: merge, conflict, token: 'made-up' };
  for (const state of Object.keys(states)) await makeOne(state);
  await stack.sql(`INSERT INTO market_source (id, title, kind, address) VALUES ('${source}', 'Source', 'ics', 'https://example.org/ics')`);
  await stack.sql(`INSERT INTO market_run (id, source_id, cause, state) VALUES ('${run}', '${source}', 'person', 'ok')`);
  await stack.sql(`INSERT INTO market_merge (id, kept, merged, likeness, state) VALUES ('${merge}', '${markets.public.id}', '${markets.ended.id}', 0.6, 'queued')`);
  const unheld = await makeMarket(stack);
  await stack.sql(`INSERT INTO market_conflict (id, market_id, source_id, field, ours, theirs) VALUES ('${conflict}', '${unheld.id}', '${source}', 'title', '"a"', '"b"')`);
  const author = await stack.register({ name: 'Author' });
  const watch = await call('post', 'markets/watches', author, { title: 'Ry', latitude: 56, longitude: 9.7 });
  assert.equal(watch.status, 201, watch.text);
  things.watch = watch.json.id;
}

before(async () => {
  stack = await startStack({ conf: { rooms: 'schematic market', microcache_seconds: 0 } });
  for (const who of everyone.slice(1)) people[who] = await stack.register({ name: who });
  await stack.curio('admin', 'grant', people.moderator.email, 'moderator');
  people.moderator.token = (await stack.api('POST', '/auth/login', { email: people.moderator.email, password: people.moderator.password })).json.access_token;
  await makeThings();
  for (const state of Object.keys(states)) await setState(state);
  const out = await call('post', `moderation/people/${people.suspended.user.slug}/suspension`, people.moderator, words);
  assert.equal(out.status, 200, out.text);
  operations = Object.entries((await stack.api('GET', '/openapi.json')).json.paths)
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path.slice(base.length + 1)}`))
    .filter((operation) => /^\w+ (moderation\/)?(markets|organisers)\b/.test(operation) && !/\/(ratings|photos)\b/.test(operation));
});
after(() => stack?.close());

const filled = (path, values) => path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(values[name] ?? 'x'));

/** Asks as everybody, side by side; answers in words where somebody is answered otherwise. */
async function tried(operation, [rule, body, query = ''], values, state) {
  const [method, path] = operation.split(' ');
  const wrong = await Promise.all(everyone.map(async (who) => {
    const expected = rule(who, state);
    if (expected === null) return [];
    const answer = await call(method, filled(path, values) + query, people[who], body?.(values));
    return answer.status === expected ? [] : [`${operation}, ${state ?? ''} by ${who}: ${answer.status}, not ${expected}`];
  }));
  return wrong.flat();
}

const snapshot = () => stack.sql(`SELECT (SELECT jsonb_agg(to_jsonb(m) ORDER BY m.id) FROM market m) AS markets,
  (SELECT jsonb_agg(to_jsonb(d) ORDER BY d.market_id, d.key) FROM market_date d) AS dates, (SELECT jsonb_agg(o ORDER BY o.id) FROM market_organiser o) AS organisers,
  (SELECT jsonb_agg(s ORDER BY s.id) FROM market_source s) AS sources, (SELECT jsonb_agg(m ORDER BY m.id) FROM market_merge m) AS merges,
  (SELECT jsonb_agg(c ORDER BY c.id) FROM market_conflict c) AS conflicts, (SELECT jsonb_agg(w ORDER BY w.id) FROM market_watch w) AS watches,
  (SELECT count(*) FROM market_claim) AS claims, (SELECT count(*) FROM market_favourite) AS favourites, (SELECT count(*) FROM market_run) AS runs,
  (SELECT count(*) FROM social_comment) AS comments, (SELECT count(*) FROM social_like) AS likes, (SELECT count(*) FROM report) AS reports`);

const named = (operation) => operation.replace(/\{\w+\}/g, '{}');

test('every operation has a line', () => {
  const known = new Set([lines, alone].flatMap(Object.keys).map(named)), there = new Set(operations.map(named));
  assert.deepEqual(operations.filter((operation) => !known.has(named(operation))), [], 'say in this file who may do it');
  assert.deepEqual([...known].filter((operation) => !there.has(operation) && !/ (social|reports)/.test(operation)), [], 'lines for what is no longer there');
});

describe('nobody does or learns more than they may', () => {
  let first;
  before(async () => { first = await snapshot(); });
  for (const state of Object.keys(states))
    test(`of a market that is ${state}`, async () => {
      const market = markets[state], wrong = [];
      for (const [operation, line] of Object.entries(lines))
        for (const id of operation.startsWith('get markets/{id}') ? [market.id, market.slug] : [market.id])
          wrong.push(...await tried(operation, line, { ...market, id, market: market.id, room: 'market', number: 1 }, state));
      assert.deepEqual(wrong, []);
    });
  test('of what belongs to no market', async () => {
    const wrong = [];
    for (const [operation, line] of Object.entries(alone)) wrong.push(...await tried(operation, line, things));
    assert.deepEqual(wrong, []);
  });
  test('and nothing has changed by it', async () => assert.deepEqual(await snapshot(), first));
});

describe('what may not be seen', () => {
  test('is in no list, search, map, calendar or feed', async () => {
    const hidden = ['draft', 'waiting', 'refused', 'taken_down', 'merged', 'deleted'];
    for (const path of ['markets?when=any&limit=100', 'markets/search?query=one&limit=100', 'markets/points?when=any', 'markets/calendar', 'markets/calendar.ics', 'markets/feed.rss',
      'markets/markets.geojson', 'markets/markets.jsonld', 'organisers/who-holds-it'])
      for (const who of [undefined, people.member]) {
        const { status, text: body } = await call('get', path, who);
        assert.equal(status, 200, path);
        for (const state of hidden) assert.ok(!body.includes(markets[state].id) && !body.includes(markets[state].slug) && !body.includes(markets[state].title), `${path} tells of the ${state} one`);
      }
    assert.ok((await call('get', 'markets?when=any&limit=100')).text.includes(markets.public.slug));
  });

  test('is told by nobody: who says what of a market', async () => {
    const says = async (state, who) => (await call('get', `markets/${markets[state].id}/sources`, who)).json.data.length;
    for (const state of ['draft', 'waiting', 'refused', 'taken_down', 'merged', 'deleted'])
      for (const who of [undefined, people.member]) assert.equal(await says(state, who), 0, state);
    for (const who of [people.owner, people.organiser, people.moderator]) assert.equal(await says('draft', who), 1);
    assert.equal(await says('public'), 1);
  });

  test('what a form does not have is not taken', async () => {
    for (const more of [{ account_id: people.member.user.id }, { review: 'approved' }, { merged_into: null }, { favourites: 9 }, { score: 5 }, { slug: 'x' }, { id: randomUUID() }, { origins: {} }])
      assert.equal((await call('patch', `markets/${markets.public.id}`, people.owner, { title: 'x', ...more })).status, 422, JSON.stringify(more));
  });
});
