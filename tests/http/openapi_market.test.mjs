// What the market room answers is what the API's description says: every operation of the room is asked once and more.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { readDocument, refuseForeignForms } from '../lib/document.mjs';
import { startMail } from '../lib/mail.mjs';
import { makeJpeg } from '../lib/pictures.mjs';
import { addDate, makeMarket, stars } from '../lib/ratings.mjs';
import { calendar, calendarSettings, startSite } from '../lib/site.mjs';
import { startStack } from '../lib/stack.mjs';

let stack, mail, site, document, ask, never, owner, fan, power;
const api = (path) => `/api/v1${path}`;
const ofMarkets = (path) => /^\/api\/v1\/(moderation\/)?(markets|organisers)\b/.test(path);
const day = (ahead) => new Date(Date.now() + ahead * 864e5).toISOString().slice(0, 10);
const nowhere = { id: 'not-there', market: 'not-there', rating: '0190b5a8-0000-7000-8000-000000000000' };

before(async () => {
  [mail, site] = [await startMail(), await startSite()];
  stack = await startStack({ conf: {
    rooms: 'schematic market', microcache_seconds: 0, smtp_url: mail.url, mail_from: 'curio@example.org', import_private_addresses: 1, import_delay_ms: 0,
  } });
  ({ document, ask, never } = await readDocument(stack));
  [owner, fan, power] = [await stack.register(), await stack.register(), await stack.register()];
  await stack.curio('admin', 'grant', power.email, 'moderator');
});
after(async () => {
  await stack?.close();
  await site?.close();
  await mail?.close();
});

/** A market as people enter it, with its one date AHEAD days from now, at nine. */
async function enter(fields = {}, { who = owner, ahead = 20 } = {}) {
  const body = { title: 'Loppemarked', town: 'Ry', latitude: 56.09, longitude: 9.76, repeat: 'once', date: day(ahead), from: '09:00', to: '12:00', ...fields };
  return (await ask('post', api('/markets'), { token: who.token, body, status: 201 })).json;
}

describe('answers are what the document says', () => {
  test('lists of markets', async () => {
    await enter({ title: 'Ry Hallen', organiser: 'Ry Loppeforening', kind: 'flea', entrance_fee: 2500, currency: 'DKK' });
    for (const query of ['', '?query=hallen&kind=flea&limit=1', '?latitude=56&longitude=9.7&radius=50&sort=distance']) await ask('get', api('/markets'), { query, status: 200 });
    await ask('get', api('/markets'), { query: '?kind=none', status: 422 });
    await ask('get', api('/markets/today'), { status: 200 });
    await ask('get', api('/markets/nearby'), { query: '?latitude=56&longitude=9.7', status: 200 });
    await ask('get', api('/markets/nearby'), { query: '?latitude=91&longitude=9.7', status: 422 });
    await ask('get', api('/markets/search'), { query: '?query=hallen', status: 200 });
    await ask('get', api('/markets/points'), { status: 200 });
    await ask('get', api('/markets/places'), { query: '?text=R', status: 200 });
    await ask('get', api('/markets/places'), { status: 422 });
    await ask('get', api('/markets/calendar'), { status: 200 });
    await ask('get', api('/markets/calendar'), { query: `?week=${day(20)}`, status: 200 });
    await ask('get', api('/markets/calendar'), { query: '?month=never', status: 422 });
    await ask('get', api('/markets/mine'), { token: owner.token, status: 200 });
    await ask('get', api('/markets/mine'), { status: 401 });
  });

  test('a market, from its entry to its end', async () => {
    const { token } = owner, body = { title: '', latitude: 99 };
    await ask('post', api('/markets'), { token, body, status: 422 });
    await ask('post', api('/markets'), { body, status: 401 });
    const market = await enter({ organiser: 'Who holds it' }), at = { id: market.id };
    const one = await ask('get', api('/markets/{id}'), { at: { id: market.slug }, status: 200 });
    await ask('get', api('/markets/{id}'), { at, headers: { 'if-none-match': one.headers.etag }, status: 304 });
    await ask('get', api('/markets/{id}'), { at: nowhere, status: 404 });
    await ask('get', api('/markets/{id}/dates'), { at, status: 200 });
    await ask('get', api('/markets/{id}/dates'), { at, query: '?past=true', status: 200 });
    await ask('patch', api('/markets/{id}'), { at, token, body: { description: '**Inside**', dogs: 'yes', accessible: 'unknown' }, status: 200 });
    await ask('patch', api('/markets/{id}'), { at, token, body: { kind: 'none' }, status: 422 });
    await ask('patch', api('/markets/{id}'), { at, token: fan.token, body: { title: 'Mine' }, status: 403 });
    await ask('get', api('/markets/{id}/schedule'), { at, token, status: 200 });
    await ask('post', api('/markets/{id}/rules'), { at, token, body: { repeat: 'weekly', date: day(3), from: '10:00', to: '11:00' }, status: 200 });
    await ask('post', api('/markets/{id}/rules'), { at, token, body: { repeat: 'never' }, status: 422 });
    await ask('delete', api('/markets/{id}/rules/{number}'), { at: { ...at, number: 2 }, token, status: 200 });
    const key = { ...at, key: `${day(20)}T09:00` };
    await ask('post', api('/markets/{id}/dates/{key}'), { at: key, token, body: { status: 'cancelled', reason: 'Storm' }, status: 200 });
    await ask('get', api('/markets/{id}/dates'), { at, status: 200 });
    await ask('post', api('/markets/{id}/dates/{key}'), { at: key, token, body: { status: 'moved', date: day(21), from: '09:00', to: '12:00' }, status: 200 });
    await ask('get', api('/markets/{id}'), { at, status: 200 });
    const { organiser_slug: slug } = (await stack.sql(`SELECT o.slug AS organiser_slug FROM market m JOIN market_organiser o ON o.id = m.organiser_id WHERE m.id = '${market.id}'`))[0];
    await ask('get', api('/organisers/{id}'), { at: { id: slug }, status: 200 });
    await ask('get', api('/organisers/{id}'), { at: nowhere, status: 404 });
    await stack.sql(`UPDATE market_organiser SET account_id = '${owner.user.id}' WHERE slug = '${slug}'`);
    await ask('patch', api('/organisers/{id}'), { at: { id: slug }, token, body: { description: 'We *hold* it' }, status: 200 });
    await ask('patch', api('/organisers/{id}'), { at: { id: slug }, token: fan.token, body: { name: 'Ours' }, status: 403 });
    await ask('get', api('/markets/{market}/sources'), { at: { market: market.id }, status: 200 });
    await ask('get', api('/markets/{market}/sources'), { at: nowhere, status: 404 });
    await ask('delete', api('/markets/{id}'), { at, token: fan.token, status: 403 });
    await ask('delete', api('/markets/{id}'), { at, token, status: 204 });
    await ask('get', api('/markets/{id}'), { at, token, status: 404 });
  });

  test('markets elsewhere: calendars, feeds, data', async () => {
    const at = { id: (await enter()).slug };
    for (const list of ['calendar.ics', 'feed.rss', 'markets.geojson', 'markets.jsonld']) {
      await ask('get', api(`/markets/${list}`), { status: 200 });
      await ask('get', api(`/markets/${list}`), { query: '?kind=none', status: 422 });
    }
    for (const one of ['calendar.ics', 'market.geojson', 'market.jsonld']) {
      await ask('get', api(`/markets/{id}/${one}`), { at, status: 200 });
      await ask('get', api(`/markets/{id}/${one}`), { at: nowhere, status: 404 });
    }
  });

  test('favourites, watched places, claims', async () => {
    const { token } = fan, market = await enter({ email: 'hall@example.org', website: 'https://ry-hallen.example.org/' }), at = { id: market.id };
    await ask('put', api('/markets/{id}/favourite'), { at, token, status: 200 });
    await ask('put', api('/markets/{id}/favourite'), { at, status: 401 });
    await ask('put', api('/markets/{id}/favourite'), { at: nowhere, token, status: 404 });
    await ask('get', api('/markets/favourites'), { token, status: 200 });
    await ask('delete', api('/markets/{id}/favourite'), { at, token, status: 200 });
    const { json: watch } = await ask('post', api('/markets/watches'), { token, body: { title: 'Ry', latitude: 56.09, longitude: 9.76 }, status: 201 });
    await ask('post', api('/markets/watches'), { token, body: { title: 'Ry' }, status: 422 });
    await ask('get', api('/markets/watches'), { token, status: 200 });
    await ask('delete', api('/markets/watches/{watch}'), { at: { watch: watch.id }, token, status: 204 });
    await ask('delete', api('/markets/watches/{watch}'), { at: { watch: watch.id }, token, status: 404 });
    await ask('get', api('/markets/{id}/claim'), { at, token, status: 200 });
    await ask('post', api('/markets/{id}/claim'), { at, token, body: { way: 'domain' }, status: 202 });
    await ask('post', api('/markets/{id}/claim'), { at, token, body: { way: 'mail' }, status: 202 });
    await ask('post', api('/markets/{id}/claim'), { at, token, body: { way: 'fax' }, status: 422 });
    await ask('post', api('/markets/{id}/claim'), { at, token: owner.token, body: { way: 'mail' }, status: 409 });
    const letter = await mail.next(({ to, text }) => to.includes('hall@example.org') && /\/markets\/claims\//.test(text), { seconds: 30 });
    const claim = { token: /\/markets\/claims\/([\w-]+)/.exec(letter.text)[1] };
    await ask('post', api('/markets/claims/{token}'), { at: claim, token, body: {}, status: 204 });
    await ask('post', api('/markets/claims/{token}'), { at: claim, token, body: {}, status: 410 });
  });

  test('ratings', async () => {
    const market = await makeMarket(stack, { owner }), at = { id: market.id }, { token } = fan, body = { date: market.dates[-7], ...stars(4), words: 'Old tools' };
    const { json: rating } = await ask('post', api('/markets/{id}/ratings'), { at, token, body, status: 201 });
    await ask('post', api('/markets/{id}/ratings'), { at, token, body, status: 409 });
    await ask('post', api('/markets/{id}/ratings'), { at, token, body: { ...body, selection: 6 }, status: 422 });
    await ask('post', api('/markets/{id}/ratings'), { at, body, status: 401 });
    await ask('get', api('/markets/{id}/ratings'), { at, query: '?sort=best', status: 200 });
    await ask('get', api('/markets/{id}/ratings'), { at: nowhere, status: 404 });
    await ask('get', api('/markets/{id}/ratings/summary'), { at, status: 200 });
    await ask('get', api('/markets/ratings/mine'), { token, status: 200 });
    const one = { rating: rating.id }, path = api('/markets/ratings/{rating}');
    await ask('get', path, { at: one, status: 200 });
    await ask('get', path, { at: nowhere, status: 404 });
    await ask('patch', path, { at: one, token, body: { prices: 2 }, status: 200 });
    await ask('patch', path, { at: one, token: owner.token, body: { prices: 5 }, status: 403 });
    await ask('put', `${path}/reply`, { at: one, token: owner.token, body: { reply: 'Thanks' }, status: 200 });
    await ask('put', `${path}/reply`, { at: one, token: owner.token, body: {}, status: 422 });
    await ask('delete', `${path}/reply`, { at: one, token: owner.token, status: 200 });
    await ask('put', `${path}/hidden`, { at: one, token: power.token, body: { reason: 'No.' }, status: 200 });
    await ask('put', `${path}/hidden`, { at: one, token, body: { reason: 'No.' }, status: 403 });
    await ask('get', path, { at: one, token, status: 200 });
    await ask('delete', `${path}/hidden`, { at: one, token: power.token, status: 200 });
    await ask('delete', path, { at: one, token, status: 204 });
    await ask('get', path, { at: one, token, status: 404 });
  });

  test('photos', async () => {
    const market = await makeMarket(stack, { owner }), at = { id: market.id }, { token } = owner, photo = api('/markets/photos/{photo}');
    const receipt = async (who) => (await ask('post', api('/images'), { token: who.token, headers: { 'content-type': 'image/jpeg' }, body: makeJpeg(), status: 201 })).json.receipt;
    const { json: own } = await ask('post', api('/markets/{id}/photos'), { at, token, body: { receipt: await receipt(owner), boxes: '[]', caption: 'The hall' }, status: 201 });
    await ask('post', api('/markets/{id}/photos'), { at, token, body: { receipt: 'made-up', boxes: '[]' }, status: 422 });
    await ask('post', api('/markets/{id}/photos'), { at, token: fan.token, body: { receipt: await receipt(fan), boxes: '[]' }, status: 403 });
    const { json: rating } = await ask('post', api('/markets/{id}/ratings'), { at, token: fan.token, body: { date: market.dates[-1], ...stars(3) }, status: 201 });
    const of = { rating: rating.id }, one = { photo: own.id };
    const ready = () => stack.waitFor(async () => (await ask('get', photo, { at: one, token, status: 200 })).json.state === 'ready', { seconds: 60, what: 'the photo' });
    await ask('post', api('/markets/ratings/{rating}/photos'), { at: of, token: fan.token, body: { receipt: await receipt(fan), boxes: '[]' }, status: 201 });
    await ask('post', api('/markets/ratings/{rating}/photos'), { at: of, token, body: { receipt: await receipt(owner), boxes: '[]' }, status: 403 });
    await ask('get', api('/markets/{id}/photos'), { at, token, status: 200 });
    await ask('get', api('/markets/{id}/photos'), { at: nowhere, status: 404 });
    await ready();
    await ask('get', photo, { at: one, status: 200 });
    await ask('patch', photo, { at: one, token, body: { caption: 'The big hall', cover: true }, status: 200 });
    await ask('patch', photo, { at: one, token: fan.token, body: { caption: 'Mine' }, status: 403 });
    await ask('put', `${photo}/boxes`, { at: one, token, body: { boxes: '[{"x":0,"y":0,"width":1,"height":1}]' }, status: 200 });
    await ask('put', `${photo}/boxes`, { at: one, token, body: { boxes: 'none' }, status: 422 });
    await ready();
    await ask('post', `${photo}/hide`, { at: one, token: fan.token, body: {}, status: 204 });
    await ask('get', photo, { at: one, status: 404 });
    await ask('delete', photo, { at: one, token: fan.token, status: 404 });
    await ask('delete', photo, { at: one, token, status: 204 });
    await ask('get', photo, { at: one, token, status: 404 });
  });

  test('sources and how they are read', async () => {
    const { token } = power, all = api('/moderation/markets/sources'), one = `${all}/{source}`, runs = api('/moderation/markets/runs/{run}');
    site.pages['/kalender'] = calendar([{ id: 1, title: 'Loppemarked i Ry', place: 'Hallen', street: 'Vej 1', postcode: '8680', town: 'Ry', date: day(12), fee: 20 }]);
    const body = { title: 'Kalender', kind: 'list', address: `${site.url}/kalender`, settings: calendarSettings, country: 'DK', currency: 'DKK', enabled: true };
    const { json: source } = await ask('post', all, { token, body, status: 201 });
    const at = { source: source.id };
    await ask('post', all, { token, body: { ...body, kind: 'none' }, status: 422 });
    await ask('post', all, { token: fan.token, body, status: 403 });
    await ask('get', all, { token, status: 200 });
    await ask('get', one, { at, token, status: 200 });
    await ask('get', one, { at: { source: nowhere.rating }, token, status: 404 });
    await ask('put', one, { at, token, body: { ...body, title: 'The calendar' }, status: 200 });
    const { json: asked } = await ask('post', `${one}/runs`, { at, token, body: {}, status: 202 });
    const run = { run: asked.id };
    await stack.waitFor(async () => (await ask('get', runs, { at: run, token, status: 200 })).json.state === 'ok', { seconds: 60, what: 'the reading' });
    await ask('get', `${one}/runs`, { at, token, status: 200 });
    const [{ market_id: market }] = await stack.sql(`SELECT market_id FROM market_origin WHERE source_id = '${source.id}'`);
    const { json: says } = await ask('get', api('/markets/{market}/sources'), { at: { market }, status: 200 });
    assert.ok(says.data.length > 0);
    await stack.sql(`INSERT INTO market_conflict (id, market_id, source_id, field, ours, theirs) VALUES (gen_random_uuid(), '${market}', '${source.id}', 'title', '"Ours"', '"Theirs"')`);
    const { json: { data: [conflict] } } = await ask('get', api('/markets/conflicts'), { token, status: 200 });
    await ask('put', api('/markets/conflicts/{conflict}'), { at: { conflict: conflict.id }, token: fan.token, body: { word: 'ours' }, status: 404 });
    await ask('put', api('/markets/conflicts/{conflict}'), { at: { conflict: conflict.id }, token, body: { word: 'nobody' }, status: 422 });
    await ask('put', api('/markets/conflicts/{conflict}'), { at: { conflict: conflict.id }, token, body: { word: 'ours' }, status: 200 });
    await ask('post', `${runs}/undo`, { at: run, token, body: {}, status: 200 });
    await ask('post', `${runs}/undo`, { at: run, token, body: {}, status: 409 });
    await ask('delete', one, { at, token, status: 204 });
    await ask('delete', one, { at, token, status: 404 });
  });

  test('markets that may be one', async () => {
    const { token } = power, [kept, merged] = [await makeMarket(stack), await makeMarket(stack)], one = api('/moderation/markets/doubles/{double}');
    const [{ id }] = await stack.sql(`INSERT INTO market_merge (id, kept, merged, likeness, state) VALUES (gen_random_uuid(), '${kept.id}', '${merged.id}', 0.7, 'queued') RETURNING id`);
    const at = { double: id };
    await ask('get', api('/moderation/markets/doubles'), { token, status: 200 });
    await ask('get', api('/moderation/markets/doubles'), { token, query: '?state=none', status: 422 });
    await ask('get', api('/moderation/markets/doubles'), { token: fan.token, status: 403 });
    await ask('put', `${one}/merged`, { at, token, body: {}, status: 200 });
    await ask('get', api('/markets/{id}'), { at: { id: merged.id }, status: 302 });
    await ask('get', api('/markets/{id}/dates'), { at: { id: merged.id }, status: 302 });
    await ask('delete', `${one}/merged`, { at, token, status: 200 });
    await ask('put', `${one}/apart`, { at, token, body: {}, status: 200 });
    await ask('put', `${one}/apart`, { at, token, body: {}, status: 409 });
  });

  test('markets before moderators', async () => {
    const { token } = owner, at = { id: (await enter()).id }, review = api('/markets/{id}/review'), takedown = api('/markets/{id}/takedown');
    await ask('post', review, { at, token, body: {}, status: 409 });
    await ask('post', takedown, { at, token, body: { reason: 'No.' }, status: 403 });
    await ask('post', takedown, { at, token: power.token, body: {}, status: 422 });
    await ask('post', takedown, { at, token: power.token, body: { reason: 'No.' }, status: 200 });
    await ask('post', takedown, { at, token: power.token, body: { reason: 'No.' }, status: 409 });
    await ask('get', review, { at, token, status: 200 });
    await ask('post', review, { at, token, body: { note: 'Please' }, status: 201 });
    await ask('get', review, { at, token: fan.token, status: 404 });
    const other = { id: (await enter()).id };
    await ask('post', takedown, { at: other, token: power.token, body: { reason: 'No.' }, status: 200 });
    await ask('delete', takedown, { at: other, token: power.token, status: 200 });
  });

  test('a cookie alone changes nothing', async () => {
    const visitor = stack.visitor();
    const signedIn = await visitor.submit('/auth/login', { email: power.email, password: power.password });
    assert.equal(signedIn.status, 303, signedIn.text);
    await refuseForeignForms(stack, document, visitor, ofMarkets);
  });

  test('every operation was asked, and did what it says it does', () => {
    assert.ok(Object.keys(document.paths).filter(ofMarkets).length > 30);
    assert.deepEqual(never(ofMarkets), [], 'never answered');
  });
});
