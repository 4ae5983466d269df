// The API's description is a true OpenAPI 3.1 document, and what the site answers is what it says.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { makeBuild } from '../lib/build.mjs';
import { readDocument, refuseForeignForms } from '../lib/document.mjs';
import { attach, handIn, publish } from '../lib/images.mjs';
import { startMail } from '../lib/mail.mjs';
import { makeJpeg } from '../lib/pictures.mjs';
import { startStack } from '../lib/stack.mjs';

let stack, mail, document, validatorOf, ask, never, person;

before(async () => {
  mail = await startMail();
  stack = await startStack({ conf: { smtp_url: mail.url, mail_from: 'curio@example.org' } });
  ({ document, validatorOf, ask, never } = await readDocument(stack));
  person = await stack.register();
});
after(async () => {
  await stack?.close();
  await mail?.close();
});

const elsewhere = new Set(['/metrics']); // on the loopback address only: metrics.test.mjs asks there
const api = (path) => `/api/v1${path}`;

function parts(fields, bytes = makeBuild()) {
  const form = new FormData();
  if (bytes) form.append('file', new Blob([bytes]), 'tower.schem');
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}

describe('the document', () => {
  test('is valid OpenAPI 3.1, and every schema in it is one', async () => {
    const validator = new Validator();
    const result = await validator.validate(document);
    assert.ok(result.valid, JSON.stringify(result.errors, null, 1));
    assert.equal(validator.version, '3.1');
    for (const name of Object.keys(document.components.schemas)) validatorOf({ $ref: `#/components/schemas/${name}` });
    for (const operation of Object.values(document.paths).flatMap(Object.values))
      for (const { schema } of [...operation.parameters, ...Object.values(operation.requestBody?.content ?? {})]) schema && validatorOf(schema);
  });

  test('names each operation once, with its parameters and no reference into nothing', () => {
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })));
    const ids = operations.map(({ operation }) => operation.operationId);
    assert.equal(new Set(ids).size, ids.length);
    for (const { path, method, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      assert.deepEqual(operation.parameters.filter((p) => p.in === 'path').map((p) => p.name), inPath, path);
      assert.ok(operation.summary && operation.tags.length === 1, path);
      assert.ok(Object.keys(operation.responses).some((status) => status.startsWith('2')), path);
      assert.equal(operation.requestBody !== undefined && method === 'get', false, path);
    }
    const resolve = (reference) => reference.slice(2).split('/').reduce((at, key) => at?.[key], document);
    JSON.stringify(document, (key, value) => (key === '$ref' && assert.ok(resolve(value), value), value));
  });
});

describe('answers are what the document says', () => {
  test('accounts', async () => {
    const address = `new${Date.now()}@example.org`, password = 'a long enough one';
    const made = await ask('post', api('/auth/register'), { body: { email: address, name: 'Somebody', password }, status: 201 });
    await ask('post', api('/auth/register'), { body: { email: 'nobody', name: '', password: 'x' }, status: 422 });
    await ask('post', api('/auth/register'), { body: '{"email":', headers: { 'content-type': 'application/json' }, status: 400 });
    await ask('post', api('/auth/register'), { body: 'a', headers: { 'content-type': 'text/plain' }, status: 415 });
    await ask('post', api('/auth/login'), { body: { email: address, password }, status: 200 });
    await ask('post', api('/auth/login'), { body: { email: address, password: 'another one' }, status: 401 });
    await ask('post', api('/auth/refresh'), { body: { refresh_token: made.json.refresh_token }, status: 200 });
    await ask('post', api('/auth/refresh'), { body: { refresh_token: 'made-up' }, status: 401 });
    const token = made.json.access_token;
    await ask('get', api('/auth/me'), { token, status: 200 });
    await ask('get', api('/auth/me'), { status: 401 });
    await ask('get', api('/account'), { token, status: 200 });
    await ask('patch', api('/account'), { token, body: { about: '**hello**' }, status: 200 });
    await ask('patch', api('/account'), { token, body: { name: 'n'.repeat(200), rank: 'king' }, status: 422 });
    await ask('patch', api('/account'), { token, body: { name: 'Else' }, headers: { 'if-match': '"old"' }, status: 412 });
    await ask('get', api('/people/{slug}'), { at: { slug: made.json.user.slug }, status: 200 });
    await ask('get', api('/people/{slug}'), { at: { slug: 'nobody at all ü"<%' }, status: 404 });
    const { json: sessions } = await ask('get', api('/auth/sessions'), { token, status: 200 });
    const other = sessions.data.find((session) => !session.current);
    await ask('delete', api('/auth/sessions/{id}'), { token, at: { id: other.id }, status: 204 });
    await ask('delete', api('/auth/sessions/{id}'), { token, at: { id: other.id }, status: 404 });
    await ask('post', api('/auth/password'), { token, body: { current_password: 'wrong one', password }, status: 422 });
    await ask('post', api('/auth/password'), { token, body: { current_password: password, password: 'yet another one' }, status: 204 });
    await ask('post', api('/auth/forgotten'), { body: { email: address }, status: 204 });
    await ask('post', api('/auth/forgotten'), { body: {}, status: 422 });
    const letter = await mail.next(({ to, text }) => to.includes(address) && /\/auth\/reset\//.test(text));
    const [, key] = /\/auth\/reset\/(\S+)/.exec(letter.text);
    await stack.waitFor(async () => (await stack.sql("SELECT 1 FROM job WHERE kind = 'mail'")).length === 0, { what: 'the mail to be recorded as sent' });
    await ask('post', api('/auth/reset'), { body: { token: key, password: 'the very last one' }, status: 204 });
    await ask('post', api('/auth/reset'), { body: { token: key, password: 'the very last one' }, status: 410 });
    const again = await ask('post', api('/auth/login'), { body: { email: address, password: 'the very last one' }, status: 200 });
    await ask('post', api('/auth/logout'), { token: again.json.access_token, status: 204 });
  });

  test('one\'s data, and the end of an account', async () => {
    const who = await stack.register(), { token } = who;
    await ask('post', api('/account/copies'), { token, status: 202 });
    await ask('post', api('/account/copies'), { status: 401 });
    const { link } = await stack.waitFor(async () => (await ask('get', api('/account/copies'), { token, status: 200 })).json.data.find((copy) => copy.link), { seconds: 30, what: 'the copy' });
    await ask('get', api('/account/copies/{token}'), { token, at: { token: link.split('/').pop() }, status: 200 });
    await ask('get', api('/account/copies/{token}'), { token, at: { token: 'made-up' }, status: 404 });
    await ask('post', api('/account/close'), { token, body: { password: 'not this one' }, status: 422 });
    await ask('post', api('/account/close'), { token, body: { password: who.password }, status: 200 });
    await ask('post', api('/auth/login'), { body: { email: who.email, password: who.password }, status: 403 });
    await ask('post', api('/auth/login'), { body: { email: who.email, password: who.password, bring_back: true }, status: 200 });
  });

  test('builds', async () => {
    const { token } = person, bytes = makeBuild();
    const fields = { title: 'Tower', description: 'A *tower*', tags: 'tall, stone', visibility: 'public' };
    const { json: build } = await ask('post', api('/schematics'), { token, body: parts(fields, bytes), status: 201 });
    await ask('post', api('/schematics'), { token, body: parts(fields, bytes), status: 409 });
    await ask('post', api('/schematics'), { token, body: parts(fields, Buffer.from('no build')), status: 422 });
    await ask('post', api('/schematics'), { token, body: parts({ title: 't'.repeat(999), visibility: 'nobody' }, null), status: 422 });
    await ask('post', api('/schematics'), { body: parts(fields), status: 401 });
    await stack.sql(`UPDATE schematic SET status = 'clean' WHERE id = '${build.id}'`);
    const at = { id: build.id };
    const one = await ask('get', api('/schematics/{id}'), { at, status: 200 });
    await ask('get', api('/schematics/{id}'), { at: { id: build.slug }, token, status: 200 });
    await ask('get', api('/schematics/{id}'), { at, headers: { 'if-none-match': one.headers.etag }, status: 304 });
    await ask('get', api('/schematics/{id}'), { at: { id: 'not there' }, status: 404 });
    await ask('get', api('/schematics'), { status: 200 });
    await ask('get', api('/schematics'), { query: '?tag=tall&text=tower&limit=1', status: 200 });
    await ask('get', api('/schematics'), { query: '?limit=0', status: 422 });
    await ask('get', api('/schematics/mine'), { token, status: 200 });
    await ask('get', api('/schematics/mine'), { token, headers: { accept: 'text/html' }, status: 406 });
    const file = await ask('get', api('/schematics/{id}/download'), { at, status: 200 });
    assert.deepEqual(file.bytes, bytes);
    await ask('get', api('/schematics/{id}/conversions'), { at, status: 200 });
    await ask('get', api('/schematics/{id}/conversions'), { at, query: '?format=mcedit', status: 200 });
    await ask('get', api('/schematics/{id}/conversions'), { at: { id: 'not there' }, status: 404 });
    await ask('get', api('/schematics/{id}/download'), { at, query: '?format=sponge2', status: 200 });
    await ask('post', api('/schematics/{id}/download-link'), { at, token, body: { format: 'sponge2' }, status: 201 });
    await ask('post', api('/schematics/{id}/download-link'), { at, body: {}, status: 401 });
    const { json: link } = await ask('post', api('/schematics/{id}/links'), { at, token, body: { expires_in: '6h' }, status: 201 });
    await ask('post', api('/schematics/{id}/links'), { at, token, body: { expires_in: 'for ever' }, status: 422 });
    await ask('get', api('/schematics/{id}/links'), { at, token, status: 200 });
    await ask('delete', api('/schematics/{id}/links/{link}'), { at: { ...at, link: link.id }, token, status: 204 });
    await ask('patch', api('/schematics/{id}'), { at, token, body: { title: 'Taller', tags: ['very', 'tall'] }, status: 200 });
    await ask('patch', api('/schematics/{id}'), { at, token, body: { visibility: 'nobody' }, status: 422 });
    const stranger = await stack.register();
    await ask('patch', api('/schematics/{id}'), { at, token: stranger.token, body: { title: 'Mine' }, status: 403 });
    await stack.waitFor(async () => (await ask('get', api('/schematics/{id}'), { at, token, status: 200 })).json.analysis === 'done', { seconds: 30, what: 'its pictures' });
    for (const product of ['thumb.webp', 'top.webp', 'sections', 'materials', 'manifest', 'versions']) await ask('get', api(`/schematics/{id}/${product}`), { at, status: 200 });
    await ask('get', api('/schematics/{id}/materials'), { at, query: '?format=csv', status: 200 });
    const version = { ...at, number: 2 };
    await ask('post', api('/schematics/{id}/versions'), { at, token, body: parts({ name: '2', changes: 'New' }), status: 201 });
    await ask('post', api('/schematics/{id}/versions'), { at, token, body: parts({}, bytes), status: 409 });
    await ask('patch', api('/schematics/{id}/versions/{number}'), { at: version, token, body: { name: '2.0' }, status: 200 });
    await ask('delete', api('/schematics/{id}/versions/{number}'), { at: version, token, status: 204 });
    await ask('delete', api('/schematics/{id}/versions/{number}'), { at: { ...at, number: 1 }, token, status: 409 });
    await ask('delete', api('/schematics/{id}'), { at, token, status: 204 });
    await ask('get', api('/schematics/{id}/download'), { at, token, status: 404 });
  });

  test('pictures of builds', async () => {
    const { token } = person, all = api('/schematics/{id}/pictures'), one = api('/schematics/{id}/pictures/{picture}');
    const { json: build } = await ask('post', api('/schematics'), { token, body: parts({ title: 'Pictured', visibility: 'public' }), status: 201 });
    const at = { id: build.id }, { json: { receipt } } = await handIn(stack, person, makeJpeg());
    const { json: sent } = await ask('post', all, { at, token, body: { receipt, caption: 'From the north' }, status: 201 });
    await ask('post', all, { at, token, body: { receipt }, status: 422 });
    await stack.sql(`UPDATE schematic SET status = 'clean' WHERE id = '${build.id}'`);
    await stack.waitFor(async () => (await ask('get', all, { at, token, status: 200 })).json.data[0].status === 'ready', { seconds: 30, what: 'the picture' });
    const picture = { ...at, picture: sent.data[0].id };
    await ask('get', api('/schematics/{id}/pictures/{picture}/{width}'), { at: { ...picture, width: 640 }, status: 200 });
    await ask('get', api('/schematics/{id}/pictures/{picture}/{width}'), { at: { ...picture, width: 'none' }, status: 404 });
    await ask('patch', one, { at: picture, token, body: { caption: 'From the south', position: 1 }, status: 200 });
    await ask('patch', one, { at: picture, token, body: { position: 99 }, status: 422 });
    await ask('delete', one, { at: picture, token, status: 204 });
  });

  test('files that come in pieces', async () => {
    const { token } = person, bytes = makeBuild(), tus = { 'tus-resumable': '1.0.0' }, one = api('/uploads/{id}');
    const { json: begun } = await ask('post', api('/uploads'), { token, headers: { ...tus, 'upload-length': String(bytes.length) }, status: 201 });
    await ask('post', api('/uploads'), { token, headers: tus, status: 400 });
    const at = { id: begun.id }, piece = { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
    await ask('patch', one, { at, token, body: bytes, headers: { ...piece, 'upload-offset': '7' }, status: 409 });
    await ask('patch', one, { at, token, body: bytes, headers: piece, status: 204 });
    await ask('get', one, { at, token, status: 200 });
    await ask('get', api('/uploads/{id}/study'), { at, token, status: 200 });
    await ask('get', api('/uploads/{id}/thumb.webp'), { at, token, status: 200 });
    await ask('get', api('/schematics/usage'), { token, status: 200 });
    await ask('delete', one, { at, token, headers: tus, status: 204 });
    await ask('get', one, { at, token, status: 404 });
  });

  test('collections', async () => {
    const { token } = person, base = '/schematics/collections', one = `${base}/{collection}`;
    const { json: build } = await ask('post', api('/schematics'), { token, body: parts({ title: 'In a collection' }), status: 201 });
    await stack.sql(`UPDATE schematic SET status = 'clean' WHERE id = '${build.id}'`);
    const { json: made } = await ask('post', api(base), { token, body: { title: 'Towers', build: build.slug }, status: 201 });
    await ask('post', api(base), { token, body: { title: '' }, status: 422 });
    await ask('post', api(base), { body: { title: 'Towers' }, status: 401 });
    const at = { collection: made.slug }, inside = { ...at, build: build.id };
    await ask('get', api(base), { query: `?author=${person.user.slug}`, status: 200 });
    await ask('get', api(`${base}/mine`), { token, query: `?build=${build.id}`, status: 200 });
    await ask('get', api(one), { at, status: 200 });
    await ask('get', api(one), { at: { collection: 'nothing' }, status: 404 });
    await ask('get', api(`${one}/builds`), { at, status: 200 });
    await ask('patch', api(one), { at, token, body: { title: 'Tall towers' }, status: 200 });
    await ask('delete', api(`${one}/builds/{build}`), { at: inside, token, status: 204 });
    await ask('put', api(`${one}/builds/{build}`), { at: inside, token, status: 204 });
    await ask('delete', api(one), { at, token, status: 204 });
  });

  test('notices', async () => {
    const { user, token } = person;
    await stack.sql(`INSERT INTO notice (id, account_id, kind) VALUES (gen_random_uuid(), '${user.id}', 'schematic.infected')`);
    const { json } = await ask('get', api('/notices'), { token, status: 200 });
    assert.equal(json.data.length, 1);
    await ask('post', api('/notices'), { token, status: 204 });
    await ask('get', api('/notices'), { status: 401 });
  });

  test('what people say and like', async () => {
    const { token } = person, friend = await stack.register();
    const made = await ask('post', api('/schematics'), { token, body: parts({ title: 'Liked' }, makeBuild()), status: 201 });
    await stack.sql(`UPDATE schematic SET status = 'clean' WHERE id = '${made.json.id}'`);
    const at = { room: 'schematic', id: made.json.id }, nowhere = { room: 'nowhere', id: made.json.id };
    await ask('get', api('/social/{room}/{id}/like'), { at, status: 200 });
    await ask('put', api('/social/{room}/{id}/like'), { at, token: friend.token, status: 200 });
    await ask('put', api('/social/{room}/{id}/like'), { at: nowhere, token: friend.token, status: 404 });
    await ask('get', api('/social/likes'), { token: friend.token, status: 200 });
    await ask('delete', api('/social/{room}/{id}/like'), { at, token: friend.token, status: 200 });
    const said = await ask('post', api('/social/{room}/{id}/comments'), { at, token: friend.token, body: { body: 'Hello' }, status: 201 });
    await ask('post', api('/social/{room}/{id}/comments'), { at, token: friend.token, body: {}, status: 422 });
    const comment = { id: said.json.id };
    await ask('post', api('/social/{room}/{id}/comments'), { at, token, body: { body: 'Hi', parent: comment.id }, status: 201 });
    await ask('get', api('/social/{room}/{id}/comments'), { at, status: 200 });
    await ask('get', api('/social/comments/{id}'), { at: comment, status: 200 });
    await ask('get', api('/social/comments/{id}/answers'), { at: comment, status: 200 });
    await ask('patch', api('/social/comments/{id}'), { at: comment, token: friend.token, body: { body: 'Hello there' }, status: 200 });
    await ask('patch', api('/social/comments/{id}'), { at: comment, token, body: { body: 'Mine' }, status: 403 });
    await ask('delete', api('/social/comments/{id}'), { at: comment, token: friend.token, status: 204 });
    const who = { kind: 'person', target: friend.user.slug };
    await ask('put', api('/social/follows/{kind}/{target}'), { at: who, token, status: 200 });
    await ask('get', api('/social/follows/{kind}/{target}'), { at: who, status: 200 });
    await ask('get', api('/social/follows'), { token, status: 200 });
    await ask('get', api('/feed'), { token, status: 200 });
    await ask('delete', api('/social/follows/{kind}/{target}'), { at: who, token, status: 200 });
    await ask('get', api('/social/followers'), { token: friend.token, status: 200 });
    await ask('patch', api('/account'), { token, body: { profile: 'followers' }, status: 200 });
    await ask('put', api('/social/follows/{kind}/{target}'), { at: { kind: 'person', target: person.user.slug }, token: friend.token, status: 200 });
    await ask('put', api('/social/followers/{slug}'), { at: { slug: friend.user.slug }, token, status: 204 });
    await ask('delete', api('/social/followers/{slug}'), { at: { slug: friend.user.slug }, token, status: 204 });
    await ask('patch', api('/account'), { token, body: { profile: 'public' }, status: 200 });
    await ask('put', api('/social/blocks/{slug}'), { at: { slug: friend.user.slug }, token, status: 204 });
    await ask('get', api('/social/blocks'), { token, status: 200 });
    await ask('delete', api('/social/blocks/{slug}'), { at: { slug: friend.user.slug }, token, status: 204 });
    await ask('get', api('/notices/preferences'), { token, status: 200 });
    await ask('patch', api('/notices/preferences'), { token, body: { digest: 'daily', likes: 'none' }, status: 200 });
    const [notice] = (await ask('get', api('/notices'), { token, status: 200 })).json.data;
    await ask('post', api('/notices/{id}'), { at: { id: notice.id }, token, status: 204 });
    await ask('post', api('/social/unsubscribe/{token}'), { at: { token: 'made-up' }, status: 404 });
    await stack.sql(`UPDATE account SET digest_at = now() - interval '8 days' WHERE id = '${person.user.id}'`);
    await ask('put', api('/social/{room}/{id}/like'), { at, token: (await stack.register()).token, status: 200 });
    await ask('patch', api('/notices/preferences'), { token, body: { likes: 'both' }, status: 200 });
    await stack.sql("INSERT INTO job (id, kind) VALUES (gen_random_uuid(), 'digest')");
    const letter = await mail.next(({ to, headers }) => to.includes(person.email) && headers['list-unsubscribe'], { seconds: 30 });
    const [, end] = /unsubscribe\/([\w-]+)>/.exec(letter.headers['list-unsubscribe']);
    await ask('post', api('/social/unsubscribe/{token}'), { at: { token: end }, status: 204 });
  });

  test('searches', async () => {
    const { token } = person;
    await ask('get', api('/schematics/facets'), { query: '?tag=tower', status: 200 });
    await ask('get', api('/schematics/facets'), { query: '?game_from=never', status: 422 });
    await ask('get', api('/schematics/blocks'), { query: '?text=stone', status: 200 });
    const { json: saved } = await ask('post', api('/schematics/searches'), { token, body: { title: 'Towers', query: 'tag=tower', notify: true }, status: 201 });
    await ask('post', api('/schematics/searches'), { body: { title: 'Towers', query: 'tag=tower' }, status: 401 });
    await ask('get', api('/schematics/searches'), { token, status: 200 });
    await ask('patch', api('/schematics/searches/{search}'), { at: { search: saved.id }, token, body: { title: 'Spires' }, status: 200 });
    await ask('delete', api('/schematics/searches/{search}'), { at: { search: saved.id }, token, status: 204 });
    await ask('delete', api('/schematics/searches/{search}'), { at: { search: saved.id }, token, status: 404 });
  });

  test('moderation', async () => {
    const { token } = person, [friend, admin] = [await stack.register(), await stack.register()];
    await stack.sql(`INSERT INTO account_role (account_id, role) VALUES ('${admin.user.id}', 'admin')`);
    const { json: { access_token: power } } = await ask('post', api('/auth/login'), { body: { email: admin.email, password: admin.password }, status: 200 });
    const { json: build } = await ask('post', api('/schematics'), { token, body: parts({ title: 'Looked at' }, makeBuild()), status: 201 });
    await stack.sql(`UPDATE schematic SET status = 'clean' WHERE id = '${build.id}'`);
    const at = { id: build.id };
    await ask('post', api('/schematics/{id}/takedown'), { at, token: power, body: { reason: 'No.' }, status: 200 });
    await ask('post', api('/schematics/{id}/takedown'), { at, token: power, body: { reason: 'No.' }, status: 409 });
    await ask('post', api('/schematics/{id}/takedown'), { at, token, body: { reason: 'No.' }, status: 403 });
    await ask('delete', api('/schematics/{id}/takedown'), { at, token: power, status: 200 });
    await ask('post', api('/schematics/{id}/review'), { at, token, body: {}, status: 409 });
    await ask('post', api('/schematics/{id}/takedown'), { at, token: power, body: { reason: 'No.' }, status: 200 });
    await ask('post', api('/schematics/{id}/review'), { at, token, body: { note: 'Please' }, status: 201 });
    await ask('get', api('/schematics/{id}/review'), { at, token, status: 200 });
    await ask('delete', api('/schematics/{id}/review'), { at, token, status: 200 });
    await ask('post', api('/schematics/{id}/review'), { at, token, body: {}, status: 201 });
    const [entry] = (await ask('get', api('/moderation'), { token: power, status: 200 })).json.data;
    await ask('get', api('/moderation'), { token, status: 403 });
    const one = { id: entry.id };
    await ask('get', api('/moderation/cases/{id}'), { at: one, token: power, status: 200 });
    await ask('get', api('/moderation/cases/{id}'), { at: build, token: power, status: 404 });
    await ask('post', api('/moderation/cases/{id}/decision'), { at: one, token: power, body: { decision: 'rejected' }, status: 422 });
    await ask('post', api('/moderation/cases/{id}/decision'), { at: one, token: power, body: { decision: 'approved' }, status: 200 });
    await ask('post', api('/moderation/cases/{id}/decision'), { at: one, token: power, body: { decision: 'approved' }, status: 409 });
    const about = { room: 'schematic', subject: build.id, kind: 'spam' }, reported = { room: 'schematic', id: build.id };
    await ask('post', api('/reports'), { token: friend.token, body: about, status: 201 });
    await ask('post', api('/reports'), { token: friend.token, body: about, status: 409 });
    await ask('get', api('/moderation/reports'), { token: power, status: 200 });
    await ask('get', api('/moderation/reports/{room}/{id}'), { at: reported, token: power, status: 200 });
    await ask('post', api('/moderation/reports/{room}/{id}/resolution'), { at: reported, token: power, body: { resolution: 'acted' }, status: 200 });
    const whom = { slug: friend.user.slug };
    await ask('post', api('/moderation/people/{slug}/suspension'), { at: whom, token: power, body: { reason: 'No.', until: '2999-01-01' }, status: 200 });
    await ask('get', api('/moderation/people'), { token: power, status: 200 });
    await ask('get', api('/moderation/people/{slug}'), { at: whom, token: power, status: 200 });
    await ask('delete', api('/moderation/people/{slug}/suspension'), { at: whom, token: power, status: 200 });
    await ask('get', api('/moderation/audit'), { token: power, query: '?action=review', status: 200 });
  });

  test('pictures of any room', async () => {
    const headers = { 'content-type': 'image/jpeg' };
    const { json } = await ask('post', api('/images'), { token: person.token, headers, body: makeJpeg(), status: 201 });
    await ask('post', api('/images'), { headers, body: makeJpeg(), status: 401 });
    await ask('post', api('/images'), { token: person.token, headers, body: 'nothing', status: 422 });
    await ask('post', api('/images'), { token: person.token, query: '?next=/people', headers, body: makeJpeg(), status: 303 });
    await ask('post', api('/images'), { token: person.token, query: '?next=//example.org', headers, body: makeJpeg(), status: 422 });
    await ask('post', api('/process-face'), { token: person.token, headers: { ...headers, accept: 'application/json' }, body: makeJpeg(), status: 200 });
    const id = await attach(stack, person, json);
    await ask('get', api('/images/{id}/original'), { at: { id }, token: person.token, status: 200 });
    const { name } = await publish(stack, id);
    await ask('get', '/images/{name}/{width}', { at: { name, width: 160 }, status: 200 });
    await ask('get', '/images/{name}/{width}', { at: { name, width: 161 }, status: 404 });
  });

  test('what the site says of itself', async () => {
    for (const path of Object.keys(document.paths).filter((p) => !p.startsWith(api('/')) && !p.includes('{') && !elsewhere.has(p))) await ask('get', path, { status: 200 });
    await ask('get', api('/health/liveness'), { status: 200 });
    await ask('get', api('/openapi.json'), { status: 200 });
    await ask('get', api('/health/readiness'), { status: 200 });
    await stack.stop('postgres');
    try {
      await stack.waitFor(async () => (await stack.fetch(api('/health/readiness'))).status === 503, { what: 'PostgreSQL to be missed' });
      await ask('get', api('/health/readiness'), { status: 503 });
      await ask('get', api('/schematics/mine'), { token: person.token, status: 503 });
    } finally {
      await stack.start('postgres');
    }
    await stack.waitFor(async () => (await stack.fetch(api('/health/readiness'))).status === 200, { what: 'PostgreSQL to be back' });
  });

  test('whoever is known by a cookie alone needs the token of a form, at every address that changes something', async () => {
    const visitor = stack.visitor();
    // Somebody who may do everything: what a person may not do at all is refused for that, before any body is read.
    await stack.sql(`INSERT INTO account_role (account_id, role) VALUES ('${person.user.id}', 'admin')`);
    const signedIn = await visitor.submit('/auth/login', { email: person.email, password: person.password });
    assert.equal(signedIn.status, 303, signedIn.text);
    await refuseForeignForms(stack, document, visitor);
  });

  test('every operation was asked, and did what it says it does', () => {
    assert.deepEqual(never((path) => !elsewhere.has(path)), [], 'never answered');
  });
});
