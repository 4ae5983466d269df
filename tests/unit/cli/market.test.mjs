// `curio market read`: what files hold, without a database.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { root, run } from '../../lib/stack.mjs';

const build = process.env.CURIO_BUILD ?? 'release';
const program = resolve(root, build.includes('/') ? build : join('build', build), 'bin/curio');
let folder;

before(() => { folder = mkdtempSync(join(tmpdir(), 'curio-market-')); });
after(() => rmSync(folder, { recursive: true, force: true }));

const read = (...args) => run(program, ['market', 'read', ...args], { env: { LC_ALL: 'C' } });

function file(name, text) {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const calendar = 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260503T090000Z\r\nSUMMARY:Loppemarked\r\nURL:/a\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n';

test('a line of JSON each: the kind is told by name or by what stands in it', async () => {
  const cards = file('list.json', '{"features":[{"properties":{"title":"Flohmarkt","location":"Platz 1, 14482"}},{"properties":{}}]}');
  const { code, out } = await read(file('a.ics', calendar), cards, '--base', 'https://example.org/');
  const [first, second] = out.trim().split('\n').map((line) => JSON.parse(line));
  assert.equal(code, 0);
  assert.equal(first.kind, 'ics');
  assert.deepEqual(first.markets.map(({ name, url, dates }) => [name, url, dates[0].starts]), [['Loppemarked', 'https://example.org/a', '2026-05-03T09:00Z']]);
  assert.equal(second.kind, 'geojson');
  assert.deepEqual(second.markets.map(({ name, street, postcode, kind }) => [name, street, postcode, kind]), [['Flohmarkt', 'Platz 1', '14482', 'flea']]);
  assert.deepEqual(second.refused, [{ kind: 'no_name', lost: 'market', where: 'line 1, $.features[1]' }]);
});

test('a page by settings, on a day', async () => {
  const page = file('page.html', '<ul><li><b>Marked</b> <i>3. maj kl. 10-16</i></ul>');
  const settings = file('settings.json', '{"item":"li","fields":{"name":"b","dates":"i"}}');
  const { code, out } = await read('--kind', 'list', '--settings', settings, '--today', '2027-01-01', page);
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(out).markets[0].dates, [{ starts: '2027-05-03T10:00', ends: '2027-05-03T16:00' }]);
  const wrong = await read('--kind', 'list', '--settings', file('wrong.json', '{"item":"li[["}'), page);
  assert.equal(wrong.code, 2);
  assert.match(wrong.err, /wrong\.json: item: this is no selector/);
});

test('a file that is not read whole is a failure, and so is one that cannot be read', async () => {
  const cut = await read(file('cut.ics', calendar.slice(0, -20)));
  assert.equal(cut.code, 1);
  assert.equal(JSON.parse(cut.out).whole, false);
  const none = await read(join(folder, 'none'));
  assert.equal(none.code, 1);
  assert.match(none.err, /none: /);
  assert.equal((await read('--kind', 'nonsense', 'x')).code, 2);
});

test('a table of many', async () => {
  const { code, out } = await read('--table', file('a.ics', calendar), file('b.json', '{"x":1}'));
  assert.equal(code, 1);
  const rows = out.trim().split('\n').map((line) => line.trim().split(/\s+/));
  assert.deepEqual(rows[1], ['a.ics', 'ics', '1', '0', '0', '1', '0', '1', 'bad_url']); // its address is relative to nothing
  assert.deepEqual(rows[2], ['b.json', 'geojson', '0', '0', '0', '0', '0', '1', 'not_this_kind']);
});
