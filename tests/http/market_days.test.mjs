// Dates that last for days: on each of their days in the calendar, and in today, the weekend and spans of days as long as they go on.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStack } from '../lib/stack.mjs';

let stack, owner;
const zone = 'Europe/Copenhagen';
const iso = (d) => d.toISOString().slice(0, 10);
const plus = (day, n) => iso(new Date(Date.parse(`${day}T12:00Z`) + n * 864e5));
const local = () => new Intl.DateTimeFormat('sv', { timeZone: zone }).format();
const at = { latitude: 56.1, longitude: 9.75 };

before(async () => {
  stack = await startStack({ conf: { rooms: 'market' } });
  owner = await stack.register();
});
after(() => stack?.close());

/** A market with the one date from START for MINUTES by the clock there. */
async function lasting(title, start, minutes, more = {}) {
  const { json, status, text } = await stack.api('POST', '/markets', { title, zone, ...at, schedule: { rules: [{ starts: start, minutes }] }, ...more }, { token: owner.token });
  assert.equal(status, 201, text);
  return json;
}
const calendar = async (query) => (await stack.api('GET', `/markets/calendar?${query}`)).json.data;
/** The days that the calendar has SLUG on, as "day nth/lasts", by week and by month, everywhere and around a point. */
async function days(slug, day) {
  const ways = [`week=${day}`, `week=${day}&latitude=56.1&longitude=9.75`];
  const told = [];
  for (const way of ways) told.push((await calendar(way)).filter((row) => row.slug === slug).map((row) => `${row.day} ${row.nth}/${row.lasts}`));
  assert.deepEqual(told[0], told[1]);
  return told[0];
}
/** The next day from now on that is the last Sunday of MONTH: the clocks change then. */
function lastSunday(month) {
  for (let year = new Date().getUTCFullYear(); ; year++) {
    const end = new Date(Date.UTC(year, month, 0));
    const day = iso(new Date(end - end.getUTCDay() * 864e5));
    if (day > plus(local(), 3)) return day;
  }
}

test('a date stands on each of its days, also where the clocks change meanwhile', async () => {
  for (const month of [3, 10]) {
    const sunday = lastSunday(month), monday = plus(sunday, 1), saturday = plus(sunday, -1), friday = plus(sunday, -2);
    const three = await lasting('Three days', `${friday}T10:00`, 2 * 1440 + 420);
    const until = await lasting('Until midnight', `${saturday}T00:00`, 2 * 1440);
    const past = await lasting('Past midnight', `${saturday}T20:00`, 30 * 60);
    const night = await lasting('A night', `${saturday}T22:00`, 5 * 60);
    const whole = await lasting('A whole day', `${sunday}T00:00`, 1440);
    // All were entered before anybody asked: lists that were asked for are kept for a moment.
    assert.deepEqual(await days(three.slug, sunday), [`${friday} 1/3`, `${saturday} 2/3`, `${sunday} 3/3`]);
    assert.deepEqual(await days(until.slug, sunday), [`${saturday} 1/2`, `${sunday} 2/2`], 'midnight belongs to the day that ends');
    assert.deepEqual(await days(past.slug, sunday), [`${saturday} 1/3`, `${sunday} 2/3`], 'the rest is in the next week');
    assert.deepEqual(await days(past.slug, monday), [`${monday} 3/3`]);
    assert.deepEqual(await days(night.slug, sunday), [`${saturday} 1/1`], 'a night is that of its evening');
    assert.deepEqual(await days(whole.slug, sunday), [`${sunday} 1/1`], 'however long that day is');
    for (const { id } of [three, until, past, night, whole]) await stack.api('DELETE', `/markets/${id}`, undefined, { token: owner.token });
  }
});

test('what begins on a day comes before what goes on, and both are counted; the page says which day it is', async () => {
  const first = lastSunday(3), day = plus(first, 8);
  const going = await lasting('Going on', `${plus(day, -1)}T09:00`, 2 * 1440 + 60);
  const begins = await lasting('Begins', `${day}T11:00`, 120);
  const rows = (await calendar(`week=${day}`)).filter((row) => row.day === day);
  assert.deepEqual(rows.map(({ slug, markets }) => [slug, markets]), [[begins.slug, 2], [going.slug, 2]]);
  const { text } = await stack.fetch(`/markets/calendar?month=${day.slice(0, 7)}`);
  assert.match(text, /day 2 of 3/);
  assert.ok(text.includes('09:00'));
});

test('what began yesterday and goes on until tomorrow is in today and in every span that it touches', async () => {
  const today = local(), name = 'Since yesterday';
  const one = await lasting(name, `${plus(today, -1)}T09:00`, 2 * 1440 + 8 * 60);
  await lasting('Over since yesterday', `${plus(today, -3)}T09:00`, 1440 + 60);
  const sunday = (7 - new Date(`${today}T12:00Z`).getUTCDay()) % 7, weekend = sunday <= 2; // tomorrow is Saturday at least
  const near = 'latitude=56.1&longitude=9.75';
  const ways = [`/today?`, `?when=today`, `?when=week`, `?from=${today}&to=${today}`, `?from=${plus(today, 1)}&to=${plus(today, 1)}`, `?from=${plus(today, 1)}`, ...(weekend ? ['?when=weekend'] : [])];
  for (const way of ways)
    for (const sort of ['date', 'newest', 'rating', 'usual'])
      for (const place of ['', `&${near}`, `&${near}&sort=distance`]) {
        const path = `/markets${way}&sort=${sort}${place}`.replace(/&sort=\w+(?=.*sort=distance)/, '').replace('?&', '?');
        const { json, status } = await stack.api('GET', path);
        assert.equal(status, 200, path);
        const found = json.data.map(({ title }) => title);
        assert.ok(found.includes(name), path);
        assert.ok(!found.includes('Over since yesterday'), path);
      }
  for (const way of [`?from=${plus(today, 2)}`, `?from=${plus(today, 2)}&to=${plus(today, 2)}`])
    assert.ok(!(await stack.api('GET', `/markets${way}`)).json.data.some(({ title }) => title === name), way);
  assert.deepEqual((await days(one.slug, today)).filter((row) => row.startsWith(today)), [`${today} 2/3`]);
  const { text } = await stack.fetch('/markets/today');
  assert.ok(text.includes(name));
});
