// Markets that are entered to hurt: what one person says takes nothing away from the others.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStack } from '../lib/stack.mjs';

let stack, owner;
const day = (days) => new Date(Date.now() + days * 864e5).toISOString().slice(0, 10);
const two = (n) => String(n).padStart(2, '0');

before(async () => {
  stack = await startStack({ conf: { rooms: 'market', microcache_seconds: 0 } });
  owner = await stack.register();
});
after(() => stack?.close());

async function enter(fields) {
  const { json, text, status } = await stack.api('POST', '/markets', { title: 'Market', town: 'Ry', ...fields }, { token: owner.token });
  assert.equal(status, 201, text);
  return json;
}
const calendar = async (path) => {
  const { status, text } = await stack.fetch(`/markets${path}`);
  assert.equal(status, 200, text.slice(0, 300));
  return text.split('\r\nBEGIN:VEVENT').slice(1);
};

test('thousands of dates with a long description leave the calendar of all markets whole', async () => {
  const long = 'word '.repeat(3999);
  const hours = Array.from({ length: 10 }, (_, i) => `Mo-Su ${two(i)}:00-${two(i)}:30`).join(', ');
  const meek = await enter({ title: 'Meek', repeat: 'once', date: day(3), from: '09:00', to: '12:00' });
  const open = await enter({ title: 'Open', opening_hours: hours, description: long });
  const minutes = Array.from({ length: 32 }, (_, i) => ({ starts: `${day(1)}T00:${two(i)}`, minutes: 5, rrule: `FREQ=DAILY;COUNT=20;BYHOUR=${Array.from({ length: 20 }, (_, h) => h)}` }));
  const overrides = minutes.flatMap(({ starts }) => Array.from({ length: 20 }, (_, h) => ({ key: `${day(1)}T${two(h)}${starts.slice(13)}`, status: 'cancelled' })));
  const often = await enter({ title: 'Often', description: long, schedule: { rules: minutes, overrides } });
  const own = await calendar(`/${open.slug}/calendar.ics`);
  assert.ok(own.length > 3000, String(own.length));
  assert.match(own[0], /\nDESCRIPTION:word/);
  assert.doesNotMatch(own.at(-1), /\nDESCRIPTION/);
  assert.equal((await calendar(`/${often.slug}/calendar.ics`)).length, 32 + 640);
  const all = (await calendar('/calendar.ics')).join('');
  for (const { slug } of [meek, open, often]) assert.match(all, new RegExp(`/markets/${slug}\\r\\n`));
});

test('two hundred markets with all that a schedule may hold are more than a feed takes, and end nothing', async () => {
  const keys = Array.from({ length: 1900 }, (_, i) => `${day(1 + (i % 380))}T${two(10 + Math.floor(i / 380))}:00`);
  const rules = [0, 1, 2, 3, 4].map((h) => ({ starts: `${day(1)}T1${h}:00`, minutes: 5, rrule: 'FREQ=DAILY;COUNT=390' }));
  const one = await enter({ title: 'Full', latitude: 55, longitude: 12, schedule: { rules, overrides: keys.map((key) => ({ key, status: 'cancelled', reason: 'r'.repeat(30) })) } });
  await stack.sql(`INSERT INTO market (id, slug, title, zone, currency, schedule, latitude, longitude)
    SELECT gen_random_uuid(), 'as-full-' || i, m.title, m.zone, m.currency, m.schedule, 55, 12 FROM market m, generate_series(1, 199) i WHERE m.id = '${one.id}'`);
  await stack.sql(`INSERT INTO market_date (market_id, key, starts, ends, day)
    SELECT c.id, d.key, d.starts, d.ends, d.day FROM market c CROSS JOIN (SELECT * FROM market_date f WHERE f.market_id = '${one.id}' ORDER BY f.starts LIMIT 1) d WHERE c.slug LIKE 'as-full-%'`);
  for (const path of ['/calendar.ics', '/feed.rss', '/markets.geojson', '/markets.jsonld', '/embed', '/today', `/${one.slug}`, `/${one.slug}/calendar.ics`]) {
    const { status, text } = await stack.fetch(`/markets${path}`);
    assert.equal(status, 200, `${path}: ${text.slice(0, 200)}`);
  }
});
