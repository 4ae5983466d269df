// What leaves the site, as calendar, feed and data: it comes back in through our own reader with nothing lost.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startStack } from '../lib/stack.mjs';

let stack, owner, folder, one, hours;
const day = (days) => new Date(Date.now() + days * 864e5).toISOString().slice(0, 10);

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'curio-feeds-'));
  stack = await startStack({ conf: { rooms: 'market', microcache_seconds: 0 } });
  owner = await stack.register();
  const enter = async (fields) => {
    const { json, text, status } = await stack.api('POST', '/markets', fields, { token: owner.token });
    assert.equal(status, 201, text);
    return json;
  };
  one = await enter({
    title: 'Kræmmermarked; "Ørbæk", 100 % <b>genbrug</b> 🎪', description: 'Første linje,\nanden; linje \\ og <script>alert(1)</script> & mere', kind: 'antiques', setting: 'both',
    organiser: 'Ørbæk Forening', place: 'Hal 2', street: 'Gade 1', postcode: '5853', town: 'Ørbæk', region: 'Fyn', country: 'DK', latitude: 55.2612, longitude: 10.6738,
    entrance_fee: 2550, stall_price: 0, accessible: 'yes', toilets: 'no', cards: 'yes', website: 'https://orbaek.example.org/?a=1&b=2', email: 'hej@orbaek.example.org', phone: '+45 12 34 56 78',
    schedule: {
      rules: [{ starts: `${day(3)}T09:00`, minutes: 360, rrule: 'FREQ=WEEKLY;COUNT=20', exdates: [`${day(10)}T09:00`], rdates: [`${day(12)}T09:00`] }, { starts: `${day(40)}T22:00`, minutes: 240 }],
      overrides: [{ key: `${day(17)}T09:00`, status: 'cancelled', reason: 'Storm; desværre' }, { key: `${day(24)}T09:00`, status: 'moved', starts: `${day(25)}T10:00`, ends: `${day(25)}T15:00`, reason: 'Hallen er optaget' }],
    },
  });
  hours = await enter({ title: 'Torvet', town: 'Aarhus', country: 'DK', latitude: 56.15, longitude: 10.2, opening_hours: 'We,Sa 08:00-14:00' });
});
after(async () => { await stack?.close(); await rm(folder, { recursive: true, force: true }); });

async function fetchText(path) {
  const answer = await stack.fetch(path);
  assert.equal(answer.status, 200, answer.text);
  return answer;
}
async function readBack(name, text, kind) {
  const file = join(folder, name);
  await writeFile(file, text);
  const read = JSON.parse(await stack.curio('market', 'read', file, ...(kind ? ['--kind', kind] : [])));
  return read.files ? read.files[0] : read;
}
const fields = ['external_id', 'name', 'description', 'kind', 'url', 'organiser_name', 'organiser_email', 'organiser_phone', 'place', 'street', 'postcode', 'town', 'region', 'country',
  'latitude', 'longitude', 'zone', 'setting', 'entrance_fee', 'stall_price', 'accessible', 'toilets', 'dogs', 'cards', 'opening_hours', 'sequence'];
const pick = (market) => Object.fromEntries(fields.map((field) => [field, market[field] ?? null]));
/** All starts and what becomes of them, rules of one date among the dates. */
const times = (market) => ({
  rules: (market.rules ?? []).filter((rule) => rule.rrule || rule.rdates).map(({ starts, minutes, rrule, exdates, rdates }) => [starts.slice(0, 16), minutes, rrule, exdates ?? [], rdates ?? []]),
  single: [...(market.rules ?? []).filter((rule) => !rule.rrule && !rule.rdates).map(({ starts }) => starts), ...(market.dates ?? []).filter((date) => !date.replaces).map(({ starts }) => starts)].map((t) => t.slice(0, 16)).sort(),
  replaced: (market.dates ?? []).filter((date) => date.replaces).map(({ replaces, starts, status, reason }) => [replaces.slice(0, 16), starts.slice(0, 16), status, reason]).sort(),
});

describe('of one market and of a list', () => {
  let said;
  test('GeoJSON says all of it', async () => {
    const { text, headers } = await fetchText(`/api/v1/markets/${one.slug}/market.geojson`);
    assert.match(headers['content-type'], /^application\/geo\+json/);
    const json = JSON.parse(text);
    assert.deepEqual(json.features[0].geometry.coordinates, [10.6738, 55.2612]);
    const { markets, refusals } = await readBack('one.geojson', text);
    assert.deepEqual(refusals ?? [], []);
    [said] = markets;
    assert.equal(said.name, one.title);
    assert.equal(said.entrance_fee, '25.50 DKK');
    assert.equal(said.description, one.description);
    assert.deepEqual(times(said).replaced.map(([, , status]) => status), ['cancelled', 'moved']);
    assert.equal(times(said).single.length, 1);
  });
  for (const [name, path, kind] of [['iCalendar', 'calendar.ics', 'ics'], ['JSON-LD', 'market.jsonld', 'json-ld']])
    test(`${name} says the same`, async () => {
      const { text } = await fetchText(`/api/v1/markets/${one.id}/${path}`);
      const { markets } = await readBack(path, text, kind);
      assert.equal(markets.length, 1);
      assert.deepEqual(pick(markets[0]), pick(said));
      assert.deepEqual(times(markets[0]), times(said));
    });
  for (const [name, path, kind] of [['feed', 'feed.rss', 'page'], ['embedded list', 'embed', 'page'], ['calendar', 'calendar.ics', 'ics'], ['GeoJSON', 'markets.geojson', 'geojson'], ['JSON-LD', 'markets.jsonld', 'json-ld']])
    test(`the ${name} of a list holds both markets whole`, async () => {
      const { text } = await fetchText(path === 'embed' ? `/markets/${path}` : `/api/v1/markets/${path}`);
      const { markets } = await readBack(`list-${path}`, text, kind);
      assert.equal(markets.length, 2, JSON.stringify(markets.map((m) => m.name)));
      const back = markets.find((m) => m.name === one.title), torvet = markets.find((m) => m.name === hours.title);
      assert.deepEqual(pick(back), pick(said));
      assert.deepEqual(times(back), times(said));
      assert.equal(torvet.opening_hours, 'We,Sa 08:00-14:00');
      assert.deepEqual(times(torvet), { rules: [], single: [], replaced: [] });
    });
  test("the market's page says it to search engines", async () => {
    const { text } = await fetchText(`/markets/${one.slug}`);
    const { markets } = await readBack('page.html', text, 'page');
    assert.deepEqual(pick(markets[0]), pick(said));
  });
});

const odd = {
  'a long text': 'Långt 🎪 "ord"; \\\\ '.repeat(1100).trim(),
  'a long word': 'x'.repeat(3000) + '🎪'.repeat(500),
  'ends of elements': ']]> </script> --> <!-- &amp; &#60; <![CDATA[ \\u003c \\',
  'line ends': 'one\r\ntwo\n\nthree\tfour\u2028five',
  'what XML refuses': 'a\ufffe\uffffb',
};
describe('odd text', () => {
  for (const [what, description] of Object.entries(odd))
    test(what, async () => {
      const { status, json, text } = await stack.api('POST', '/markets', { title: `Odd \\ ${what}, ]]> </title> "x"; 🎪`, description, repeat: 'once', date: day(5), from: '09:00', to: '10:00' }, { token: owner.token });
      assert.equal(status, 201, text);
      for (const [path, kind] of [['market.geojson', 'geojson'], ['market.jsonld', 'json-ld'], ['calendar.ics', 'ics']]) {
        const { markets, refusals } = await readBack(`odd-${path}`, (await fetchText(`/api/v1/markets/${json.id}/${path}`)).text, kind);
        assert.deepEqual(refusals ?? [], [], path);
        assert.equal(markets[0].name, json.title, path);
        assert.equal(markets[0].description, json.description, path);
        assert.equal(times(markets[0]).single[0], `${day(5)}T09:00`, path);
        assert.equal(markets[0].latitude ?? null, null);
      }
      const feed = (await fetchText('/api/v1/markets/feed.rss?query=Odd')).text;
      assert.ok(![...feed].some((c) => c < ' ' && !'\n\t'.includes(c)) && !/[\ufffe\uffff]/.test(feed));
      const back = (await readBack('odd.rss', feed, 'page')).markets.find((market) => market.external_id === json.id);
      assert.equal(back.description, json.description);
    });
  test('a market without dates is no event', async () => {
    const { json } = await stack.api('POST', '/markets', { title: 'Undated' }, { token: owner.token });
    const { text } = await fetchText(`/api/v1/markets/${json.id}/calendar.ics`);
    assert.match(text, /^BEGIN:VCALENDAR\r\n[^]*END:VCALENDAR\r\n$/);
    assert.ok(!text.includes('VEVENT'));
    assert.equal((await readBack('undated.geojson', (await fetchText(`/api/v1/markets/${json.id}/market.geojson`)).text)).markets[0].name, 'Undated');
  });
});

test('calendars keep their ids, and count a change of time', async () => {
  const read = async () => (await fetchText(`/markets/${one.id}/calendar.ics`)).text;
  const ids = (text) => [...text.matchAll(/^UID:(.*)$/gm)].map(([, id]) => id.trim());
  const before = await read();
  for (const line of before.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line);
  assert.match(before, /BEGIN:VTIMEZONE\r\nTZID:Europe\/Copenhagen/);
  await stack.api('PATCH', `/markets/${one.id}`, { description: 'Other words' }, { token: owner.token });
  assert.match(await read(), new RegExp(`SEQUENCE:${one.sequence}\r`));
  await stack.api('POST', `/markets/${one.id}/dates/${day(31)}T09:00`, { status: 'cancelled' }, { token: owner.token });
  const after = await read();
  assert.match(after, new RegExp(`SEQUENCE:${one.sequence + 1}\r`));
  assert.deepEqual([...new Set(ids(after))], [...new Set(ids(before))]);
});

test('a frame may show the embedded list and nothing else; drafts leave by no way', async () => {
  const embed = await stack.fetch('/markets/embed');
  assert.match(embed.headers['content-security-policy'], /frame-ancestors \*/);
  assert.equal(embed.headers['x-frame-options'], undefined);
  const page = await stack.fetch('/markets');
  assert.match(page.headers['content-security-policy'], /frame-ancestors 'none'/);
  const draft = (await stack.api('POST', '/markets', { title: 'Secret draft', visibility: 'draft', repeat: 'once', date: day(3), from: '09:00', to: '10:00' }, { token: owner.token })).json;
  for (const path of ['calendar.ics', 'market.geojson', 'market.jsonld']) assert.equal((await stack.api('GET', `/markets/${draft.id}/${path}`)).status, 404);
  for (const path of ['calendar.ics', 'feed.rss', 'markets.geojson', 'markets.jsonld', 'embed']) assert.ok(!(await stack.fetch(path === 'embed' ? '/markets/embed' : `/api/v1/markets/${path}`)).text.includes('Secret draft'));
});
