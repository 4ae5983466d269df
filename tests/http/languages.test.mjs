// A site of several languages: which one answers whom, and that what nginx shares is never the wrong one.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { makeCatalogues } from '../lib/catalogues.mjs';
import { startMail } from '../lib/mail.mjs';
import { startStack } from '../lib/stack.mjs';

const own = 'this language, as its speakers call it|English';
const languages = {
  da: { [own]: 'Dansk', About: 'Om siden', 'There is nothing at this address.': 'Her er ingenting.', 'Somebody asked for a new password for your account. Choose one here:': 'Vælg en ny her:',
        'The service is not available at the moment.': 'Tjenesten er "væk" $lige nu.', 'date|d MMMM y': "d. MMMM y", 'group separator|,': '.' },
  pt: { [own]: 'Português', About: 'Sobre' },
  pt_BR: { [own]: 'Português do Brasil', About: 'Sobre o site' },
};
const words = { en: 'About', da: 'Om siden', pt: 'Sobre', 'pt-BR': 'Sobre o site' };

let stack, mail, folder;
before(async () => {
  folder = await makeCatalogues(languages);
  mail = await startMail();
  stack = await startStack({ env: { CURIO_LOCALE_DIR: folder }, conf: { smtp_url: mail.url, microcache_seconds: 60 } });
});
after(async () => {
  await stack?.close();
  await mail?.close();
  if (folder) rmSync(folder, { recursive: true });
});

const spoken = ({ text }) => text.match(/<html lang="([^"]+)">/)[1];
const get = (path, headers = {}) => stack.fetch(path, { headers: { accept: 'text/html', ...headers } });
const fromCache = ({ headers }) => headers.ratelimit === undefined;

function isIn(answer, language, why) {
  assert.equal(spoken(answer), language, why);
  assert.equal(answer.headers['content-language'], language, why);
  assert.match(answer.text, new RegExp(`<a href="/about">${words[language]}</a>`), why);
}

test('a browser gets the best that it asks for', async () => {
  const table = [
    [undefined, 'en'], ['*', 'en'], ['da', 'da'], ['DA', 'da'], ['da-DK', 'da'], ['da-DK,da;q=0.9,en;q=0.8', 'da'],
    ['fr', 'en'], ['fr-FR,fr;q=0.9,da;q=0.5', 'da'], ['en;q=0.5,da;q=0.8', 'da'], ['en;q=0.8, da;q=0.8', 'en'], ['da;q=0,en;q=0.1', 'en'],
    ['da;q=0', 'en'], ['fr,*;q=0.5', 'en'], ['pt', 'pt'], ['pt-BR', 'pt-BR'], ['pt-br-x-rio', 'pt-BR'], ['pt-PT', 'pt'], ['pt-BRA', 'pt'],
    ['danish', 'en'], ['da_DK', 'en'], [',,da', 'da'], ['da;q=1.5,en;q=0.1', 'en'], ['da;q=x,pt;q=0.2', 'pt'], ['da;q=0.001', 'da'], ['da ; q=0.4 , en;q=0.3', 'da'],
    ['x'.repeat(3000), 'en'], [`${'fr,'.repeat(32)}da`, 'en'], // more than are looked at
  ];
  for (const [accept, language] of table)
    for (const path of ['/about', '/auth/login']) // shared by nginx; never shared
      isIn(await get(path, accept === undefined ? {} : { 'accept-language': accept }), language, `${accept} at ${path}`);
});

test('pages that readers share are kept apart', async () => {
  const asked = ['da', 'en', 'fr,da;q=0.2', 'fr,pt;q=0.2', undefined, 'pt-BR'];
  const wanted = ['da', 'en', 'da', 'pt', 'en', 'pt-BR'];
  const round = () => Promise.all(asked.map((accept) => get('/problems', accept ? { 'accept-language': accept } : {})));
  (await round()).forEach((answer, i) => isIn(answer, wanted[i], asked[i]));
  const again = await round();
  again.forEach((answer, i) => isIn(answer, wanted[i], asked[i]));
  assert.ok(again.every(fromCache), 'each has its own page in the cache');
  isIn(await get('/problems', { 'accept-language': 'da-DK,en;q=0.5' }), 'da');
  assert.ok(fromCache(await get('/problems', { 'accept-language': 'da-DK,fr;q=0.5' })), 'one key a language, not one a list');
  assert.match(again[0].headers.vary, /Accept-Language/);
  assert.match(again[0].headers.vary, /Cookie/);
});

test('a link chooses, the browser keeps it, and shared pages stay shared', async () => {
  const visitor = stack.visitor();
  const page = await visitor.get('/problems');
  const link = page.text.match(/<a href="(\/language\/da\?then=[^"]*)"[^>]*lang="da"[^>]*>Dansk<\/a>/)[1];
  assert.match(page.text, /<a [^>]*lang="en" aria-current="true">English<\/a>/);
  const chosen = await visitor.get(link.replaceAll('&amp;', '&'));
  assert.equal(chosen.status, 303);
  assert.equal(chosen.headers.location, '/problems');
  assert.match(chosen.headers['set-cookie'][0], /^__Host-language=da; Path=\/; Max-Age=\d+; Secure; HttpOnly; SameSite=Lax$/);
  isIn(await visitor.fetch('/problems', { headers: { 'accept-language': 'pt' } }), 'da', 'the choice wins over the browser');
  assert.ok(fromCache(await visitor.get('/problems')), 'and is no reason to make the page anew');
  isIn(await get('/problems?language=pt-BR', { cookie: '__Host-language=da' }), 'pt-BR', 'the address wins over the choice');
  isIn(await get('/problems', { cookie: '__Host-language=xx', 'accept-language': 'da' }), 'da', 'a choice that is gone counts for nothing');
  assert.equal((await visitor.get('/language/xx')).status, 404);
});

test('the way back stays on the site and keeps the query', async () => {
  for (const [then, place] of [['/schematics?q=a%20b', '/schematics?q=a%20b'], ['//evil.example', '/'], ['https://evil.example/', '/'], ['/\\evil', '/'], ['', '/']])
    assert.equal((await get(`/language/da?then=${encodeURIComponent(then)}`)).headers.location, place, then);
});

test('whoever is signed in keeps the choice in the profile, on every device', async () => {
  const person = await stack.register();
  const signIn = async () => {
    const visitor = stack.visitor();
    await visitor.submit('/auth/login', { email: person.email, password: person.password });
    return visitor;
  };
  const [one, other] = [await signIn(), await signIn()];
  isIn(await one.get('/account'), 'en');
  const refused = await one.fetch('/language/da', { method: 'POST', body: new URLSearchParams({ then: '/' }), headers: { origin: stack.url } });
  assert.equal(refused.status, 403, 'not without the token of the page');
  const kept = await one.submit('/account', {}, { action: '/language/da' });
  assert.equal(kept.headers.location, '/account');
  isIn(await one.get('/account'), 'da');
  assert.equal((await stack.api('GET', '/account', null, { token: person.token })).json.language, 'da');
  await stack.redis('flushall'); // who a session is may be remembered for half a minute
  isIn(await other.fetch('/account', { headers: { 'accept-language': 'pt' } }), 'da', 'another device follows');
  assert.equal((await stack.api('PATCH', '/account', { language: 'xx' }, { token: person.token })).status, 422);
  assert.equal((await stack.api('PATCH', '/account', { language: 'pt-BR' }, { token: person.token })).json.language, 'pt-BR');
  assert.equal((await stack.api('PATCH', '/account', { language: '' }, { token: person.token })).json.language, null);
});

test('the API answers in the language that is asked for', async () => {
  const answer = await stack.api('GET', '/nowhere', null, { headers: { 'accept-language': 'da' } });
  assert.equal(answer.json.detail, 'Her er ingenting.');
  assert.equal(answer.headers['content-language'], 'da');
  assert.match(answer.headers.vary, /Accept-Language/);
  assert.equal((await stack.api('GET', '/nowhere')).json.detail, 'There is nothing at this address.');
});

test('mail goes out in its reader\'s language, whoever caused it', async () => {
  const danish = await stack.api('POST', '/auth/register', { email: 'dansk@example.org', name: 'Dorte', password: 'correct horse battery' }, { headers: { 'accept-language': 'da' } });
  assert.equal(danish.status, 201);
  const other = await stack.register();
  for (const email of ['dansk@example.org', other.email, 'dansk@example.org'])
    await stack.api('POST', '/auth/forgotten', { email }, { headers: { 'accept-language': 'pt' } });
  assert.match((await mail.next(({ to }) => to.includes('dansk@example.org'))).text, /^Vælg en ny her:/);
  assert.match((await mail.next(({ to }) => to.includes(other.email))).text, /^Somebody asked/);
});

test('what nginx says itself is in that language too', async () => {
  await stack.stop('web');
  try {
    const page = await get('/schematics', { 'accept-language': 'da' });
    assert.equal(page.status, 503);
    assert.match(page.text, /<html lang="da">/);
    const api = await stack.api('GET', '/schematics', null, { headers: { 'accept-language': 'da' } });
    assert.equal(api.json.detail, 'Tjenesten er væk lige nu.', 'without what means something to nginx or JSON');
    assert.equal(api.headers['content-language'], 'da');
    assert.equal((await stack.api('GET', '/schematics')).json.detail, 'The service is not available at the moment.');
  } finally {
    await stack.start('web');
  }
});

test('the manifest and the offline page follow', async () => {
  assert.equal((await stack.fetch('/manifest.webmanifest', { headers: { 'accept-language': 'da' } })).json.lang, 'da');
  isIn(await get('/offline?language=da'), 'da');
});
