// Opening hours against opening_hours.js, OpenStreetMap's own evaluator: the same spans of whole years, in the corpus of real markets and
// in strings that try every part of the language. Where the two differ, the reason stands here.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { run } from '../../lib/stack.mjs';

process.env.TZ = 'Europe/Berlin'; // the peer knows no zones but the process's own
const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const program = join(process.env.CURIO_BUILD ?? join(root, 'build/release'), 'tests/say_hours');
const corpora = process.env.CURIO_CORPORA ?? join(root, '../shared/corpora');
const berlin = { place: 'DE-BE', lat: 52.5, lon: 13.4, address: { country_code: 'de', state: 'Berlin' } };

const alike = `24/7|Mo-Su 00:00-24:00|Sa|Sa[1] 08:00-14:00|Sa[-1] 08:00-14:00|Sa[1,3] 08:00-14:00|Su[1-2] 10:00-16:00|Su[5] 10:00-16:00
Sa[1] +1 day 08:00-14:00|Su[-1] -1 day 08:00-14:00|Apr-Oct Su[1] 09:00-15:00|Apr-Oct: Su[1] 09:00-15:00|Oct-Mar Su[-1] 10:00-14:00
Mar Su[-1]-Oct Su[-1] Sa 08:00-13:00|Oct Su[-1]-Mar Su[-1] Sa 09:00-13:00|May 1 10:00-18:00|May 1-10 10:00-18:00|May 1,8,15 10:00-18:00
Dec 24 08:00-12:00|Nov 25-Dec 23 11:00-20:00|Nov 25-Jan 6 11:00-20:00|2026 May 3 09:00-15:00|2026 Nov 25-2027 Jan 6 11:00-20:00
2025-2027 Sa 08:00-12:00|2025-2029/2 Sa 08:00-12:00|2026 Sa 08:00-12:00|2020+ Sa 08:00-12:00|2027+ Sa 08:00-12:00|2024,2026 Sa 08:00-12:00
week 1-53/2 Fr 10:00-12:00|week 2-52/2 Fr 10:00-12:00|week 10 Mo-Fr 10:00-12:00|week 10,12-14 Mo-Fr 10:00-12:00|week 53 Mo-Su 10:00-12:00
easter 10:00-16:00|easter +1 day 10:00-16:00|easter -2 days 10:00-16:00|easter-Oct 31 Su 10:00-16:00|PH 10:00-14:00|PH off
Sa 08:00-13:00; PH off|Mo-Sa 08:00-13:00; PH off; Dec 24 08:00-12:00|Mo-Fr,PH 10:00-12:00|PH,Su 10:00-12:00|PH Mo-Fr 10:00-12:00
PH -1 day 10:00-12:00|PH +1 day 10:00-12:00|Su,PH off; Mo-Sa 10:00-12:00|Sa 10:00-14:00+|Sa 08:00-12:00,13:00-17:00
Sa 08:00-12:00, 13:00-17:00|Sa 08:00-12:00, Su 10:00-12:00|Mo-Fr 08:00-18:00; We 12:00-13:00 off|Mo-Fr 08:00-18:00; We off
Mo-Fr 08:00-18:00, We 17:00-20:00|Mo-Fr 08:00-18:00 open; Sa closed|Sa 08:00-13:00 open "fresh fish"|"by appointment"|Sa "by appointment"
Sa unknown|Mo 10:00-12:00 || Tu 10:00-12:00|Mo 10:00-12:00 || "call us"|Sa 08:00-13:00 || Sa 12:00-15:00
Sa 08:00-13:00; Dec 26 off || Dec 26 10:00-12:00|Mo-Fr 9-12|Sa 8-13|fr-mo 10:00-12:00|Fr-Mo 10:00-12:00|mo,we,fr 10:00-12:00
Monday 10:00-12:00|Mo–Fr 10:00–12:00|Sa 08:00-13:00;|; Sa 08:00-13:00|Sa 08:00-13:00; ; Su 10:00-12:00|Jan-Mar,Oct-Dec Sa 09:00-13:00
Jan,Mar,May Sa[2] 09:00-13:00|Apr 01-Sep 30 We,Sa 07:00-13:00; Oct 01-Mar 31 We,Sa 08:00-13:00|Apr 15-Oct 15 Sa 07:00-13:00
Feb 29 10:00-12:00|Sa 00:00-24:00|Sa 10:00-10:00|off|closed|open|Dec 24-26 off; Mo-Su 10:00-12:00|Mo-Su 10:00-12:00; Dec 24-26 off
Mo-Su 10:00-12:00; Dec 24-26,Jan 1 off|Mo-Fr 10:00-12:00; Jul-Aug off|Jul-Aug Mo-Fr 10:00-12:00; Jul 15 off; Jul 15 14:00-15:00
We[1],Sa 10:00-12:00|We[1,3],Sa[2,-1] 10:00-12:00|Sa[1] 08:00-12:00; Sa[3] 09:00-15:00; Dec off|2026|2026 Sa|Apr
Jan 1-Dec 31 Su 10:00-12:00|Fr 14:00-18:00; Dec 18-Jan 7 off|Mo-Sa 10:00-20:00; Su,PH 11:00-18:00
Mo-Sa 10:00-20:00; Su 11:00-18:00; PH closed|Th 16:00-20:00; PH Th off`.split(/\n|(?<!\|)\|(?!\|)/);

const bothRefuse = ['Sa 10:00', 'Sa 25:00-26:00', 'Sa 10:00-12:60', 'Sa[6] 10:00-12:00', 'Sa[0] 10:00-12:00', 'Xx 10:00-12:00', 'Sa 10:00-',
  'Sa- 10:00-12:00', 'Jan 32 10:00-12:00', 'week 54 10:00-12:00', 'hello', 'Sa 10:00-12:00 "unclosed', 'Mo-Fr 10:00-12:00 foo', 'Apr-'];

const differ = {
  'easter -2 days-easter +1 day 10:00-16:00': 'the peer leaves out the last day of a range that ends at Easter; ranges are inclusive',
  'Jan 1-easter Su 10:00-16:00': 'the same',
  'Fr,Sa 20:00-02:00; Su 10:00-12:00': 'the peer ends the night of Saturday at midnight, for Sunday has a rule of its own: a market that began is not ended so',
  'Fr 22:00-04:00': 'the peer counts the night that began in the year before, and cuts the last; ours belong to the day they begin',
  'Fr 22:00-26:00': 'the same',
  'Dec 31 22:00-02:00': 'the same',
  'Sa 10:00+': 'an open end is unknown to the peer; a date needs one, and says that it is a guess',
  'Sa 08:00-13:00 "by appointment"': 'a comment makes it unknown to the peer; to people who look for markets it is a date',
  'May 1+ 10:00-12:00': 'the peer does not know it',
  '2026 May 1+ 10:00-12:00': 'the same',
  '2026 May 3-May 10 09:00-15:00': 'the same',
  'SH Mo-Fr 10:00-12:00': 'school holidays are refused: nobody computes them',
  'Mo-Fr 10:00-12:00; SH off': 'the same',
};

const pad = (n) => String(n).padStart(2, '0');
const local = (d) => `${d.getFullYear()}-${pad(d.getMonth() + 1)}-${pad(d.getDate())}T${pad(d.getHours())}:${pad(d.getMinutes())}`;

/* Spans that touch are one, and none goes past the year. */
function joined(spans, year) {
  const end = `${year + 1}-01-01T00:00`, out = [];
  for (const [from, until] of spans) {
    const last = out.at(-1);
    if (last && last[1] >= from) last[1] = until > last[1] ? until : last[1];
    else out.push([from, until]);
  }
  return out.map(([from, until]) => `${from}/${until > end ? end : until}`).join(' ');
}

async function ours(strings, year, { place, lat, lon } = berlin) {
  const done = await run(program, [String(year), place, 'Europe/Berlin', String(lat), String(lon)], { env: process.env, input: `${strings.join('\n')}\n` });
  assert.equal(done.code, 0, done.err);
  return done.out.split('\n').slice(0, strings.length)
    .map((line) => (line.startsWith('!') ? line : joined(line.split(' ').filter(Boolean).map((span) => span.split('/')), year)));
}

let Peer;
before(async () => { Peer = await import('opening_hours').then((m) => m.default, () => null); });
const installed = (t) => Peer || t.skip('opening_hours is not installed (npm ci in tests/)');

function theirs(string, year, { lat, lon, address } = berlin) {
  try {
    const hours = new Peer(string, { lat, lon, address }, { locale: 'en' });
    return joined(hours.getOpenIntervals(new Date(year, 0, 1), new Date(year + 1, 0, 1)).filter(([, , unknown]) => !unknown)
      .map(([from, until]) => [local(from), local(until)]), year);
  } catch (error) { return `! ${error}`; }
}

test('strings of every part of the language mean what they mean to the peer', async (t) => {
  if (!installed(t)) return;
  for (const year of [2024, 2026, 2027, 2028]) {
    const said = await ours(alike, year);
    alike.forEach((string, i) => assert.equal(said[i], theirs(string, year), `${string} in ${year}`));
  }
});

test('what differs, differs for the reason given', async (t) => {
  if (!installed(t)) return;
  const strings = Object.keys(differ);
  for (const year of [2026, 2028]) { // 2028 begins with a Saturday
    const said = await ours(strings, year);
    strings.forEach((string, i) => (year === 2026 && /^Fr 22/.test(string)) || assert.notEqual(said[i], theirs(string, year), string));
  }
});

test('what the peer refuses is refused with its place and a sentence', async (t) => {
  const said = await ours(bothRefuse, 2026);
  bothRefuse.forEach((string, i) => assert.match(said[i], /^! \d+ \d+ [A-Z].*\.$/, string));
  if (installed(t)) for (const string of bothRefuse) assert.match(theirs(string, 2026), /^!/, string);
});

test('each state of Germany, and each other country, has the holidays that the peer knows', async (t) => {
  if (!installed(t)) return;
  const states = { BW: 'Baden-Württemberg', BY: 'Bayern', BE: 'Berlin', BB: 'Brandenburg', HB: 'Bremen', HH: 'Hamburg', HE: 'Hessen', MV: 'Mecklenburg-Vorpommern',
    NI: 'Niedersachsen', NW: 'Nordrhein-Westfalen', RP: 'Rheinland-Pfalz', SL: 'Saarland', SN: 'Sachsen', ST: 'Sachsen-Anhalt', SH: 'Schleswig-Holstein', TH: 'Thüringen' };
  const countries = { DK: 'dk', SE: 'se', NO: 'no', AT: 'at', NL: 'nl' };
  const places = [...Object.entries(states).map(([code, state]) => [`DE-${code}`, { country_code: 'de', state }]),
    ...Object.entries(countries).map(([code, country_code]) => [code, { country_code, state: '' }])];
  const known = { // days that one of the two does not count
    'DE-BY': '08-08 08-15', // Augsburg alone; parishes with more Catholics than Protestants
    'DE-BE': '05-08', // 2025, by a law for the one year
    DK: '06-05 12-24', // closed shops, but no holidays by law
    NL: '04-03 04-14 04-18 04-05 04-16 04-20 05-24 06-04 06-08', // Good Friday is none by law; Easter Sunday and Whit Sunday are Sundays anyway
  };
  for (const [place, address] of places)
    for (const year of [2025, 2026, 2028]) {
      const [said] = await ours(['PH 10:00-12:00'], year, { ...berlin, place });
      const peer = theirs('PH 10:00-12:00', year, { ...berlin, address });
      const apart = (a, b) => a.split(' ').filter((span) => !b.includes(span)).map((span) => span.slice(5, 10));
      const unknown = [...apart(said, peer), ...apart(peer, said)].filter((day) => !(known[place] ?? '').includes(day));
      assert.deepEqual(unknown, [], `${place} ${year}`);
      assert.ok(said.split(' ').length >= 9, `${place} ${year}`);
    }
});

test('the sun rises and sets when suncalc says', async (t) => {
  if (!installed(t)) return;
  const { getTimes } = createRequire(createRequire(import.meta.url).resolve('opening_hours'))('suncalc');
  for (const [lat, lon] of [[52.5, 13.4], [55.68, 12.57], [-33.9, 18.4], [60.4, 5.3]]) {
    const [line] = await ours(['sunrise-sunset'], 2026, { ...berlin, lat, lon });
    for (const span of line.split(' ')) {
      const [from, until] = span.split('/').map((text) => new Date(text));
      const sun = getTimes(new Date(`${span.slice(0, 10)}T12:00`), lat, lon);
      for (const [our, their] of [[from, sun.sunrise], [until, sun.sunset]]) assert.ok(Math.abs(our - their) <= 5 * 60e3, `${lat} ${span}: ${our} ${their}`);
    }
  }
});

function* stringsOf(value) {
  if (value && typeof value === 'object')
    for (const [name, member] of Object.entries(value)) {
      if (name === 'opening_hours' && typeof member === 'string') yield member;
      else yield* stringsOf(member);
    }
}

test('the hours of all cities of the corpus are read, and mean what they mean to the peer', async (t) => {
  let files;
  try { files = readdirSync(join(corpora, 'markets')); } catch { return t.skip('no corpus of markets'); }
  const cities = files.map((file) => [file.replace(/^cities__|\.json$/g, ''), [...stringsOf(JSON.parse(readFileSync(join(corpora, 'markets', file), 'utf8')))]]);
  for (const [city, strings] of cities) {
    const said = strings.length ? await ours(strings, 2026) : [];
    const refused = strings.filter((_, i) => said[i].startsWith('!'));
    t.diagnostic(`${city}: ${strings.length} opening hours, ${refused.length} refused`);
    assert.deepEqual(refused, [], city);
    if (Peer) strings.forEach((string, i) => assert.equal(said[i], theirs(string, 2026), `${city}: ${string}`));
  }
});
