// What people say of the dates of markets: once a person and date, counted as a Bayesian mean, answered by organisers, and kept
// back where it comes in bursts.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { handIn } from '../lib/images.mjs';
import { makeJpeg } from '../lib/pictures.mjs';
import { addDate, makeMarket, stars } from '../lib/ratings.mjs';
import { startStack } from '../lib/stack.mjs';

let stack, owner, organiser, visitor, other, mod, admin;
const call = (method, path, who, body, headers) => stack.api(method, path, body, { token: who?.token, headers });

async function grant(person, role) {
  await stack.sql(`INSERT INTO account_role (account_id, role) VALUES ('${person.user.id}', '${role}')`);
  person.token = (await stack.api('POST', '/auth/login', { email: person.email, password: person.password })).json.access_token;
}

before(async () => {
  stack = await startStack({ conf: {
    rooms: 'market', market_review: 'first', microcache_seconds: 0, rating_prior_weight: 5,
    burst_every_count: 7, burst_fresh_count: 0, burst_same_count: 0, burst_lowest_count: 4, burst_highest_count: 0,
  } });
  [owner, organiser, visitor, other, mod, admin] = await Promise.all(['Owner', 'Organiser', 'Visitor', 'Other', 'Mo', 'Admin'].map((name) => stack.register({ name })));
  await grant(mod, 'moderator');
  await grant(admin, 'admin');
});
after(() => stack?.close());

const rate = (market, who, date, fields = {}, headers) => call('POST', `/markets/${market.id}/ratings`, who, { date, ...stars(4), ...fields }, headers);
async function rated(market, who, date, fields) {
  const answer = await rate(market, who, date, fields);
  assert.equal(answer.status, 201, answer.text);
  return answer.json;
}
const counted = async (market) => (await stack.sql(`SELECT ratings::int, stars::int, score FROM market WHERE id = '${market.id}'`))[0];
const prior = async () => (await stack.sql('SELECT mean, weight FROM market_prior'))[0];
const near = (a, b, what) => assert.ok(Math.abs(a - b) < 1e-9, `${what ?? ''} ${a} is not ${b}`);
const notices = async (who, kind) => (await call('GET', '/notices', who)).json.data.filter((notice) => notice.kind === kind);
async function job(kind) {
  await stack.sql(`INSERT INTO job (id, kind) VALUES (gen_random_uuid(), '${kind}')`);
  await stack.waitFor(async () => (await stack.sql(`SELECT 1 AS one FROM job WHERE kind = '${kind}'`)).length === 0, { seconds: 20, what: `the job ${kind}` });
}

describe('rating a date', () => {
  test('by its key or its day; it is read back, listed, summed up, changed and taken back', async () => {
    const market = await makeMarket(stack, { owner, title: 'Ry Hallen' });
    const one = await rated(market, visitor, market.dates[-7], { selection: 5, prices: 2, setting: 4, access: 3, words: '  Lots of old tools.\nCome early. ' });
    assert.deepEqual([one.market, one.market_slug, one.date, one.total, one.stars, one.words, one.state, one.mine, one.edited], [market.id, market.slug, market.dates[-7], 14, 4, 'Lots of old tools.\nCome early.', 'shown', true, false]);
    const two = await rated(market, other, market.dates[-1].slice(0, 10), stars(1));
    assert.equal(two.date, market.dates[-1]);
    const list = async (query = '') => (await call('GET', `/markets/${market.slug}/ratings${query}`)).json.data.map(({ id }) => id);
    assert.deepEqual([await list(), await list('?sort=best'), await list('?sort=worst')], [[two.id, one.id], [one.id, two.id], [two.id, one.id]]);
    const { json: sum } = await call('GET', `/markets/${market.slug}/ratings/summary`);
    assert.deepEqual([sum.ratings, sum.five, sum.four, sum.three, sum.two, sum.one, sum.selection, sum.prices, sum.setting, sum.access], [2, 0, 1, 0, 0, 1, 3, 1.5, 2.5, 2]);
    const { mean, weight } = await prior();
    near(sum.score, (weight * mean + (14 + 4) / 4) / (weight + 2), 'the score');
    const changed = await call('PATCH', `/markets/ratings/${one.id}`, visitor, { prices: 5, words: '' });
    assert.deepEqual([changed.status, changed.json.total, changed.json.words, changed.json.edited], [200, 17, '', true]);
    assert.deepEqual([(await counted(market)).ratings, (await counted(market)).stars], [2, 21]);
    assert.deepEqual((await call('GET', '/markets/ratings/mine', visitor)).json.data.map(({ id }) => id), [one.id]);
    assert.equal((await call('DELETE', `/markets/ratings/${one.id}`, visitor)).status, 204);
    assert.equal((await call('GET', `/markets/ratings/${one.id}`, visitor)).status, 404);
    assert.deepEqual([(await counted(market)).ratings, (await counted(market)).stars], [1, 4]);
    await call('DELETE', `/markets/ratings/${two.id}`, other);
    assert.deepEqual(await counted(market), { ratings: 0, stars: 0, score: 0 });
  });

  test('a date that never was, is ahead, was cancelled or is too long ago is refused, each by its reason', async () => {
    const market = await makeMarket(stack, { owner, days: [] });
    const cancelled = await addDate(stack, market.id, -3, { status: 'cancelled' }), ahead = await addDate(stack, market.id, 3), old = await addDate(stack, market.id, -80);
    for (const [date, reason] of [['2026-02-30', 'never-was'], [cancelled.replace('09:00', '10:00'), 'never-was'], ['%%%%%%%%%%', 'never-was'], [cancelled, 'cancelled'], [ahead, 'not-yet'], [old, 'too-late']]) {
      const answer = await rate(market, visitor, date);
      assert.deepEqual([answer.status, answer.json.type?.split('/').at(-1), answer.json.reason], [422, 'date-not-rated', reason], `${date}: ${answer.text}`);
    }
    const fields = (await rate(market, visitor, 'x', { selection: 6, prices: 0, words: 'w'.repeat(4001) })).json.errors.map(({ field }) => field);
    assert.deepEqual(fields.sort(), ['date', 'prices', 'selection', 'words']);
    assert.equal((await rate({ id: randomUUID() }, visitor, ahead)).status, 404);
    const { id } = await makeMarket(stack, { owner, fields: { visibility: 'draft' } });
    assert.equal((await rate({ id }, visitor, ahead)).status, 404, "somebody's draft");
    assert.equal((await rate({ id }, mod, ahead)).status, 409, 'a draft that moderators see');
  });

  test('a market on which something was cancelled and something held that day is rated for what was held', async () => {
    const market = await makeMarket(stack, { owner, days: [] });
    await addDate(stack, market.id, -3, { status: 'cancelled' });
    const [{ key }] = await stack.sql(`INSERT INTO market_date SELECT market_id, key + interval '5 hours', starts + interval '5 hours', ends + interval '5 hours', day, 'moved', '' FROM market_date
      WHERE market_id = '${market.id}' RETURNING to_char(key, 'YYYY-MM-DD"T"HH24:MI:SS') AS key`);
    assert.equal((await rated(market, visitor, key.slice(0, 10))).date, key);
  });

  test('one a person and date, however it is sent: again, at once from two sessions, or with the same Idempotency-Key', async () => {
    const market = await makeMarket(stack, { owner, days: [-7, -6, -5] });
    const first = await rated(market, visitor, market.dates[-7]);
    const again = await rate(market, visitor, market.dates[-7], stars(1));
    assert.deepEqual([again.status, again.json.type.split('/').at(-1), again.json.rating], [409, 'rated-already', first.id]);
    const second = (await stack.api('POST', '/auth/login', { email: visitor.email, password: visitor.password })).json.access_token;
    const both = await Promise.all([visitor, { token: second }].flatMap((who) => [rate(market, who, market.dates[-6]), rate(market, who, market.dates[-6])]));
    assert.deepEqual(both.map(({ status }) => status).sort(), [201, 409, 409, 409]);
    const key = { 'idempotency-key': `"${randomUUID()}"` };
    const one = await rate(market, visitor, market.dates[-5], stars(2), key), same = await rate(market, visitor, market.dates[-5], stars(2), key);
    assert.deepEqual([one.status, same.status, same.json.id], [201, 201, one.json.id]);
    assert.deepEqual([(await counted(market)).ratings, (await counted(market)).stars], [3, 16 + 16 + 8]);
  });

  test('nobody rates a market that they entered or organise; both answer what others say', async () => {
    const id = randomUUID();
    await stack.sql(`INSERT INTO market_organiser (id, account_id, slug, name) VALUES ('${id}', '${organiser.user.id}', 'org-${id}', 'Ry Loppemarked')`);
    const market = await makeMarket(stack, { owner, fields: { organiser_id: id } });
    for (const who of [owner, organiser]) assert.deepEqual([(await rate(market, who, market.dates[-7])).status, (await rate(market, who, market.dates[-7])).json.type.split('/').at(-1)], [403, 'own-subject']);
    const one = await rated(market, visitor, market.dates[-7]);
    const reply = (who, body) => call('PUT', `/markets/ratings/${one.id}/reply`, who, body);
    for (const who of [visitor, other, mod]) assert.equal((await reply(who, { reply: 'Hi' })).status, 403, who.name);
    assert.equal((await reply(organiser, { reply: ' \n ' })).status, 422);
    const answered = (await reply(organiser, { reply: 'Thanks!' })).json;
    assert.deepEqual([answered.reply, answered.replied_by, answered.may_reply], ['Thanks!', 'Organiser', true]);
    assert.equal((await reply(owner, { reply: 'Thank you.' })).json.replied_by, 'Owner');
    const told = await notices(visitor, 'rating.reply');
    assert.deepEqual(told.map(({ link }) => link), [`/markets/ratings/${one.id}`], 'told once');
    assert.equal((await call('DELETE', `/markets/ratings/${one.id}/reply`, organiser)).json.reply, '');
    assert.equal((await call('GET', `/markets/ratings/${one.id}`)).json.replied_at, null);
  });

  test('pages of a long list give each rating once, in every order', async () => {
    const market = await makeMarket(stack, { owner, days: [] });
    await stack.sql(`INSERT INTO market_rating (id, market_id, key, account_id, selection, prices, setting, access)
      SELECT uuid_now(), '${market.id}', current_date - n, '${visitor.user.id}', 1 + n % 5, 1 + n % 3, 3, 3 FROM generate_series(1, 60) n`);
    for (const sort of ['newest', 'best', 'worst']) {
      const seen = [];
      for (let next = ''; next !== null;) {
        const { json } = await call('GET', `/markets/${market.id}/ratings?sort=${sort}&limit=7${next && `&before=${encodeURIComponent(next)}`}`);
        seen.push(...json.data);
        next = json.next ?? null;
      }
      assert.deepEqual([seen.length, new Set(seen.map(({ id }) => id)).size], [60, 60], sort);
      const totals = seen.map(({ total }) => total), sorted = [...totals].sort((a, b) => (sort === 'best' ? b - a : a - b));
      if (sort !== 'newest') assert.deepEqual(totals, sorted);
    }
    const { json } = await call('GET', `/markets/${market.id}/ratings?sort=best&limit=7`);
    assert.equal((await call('GET', `/markets/${market.id}/ratings?sort=worst&before=${json.next}`)).status, 422, 'a cursor of another order');
  });
});

describe('the score', () => {
  test('one splendid rating does not beat many good ones, and the prior follows the site', async () => {
    const few = await makeMarket(stack, { owner }), many = await makeMarket(stack, { owner }), none = await makeMarket(stack, { owner });
    await rated(few, visitor, few.dates[-7], stars(5));
    await stack.sql(`INSERT INTO market_rating (id, market_id, key, account_id, selection, prices, setting, access)
      SELECT uuid_now(), '${many.id}', current_date - n, '${visitor.user.id}', 5, 5, 4, 5 FROM generate_series(1, 40) n`);
    await job('market_prior');
    const [{ mean }] = await stack.sql('SELECT sum(stars) / 4.0 / sum(ratings) AS mean FROM market WHERE ratings > 0');
    const now = await prior();
    assert.ok(Math.abs(now.mean - mean) <= 0.01);
    near((await counted(few)).score, (now.weight * now.mean + 5) / (now.weight + 1));
    near((await counted(many)).score, (now.weight * now.mean + 40 * 4.75) / (now.weight + 40));
    assert.ok((await counted(many)).score > (await counted(few)).score);
    assert.equal((await counted(none)).score, 0);
  });

  test('where ratings came from is forgotten after a month', async () => {
    const market = await makeMarket(stack, { owner });
    const one = await rated(market, visitor, market.dates[-7]), two = await rated(market, other, market.dates[-7]);
    await stack.sql(`UPDATE market_rating SET said_at = now() - interval '31 days' WHERE id = '${one.id}'`);
    await job('market_prior');
    const rows = await stack.sql(`SELECT id, visitor IS NULL AS forgotten FROM market_rating WHERE id IN ('${one.id}', '${two.id}')`);
    assert.deepEqual(Object.fromEntries(rows.map((row) => [row.id, row.forgotten])), { [one.id]: true, [two.id]: false });
  });
});

describe('bursts', () => {
  const burst = async (market, n, fields) => Promise.all(Array.from({ length: n }, async () => {
    const who = await stack.register();
    return { who, rating: await rated(market, who, market.dates[-1], fields) };
  }));
  const caseOf = async (market) => (await stack.sql(`SELECT id, decision, hints FROM review_case WHERE room = 'burst' AND subject_id = '${market.id}' ORDER BY id DESC LIMIT 1`))[0];
  const states = async (market) => (await stack.sql(`SELECT state, count(*)::int AS n FROM market_rating WHERE market_id = '${market.id}' GROUP BY 1 ORDER BY 1`)).map(({ state, n }) => `${state} ${n}`);

  test('all the lowest: they wait and are not counted, their authors see it, and a moderator decides about all', async () => {
    const market = await makeMarket(stack, { owner });
    await rated(market, visitor, market.dates[-7], stars(4));
    const made = await burst(market, 3, stars(1));
    assert.deepEqual(await states(market), ['shown 4'], 'three are none yet');
    const [fourth] = await burst(market, 1, stars(1));
    assert.equal(fourth.rating.state, 'waiting');
    assert.deepEqual(await states(market), ['shown 1', 'waiting 4']);
    assert.deepEqual([(await counted(market)).ratings, (await counted(market)).stars], [1, 16]);
    const { who, rating } = made[0];
    assert.equal((await notices(who, 'rating.waiting')).length, 1);
    assert.equal((await notices(fourth.who, 'rating.waiting')).length, 0, 'who sees it is not told as well');
    assert.deepEqual([(await call('GET', `/markets/ratings/${rating.id}`, who)).json.state, (await call('GET', `/markets/ratings/${rating.id}`, other)).status], ['waiting', 404]);
    assert.equal((await call('GET', `/markets/${market.id}/ratings`, who)).json.data.length, 2);
    const { id, hints } = await caseOf(market);
    assert.deepEqual(hints.filter(({ kind }) => ['burst', 'burst-lowest'].includes(kind)).map(({ count }) => count), [4, 4]);
    const shown = (await call('GET', `/moderation/cases/${id}`, mod)).json;
    assert.deepEqual([shown.entry.room, shown.entry.title, shown.ratings.length], ['burst', market.title, 4]);
    assert.equal((await call('POST', `/moderation/cases/${id}/decision`, mod, { decision: 'approved' })).status, 200);
    assert.deepEqual(await states(market), ['shown 5']);
    assert.equal((await notices(who, 'rating.shown')).length, 1);
    assert.deepEqual(await burst(market, 1, stars(1)).then(([{ rating: { state } }]) => state), 'shown', 'those that a moderator let be are no part of the next');
  });

  test('a refused burst stays away, with the reason for its authors', async () => {
    const market = await makeMarket(stack, { owner });
    const made = await burst(market, 4, stars(1));
    const { id } = await caseOf(market);
    assert.equal((await call('POST', `/moderation/cases/${id}/decision`, mod, { decision: 'rejected', reason: 'Arranged.' })).status, 200);
    assert.deepEqual(await states(market), ['hidden 4']);
    const { json } = await call('GET', `/markets/ratings/${made[1].rating.id}`, made[1].who);
    assert.deepEqual([json.state, json.reason], ['hidden', 'Arranged.']);
    assert.equal((await counted(market)).ratings, 0);
  });

  test('simply many; and where all of them are taken back there is no case left', async () => {
    const market = await makeMarket(stack, { owner });
    const made = await burst(market, 7, { ...stars(3), access: 4 });
    assert.deepEqual(await states(market), ['waiting 7']);
    for (const { who, rating } of made) assert.equal((await call('DELETE', `/markets/ratings/${rating.id}`, who)).status, 204);
    assert.equal((await caseOf(market)).decision, 'withdrawn');
  });

  test('whoever changes a rating into what the others of the burst say becomes part of it', async () => {
    const market = await makeMarket(stack, { owner });
    const made = await burst(market, 4, stars(3));
    for (const { who, rating } of made) assert.equal((await call('PATCH', `/markets/ratings/${rating.id}`, who, stars(1))).status, 200);
    assert.deepEqual(await states(market), ['waiting 4']);
  });

  test('nobody decides about a burst of ratings of their own market', async () => {
    const market = await makeMarket(stack, { owner: mod });
    await burst(market, 4, stars(1));
    assert.equal((await call('POST', `/moderation/cases/${(await caseOf(market)).id}/decision`, mod, { decision: 'approved' })).status, 403);
    assert.equal((await call('POST', `/moderation/cases/${(await caseOf(market)).id}/decision`, admin, { decision: 'approved' })).status, 200);
  });
});

describe('moderators', () => {
  test('a reported rating: looked at, hidden with a reason, brought back; its author and reporter are told, the trail tells of it', async () => {
    const market = await makeMarket(stack, { owner });
    const one = await rated(market, visitor, market.dates[-7], { words: 'Buy at shop.example' });
    assert.equal((await call('POST', '/reports', other, { room: 'rating', subject: one.id, kind: 'spam' })).status, 201);
    assert.equal((await call('POST', '/reports', visitor, { room: 'rating', subject: one.id, kind: 'spam' })).status, 409, 'one\'s own');
    const row = (await call('GET', '/moderation/reports?limit=100', mod)).json.data.find(({ subject }) => subject === one.id);
    assert.deepEqual([row.room, row.path, row.reports], ['rating', `/markets/ratings/${one.id}`, 1]);
    const hide = (who, reason = 'An *advertisement*.') => call('PUT', `/markets/ratings/${one.id}/hidden`, who, { reason });
    assert.deepEqual([(await hide(undefined)).status, (await hide(other)).status, (await hide(owner)).status, (await hide(mod, ' ')).status], [401, 403, 403, 422]);
    assert.equal((await hide(mod)).json.state, 'hidden');
    assert.equal((await hide(mod)).status, 409);
    assert.equal((await counted(market)).ratings, 0);
    assert.equal((await call('GET', `/markets/ratings/${one.id}`, other)).status, 404);
    assert.equal((await call('GET', `/markets/ratings/${one.id}`, visitor)).json.reason, 'An *advertisement*.');
    assert.match((await notices(visitor, 'rating.hidden'))[0].subject, /An advertisement\./);
    assert.equal((await notices(other, 'report.acted')).length, 1);
    assert.equal((await call('DELETE', `/markets/ratings/${one.id}/hidden`, mod)).json.state, 'shown');
    assert.equal((await call('DELETE', `/markets/ratings/${one.id}/hidden`, mod)).status, 409);
    assert.equal((await counted(market)).ratings, 1);
    const trail = await stack.sql(`SELECT action FROM audit WHERE subject_id = '${one.id}' ORDER BY id`);
    assert.deepEqual(trail.map(({ action }) => action), ['rating.hidden', 'rating.shown']);
  });
});

describe('photos', () => {
  /** A photo of WHO's as the pool would have made it; its files are another test's. */
  async function photo(market, who, { rating = null, state = 'ready', position = 1, detector = 'ok' } = {}) {
    const id = randomUUID(), image = randomUUID(), name = state === 'ready' || state === 'hidden' ? `'${randomUUID().replaceAll('-', '')}'` : 'NULL';
    await stack.sql(`INSERT INTO image (id, account_id, state, detector, width, height, size, colour, preview, digest, faces, boxes, name, original)
      VALUES ('${image}', '${who.user.id}', '${state}', '${detector}', 800, 600, 1000, '#808080', '', sha256('x'), '[]', '[]', ${name}, ${state === 'held'})`);
    await stack.sql(`INSERT INTO market_photo (id, market_id, rating_id, account_id, image_id, position)
      VALUES ('${id}', '${market.id}', ${rating ? `'${rating.id}'` : 'NULL'}, '${who.user.id}', '${image}', ${position})`);
    return { id, image };
  }
  const listed = async (market, who) => (await call('GET', `/markets/${market.id}/photos`, who)).json.data;
  const hide = (one, who, body = {}) => call('POST', `/markets/photos/${one.id}/hide`, who, body);
  const caseOf = async (one) => (await stack.sql(`SELECT id FROM review_case WHERE room = 'photo' AND subject_id = '${one.id}' AND decision IS NULL`))[0];
  const decide = async (one, decision, reason) => call('POST', `/moderation/cases/${(await caseOf(one)).id}/decision`, mod, { decision, reason });
  const free = () => stack.sql("UPDATE report SET resolution = 'dismissed' WHERE resolution IS NULL");

  test('a market shows its cover, its organiser\'s, then those of ratings; what is not shown only to whose it is and to moderators', async () => {
    const market = await makeMarket(stack, { owner });
    const rating = await rated(market, visitor, market.dates[-7]);
    const said = await photo(market, visitor, { rating }), own = await photo(market, owner), second = await photo(market, owner, { position: 2 });
    const waits = await photo(market, visitor, { rating, state: 'held', position: 2, detector: 'failed' });
    assert.deepEqual((await listed(market)).map(({ id }) => id), [own.id, second.id, said.id]);
    assert.deepEqual((await listed(market, visitor)).map(({ id }) => id), [own.id, second.id, said.id, waits.id]);
    assert.deepEqual((await listed(market, visitor)).at(-1).unchecked, true);
    assert.equal((await call('PATCH', `/markets/photos/${second.id}`, owner, { move: 'up' })).status, 200);
    assert.deepEqual((await listed(market)).map(({ id }) => id), [second.id, own.id, said.id]);
    for (const who of [visitor, mod]) assert.equal((await call('PATCH', `/markets/photos/${said.id}`, who, { cover: true })).status, 403);
    assert.equal((await call('PATCH', `/markets/photos/${said.id}`, owner, { cover: true })).json.cover, true);
    assert.deepEqual((await listed(market)).map(({ id, cover }) => [id, cover]), [[said.id, true], [second.id, false], [own.id, false]]);
    const { json } = await call('GET', `/markets/${market.id}`);
    assert.match(json.cover, /^\/images\/[0-9a-f]{32}\/\d+$/);
    assert.equal((await call('PATCH', `/markets/photos/${said.id}`, visitor, { caption: 'The hall' })).json.caption, 'The hall');
    assert.equal((await call('PATCH', `/markets/photos/${said.id}`, other, { caption: 'x' })).status, 403);
    await stack.sql(`UPDATE market_rating SET state = 'hidden' WHERE id = '${rating.id}'`);
    assert.deepEqual((await listed(market)).map(({ id }) => id), [second.id, own.id], 'a hidden rating takes its photos along');
  });

  test('any visitor hides a photo with one request; a moderator shows it again, and from then on it wants a reason', async () => {
    const market = await makeMarket(stack, { owner }), one = await photo(market, owner);
    await free();
    assert.equal((await hide(one)).status, 204);
    assert.deepEqual(await listed(market), []);
    for (const who of [undefined, other]) assert.equal((await call('GET', `/markets/photos/${one.id}`, who)).status, 404);
    assert.equal((await hide(one)).status, 404, 'it is hidden already');
    assert.equal((await call('GET', `/markets/photos/${one.id}`, owner)).json.state, 'hidden');
    assert.equal((await notices(owner, 'photo.hidden')).length, 1);
    const row = (await call('GET', '/moderation?limit=100', mod)).json.data.find(({ subject }) => subject === one.id);
    assert.deepEqual([row.room, row.hint_kinds.includes('hidden-photo')], ['photo', true]);
    const shown = (await call('GET', `/moderation/cases/${row.id}`, mod)).json;
    assert.equal(shown.photo.id, one.id);
    const done = await decide(one, 'approved');
    assert.equal(done.status, 200, done.text);
    assert.deepEqual(await stack.sql(`SELECT state FROM image WHERE id = '${one.image}' AND state IN ('rendering', 'ready')`).then(({ length }) => length), 1);
    assert.equal((await notices(owner, 'photo.shown')).length, 1);
    await stack.sql(`UPDATE image SET state = 'ready' WHERE id = '${one.image}'`);
    const again = await hide(one, other);
    assert.deepEqual([again.status, again.json.errors[0].field], [422, 'reason']);
    assert.equal((await hide(one, other, { reason: 'My child is on it' })).status, 204);
    assert.equal((await decide(one, 'rejected', 'She asked us.')).status, 200);
    assert.deepEqual([(await call('GET', `/markets/photos/${one.id}`, owner)).json.verdict, await listed(market)], ['She asked us.', []]);
    assert.equal((await notices(other, 'report.acted')).length >= 1, true);
  });

  test('a stranger\'s address hides only so many before moderators have looked; who is signed in goes on', async () => {
    const market = await makeMarket(stack, { owner });
    await free();
    const many = [];
    for (let i = 0; i < 12; i++) many.push(await photo(market, owner, { position: i + 1 }));
    const answers = [];
    for (const one of many.slice(0, 11)) answers.push((await hide(one)).status);
    assert.deepEqual(answers, [...Array(10).fill(204), 429]);
    assert.equal((await hide(many[11], other)).status, 204);
    await free();
  });

  test('a photo that is deleted takes its picture along, and a rating its photos', async () => {
    const market = await makeMarket(stack, { owner });
    const rating = await rated(market, visitor, market.dates[-7]);
    const one = await photo(market, visitor, { rating }), two = await photo(market, visitor, { rating, position: 2 });
    assert.equal((await call('DELETE', `/markets/photos/${one.id}`, other)).status, 403);
    assert.equal((await call('DELETE', `/markets/photos/${one.id}`, visitor)).status, 204);
    assert.equal((await call('DELETE', `/markets/ratings/${rating.id}`, visitor)).status, 204);
    for (const { id, image } of [one, two]) {
      assert.equal((await call('GET', `/markets/photos/${id}`, visitor)).status, 404);
      assert.deepEqual(await stack.sql(`SELECT 1 AS one FROM image WHERE id = '${image}'`), []);
    }
  });

  const accepts = ['image/avif,image/webp', 'image/webp', 'image/png'];
  const reached = async (name, widths = [160, 320]) => {
    const answers = [];
    for (const width of widths) for (const accept of accepts) answers.push((await stack.fetch(`/images/${name}/${width}`, { headers: { accept } })).status);
    return [...new Set(answers)];
  };
  const imageOf = async (one) => (await stack.sql(`SELECT i.state, i.name, p.withheld FROM market_photo p JOIN image i ON i.id = p.image_id WHERE p.id = '${one.id}'`))[0];
  async function added(rating, who) {
    const { receipt } = (await handIn(stack, who, makeJpeg())).json;
    const answer = await call('POST', `/markets/ratings/${rating.id}/photos`, who, { receipt });
    assert.equal(answer.status, 201, answer.text);
    return answer.json;
  }
  const drawn = (one) => stack.waitFor(async () => {
    const row = await imageOf(one);
    return row.state === 'ready' && row.name;
  }, { seconds: 60, what: 'a photo that is shown' });

  test('photos of a rating that is hidden lose their addresses at once, every size that was made; they come back with it, but not what somebody hid', async () => {
    const market = await makeMarket(stack, { owner }), rating = await rated(market, visitor, market.dates[-7]);
    const [one, two] = [await added(rating, visitor), await added(rating, visitor)], name = await drawn(one), gone = await drawn(two);
    assert.deepEqual(await reached(name), [200]);
    assert.deepEqual(await reached(name), [200], 'as files by now');
    await free();
    assert.equal((await hide(two, other)).status, 204);
    assert.equal((await call('PUT', `/markets/ratings/${rating.id}/hidden`, mod, { reason: 'No.' })).status, 200);
    for (const each of [name, gone]) assert.deepEqual(await reached(each, [160, 320, 640, 1280, 1920]), [404]);
    assert.deepEqual((await listed(market, visitor)).map(({ id, state, shown, name }) => [id, state, shown, name]), [[one.id, 'withheld', false, ''], [two.id, 'hidden', false, '']]);
    assert.deepEqual(await listed(market), []);
    const see = (who) => stack.api('GET', `/images/${one.image}/original`, undefined, { token: who.token });
    assert.deepEqual([(await see(mod)).status, (await see(visitor)).status], [200, 404]);
    const late = await added(rating, visitor); // has none until its rating is shown
    assert.equal((await imageOf(late)).state, 'hidden');
    assert.equal((await decide(two, 'approved')).status, 200);
    assert.deepEqual([(await imageOf(two)).state, (await imageOf(two)).withheld], ['hidden', true], 'it would be shown if its rating were');
    assert.equal((await call('DELETE', `/markets/ratings/${rating.id}/hidden`, mod)).status, 200);
    for (const each of [one, two, late]) assert.deepEqual(await reached(await drawn(each)), [200]);
    assert.equal((await imageOf(one)).name, name);
    await free();
    assert.equal((await hide(late, other)).status, 204);
    assert.equal((await call('PUT', `/markets/ratings/${rating.id}/hidden`, mod, { reason: 'No.' })).status, 200);
    assert.equal((await decide(late, 'rejected', 'Seen.')).status, 200);
    assert.equal((await call('DELETE', `/markets/ratings/${rating.id}/hidden`, mod)).status, 200);
    await drawn(one);
    assert.equal((await imageOf(late)).state, 'hidden');
    assert.equal((await call('DELETE', `/markets/ratings/${rating.id}`, visitor)).status, 204);
    assert.deepEqual(await reached(name), [404]);
  });

  test('photos of a market that is taken down have no address meanwhile, but for those of a rating that is hidden then', async () => {
    const holder = await stack.register(), market = await makeMarket(stack, { owner: holder }), rating = await rated(market, visitor, market.dates[-7]);
    const one = await added(rating, visitor), own = (await call('POST', `/markets/${market.id}/photos`, holder, { receipt: (await handIn(stack, holder, makeJpeg())).json.receipt })).json;
    const names = [await drawn(one), await drawn(own)];
    for (const name of names) assert.deepEqual(await reached(name), [200]);
    assert.equal((await call('POST', `/markets/${market.id}/takedown`, mod, { reason: 'No.' })).status, 200);
    for (const name of names) assert.deepEqual(await reached(name), [404]);
    assert.equal((await call('PUT', `/markets/ratings/${rating.id}/hidden`, mod, { reason: 'No.' })).status, 200);
    assert.equal((await call('DELETE', `/markets/${market.id}/takedown`, mod)).status, 200);
    assert.deepEqual(await reached(await drawn(own)), [200]);
    assert.deepEqual(await reached(names[0]), [404]);
    assert.equal((await call('DELETE', `/markets/ratings/${rating.id}/hidden`, mod)).status, 200);
    assert.deepEqual(await reached(await drawn(one)), [200]);
  });

  test('photos of ratings that wait for a moderator wait as well, and are shown or stay away with them', async () => {
    for (const [decision, after] of [['approved', 200], ['rejected', 404]]) {
      const market = await makeMarket(stack, { owner }), rating = await rated(market, visitor, market.dates[-7], stars(1));
      const one = await added(rating, visitor), name = await drawn(one);
      assert.deepEqual(await reached(name), [200]);
      for (let i = 0; i < 3; i++) await rated(market, await stack.register(), market.dates[-7], stars(1));
      assert.equal((await call('GET', `/markets/ratings/${rating.id}`, visitor)).json.state, 'waiting');
      assert.deepEqual(await reached(name), [404]);
      const [entry] = await stack.sql(`SELECT id FROM review_case WHERE room = 'burst' AND subject_id = '${market.id}' AND decision IS NULL`);
      assert.equal((await call('POST', `/moderation/cases/${entry.id}/decision`, mod, { decision, reason: 'So.' })).status, 200);
      if (after === 200) await drawn(one);
      assert.deepEqual(await reached(name), [after]);
    }
  });

  test('a receipt that is none is refused, and so is what is not one\'s own', async () => {
    const market = await makeMarket(stack, { owner });
    const rating = await rated(market, visitor, market.dates[-7]);
    const send = (path, who) => call('POST', path, who, { receipt: 'made-up' });
    assert.deepEqual([(await send(`/markets/ratings/${rating.id}/photos`, visitor)).status, (await send(`/markets/ratings/${rating.id}/photos`, other)).status], [422, 403]);
    assert.deepEqual([(await send(`/markets/${market.id}/photos`, owner)).status, (await send(`/markets/${market.id}/photos`, visitor)).status], [422, 403]);
    const one = await photo(market, visitor, { rating });
    for (const boxes of ['[{"x":0}]', '[{"x":790,"y":0,"width":20,"height":20}]', '{}', 'x']) assert.equal((await call('PUT', `/markets/photos/${one.id}/boxes`, visitor, { boxes })).status, 422, boxes);
    assert.equal((await call('PUT', `/markets/photos/${one.id}/boxes`, visitor, { keep: ['1:2:3'] })).status, 422);
    assert.equal((await call('PUT', `/markets/photos/${one.id}/boxes`, other, { boxes: '[]' })).status, 403);
    const more = await call('PUT', `/markets/photos/${one.id}/boxes`, visitor, { keep: ['1:2:30:40'], x: 5, y: 6, width: 70, height: 80 });
    assert.deepEqual([more.status, more.json.state, more.json.boxes.length], [200, 'rendering', 2]);
  });
});

describe('markets before moderators', () => {
  test('a first market waits, is refused with a reason, handed in again, approved; the next one does not wait', async () => {
    const who = await stack.register({ name: 'New here' });
    const market = await makeMarket(stack, { owner: who, fields: { review: 'waiting' } });
    const caseOf = async () => (await stack.sql(`SELECT id, hints FROM review_case WHERE room = 'market' AND subject_id = '${market.id}' AND decision IS NULL`))[0];
    const { id, hints } = await caseOf();
    assert.deepEqual(hints.map(({ kind }) => kind), ['new-uploader']);
    assert.deepEqual(await stack.sql(`SELECT market_review_for('${who.user.id}', 'first') AS first, market_review_for('${who.user.id}', 'none') AS none`), [{ first: 'waiting', none: 'approved' }]);
    assert.equal((await call('GET', `/markets/${market.id}/ratings`, other)).status, 404);
    const state = async (person) => call('GET', `/markets/${market.id}/review`, person);
    assert.deepEqual([(await state(undefined)).status, (await state(other)).status, (await state(who)).json.entry, (await state(mod)).status], [401, 404, id, 200]);
    assert.equal((await call('POST', `/moderation/cases/${id}/decision`, mod, { decision: 'rejected', reason: 'No such hall.' })).status, 200);
    assert.deepEqual([(await state(who)).json.review, (await state(who)).json.reason], ['rejected', 'No such hall.']);
    assert.match((await notices(who, 'market.rejected'))[0].link, /\/review$/);
    const again = (person) => call('POST', `/markets/${market.id}/review`, person, { note: 'Now with the street.' });
    assert.deepEqual([(await again(mod)).status, (await again(who)).status, (await again(who)).status], [403, 201, 409]);
    assert.equal((await call('POST', `/moderation/cases/${(await caseOf()).id}/decision`, mod, { decision: 'approved' })).status, 200);
    assert.equal((await notices(who, 'market.approved')).length, 1);
    assert.equal((await call('GET', `/markets/${market.id}/ratings`, other)).status, 200);
    assert.equal((await again(who)).status, 409, 'it is approved');
    assert.deepEqual(await stack.sql(`SELECT market_review_for('${who.user.id}', 'first') AS first, market_review_for('${who.user.id}', 'all') AS all`), [{ first: 'approved', all: 'waiting' }]);
  });

  test('a market is taken down with a reason and brought back; nobody sees or rates it meanwhile', async () => {
    const market = await makeMarket(stack, { owner });
    const down = (who, reason = 'It is somebody\'s garden.') => call('POST', `/markets/${market.id}/takedown`, who, { reason });
    assert.deepEqual([(await down(undefined)).status, (await down(owner)).status, (await down(mod, ' ')).status, (await down(mod)).status, (await down(mod)).status], [401, 403, 422, 200, 409]);
    assert.equal((await rate(market, visitor, market.dates[-7])).status, 404);
    assert.equal((await call('GET', `/markets/${market.id}/review`, owner)).json.reason, 'It is somebody\'s garden.');
    assert.equal((await notices(owner, 'market.taken_down')).length, 1);
    const back = (who) => call('DELETE', `/markets/${market.id}/takedown`, who);
    assert.deepEqual([(await back(other)).status, (await back(mod)).status, (await back(mod)).status], [403, 200, 409]);
    assert.equal((await rate(market, visitor, market.dates[-7])).status, 201);
    const own = await makeMarket(stack, { owner: mod });
    assert.equal((await call('POST', `/markets/${own.id}/takedown`, mod, { reason: 'x' })).status, 403, 'one\'s own');
  });

  test('a reported market leads to where it is taken down', async () => {
    const market = await makeMarket(stack, { owner });
    assert.equal((await call('POST', '/reports', other, { room: 'market', subject: market.id, kind: 'wrong', words: 'It moved.' })).status, 201);
    const row = (await call('GET', '/moderation/reports?limit=100', mod)).json.data.find(({ subject }) => subject === market.id);
    assert.deepEqual([row.room, row.kinds], ['market', ['wrong']]);
  });
});

test('who may do what to a rating in which state', async () => {
  const market = await makeMarket(stack, { owner });
  const one = await rated(market, visitor, market.dates[-7]);
  const everyone = { nobody: undefined, visitor, other, owner, mod };
  const operations = {
    'GET ': { shown: [200, 200, 200, 200, 200], away: [404, 200, 404, 404, 200] },
    'PATCH ': { shown: [401, 200, 403, 403, 403], away: [401, 200, 404, 404, 403], body: { words: 'x' } },
    'PUT /reply': { shown: [401, 403, 403, 200, 403], away: [401, 403, 404, 404, 403], body: { reply: 'x' } },
    'DELETE /reply': { shown: [401, 403, 403, 200, 403], away: [401, 403, 404, 404, 403] },
  };
  for (const state of ['shown', 'waiting', 'hidden']) {
    await stack.sql(`UPDATE market_rating SET state = '${state}' WHERE id = '${one.id}'`);
    for (const [operation, { body, ...expected }] of Object.entries(operations)) {
      const [method, rest] = operation.split(' ');
      const answers = [];
      for (const who of Object.values(everyone)) answers.push((await call(method, `/markets/ratings/${one.id}${rest}`, who, body)).status);
      assert.deepEqual(answers, expected[state === 'shown' ? 'shown' : 'away'], `${operation} ${state} by ${Object.keys(everyone)}`);
    }
  }
  for (const who of [undefined, other, owner, mod]) assert.ok([401, 403, 404].includes((await call('DELETE', `/markets/ratings/${one.id}`, who)).status));
});

test('nothing is wrong with the rows at the end', async () => {
  const said = await stack.curio('doctor').catch(({ message }) => message); // there is no scanner here
  for (const line of ['rows', 'counters', 'sources']) assert.match(said, new RegExp(`^ok +${line} `, 'm'));
});
