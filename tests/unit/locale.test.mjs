// Dates, numbers and money of each catalogue against ICU, as node has it. German is here with its formats alone: a language is one .po
// file, and the code learns nothing.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeCatalogues } from '../lib/catalogues.mjs';
import { run } from '../lib/stack.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const program = join(process.env.CURIO_BUILD ?? join(root, 'build/release'), 'tests/say_locale');
const icu = { en: 'en-GB', da: 'da', de: 'de' };

let folder;
before(async () => {
  const po = (name) => readFileSync(join(root, name), 'utf8');
  folder = await makeCatalogues({ da: po('po/da.po'), de: po('tests/unit/locale/de.po') });
});
after(() => folder && rmSync(folder, { recursive: true }));

/* Versions of ICU differ in spaces, commas and a word's length, which are not what this is about. */
const plain = (text) => text.replace(/[\s\u00a0\u202f\u2009,]+/gu, ' ').replace(/\s*–\s*/g, '–').replace(/\bSept\b/g, 'Sep').replace(/ d\. (?=\d)/, ' ').trim();

/** What the program says to the LINES in LANGUAGE, one each. */
async function say(language, lines) {
  const done = await run(program, [folder, language], { env: process.env, input: lines.map((words) => `${words.join('\t')}\n`).join('') });
  assert.equal(done.code, 0, done.err);
  return done.out.split('\n').slice(0, -1);
}

async function compare(language, cases) {
  const said = await say(language, cases.map(([line]) => line));
  cases.forEach(([line, expected], i) => assert.equal(plain(said[i]), plain(expected), `${language}: ${line.join(' ')}`));
}

const days = [...Array(12).keys()].map((month) => new Date(Date.UTC(2026, month, 3 + 2 * month, 9 + month, 5)));
const local = (day) => day.toISOString().slice(0, 16);
const styles = {
  medium: { day: 'numeric', month: 'short', year: 'numeric' }, long: { dateStyle: 'long' }, full: { dateStyle: 'full' },
  weekday: { weekday: 'long', day: 'numeric', month: 'long' }, brief: { weekday: 'short', day: 'numeric', month: 'short' },
  month: { month: 'long', year: 'numeric' }, short: { day: '2-digit', month: '2-digit', year: 'numeric' },
};

for (const [language, tag] of Object.entries(icu)) {
  test(`dates in ${language}`, async () => {
    for (const [style, options] of Object.entries(styles)) {
      const format = new Intl.DateTimeFormat(tag, { timeZone: 'UTC', ...options });
      await compare(language, days.map((day) => [['day', local(day), style], format.format(day)]));
    }
    const clock = new Intl.DateTimeFormat(tag, { timeZone: 'UTC', timeStyle: 'short' });
    await compare(language, days.map((day) => [['clock', local(day)], clock.format(day)]));
  });

  test(`ranges of dates in ${language}`, async () => {
    const from = new Date(Date.UTC(2026, 10, 21));
    const ends = [[2026, 10, 22], [2026, 11, 2], [2027, 0, 2]].map((parts) => new Date(Date.UTC(...parts)));
    for (const style of ['medium', 'long']) {
      const options = style === 'long' ? { day: 'numeric', month: 'long', year: 'numeric' } : styles[style];
      const format = new Intl.DateTimeFormat(tag, { timeZone: 'UTC', ...options });
      await compare(language, ends.map((until) => [['range', local(from), local(until), style], format.formatRange(from, until)]));
    }
  });

  test(`numbers in ${language}`, async () => {
    const whole = [0, 7, 999, 1000, 12345, 1234567, -1, -1234], parts = [0.5, 4.25, 1234.56, -3.14];
    await compare(language, whole.map((n) => [['number', n], new Intl.NumberFormat(tag).format(n)]));
    const one = new Intl.NumberFormat(tag, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    await compare(language, parts.map((n) => [['decimal', n, 1], one.format(n)]));
    const percent = new Intl.NumberFormat(tag, { style: 'percent' });
    await compare(language, [0, 0.42, 1, 12.5].map((n) => [['percent', n], percent.format(n)]));
    const km = new Intl.NumberFormat(tag, { style: 'unit', unit: 'kilometer', minimumFractionDigits: 1 });
    await compare(language, [1.5, 2.2, 9.8].map((n) => [['distance', 1000 * n], km.format(n)]));
  });

  test(`money in ${language}`, async () => {
    for (const currency of ['DKK', 'EUR', 'GBP', 'SEK', 'NOK']) {
      const format = new Intl.NumberFormat(tag, { style: 'currency', currency });
      await compare(language, [5, 150, 123450, -320].map((minor) => [['money', minor + 1, currency], format.format((minor + 1) / 100)]));
    }
  });

  test(`the week in ${language}`, async () => {
    const format = new Intl.DateTimeFormat(tag, { timeZone: 'UTC', weekday: 'long' });
    await compare(language, [...Array(7).keys()].map((i) => [['weekday', i], format.format(new Date(Date.UTC(2026, 10, 22 + i)))]));
    assert.deepEqual(await say(language, [['first']]), ['1'], 'Monday, as in all of Europe');
  });
}

test('the program is built', () => assert.ok(existsSync(program)));
