// Entering a market, changing it, its rules and its single dates: by whom it may be done, and what comes of it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStack } from '../lib/stack.mjs';

let stack, owner, other, moderator;
const call = (method, below, body, who) => stack.api(method, `/markets${below}`, body, { token: who?.token });
const pad = (n) => String(n).padStart(2, '0');
const dayFromNow = (days) => { const d = new Date(Date.now() + days * 864e5); return `${d.getUTCFullYear()}-${pad(d.getUTCMonth() + 1)}-${pad(d.getUTCDate())}`; };

before(async () => {
  stack = await startStack({ conf: { rooms: 'market' } });
  [owner, other, moderator] = [await stack.register(), await stack.register(), await stack.register()];
  await stack.sql(`INSERT INTO account_role (account_id, role) VALUES ('${moderator.user.id}', 'moderator')`);
  moderator.token = (await stack.api('POST', '/auth/login', { email: moderator.email, password: moderator.password })).json.access_token;
});
after(() => stack?.close());

async function market(fields = {}, who = owner) {
  const { json, text, status } = await call('POST', '', { title: 'Loppemarked i Ry-Hallen', town: 'Ry', ...fields }, who);
  assert.equal(status, 201, text);
  return json;
}
const dates = async (one) => (await stack.sql(`SELECT to_char(key, 'YYYY-MM-DD"T"HH24:MI') AS key, status, to_char(starts AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI') AS starts, reason
  FROM market_date WHERE market_id = '${one.id}' ORDER BY market_date.starts`)).map((date) => [date.key, date.status, date.starts, date.reason]);
const row = async (one, columns) => JSON.stringify((await stack.sql(`SELECT ${columns} FROM market WHERE id = '${one.id}'`))[0]);
const fails = async (fields, field) => {
  const { json, status } = await call('POST', '', { title: 'x', ...fields }, owner);
  assert.equal(status, 422, JSON.stringify(json));
  assert.ok(json.errors.some((e) => e.field === field), JSON.stringify(json.errors));
};

test('a market is entered with one date, and has it', async () => {
  const day = dayFromNow(30);
  const made = await market({ repeat: 'once', date: day, from: '09:00', to: '15:30', latitude: 56.0897, longitude: 9.7606, entrance_fee: 2000, dogs: 'yes' });
  assert.match(made.slug, /^loppemarked-i-ry-hallen-ry/);
  assert.deepEqual([made.zone, made.currency, made.entrance_fee, made.dogs, made.cards, made.sequence], ['Europe/Copenhagen', 'DKK', 2000, true, null, 1]);
  assert.deepEqual(made.schedule, { rules: [{ starts: `${day}T09:00`, minutes: 390 }] });
  assert.deepEqual((await dates(made)).map(([key, status]) => [key, status]), [[`${day}T09:00`, 'scheduled']]);
  assert.equal(await row(made, "origins -> 'title' ->> 'source' AS source"), '{"source":"person"}');
});

test('rules of every kind give their dates, by the clock of the place', async () => {
  const weekly = await market({ repeat: 'weekly', date: dayFromNow(1), from: '22:00', to: '02:00', weekdays: ['sa'] });
  const found = await dates(weekly);
  assert.ok(found.length >= 56 && found.length <= 58, String(found.length));
  for (const [key] of found) assert.equal(new Date(`${key}:00Z`).getUTCDay(), 6);
  const monthly = await market({ repeat: 'monthly', date: dayFromNow(1), from: '09:00', to: '15:00', weekdays: 'su', nths: ['1', 'last'], months: ['4', '5'] });
  for (const [key] of await dates(monthly)) assert.match(key, /-0[45]-/);
  assert.match(monthly.schedule.rules[0].rrule, /FREQ=/);
  const three = await market({ repeat: 'once', date: dayFromNow(5), last_date: dayFromNow(7), from: '10:00', to: '17:00' });
  assert.equal((await dates(three)).length, 3);
  const hours = await market({ opening_hours: 'Sa 09:00-14:00' });
  assert.ok((await dates(hours)).length > 50);
});

test('what cannot be is refused, and says where', async () => {
  await fails({ repeat: 'once', date: '2026-02-30', from: '09:00', to: '10:00' }, 'date');
  await fails({ repeat: 'once', date: dayFromNow(3), from: '9', to: '10:00' }, 'from');
  await fails({ repeat: 'monthly', date: dayFromNow(3), from: '09:00', to: '10:00' }, 'nths');
  await fails({ repeat: 'weekly', date: dayFromNow(3), from: '09:00', to: '10:00', weekdays: 'xx' }, 'weekdays');
  await fails({ opening_hours: 'Sa 09:00-' + '9'.repeat(20) }, 'opening_hours');
  for (const zone of ['Europe/Atlantis', 'Europe//Copenhagen', 'right/Europe/Copenhagen', 'localtime']) await fails({ zone }, 'zone');
  await assert.rejects(stack.sql("INSERT INTO market (id, slug, title, zone, currency) VALUES (gen_random_uuid(), 'z', 'z', 'Europe//Copenhagen', 'DKK')"), /time zone/);
  await fails({ latitude: 91, longitude: 0 }, 'latitude');
  await fails({ latitude: 55 }, 'longitude');
  await fails({ country: 'Denmark' }, 'country');
  await fails({ currency: 'kr' }, 'currency');
  for (const website of ['javascript:alert(1)', 'https://bank.example.org@example.com/', 'https://x:y@example.com', 'https://']) await fails({ website }, 'website');
  await fails({ fee_text: '12,505' }, 'fee_text');
  await fails({ entrance_fee: -1 }, 'entrance_fee');
  await fails({ schedule: { rules: [{ starts: 'x', minutes: 5 }] } }, 'schedule');
  await fails({ schedule: { rulez: [] } }, 'schedule');
  await fails({ schedule: { rules: [{ starts: '2026-05-03T09:00', minutes: 60, rrule: 'FREQ=NEVER' }] } }, 'schedule');
  for (const freq of ['HOURLY', 'MINUTELY', 'SECONDLY']) await fails({ schedule: { rules: [{ starts: '2026-05-03T09:00', minutes: 60, rrule: `FREQ=${freq};COUNT=2` }] } }, 'schedule');
  await fails({ schedule: [] }, 'schedule');
  assert.equal((await call('POST', '', { title: 'x' })).status, 401);
});

test('a change changes what was sent alone, and says so in the origins; nothing changed is no change', async () => {
  const made = await market({ description: 'Old', fee_text: '12,50', repeat: 'once', date: dayFromNow(9), from: '09:00', to: '12:00' });
  assert.equal(made.entrance_fee, 1250);
  const changed = (await call('PATCH', `/${made.slug}`, { title: 'Another name', entrance_fee: null }, owner)).json;
  assert.deepEqual([changed.title, changed.description, changed.entrance_fee, changed.sequence], ['Another name', 'Old', null, made.sequence + 1]);
  const before = await row(made, 'sequence, updated_at, origins');
  assert.equal((await call('PATCH', `/${made.id}`, { title: 'Another name', schedule: changed.schedule }, owner)).status, 200);
  assert.equal(await row(made, 'sequence, updated_at, origins'), before);
  const described = (await call('PATCH', `/${made.id}`, { description: 'New' }, owner)).json;
  assert.equal(described.sequence, changed.sequence);
  const moved = (await call('PATCH', `/${made.id}`, { zone: 'America/New_York' }, owner)).json;
  assert.equal(moved.sequence, changed.sequence + 1);
  assert.match((await dates(made))[0][2], /T1[34]:00$/);
});

test('a date is cancelled, moved and taken back; a date that never was is not', async () => {
  const [day, later] = [dayFromNow(12), dayFromNow(13)];
  const made = await market({ repeat: 'once', date: day, from: '09:00', to: '12:00' });
  const say = (key, body) => call('POST', `/${made.slug}/dates/${key}`, body, owner);
  const cancelled = await say(`${day}T09:00`, { status: 'cancelled', reason: 'Storm' });
  assert.equal(cancelled.status, 200, cancelled.text);
  assert.deepEqual((await dates(made)).map(([key, status, , reason]) => [key, status, reason]), [[`${day}T09:00`, 'cancelled', 'Storm']]);
  assert.equal((await say(`${day}T09:00`, { status: 'moved', date: later, from: '10:00', to: '13:00', reason: 'Hall is taken' })).status, 200);
  const [[key, status]] = await dates(made);
  assert.deepEqual([key, status, (await dates(made)).length], [`${day}T09:00`, 'moved', 1]);
  assert.equal((await say(`${day}T09:00`, { status: 'scheduled' })).status, 200);
  assert.deepEqual((await dates(made)).map(([k, s]) => [k, s]), [[`${day}T09:00`, 'scheduled']]);
  assert.equal((await say(`${later}T09:00`, { status: 'cancelled' })).status, 404);
  assert.equal((await say('yesterday', { status: 'cancelled' })).status, 422);
  assert.equal((await say(`${day}T09:00`, { status: 'moved' })).status, 422);
});

test('rules are added and taken away one by one', async () => {
  const made = await market({ repeat: 'once', date: dayFromNow(12), from: '09:00', to: '12:00' });
  const added = (await call('POST', `/${made.id}/rules`, { repeat: 'yearly', date: dayFromNow(20), from: '09:00', to: '12:00' }, owner)).json;
  assert.equal(added.schedule.rules.length, 2);
  const left = (await call('DELETE', `/${made.id}/rules/1`, undefined, owner)).json;
  assert.deepEqual(left.schedule.rules, [added.schedule.rules[1]]);
  assert.equal((await call('DELETE', `/${made.id}/rules/2`, undefined, owner)).status, 404);
});

test('only who holds it may change it; an organiser holds its markets; drafts are seen by nobody else', async () => {
  const made = await market({ organiser: 'Ry Loppeforening' });
  const theirs = await market({ title: 'Theirs', organiser: 'Ry Loppeforening' }, other);
  assert.notEqual(made.organiser_slug, theirs.organiser_slug);
  const again = await market({ title: 'Again', organiser: 'RY LOPPEFORENING' });
  assert.equal(again.organiser_slug, made.organiser_slug);
  for (const [method, below, body] of [['PATCH', '', { title: 'Mine now' }], ['DELETE', ''], ['POST', '/rules', { date: dayFromNow(1), from: '09:00', to: '10:00' }],
    ['POST', `/dates/${dayFromNow(1)}T09:00`, { status: 'cancelled' }], ['GET', '/schedule']]) {
    assert.equal((await call(method, `/${made.id}${below}`, body, other)).status, 403, `${method} ${below}`);
    assert.equal((await call(method, `/${made.id}${below}`, body)).status, 401, `${method} ${below}`);
  }
  const draft = await market({ visibility: 'draft' });
  assert.equal((await call('PATCH', `/${draft.id}`, { title: 'x' }, other)).status, 404);
  assert.equal((await call('PATCH', `/${draft.id}`, { title: 'Seen by a moderator' }, moderator)).status, 200);
  await stack.sql(`UPDATE market SET account_id = NULL WHERE id = '${made.id}'`);
  assert.equal((await call('PATCH', `/${made.id}`, { title: 'By its organiser' }, owner)).status, 200);
  const organiser = await stack.api('PATCH', `/organisers/${made.organiser_slug}`, { description: 'We are many' }, { token: owner.token });
  assert.equal(organiser.json.description, 'We are many');
  for (const website of ['javascript:alert(1)', 'ry.example.org']) assert.equal((await stack.api('PATCH', `/organisers/${made.organiser_slug}`, { website }, { token: owner.token })).status, 422);
  assert.equal((await stack.api('PATCH', `/organisers/${made.organiser_slug}`, { name: 'x' }, { token: other.token })).status, 403);
  assert.equal((await call('DELETE', `/${made.id}`, undefined, owner)).status, 204);
  assert.equal((await call('PATCH', `/${made.id}`, { title: 'x' }, owner)).status, 404);
});

test('what stands about a market that others do not see is theirs to see as little', async () => {
  const draft = await market({ visibility: 'draft', organiser: 'Hidden hands' });
  const organiser = (who) => stack.api('GET', `/organisers/${draft.organiser_slug}`, undefined, { token: who?.token });
  const told = async (who) => (await call('GET', `/${draft.id}/sources`, undefined, who)).json.data.length > 0;
  for (const [who, sees] of [[undefined, false], [other, false], [owner, true], [moderator, true]]) {
    assert.equal((await organiser(who)).status, sees ? 200 : 404);
    assert.equal(await told(who), sees);
  }
  await call('PATCH', `/${draft.id}`, { visibility: 'public' }, owner);
  assert.equal((await organiser(other)).status, 200);
  assert.equal(await told(), true);
});

test('a long reason of a single date is cut where dates are listed', async () => {
  const day = dayFromNow(5);
  const made = await market({ schedule: { rules: [{ starts: `${day}T09:00`, minutes: 60 }], overrides: [{ key: `${day}T09:00`, status: 'cancelled', reason: 'x'.repeat(900) }] } });
  assert.deepEqual((await dates(made)).map(([, status, , reason]) => [status, reason.length]), [['cancelled', 500]]);
});

test("one's own markets stand in a list, page by page", async () => {
  const person = await stack.register();
  const made = [];
  for (let i = 0; i < 3; i++) made.unshift(await market({ title: `Market ${i}` }, person));
  const first = (await call('GET', '/mine?limit=2', undefined, person)).json;
  const rest = (await call('GET', `/mine?limit=2&before=${first.next}`, undefined, person)).json;
  assert.deepEqual([...first.data, ...rest.data].map(({ id }) => id), made.map(({ id }) => id));
  assert.equal(rest.next, null);
});

test('who enters what looks like a market that is here is shown it first; entered all the same, both stay until a moderator looks', async () => {
  const day = dayFromNow(40), at = { street: 'Torvegade 7', town: 'Nykøbing', repeat: 'once', date: day, from: '09:00', to: '14:00' };
  const [{ id: here, slug }] = await stack.sql(`INSERT INTO market (id, slug, title, street, town, zone, currency, schedule)
    VALUES (gen_random_uuid(), 'kraemmermarked-nykoebing', 'Kræmmermarked i Nykøbing', 'Torvegade 7', 'Nykøbing', 'Europe/Copenhagen', 'DKK', '{}') RETURNING id, slug`);
  await stack.sql(`INSERT INTO market_date (market_id, key, starts, ends, day) VALUES ('${here}', '${day} 09:00', '${day} 07:00Z', '${day} 12:00Z', '${day}')`);
  const named = (title) => stack.sql(`SELECT id FROM market WHERE title = '${title}'`);
  const pairs = (id) => stack.sql(`SELECT kept, merged, state FROM market_merge WHERE kept = '${id}' OR merged = '${id}'`);

  const asked = await call('POST', '', { title: 'Kraemmermarked Nykoebing', ...at, alike: 'ask' }, owner);
  assert.equal(asked.status, 409);
  assert.match(asked.json.type, /looks-alike$/);
  assert.equal(asked.json.path, `/markets/${slug}`);
  assert.deepEqual(await named('Kraemmermarked Nykoebing'), [], 'nothing is kept');

  const visitor = stack.visitor();
  await visitor.submit('/auth/login', { email: owner.email, password: owner.password });
  const page = await visitor.submit('/markets/new', { title: 'Kraemmermarked Nykoebing', ...at, alike: 'ask' }, { action: '/markets' });
  assert.equal(page.status, 409);
  for (const text of [`href="/markets/${slug}"`, `/markets/${slug}/claim`, `subject=${here}`, 'value="Kraemmermarked Nykoebing"', 'name="alike" value="enter"']) assert.ok(page.text.includes(text), text);

  const other = await market({ title: 'Kraemmermarked Nykoebing', ...at, alike: 'enter' });
  assert.deepEqual(await pairs(other.id), [{ kept: here, merged: other.id, state: 'queued' }]);
  assert.deepEqual(await stack.sql(`SELECT id FROM market WHERE id IN ('${here}', '${other.id}') AND merged_into IS NULL AND listed`).then((rows) => rows.length), 2);
  const elsewhere = await market({ title: 'Kraemmermarked Nykoebing', ...at, date: dayFromNow(41), alike: 'ask' });
  assert.deepEqual(await pairs(elsewhere.id), [], 'another day, another market');
  const draft = await market({ title: 'Kraemmermarked Nykoebing', ...at, visibility: 'draft', alike: 'ask' });
  assert.deepEqual(await pairs(draft.id), []);
  assert.equal((await call('PATCH', `/${draft.id}`, { visibility: 'public' }, owner)).status, 200);
  assert.equal((await pairs(draft.id)).length, 2, 'once it is shown');
});

test('organisers made by name only go when nothing refers to them any more, and not before', async () => {
  const made = async (name) => (await stack.sql(`INSERT INTO market_organiser (id, account_id, slug, name, updated_at) VALUES (gen_random_uuid(), '${owner.user.id}', 'o-' || gen_random_uuid(), '${name}', now() - interval '8 days') RETURNING id`))[0].id;
  const ids = Object.fromEntries(await Promise.all(['unused', 'fresh', 'said', 'claimed', 'used', 'merged', 'disputed'].map(async (name) => [name, await made(name)])));
  await stack.sql(`UPDATE market_organiser SET updated_at = now() WHERE id = '${ids.fresh}'`);
  await stack.sql(`UPDATE market_organiser SET description = 'Since 1970' WHERE id = '${ids.said}'`);
  await stack.sql(`UPDATE market_organiser SET claimed_at = now() WHERE id = '${ids.claimed}'`);
  const one = await market(), other = await market();
  await stack.sql(`UPDATE market SET organiser_id = '${ids.used}' WHERE id = '${one.id}'`);
  await stack.sql(`INSERT INTO market_merge (id, kept, merged, likeness, state, filled) VALUES (gen_random_uuid(), '${one.id}', '${other.id}', 0.9, 'undone', '{"organiser_id": "${ids.merged}"}')
    ON CONFLICT ((least(kept, merged)), (greatest(kept, merged))) DO UPDATE SET filled = excluded.filled`);
  const [source] = await stack.sql("INSERT INTO market_source (id, title, kind, address) VALUES (gen_random_uuid(), 'S', 'ics', 'https://s.example.org/') RETURNING id");
  await stack.sql(`INSERT INTO market_conflict (id, market_id, source_id, field, ours, theirs) VALUES (gen_random_uuid(), '${one.id}', '${source.id}', 'organiser_id', 'null', '"${ids.disputed}"')`);
  await stack.sql("UPDATE schedule SET next_at = now() WHERE kind = 'sweep'");
  await stack.waitFor(async () => (await stack.sql(`SELECT 1 FROM market_organiser WHERE id = '${ids.unused}'`)).length === 0, { seconds: 60, what: 'the sweep' });
  const left = (await stack.sql(`SELECT name FROM market_organiser WHERE id IN (${Object.values(ids).map((id) => `'${id}'`).join()}) ORDER BY name`)).map(({ name }) => name);
  assert.deepEqual(left, ['claimed', 'disputed', 'fresh', 'merged', 'said', 'used']);
});
