// Links that open a build for a while, for whoever has them or for one person; and addresses that download one for one person.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { makeBuild } from '../lib/build.mjs';
import { startStack } from '../lib/stack.mjs';

let stack, owner, friend, stranger;

before(async () => {
  stack = await startStack({ scanner: true, conf: { microcache_seconds: 0 } });
  [owner, friend, stranger] = [await stack.register({ name: 'Owner' }), await stack.register({ name: 'Friend' }), await stack.register()];
});
after(() => stack?.close());

const api = (method, path, who, body, headers) => stack.api(method, `/schematics${path}`, body, { token: who?.token, headers });
const get = (path, who) => api('GET', path, who);

async function made(visibility = 'private', bytes = makeBuild()) {
  const body = new FormData();
  body.append('file', new Blob([bytes]), 'hut.schem');
  body.append('visibility', visibility);
  const answer = await api('POST', '', owner, body);
  assert.equal(answer.status, 201, answer.text);
  return stack.waitFor(async () => {
    const { json } = await get(`/${answer.json.id}`, owner);
    return json.status === 'clean' && json.analysis === 'done' && json;
  }, { seconds: 60, what: 'a clean build that was drawn' });
}
async function link(build, fields = {}) {
  const answer = await api('POST', `/${build.id}/links`, owner, fields);
  assert.equal(answer.status, 201, answer.text);
  return { ...answer.json, key: new URL(answer.json.url).searchParams.get('key') };
}
const local = (url) => url.slice(new URL(url).origin.length);

describe('links', () => {
  test('open page, picture, preview, materials and file, and nothing without the key', async () => {
    const build = await made();
    const { url, key } = await link(build, { expires_in: '6h' });
    assert.equal(url, `${stack.setting('site_url')}/schematics/${build.slug}?key=${key}`);
    const page = await stack.fetch(local(url));
    assert.equal(page.status, 200);
    for (const path of ['', '/thumb.webp', '/top.webp', '/sections', '/materials', '/manifest', '/versions', '/download', '/download?format=litematica', '/conversions']) {
      const join = path.includes('?') ? '&' : '?';
      assert.equal((await get(`/${build.slug}${path}${join}key=${key}`)).status, 200, path);
      assert.equal((await get(`/${build.slug}${path}`)).status, 404, path);
      assert.equal((await get(`/${build.slug}${path}${join}key=${key.slice(0, -2)}AA`)).status, 404, `${path}: another key`);
    }
  });

  test('what the page leads to can be followed with nothing but the link', async () => {
    const build = await made();
    const { url } = await link(build);
    const { text } = await stack.fetch(local(url));
    const inside = [...text.matchAll(/(?:href|src)="(\/schematics\/[^"]+)"/g)].map(([, at]) => at.replaceAll('&amp;', '&'))
      .filter((at) => at.startsWith(`/schematics/${build.slug}`));
    assert.ok(inside.length >= 8, `${inside}`);
    for (const at of inside) assert.ok([200, 303].includes((await stack.fetch(at)).status), at);
  });

  test('last from an hour to thirty days', async () => {
    const build = await made();
    const hours = async (fields) => (new Date((await link(build, fields)).expires_at) - Date.now()) / 3600e3;
    assert.ok(Math.abs(await hours({}) - 24) < 0.1);
    assert.ok(Math.abs(await hours({ expires_in: '90m' }) - 1.5) < 0.1);
    assert.ok(Math.abs(await hours({ expires_in: '30d' }) - 720) < 0.1);
    for (const wrong of ['59m', '31d', '0d', '-1d', '1w', 'd', 'soon', '99999999h'])
      assert.equal((await api('POST', `/${build.id}/links`, owner, { expires_in: wrong })).status, 422, wrong);
  });

  test('are over when their time is, and when they are taken back', async () => {
    const build = await made();
    const [first, second] = [await link(build), await link(build)];
    assert.deepEqual((await get(`/${build.id}/links`, owner)).json.data.map(({ id, url }) => [id, url]), [second, first].map(({ id, url }) => [id, url]));
    assert.equal((await api('DELETE', `/${build.id}/links/${first.id}`, friend)).status, 404);
    assert.equal((await api('DELETE', `/${build.id}/links/${first.id}`, owner)).status, 204);
    assert.equal((await api('DELETE', `/${build.id}/links/${first.id}`, owner)).status, 404);
    const gone = await get(`/${build.id}?key=${first.key}`);
    assert.equal(gone.status, 404);
    assert.equal((await get(`/${build.id}?key=${second.key}`)).status, 200);
    await stack.sql(`UPDATE schematic_link SET expires_at = now() WHERE id = '${second.id}'`);
    const late = await get(`/${build.id}?key=${second.key}`), never = await get(`/no-such-build?key=${second.key}`);
    const shape = ({ json }) => [json.type, json.title, json.detail, json.status];
    assert.deepEqual(shape(late), shape(gone));
    assert.deepEqual(shape(never), shape(gone), 'as if it were not there');
    assert.deepEqual((await get(`/${build.id}/links`, owner)).json.data, []);
  });

  test('for one person open for that person alone', async () => {
    const build = await made();
    const { key, person_slug: slug } = await link(build, { person: friend.user.slug });
    assert.equal(slug, friend.user.slug);
    for (const [who, status] of [[friend, 200], [stranger, 404], [null, 404]]) {
      assert.equal((await get(`/${build.id}?key=${key}`, who)).status, status);
      assert.equal((await get(`/${build.id}/download?key=${key}`, who)).status, status);
    }
    assert.equal((await api('POST', `/${build.id}/links`, owner, { person: 'nobody-at-all' })).status, 422);
  });

  test('are made by the owner, and belong to one build', async () => {
    const [build, another] = [await made('public'), await made()];
    const { key } = await link(build);
    assert.equal((await get(`/${another.id}?key=${key}`)).status, 404);
    assert.equal((await api('POST', `/${build.id}/links`, friend, {})).status, 403);
    assert.equal((await get(`/${build.id}/links`, friend)).status, 403);
    assert.equal((await get(`/${another.id}/links`, friend)).status, 404);
    assert.equal((await api('POST', `/${build.id}/links`, null, {})).status, 401);
  });

  test('are swept when they are long over, and bounded in number', async () => {
    const build = await made();
    const { id } = await link(build);
    await stack.sql(`UPDATE schematic_link SET expires_at = now() - interval '2 days' WHERE id = '${id}'`);
    await stack.sql("UPDATE schedule SET next_at = now() WHERE kind = 'sweep'");
    await stack.waitFor(async () => (await stack.sql(`SELECT 1 FROM schematic_link WHERE id = '${id}'`)).length === 0, { seconds: 60, what: 'the sweep' });
    await stack.sql(`INSERT INTO schematic_link (id, schematic_id, expires_at) SELECT gen_random_uuid(), '${build.id}', now() + interval '1 hour' FROM generate_series(1, 100)`);
    const full = await api('POST', `/${build.id}/links`, owner, {});
    assert.deepEqual([full.status, full.json.type, full.json.most], [409, '/problems/too-many-links', 100]);
  });

  test('can be made and taken back on a page without script', async () => {
    const build = await made();
    const visitor = stack.visitor(), page = `/schematics/${build.slug}/links`;
    await visitor.submit('/auth/login', { email: owner.email, password: owner.password });
    const wrong = await visitor.submit(page, { expires_in: '7d', person: 'nobody-at-all' });
    assert.equal(wrong.status, 422);
    assert.ok(wrong.text.includes('id="person-error"'));
    assert.equal((await visitor.submit(page, { expires_in: '7d', person: '' })).status, 303);
    const [row] = (await get(`/${build.id}/links`, owner)).json.data;
    assert.ok((await visitor.get(page)).text.includes(row.url));
    assert.equal((await visitor.submit(page, {}, { action: `${page}/${row.id}` })).status, 303);
    assert.equal((await get(`/${build.id}/links`, owner)).json.data.length, 0);
  });
});

describe('addresses that download', () => {
  const ticket = async (build, who, fields = {}) => {
    const answer = await api('POST', `/${build.id}/download-link`, who, fields);
    assert.equal(answer.status, 201, answer.text);
    return answer.json;
  };

  test('need nothing besides, for ten minutes, and count for who asked', async () => {
    const bytes = makeBuild();
    const build = await made('private', bytes);
    const { key } = await link(build, { person: friend.user.slug });
    const { url, expires_at: expires } = await ticket(build, friend, { key });
    assert.ok(Math.abs(new Date(expires) - Date.now() - 600e3) < 60e3);
    const answer = await stack.fetch(local(url));
    assert.deepEqual([answer.status, answer.bytes], [200, bytes]);
    await stack.fetch(local(url), { headers: { authorization: `Bearer ${friend.token}` } });
    assert.equal((await stack.sql(`SELECT downloads FROM schematic WHERE id = '${build.id}'`))[0].downloads, 1);
    const rest = await stack.fetch(local(url), { headers: { range: 'bytes=4-' } });
    assert.deepEqual([rest.status, rest.bytes], [206, bytes.subarray(4)]);
    const inFormat = await ticket(build, owner, { format: 'litematica' });
    assert.equal((await stack.fetch(local(inFormat.url))).status, 200);
  });

  test('cannot be made up, moved or asked for by whoever may not', async () => {
    const [build, another] = [await made(), await made()];
    assert.equal((await api('POST', `/${build.id}/download-link`, stranger, {})).status, 404);
    assert.equal((await api('POST', `/${build.id}/download-link`, null, {})).status, 401);
    const { url } = await ticket(build, owner);
    const place = local(url), at = place.indexOf('ticket=') + 7;
    assert.equal((await stack.fetch(place.replace(build.slug, another.slug))).status, 404);
    for (const n of [0, 25, 45, 60, 75, 100]) {
      const other = place[at + n] === 'A' ? 'B' : 'A';
      assert.equal((await stack.fetch(place.slice(0, at + n) + other + place.slice(at + n + 1))).status, 404, `letter ${n}`);
    }
    assert.equal((await stack.fetch(place)).status, 200);
  });

  test('end with the link, the account and the build', async () => {
    const build = await made();
    const { id, key } = await link(build, { person: friend.user.slug });
    const friends = local((await ticket(build, friend, { key })).url), owners = local((await ticket(build, owner)).url);
    assert.equal((await stack.fetch(friends)).status, 200);
    await stack.sql(`UPDATE account SET suspended_at = now() WHERE id = '${friend.user.id}'`);
    assert.equal((await stack.fetch(friends)).status, 404, 'who may not sign in');
    await stack.sql(`UPDATE account SET suspended_at = NULL WHERE id = '${friend.user.id}'`);
    assert.equal((await stack.fetch(friends)).status, 200);
    await api('DELETE', `/${build.id}/links/${id}`, owner);
    assert.equal((await stack.fetch(friends)).status, 404, 'the link is taken back');
    assert.equal((await stack.fetch(owners)).status, 200);
    await api('DELETE', `/${build.id}`, owner);
    assert.equal((await stack.fetch(owners)).status, 404, 'the build is gone');
  });
});
