// Thirty days of two sources that tell of the same markets, as such sources are: they rename, move, cancel, forget, double, and fail by halves.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const DAY = 86400000;
const iso = (ms) => new Date(ms).toISOString().slice(0, 10);

const towns = ['Ry', 'Vejle', 'Vejen', 'Ørbæk', 'Skive', 'Assens', 'Faaborg', 'Nyborg', 'Holbæk', 'Køge', 'Tønder', 'Hobro'];
const words = ['Havne', 'Skole', 'Kirke', 'Torve', 'Mølle', 'Bryggeri', 'Sports', 'Kultur', 'Gade', 'Slots'];

/** A world of markets, whose truth is known: id, name, place, the days that it is held on, or gone. */
export class World {
  constructor(today) {
    this.start = Date.parse(today) - 29 * DAY; // day 0
    this.markets = Array.from({ length: 48 }, (_, n) => ({
      n, name: `Loppemarked ${words[n % words.length]}hallen ${towns[n % towns.length]}${n >= 24 ? ` hal ${1 + (n % 2)}` : ''}`, town: towns[n % towns.length],
      place: `${words[n % words.length]}hallen`, street: `${words[n % words.length]}vej ${n + 1}`, latitude: 55 + n * 0.02, longitude: 9 + (n % 7) * 0.3,
      dates: n % 4 === 0 ? null : Array.from({ length: 8 }, (_, k) => ({ id: `d${n}-${k}`, at: this.start + (5 + (n % 6) + 9 * k) * DAY, status: 'scheduled' })),
      weekday: n % 4 === 0 ? ['SU', 'SA', 'FR'][n % 3] : null, gone: false,
    }));
    // two halls of one building on the same days: neighbours, not doubles
    const [a, b] = [this.markets[25], this.markets[26]];
    Object.assign(b, { place: a.place, street: a.street, town: a.town, latitude: a.latitude, longitude: a.longitude });
    [a.name, b.name] = ['Loppemarked Messen Skive hal 1', 'Loppemarked Messen Skive hal 2'];
    b.dates = a.dates.map((date, k) => ({ ...date, id: `d26-${k}` }));
  }

  day(n) {
    return iso(this.start + n * DAY);
  }

  /** What happens on day N; answers words for the table. */
  happen(n) {
    const said = [];
    const market = (m) => this.markets[m];
    if (n === 3) { market(1).name = 'Loppemarked Skolens gamle hal Vejle'; said.push('renamed'); }
    if (n === 6) { market(2).dates[3].at += 2 * DAY; market(2).dates[3].status = 'moved'; said.push('moved'); }
    if (n === 8) { market(3).dates[4].status = 'cancelled'; market(3).dates[4].reason = 'Storm'; said.push('cancelled'); }
    if (n === 10) { market(5).gone = true; said.push('vanished'); }
    if (n === 13) { market(6).place = 'Den nye hal'; market(6).latitude += 0.001; said.push('another place'); }
    if (n === 16) { market(2).name = 'Kræmmermarked Vejen Kirkehallen'; said.push('renamed'); }
    if (n === 18) { market(7).dates.push({ id: 'd7-new', at: this.start + 60 * DAY, status: 'scheduled' }); said.push('one date more'); }
    if (n === 20) { market(9).gone = market(10).gone = true; said.push('two vanished'); }
    if (n === 23) { market(5).gone = false; said.push('back again'); }
    if (n === 26) { market(11).dates[6].at -= DAY; market(11).dates[6].status = 'moved'; said.push('moved'); }
    return said;
  }

  /** Dates that a source still tells of on day N: none that is over, none too far ahead. */
  told(market, n) {
    return market.dates?.filter((date) => date.at >= this.start + n * DAY && date.at < this.start + (n + 45) * DAY) ?? [];
  }

  present(n) {
    return this.markets.filter((market) => !market.gone && (market.weekday || this.told(market, n).length > 0));
  }

  geojson(n, { half = false, broken = false } = {}) {
    const time = (ms, hour) => `${iso(ms)}T${String(hour).padStart(2, '0')}:00`;
    const features = this.present(n).map((market) => ({
      type: 'Feature', id: `a-${market.n}`, geometry: { type: 'Point', coordinates: [market.longitude, market.latitude] },
      properties: {
        name: market.name, place: market.place, street: market.street, town: market.town, country: 'DK', zone: 'Europe/Copenhagen', kind: 'flea',
        ...(market.weekday ? { opening_hours: `${market.weekday[0]}${market.weekday[1].toLowerCase()} 10:00-15:00` } : {
          dates: this.told(market, n).map((date) => ({ id: date.id, starts: time(date.at, 10), ends: time(date.at, 15), status: date.status, reason: date.reason })),
        }),
      },
    }));
    const text = JSON.stringify({ type: 'FeatureCollection', features: half ? features.slice(0, features.length / 2) : features });
    return broken ? text.slice(0, text.length / 2) : text;
  }

  /** The other source: every third market, under other names and ids, one event a date, its place measured a little elsewhere. */
  ics(n) {
    const compact = (ms, hour) => `${iso(ms).replaceAll('-', '')}T${String(hour).padStart(2, '0')}0000`;
    const spell = (text) => text.replaceAll('æ', 'ae').replaceAll('ø', 'oe').replaceAll('Æ', 'Ae').replaceAll('Ø', 'Oe').replace('Loppemarked ', 'Stort loppemarked i ').replace('hallen', '-hallen');
    const events = this.present(n).filter((market) => market.n % 3 === 1 && !market.weekday).flatMap((market) => this.told(market, n).map((date) => [
      'BEGIN:VEVENT', `UID:b-${market.n}-${date.id}@example.org`, `SUMMARY:${spell(market.name)}`,
      `DTSTART;TZID=Europe/Copenhagen:${compact(date.at, 10)}`, `DTEND;TZID=Europe/Copenhagen:${compact(date.at, 15)}`,
      `GEO:${(market.latitude + 0.0004).toFixed(6)};${market.longitude.toFixed(6)}`, `LOCATION:${spell(market.place)}`, 'END:VEVENT'].join('\r\n')));
    return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//replay//EN', ...events, 'END:VCALENDAR', ''].join('\r\n');
  }
}

/** Plays all days into STACK; answers a row a day. */
export async function replay(stack, today) {
  const world = new World(today), rows = [];
  const [a, b] = ['a.geojson', 'b.ics'].map((name) => join(stack.folder, name));
  for (let n = 0; n < 30; n++) {
    const said = world.happen(n);
    const failing = n === 12 ? { half: true } : n === 21 ? { broken: true } : {};
    if (failing.half) said.push('half of it is missing');
    if (failing.broken) said.push('broken off');
    writeFileSync(a, world.geojson(n, failing));
    writeFileSync(b, world.ics(n));
    await stack.curio('market', 'import', a, '--today', world.day(n)).catch((error) => { if (!failing.broken) throw error; });
    await stack.curio('market', 'import', b, '--today', world.day(n));
    const [row] = await stack.sql(`SELECT r.* FROM market_run r JOIN market_source s ON s.id = r.source_id WHERE s.address LIKE '%geojson' ORDER BY r.id DESC LIMIT 1`);
    const [other] = await stack.sql(`SELECT r.* FROM market_run r JOIN market_source s ON s.id = r.source_id WHERE s.address LIKE '%ics' ORDER BY r.id DESC LIMIT 1`);
    rows.push({ day: world.day(n), happened: said.join(', '), a: row, b: other, ...(await judge(stack, world, n)) });
  }
  return { world, rows };
}

/** Against the truth: markets listed twice, and markets that are held but not listed. */
async function judge(stack, world, n) {
  const listed = await stack.sql(`SELECT m.id, m.title, m.latitude, array_agg(o.external_id) AS names FROM market m JOIN market_origin o ON o.market_id = m.id WHERE m.listed GROUP BY m.id`);
  const of = (market) => listed.filter(({ names }) => names.some((name) => name === `a-${market.n}` || name.startsWith(`b-${market.n}-`)));
  const doubles = world.markets.filter((market) => of(market).length > 1).map(({ name }) => name);
  const lost = world.present(n).filter((market) => of(market).length === 0).map(({ name }) => name);
  const ghosts = world.markets.filter((market) => market.gone && of(market).length > 0).map(({ name }) => name);
  return { listed: listed.length, doubles, lost, ghosts };
}
