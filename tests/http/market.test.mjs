// What readers find of markets: lists and their filters, around points, by words, today across midnight, dates, calendars, and who may see what.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { putMarket, putOrganiser } from '../lib/markets.mjs';
import { startStack } from '../lib/stack.mjs';

let stack, schemas, owner, moderator, organiser;
const at = {}; // markets by what they are
const get = (path, query = {}, who) => stack.api('GET', `${path}${Object.keys(query).length ? `?${new URLSearchParams(query)}` : ''}`, undefined, { token: who?.token });
const validators = new Map();

/** The rows of a list, held to the document's schema. */
async function list(path, query = {}, schema = 'market_page') {
  const answer = await get(path, query);
  assert.equal(answer.status, 200, answer.text);
  if (!validators.has(schema)) validators.set(schema, schemas.compile({ $ref: `site:${schema}` }));
  for (const row of answer.json.data) assert.ok(validators.get(schema)(row), JSON.stringify(validators.get(schema).errors));
  return answer.json.data;
}
const names = async (path, query) => (await list(path, query)).map(({ title }) => title);
const errors = async (path, query) => {
  const answer = await get(path, query);
  assert.equal(answer.status, 422, answer.text);
  return answer.json.errors.map(({ field, code }) => `${field}: ${code}`);
};

const soon = [{ starts: "now() + interval '3 days'" }];
const ry = { latitude: 56.0903, longitude: 9.765, town: 'Ry', postcode: '8680' };

before(async () => {
  stack = await startStack({ conf: { rooms: 'market', microcache_seconds: 0 } });
  const { components } = (await stack.fetch('/api/v1/openapi.json')).json;
  schemas = new Ajv({ strict: true, strictRequired: false, allErrors: true, allowUnionTypes: true });
  addFormats(schemas);
  for (const [name, schema] of Object.entries(components.schemas))
    schemas.addSchema(JSON.parse(JSON.stringify({ ...schema, additionalProperties: false }).replaceAll('"#/components/schemas/', '"site:')), `site:${name}`);
  [owner, moderator] = [await stack.register({ name: 'Owner' }), await stack.register({ name: 'Mo' })];
  await stack.sql(`INSERT INTO account_role (account_id, role) VALUES ('${moderator.user.id}', 'moderator')`);
  moderator.token = (await stack.api('POST', '/auth/login', { email: moderator.email, password: moderator.password })).json.access_token;
  organiser = await putOrganiser(stack, { name: 'The Fairs' });
});
after(() => stack?.close());

describe('filters', () => {
  const place = { latitude: -33.9, longitude: 18.4, town: 'Kaapstad' };
  const near = { latitude: -33.9, longitude: 18.4 };
  before(async () => {
    const put = (title, fields) => putMarket(stack, { title, dates: soon, ...place, ...fields });
    await put('plain', {});
    await put('roofed', { setting: 'indoor', kind: 'antiques' });
    await put('open air', { setting: 'outdoor' });
    await put('both ways', { setting: 'both' });
    await put('costly', { entrance_fee: 5000, stall_price: 90000 });
    await put('cheap', { entrance_fee: 1000, stall_price: 20000 });
    await put('gratis', { entrance_fee: 0, stall_price: 0, currency: 'EUR' });
    await put('kind to all', { accessible: true, toilets: true, dogs: true, cards: true });
    await put('kind to none', { accessible: false, toilets: false, dogs: false, cards: false });
    await put('organised', { organiser_id: organiser.id });
    await put('over', { status: 'ended' });
    await put('drafted', { visibility: 'draft', account_id: owner.user.id });
    await put('waits', { review: 'waiting', account_id: owner.user.id });
  });
  const table = [
    [{ kind: 'antiques' }, ['roofed']], [{ setting: 'indoor' }, ['both ways', 'roofed']], [{ setting: 'outdoor' }, ['both ways', 'open air']],
    [{ fee_max: 0 }, ['gratis']], [{ fee_max: 1000 }, ['cheap', 'gratis']], [{ fee_max: 5000 }, ['cheap', 'costly', 'gratis']],
    [{ fee_max: 5000, currency: 'EUR' }, ['gratis']], [{ stall_max: 20000 }, ['cheap', 'gratis']], [{ stall_max: 19999 }, ['gratis']],
    [{ accessible: true }, ['kind to all']], [{ toilets: true }, ['kind to all']], [{ dogs: true }, ['kind to all']], [{ cards: true }, ['kind to all']],
    [{ dogs: true, kind: 'antiques' }, []], [{ organiser: 'the-fairs' }, ['organised']], [{ when: 'week', setting: 'indoor' }, ['both ways', 'roofed']],
    [{ when: 'today' }, []], [{ setting: 'any', kind: 'any', accessible: false, fee_max: '' }, ['both ways', 'cheap', 'costly', 'gratis', 'kind to all', 'kind to none', 'open air', 'organised', 'plain', 'roofed']],
  ];
  for (const [query, expected] of table)
    test(JSON.stringify(query), async () => {
      assert.deepEqual((await names('/markets/nearby', { ...near, ...query })).sort(), expected);
      assert.deepEqual((await names('/markets', { near: 'kaapstad', ...query })).sort(), expected);
    });

  test('an organiser nobody is, and kinds that are none', async () => {
    assert.deepEqual(await errors('/markets', { organiser: 'nobody' }), ['organiser: wrong']);
    assert.deepEqual(await errors('/markets', { kind: 'circus' }), ['kind: not_a_choice']);
    assert.deepEqual(await errors('/markets', { fee_max: -1 }), ['fee_max: too_small']);
  });
});

describe('around a point', () => {
  before(async () => {
    at.ry = await putMarket(stack, { title: 'Ry Hallen', dates: soon, ...ry });
    at.aarhus = await putMarket(stack, { title: 'Aarhus Havn', dates: soon, latitude: 56.1536, longitude: 10.2132, town: 'Aarhus', postcode: '8000' });
    at.fiji = await putMarket(stack, { title: 'East of the line', dates: soon, latitude: -17, longitude: -179.95, town: 'Taveuni', zone: 'Pacific/Fiji' });
    at.west = await putMarket(stack, { title: 'West of the line', dates: soon, latitude: -17, longitude: 179.95, zone: 'Pacific/Fiji' });
    at.pole = await putMarket(stack, { title: 'At the pole', dates: soon, latitude: 90, longitude: 0, zone: 'UTC' });
    at.nowhere = await putMarket(stack, { title: 'Nowhere known', dates: soon });
  });

  test('nearest first, cut at the radius, with the distance in metres', async () => {
    const rows = await list('/markets/nearby', { latitude: 56.09, longitude: 9.765 });
    assert.deepEqual(rows.map(({ title }) => title), ['Ry Hallen', 'Aarhus Havn']);
    assert.ok(rows[0].distance < 40 && Math.abs(rows[1].distance - 28700) < 500, `${rows.map(({ distance }) => distance)}`);
    assert.deepEqual(await names('/markets/nearby', { latitude: 56.09, longitude: 9.765, radius: 28 }), ['Ry Hallen']);
    assert.deepEqual(await names('/markets/nearby', { latitude: 56.09, longitude: 9.765, radius: 0.01 }), []);
    assert.deepEqual(await names('/markets/nearby', { latitude: 0, longitude: -140, radius: 500 }), []);
  });

  test('across the antimeridian and at the poles', async () => {
    assert.deepEqual(await names('/markets/nearby', { latitude: -17, longitude: 179.99 }), ['West of the line', 'East of the line']);
    assert.deepEqual(await names('/markets/nearby', { latitude: -17, longitude: -180 }).then((found) => found.length), 2);
    assert.deepEqual(await names('/markets/nearby', { latitude: 89.9, longitude: 179 }), ['At the pole']);
    assert.deepEqual(await names('/markets/nearby', { latitude: 90, longitude: -45 }), ['At the pole']);
  });

  test('a place by its name, begun or with other letters, by postcode, by coordinates', async () => {
    for (const near of ['Ry', 'ry', 'RY', '8680', '56.09, 9.765']) assert.deepEqual(await names('/markets/nearby', { near, radius: 10 }), ['Ry Hallen'], near);
    for (const near of ['Aarhus', 'Århus', 'aarh']) assert.deepEqual(await names('/markets', { near, radius: 10 }), ['Aarhus Havn'], near);
    const places = await list('/markets/places', { text: 'år' }, 'market_place');
    assert.deepEqual(places.map(({ name, markets }) => [name, markets]), [['Aarhus', 1]]);
    assert.deepEqual(await list('/markets/places', { text: '%' }, 'market_place'), []);
  });

  for (const [query, expected] of [
    [{}, ['latitude: required']], [{ latitude: 56 }, ['longitude: required']], [{ longitude: 10 }, ['latitude: required']],
    [{ latitude: 90.01, longitude: 0 }, ['latitude: too_large']], [{ latitude: -91, longitude: 0 }, ['latitude: too_small']],
    [{ latitude: 0, longitude: 180.5 }, ['longitude: too_large']], [{ latitude: 0, longitude: -181 }, ['longitude: too_small']],
    [{ latitude: 'north', longitude: 0 }, ['latitude: not_a_number']], [{ latitude: '1e999', longitude: 0 }, ['latitude: not_a_number']],
    [{ latitude: 'NaN', longitude: 0 }, ['latitude: not_a_number']], [{ latitude: '0x10', longitude: 0 }, ['latitude: not_a_number']],
    [{ latitude: 0, longitude: 0, radius: 501 }, ['radius: too_large']], [{ latitude: 0, longitude: 0, radius: -1 }, ['radius: too_small']],
    [{ near: 'Atlantis' }, ['near: wrong']], [{ near: 'Ry', from: 'soon' }, ['from: malformed']], [{ near: 'Ry', from: '2026-02-30' }, ['from: malformed']],
    [{ near: 'Ry', from: '2026-12-02', to: '2026-12-01' }, ['to: too_small']], [{ near: 'Ry', before: 'AAAA' }, ['before: malformed']],
    [{ near: 'Ry', limit: 0 }, ['limit: too_small']], [{ near: 'Ry', limit: 101 }, ['limit: too_large']],
  ])
    test(`refused: ${JSON.stringify(query)}`, async () => assert.deepEqual(await errors('/markets/nearby', query), expected));

  test('by distance needs a place', async () => {
    assert.deepEqual(await errors('/markets', { sort: 'distance' }), ['sort: wrong']);
  });
});

describe('today', () => {
  // The zone whose clock shows an hour from 2 to 21 just now, so that midnight is far; and one where it was midnight a moment ago.
  const local = (hours, minutes = 0) => `(date_trunc('day', now() AT TIME ZONE 'UTC') + make_interval(hours => ${hours}, mins => ${minutes})) AT TIME ZONE 'UTC'`;
  const fields = { latitude: 1, longitude: 1 }, near = { latitude: 1, longitude: 1 };
  const today = async () => Object.fromEntries((await list('/markets/today', near)).map((row) => [row.title, row]));
  before(async () => {
    const put = (title, dates, more) => putMarket(stack, { title, dates, zone: 'UTC', ...fields, ...more });
    await put('on now', [{ starts: "now() - interval '1 hour'", ends: "now() + interval '20 seconds' + interval '1 hour'" }]);
    await put('since yesterday, over midnight', [{ starts: `${local(0)} - interval '2 hours'`, ends: "now() + interval '1 hour'" }]);
    await put('for a week already', [{ starts: "now() - interval '7 days'", ends: "now() + interval '7 days'" }]);
    await put('over', [{ starts: `${local(0)} - interval '1 hour'`, ends: "now() - interval '1 second'" }]);
    await put('tomorrow', [{ starts: `${local(24)}` }]);
    await put('the last minute of today', [{ starts: `${local(23, 59)} + interval '59 seconds'` }]);
    await put('called off', [{ starts: `${local(23, 59)}`, status: 'cancelled', reason: 'Snow.' }, { starts: "now() + interval '5 days'" }]);
    await put('ended market', [{ starts: "now() - interval '1 hour'" }], { status: 'ended' });
  });

  test('what is on by the market’s own clock, over midnight as well; nothing that is over; cancelled with the reason', async () => {
    const found = await today();
    assert.deepEqual(Object.keys(found).sort(), ['called off', 'for a week already', 'on now', 'since yesterday, over midnight', 'the last minute of today']);
    for (const title of ['on now', 'since yesterday, over midnight', 'for a week already']) assert.equal(found[title].open_now, true, title);
    assert.equal(found['for a week already'].several_days, true);
    assert.deepEqual([found['called off'].status, found['called off'].reason, found['called off'].open_now], ['cancelled', 'Snow.', false]);
    assert.ok(Date.parse(found['called off'].held) > Date.now());
  });

  test('each by its own zone: the same instant is today here and tomorrow there', async () => {
    // Twelve hours from now is another day in one of two zones that are twelve hours apart, and never in both.
    const starts = "now() + interval '12 hours'", place = { latitude: 2, longitude: 2 };
    for (const zone of ['Etc/GMT+6', 'Etc/GMT-6']) await putMarket(stack, { title: zone, zone, ...place, dates: [{ starts }] });
    const [expected] = await stack.sql(`SELECT array_agg(z ORDER BY z) AS zones FROM unnest(ARRAY['Etc/GMT+6', 'Etc/GMT-6']) z
      WHERE ((now() + interval '12 hours') AT TIME ZONE z)::date = (now() AT TIME ZONE z)::date`);
    assert.equal(expected.zones.length, 1);
    assert.deepEqual(await names('/markets/today', place), expected.zones);
  });

  test('where its next date is over and nobody has said so yet, a market is looked up anew', async () => {
    const market = await putMarket(stack, { title: 'stale', zone: 'UTC', latitude: 3, longitude: 3, dates: [{ starts: "now() - interval '2 hours'", ends: "now() + interval '1 hour'" }, { starts: "now() + interval '2 days'" }] });
    await stack.stop('jobs');
    await stack.sql(`UPDATE market SET next_starts = now() - interval '9 hours', next_ends = now() - interval '3 hours', next_day = current_date - 1 WHERE id = '${market.id}'`);
    assert.deepEqual(await names('/markets/today', { latitude: 3, longitude: 3 }), ['stale']);
    assert.deepEqual(await names('/markets/nearby', { latitude: 3, longitude: 3, when: 'week' }), ['stale']);
    await stack.start('jobs');
    await stack.sql("INSERT INTO job (id, kind) VALUES (gen_random_uuid(), 'market_next')");
    const next = async () => (await stack.sql(`SELECT next_ends > now() AS ahead FROM market WHERE id = '${market.id}'`))[0].ahead;
    await stack.waitFor(next, { seconds: 30, what: 'the job to move it on' });
  });

  test('days of daylight saving are as long as they are', async () => {
    // The clocks went back in this night: 00:00 to 24:00 by the wall are 25 hours.
    const place = { latitude: 4, longitude: 4 };
    await putMarket(stack, { title: 'all night', ...place, dates: [{ starts: "timestamptz '2027-10-30 22:00+02'", ends: "timestamptz '2027-10-31 23:30+01'" }] });
    const [row] = await list('/markets/nearby', { ...place, from: '2027-10-31', to: '2027-10-31' });
    assert.deepEqual([row.from_local, row.until_local], ['2027-10-30T22:00', '2027-10-31T23:30']);
    assert.deepEqual(await names('/markets/nearby', { ...place, from: '2027-11-01', to: '2027-11-02' }), []);
    assert.deepEqual(await names('/markets/nearby', { ...place, from: '2027-10-29', to: '2027-10-29' }), []);
  });
});

describe('dates', () => {
  const place = { latitude: 10, longitude: 10 };
  before(async () => {
    const day = (n) => `(date_trunc('day', now() AT TIME ZONE 'UTC') + interval '${n} days 9 hours') AT TIME ZONE 'UTC'`;
    at.dated = await putMarket(stack, { title: 'dated', zone: 'UTC', ...place, dates: [
      { starts: day(-9) }, { starts: day(-2) }, { starts: day(5), status: 'cancelled', reason: 'The hall is let.' },
      { starts: day(11), status: 'moved', reason: 'A day earlier.', key: `(${day(12)}) AT TIME ZONE 'UTC'` }, { starts: day(19) }, { starts: day(26) }] });
    at.undated = await putMarket(stack, { title: 'undated', zone: 'UTC', ...place });
  });

  test('to come and over, each page by page', async () => {
    const walk = async (query) => {
      const rows = [];
      for (let before = ''; before !== null;) {
        const answer = await get(`/markets/${at.dated.slug}/dates`, { ...query, limit: 2, ...(before && { before }) });
        assert.equal(answer.status, 200, answer.text);
        rows.push(...answer.json.data);
        before = answer.json.next;
      }
      return rows;
    };
    const coming = await walk({});
    assert.deepEqual(coming.map(({ status, in_days: ahead }) => [status, ahead]), [['cancelled', 5], ['moved', 11], ['scheduled', 19], ['scheduled', 26]]);
    assert.equal(coming[0].reason, 'The hall is let.');
    assert.notEqual(coming[1].moved_from, coming[1].from_local);
    assert.deepEqual((await walk({ past: true })).map(({ over, in_days: ahead }) => [over, ahead]), [[true, -2], [true, -9]]);
    assert.equal((await get(`/markets/${at.undated.slug}/dates`, { before: (await get(`/markets/${at.dated.slug}/dates`, { limit: 2 })).json.next })).status, 422);
  });

  test('a range of days shows the date in it; none that is over comes again', async () => {
    const day = (n) => new Date(Date.now() + n * 86400000).toISOString().slice(0, 10);
    const [row] = await list('/markets/nearby', { ...place, from: day(10), to: day(20) });
    assert.deepEqual([row.status, row.from_local.slice(0, 10)], ['moved', day(11)]);
    assert.deepEqual(await names('/markets', { near: '10, 10', from: day(6), to: day(9) }), []);
    assert.deepEqual(await names('/markets', { near: '10, 10', from: day(-12), to: day(-1) }), []);
    assert.deepEqual(await names('/markets', { near: '10, 10', from: day(13), sort: 'date' }), ['dated']);
    assert.deepEqual(await names('/markets', { near: '10, 10' }), ['dated']);
    assert.deepEqual((await names('/markets', { near: '10, 10', when: 'any' })).sort(), ['dated', 'undated']);
  });

  test('a calendar counts the days', async () => {
    const [{ month, first }] = await stack.sql("SELECT to_char(now() + interval '5 days', 'YYYY-MM') AS month, (now() + interval '5 days')::date::text AS first");
    const rows = await list('/markets/calendar', { near: '10, 10', month }, 'market_calendar');
    const cancelled = rows.find(({ day }) => day === first);
    assert.deepEqual([cancelled.title, cancelled.status, cancelled.markets], ['dated', 'cancelled', 1]);
    assert.deepEqual(rows.map(({ day }) => day), rows.map(({ day }) => day).toSorted());
    assert.deepEqual((await list('/markets/calendar', { near: '10, 10', week: first }, 'market_calendar')).map(({ day }) => day).includes(first), true);
    assert.ok((await list('/markets/calendar', { month }, 'market_calendar')).length >= rows.length);
    for (const query of [{ month: '2026-13' }, { month: 'may' }, { week: '2026-02-31' }]) assert.equal((await get('/markets/calendar', query)).status, 422, JSON.stringify(query));
  });
});

describe('pages of a list', () => {
  const place = { latitude: 20, longitude: 20 };
  before(async () => {
    for (let i = 0; i < 23; i++)
      await putMarket(stack, { title: `paged ${String(i).padStart(2, '0')}`, ...place, latitude: 20 + Math.floor(i / 3) / 100, score: i % 4, dates: [{ starts: `now() + interval '${1 + (i % 5)} days'` }] });
  });
  for (const sort of ['distance', 'date', 'rating', 'newest', 'usual'])
    for (const more of [{}, { when: 'week' }, { from: '2020-01-01', to: '2090-01-01' }])
      test(`by ${sort} ${JSON.stringify(more)}: each once, in order`, async () => {
        const rows = [];
        for (let before = ''; before !== null;) {
          const answer = await get('/markets/nearby', { ...place, ...more, sort, limit: 5, ...(before && { before }) });
          assert.equal(answer.status, 200, answer.text);
          rows.push(...answer.json.data);
          before = answer.json.next;
        }
        assert.equal(new Set(rows.map(({ id }) => id)).size, 23);
        assert.equal(rows.length, 23);
        const key = { distance: (row) => row.distance, usual: (row) => row.distance, date: (row) => Date.parse(row.starts), rating: (row) => -row.score }[sort];
        if (key) assert.deepEqual(rows.map(key), rows.map(key).toSorted((a, b) => a - b));
      });

  test('a cursor of another order is refused', async () => {
    const { next } = (await get('/markets/nearby', { ...place, limit: 5 })).json;
    assert.deepEqual(await errors('/markets/nearby', { ...place, sort: 'rating', before: next }), ['before: malformed']);
  });

  test('where they are, for a map', async () => {
    const points = await list('/markets/points', place, 'market_point');
    assert.equal(points.length, 23);
  });
});

describe('by words', () => {
  before(async () => {
    await putMarket(stack, { title: 'Kræmmermarked Ørbæk', dates: soon, town: 'Ørbæk', description: 'Horses and tombola' });
    await putMarket(stack, { title: 'Loppemarked i Vejle', dates: soon, town: 'Vejle', place: 'Spinderihallerne' });
  });
  for (const [query, expected] of [
    ['ørbæk', ['Kræmmermarked Ørbæk']], ['Oerbaek', ['Kræmmermarked Ørbæk']], ['kraemmer', ['Kræmmermarked Ørbæk']], ['tombola', ['Kræmmermarked Ørbæk']],
    ['loppemarked vejle', ['Loppemarked i Vejle']], ['spinderi', ['Loppemarked i Vejle']], ['loppemarkd vejle', ['Loppemarked i Vejle']], ["' | & ! :* <->", []], ['zzzzqqqq', []],
  ])
    test(query, async () => assert.deepEqual((await names('/markets/search', { query })), expected));
  test('nothing to look for is refused', async () => assert.deepEqual(await errors('/markets/search', { query: ' ' }), ['query: required']));
});

describe('one market', () => {
  before(async () => {
    const put = (title, fields) => putMarket(stack, { title, dates: soon, account_id: owner.user.id, ...fields });
    at.public = await put('public', {});
    at.draft = await put('draft', { visibility: 'draft' });
    at.waiting = await put('waiting', { review: 'waiting' });
    at.rejected = await put('rejected', { review: 'rejected', review_reason: 'No such hall.' });
    at.ended = await put('ended', { status: 'ended' });
    at.merged = await put('merged', { merged_into: at.public.id });
  });

  const sees = { public: 'visitor', ended: 'visitor', draft: 'owner', waiting: 'owner', rejected: 'owner' };
  for (const [state, least] of Object.entries(sees))
    test(`${state}: by id and slug, for whom may`, async () => {
      const other = await stack.register();
      for (const [name, who] of Object.entries({ visitor: undefined, other, owner, moderator }))
        for (const key of [at[state].id, at[state].slug]) {
          const seen = least === 'visitor' || name === 'owner' || name === 'moderator';
          assert.equal((await get(`/markets/${key}`, {}, who)).status, seen ? 200 : 404, `${name} ${key}`);
          assert.equal((await get(`/markets/${key}/dates`, {}, who)).status, seen ? 200 : 404, `${name} ${key}`);
        }
    });

  test('the reason of a refusal is for its owner and moderators', async () => {
    assert.equal((await get(`/markets/${at.rejected.slug}`, {}, owner)).json.review_reason, 'No such hall.');
    assert.equal((await get(`/markets/${at.public.slug}`)).json.review_reason, null);
  });

  test('one that was merged leads to the one that was kept', async () => {
    for (const key of [at.merged.id, at.merged.slug]) {
      const answer = await get(`/markets/${key}`);
      assert.deepEqual([answer.status, answer.headers.location], [302, `/api/v1/markets/${at.public.slug}`]);
      const page = await stack.fetch(`/markets/${key}/dates`);
      assert.deepEqual([page.status, page.headers.location], [303, `/markets/${at.public.slug}/dates`]);
    }
    assert.ok(!(await names('/markets', { when: 'any', limit: 100 })).includes('merged'));
  });

  test('an ended one has no date to come, and is in no list', async () => {
    const { json } = await get(`/markets/${at.ended.slug}`);
    assert.deepEqual([json.ended, json.starts], [true, null]);
    assert.ok(!(await names('/markets/search', { query: 'ended' })).includes('ended'));
  });

  test('the distance is told where the reader says where they are', async () => {
    const { json } = await get(`/markets/${at.ry.slug}`, { latitude: 56, longitude: 9.765 });
    assert.ok(Math.abs(json.distance - 10040) < 50, String(json.distance));
  });

  test('organisers, by id and slug', async () => {
    for (const key of [organiser.id, organiser.slug]) assert.equal((await get(`/organisers/${key}`)).json.markets, 1);
    assert.equal((await get('/organisers/nobody')).status, 404);
  });
});

describe('pages', () => {
  test('show a wrong place beside its box, and what is there without script', async () => {
    const page = await stack.fetch('/markets?near=Atlantis');
    assert.equal(page.status, 200);
    assert.match(page.text, /No market here is in a place of that name/);
    const found = await stack.fetch('/markets?near=Ry&radius=10');
    assert.match(found.text, /Ry Hallen/);
    assert.doesNotMatch(found.text, / style=| onclick=/);
  });

  test('a site with this room alone speaks of no other', async () => {
    for (const path of ['/', '/markets', '/markets/today', '/markets/map', '/markets/calendar', `/markets/${at.public.slug}`, '/about']) {
      const page = await stack.fetch(path);
      assert.equal(page.status, 200, path);
      assert.doesNotMatch(page.text, /schematic|Minecraft|\bbuilds?\b/i, path);
    }
    assert.equal((await stack.fetch('/schematics')).status, 404);
    assert.doesNotMatch((await stack.fetch('/manifest.webmanifest')).text, /schematic|Minecraft|\bbuilds?\b/i);
  });
});
