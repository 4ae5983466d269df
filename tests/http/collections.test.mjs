// Collections of builds: made, filled, seen by whom they are for, and nothing in them that may not be seen.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeBuild } from '../lib/build.mjs';
import { startStack } from '../lib/stack.mjs';

let stack, owner, other, moderator;
const path = '/schematics/collections';
const call = (method, below, body, who) => stack.api(method, `${path}${below}`, body, { token: who?.token });

before(async () => {
  stack = await startStack();
  [owner, other, moderator] = [await stack.register(), await stack.register(), await stack.register()];
  await stack.sql(`INSERT INTO account_role (account_id, role) VALUES ('${moderator.user.id}', 'moderator')`);
  moderator.token = (await stack.api('POST', '/auth/login', { email: moderator.email, password: moderator.password })).json.access_token;
});
after(() => stack?.close());

let count = 0;
async function build(fields = {}, who = owner) {
  const body = new FormData();
  body.append('file', new Blob([makeBuild({ width: ++count, height: 1, length: 1 })]), 'b.schem');
  for (const [key, value] of Object.entries(fields)) body.append(key, value);
  const { json, text, status } = await stack.api('POST', '/schematics', body, { token: who.token });
  assert.equal(status, 201, text);
  await stack.sql(`UPDATE schematic SET status = 'clean' WHERE id = '${json.id}'`);
  return json;
}

async function collection(fields = {}, who = owner) {
  const { json, text, status } = await call('POST', '', { title: 'Trees', ...fields }, who);
  assert.equal(status, 201, text);
  return json;
}

const inside = async (one, who) => (await call('GET', `/${one.slug}/builds`, undefined, who)).json.data.map(({ id }) => id).sort();

test('a collection is made with a build in it, changed, filled, emptied and deleted; its builds stay', async () => {
  const [a, b] = [await build(), await build()];
  const made = await collection({ title: 'A street', description: '*Houses*', build: a.slug });
  assert.match(made.slug, /^a-street-/);
  assert.deepEqual([made.title, made.builds, made.mine, made.visibility], ['A street', 1, true, 'public']);
  const cover = async () => (await call('GET', `/${made.id}`, undefined, owner)).json.covers[0];
  await stack.waitFor(async () => (await cover())?.startsWith(`/schematics/${a.slug}/thumb.webp`), { seconds: 60, what: 'its cover to be drawn' });
  for (let i = 0; i < 2; i++) assert.equal((await call('PUT', `/${made.id}/builds/${b.id}`, undefined, owner)).status, 204);
  assert.deepEqual(await inside(made), [a.id, b.id].sort());
  const mine = (await call('GET', `/mine?build=${b.slug}`, undefined, owner)).json.data.find(({ id }) => id === made.id);
  assert.deepEqual([mine.has, mine.builds], [true, 2]);
  const changed = await call('PATCH', `/${made.slug}`, { title: 'A longer street' }, owner);
  assert.deepEqual([changed.json.title, changed.json.description, changed.json.slug], ['A longer street', '*Houses*', made.slug]);
  for (let i = 0; i < 2; i++) assert.equal((await call('DELETE', `/${made.slug}/builds/${a.slug}`, undefined, owner)).status, 204);
  assert.deepEqual(await inside(made), [b.id]);
  assert.equal((await call('DELETE', `/${made.slug}`, undefined, owner)).status, 204);
  assert.equal((await call('GET', `/${made.slug}`)).status, 404);
  assert.equal((await stack.api('GET', `/schematics/${b.id}`)).status, 200);
});

test('who may see and change what', async () => {
  const hidden = await build({ visibility: 'private' });
  const open = await collection({ build: hidden.id });
  const secret = await collection({ visibility: 'private' });
  const unlisted = await collection({ visibility: 'unlisted' });
  assert.deepEqual(await inside(open), []);
  assert.deepEqual(await inside(open, other), []);
  assert.deepEqual(await inside(open, owner), [hidden.id]);
  assert.equal((await call('GET', `/${open.slug}`)).json.builds, 0);
  for (const who of [undefined, other]) assert.equal((await call('GET', `/${secret.slug}`, undefined, who)).status, 404);
  assert.equal((await call('GET', `/${unlisted.slug}`)).status, 200);
  const listed = (await call('GET', `?author=${owner.user.slug}`)).json.data.map(({ id }) => id);
  assert.ok(listed.includes(open.id) && !listed.includes(secret.id) && !listed.includes(unlisted.id));
  for (const [method, below, body] of [['PATCH', '', { title: 'Mine' }], ['DELETE', ''], ['PUT', `/builds/${hidden.id}`], ['DELETE', `/builds/${hidden.id}`]]) {
    assert.equal((await call(method, `/${open.slug}${below}`, body, other)).status, 403, method);
    assert.equal((await call(method, `/${secret.slug}${below}`, body, other)).status, 404, method);
    assert.equal((await call(method, `/${open.slug}${below}`, body)).status, 401, method);
  }
  const theirs = await collection({}, other);
  assert.equal((await call('PUT', `/${theirs.slug}/builds/${hidden.id}`, undefined, other)).status, 404, 'a build that one may not see');
  assert.equal((await call('PATCH', `/${open.slug}`, { title: 'Better' }, moderator)).status, 403);
  assert.equal((await call('DELETE', `/${open.slug}`, undefined, moderator)).status, 204);
});

test('what is taken private later is gone from others\' collections as well', async () => {
  const one = await build();
  const theirs = await collection({ build: one.id }, other);
  assert.deepEqual(await inside(theirs, other), [one.id]);
  await stack.api('PATCH', `/schematics/${one.id}`, { visibility: 'private' }, { token: owner.token });
  assert.deepEqual(await inside(theirs, other), []);
  await stack.api('DELETE', `/schematics/${one.id}`, undefined, { token: owner.token });
  assert.equal((await stack.sql(`SELECT 1 FROM schematic_collection_item WHERE collection_id = '${theirs.id}'`)).length, 0);
});

test('wrong input is said field by field, and there is an end to how many there may be', async () => {
  const wrong = await call('POST', '', { title: '', visibility: 'nobody', colour: 'red' }, owner);
  assert.equal(wrong.status, 422);
  assert.deepEqual(wrong.json.errors.map(({ field }) => field).sort(), ['colour', 'title', 'visibility']);
  assert.equal((await call('POST', '', { title: 'x', build: 'no-such-build' }, owner)).status, 404);
  const full = await stack.register();
  await stack.sql(`INSERT INTO schematic_collection (id, account_id, slug, title)
    SELECT gen_random_uuid(), '${full.user.id}', 'full-' || n, 'Full' FROM generate_series(1, 200) n`);
  const one = await call('POST', '', { title: 'One more' }, full);
  assert.deepEqual([one.status, one.json.type, one.json.most], [409, '/problems/collection-full', 200]);
});

test('a name that is a page of its own can still be a title', async () => {
  const made = await collection({ title: 'mine' });
  assert.equal((await call('GET', `/${made.slug}`)).json.title, 'mine');
});

test('all of it works on pages without script', async () => {
  const one = await build({ title: 'A windmill <b>' });
  const visitor = stack.visitor();
  await visitor.submit('/auth/login', { email: owner.email, password: owner.password });
  const adding = `${path}/mine?build=${one.slug}`;
  assert.match((await visitor.get(adding)).text, /Put A windmill &lt;b&gt; into a collection/);
  const made = await visitor.submit(adding, { title: 'Mills', description: '', visibility: 'public' }, { action: path });
  assert.equal(made.status, 303, made.text);
  const page = made.headers.location;
  const holds = async () => /A windmill &lt;b&gt;/.test((await visitor.get(page)).text);
  assert.equal(await holds(), true);
  const inside = `${page}/builds/${one.slug}`;
  assert.equal((await visitor.submit(page, {}, { action: inside })).status, 303);
  assert.equal(await holds(), false);
  assert.equal((await visitor.submit(adding, {}, { action: inside })).status, 303);
  assert.equal(await holds(), true);
  const wrong = await visitor.submit(page, { title: '', description: '', visibility: 'public' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /id="title-error"/);
  assert.match((await visitor.get(`${path}?author=${owner.user.slug}`)).text, /Mills/);
});

test('others hear of what somebody gathers in public, and no longer once it is taken out', async () => {
  const fan = await stack.register();
  await stack.api('PUT', `/social/follows/person/${other.user.slug}`, undefined, { token: fan.token });
  const feed = async () => (await stack.api('GET', '/feed', undefined, { token: fan.token })).json.data.filter(({ verb }) => verb === 'collected').map(({ subject }) => subject);
  const [liked, secret, own] = [await build(), await build(), await build({}, other)];
  await collection({ visibility: 'private', build: secret.id }, other);
  const open = await collection({ build: liked.id }, other);
  for (const one of [liked, own]) assert.equal((await call('PUT', `/${open.slug}/builds/${one.id}`, undefined, other)).status, 204);
  assert.deepEqual(await feed(), [liked.id]);
  await call('DELETE', `/${open.slug}/builds/${liked.id}`, undefined, other);
  assert.deepEqual(await feed(), []);
});

test('the pages around lead to collections, and describe themselves once', async () => {
  const one = await build({ description: '# The *old* bridge\n\nIt [spans](https://example.org) the river.' });
  const made = await collection({ title: 'Bridges', description: 'Over *water*', build: one.id });
  const page = async (at, who = stack.visitor()) => (await who.get(at)).text;
  assert.match(await page(`/schematics/${one.slug}`), new RegExp(`href="/schematics/collections/mine\\?build=${one.slug}"`));
  assert.match(await page('/schematics'), /href="\/schematics\/collections"/);
  assert.match(await page(`/people/${owner.user.slug}`), /Bridges/);
  const visitor = stack.visitor();
  await visitor.submit('/auth/login', { email: owner.email, password: owner.password });
  assert.match(await page('/schematics', visitor), /href="\/schematics\/collections\/mine"/);
  const shown = await page(`${path}/${made.slug}`);
  assert.match(shown, /property="og:description" content="Over water"/);
  assert.match(await page(`/schematics/${one.slug}`), /property="og:description" content="The old bridge It spans the river\."/);
  for (const at of [`${path}/${made.slug}`, `/schematics/${one.slug}`, `/people/${owner.user.slug}`, '/schematics'])
    assert.ok((await page(at)).match(/<meta name="description"/g).length === 1, at);
  assert.match(await page(`${path}/${(await collection({ visibility: 'unlisted' })).slug}`), /content="noindex"/);
});
