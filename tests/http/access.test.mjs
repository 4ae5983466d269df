// Who may do what to a build in which state: every operation of the API document has a line here, and every line is tried by
// everybody on every state. A route without a line fails.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { makeBuild } from '../lib/build.mjs';
import { handIn } from '../lib/images.mjs';
import { makeJpeg } from '../lib/pictures.mjs';
import { startStack } from '../lib/stack.mjs';

const base = '/api/v1', at = 'schematics/{id}';
let stack, operations;
const people = {}; // who asks: { token?, key? }
const builds = {}; // by state: { id, slug, comment, link, picture, keys: { holder, late, revoked } }
const things = {}; // what else is asked for

const states = {
  public: "visibility = 'public'", unlisted: "visibility = 'unlisted'", private: "visibility = 'private'",
  pending: "status = 'pending'", infected: "status = 'infected'", unscanned: "status = 'not_fully_scanned'",
  refused: "review = 'rejected'", waiting: "review = 'waiting'", down: "review = 'taken_down'", deleted: null,
};
const everyone = ['visitor', 'member', 'blocked', 'owner', 'moderator', 'suspended', 'holder', 'late', 'revoked'];
const anonymous = new Set(['visitor', 'holder', 'late', 'revoked']);
const clean = (state) => !['pending', 'infected', 'unscanned'].includes(state);

/** Whether WHO may know of a build that is STATE; WITH_KEY: the operation takes the key of a link. */
function sees(who, state, withKey) {
  if (state === 'deleted') return false;
  if (who === 'owner' || who === 'moderator') return true;
  return ['public', 'unlisted'].includes(state) || (withKey && who === 'holder' && ['private', 'waiting'].includes(state));
}

// What is answered: a number, or null where it would be done (which other tests look at).
const signedIn = (rule) => (who, state) => (anonymous.has(who) || who === 'suspended' ? 401 : rule(who, state));
const reads = (who, state) => (who === 'suspended' ? 401 : sees(who, state, true) ? 200 : 404);
const readsAlone = (who, state) => (who === 'suspended' ? 401 : sees(who, state) ? 200 : 404);
const downloads = (who, state) => (reads(who, state) === 200 && !clean(state) ? 409 : reads(who, state));
const changes = signedIn((who, state) => (!sees(who, state) ? 404 : ['owner', 'moderator'].includes(who) ? null : 403));
const owns = signedIn((who, state) => (!sees(who, state) ? 404 : who === 'owner' ? null : 403));
const watches = signedIn((who, state) => (!sees(who, state) ? 404 : ['owner', 'moderator'].includes(who) ? 200 : 403));
const joins = signedIn((who, state) => (sees(who, state) ? null : 404));
const speaks = signedIn((who, state) => (!sees(who, state) ? 404 : who === 'blocked' ? 403 : null));
const others = signedIn((who, state) => (!sees(who, state) ? 404 : 403)); // what only its author may, who is none of these
const staff = signedIn((who) => (who === 'moderator' ? null : 403));
const own = signedIn(() => 200);
const anybody = (who) => (who === 'suspended' ? 401 : 200);
const nobody = signedIn(() => 404); // of somebody else: not there, moderators included
const anything = signedIn(() => null);

const file = (fields = {}, name = 'file') => {
  const body = new FormData();
  for (const [key, value] of Object.entries(fields)) body.append(key, value);
  body.append(name, new Blob([makeBuild()]), 'a.schem');
  return body;
};
const tus = { 'tus-resumable': '1.0.0' };
const text = { body: 'Said' }, words = { reason: 'No.' };

// "method path": [rule, body(build), query, headers]
const lines = {
  [`get ${at}`]: [reads], [`patch ${at}`]: [changes, () => ({ title: 'Taken over' })], [`delete ${at}`]: [changes],
  [`get ${at}/download`]: [downloads], [`get ${at}/conversions`]: [downloads], [`get ${at}/thumb.webp`]: [reads], [`get ${at}/top.webp`]: [reads],
  [`get ${at}/sections`]: [reads], [`get ${at}/materials`]: [reads], [`get ${at}/manifest`]: [reads], [`get ${at}/versions`]: [reads],
  [`post ${at}/versions`]: [owns, () => file()], [`patch ${at}/versions/{number}`]: [changes, () => ({ name: 'x' })], [`delete ${at}/versions/{number}`]: [changes],
  [`get ${at}/pictures`]: [reads], [`post ${at}/pictures`]: [changes, () => ({ receipt: 'none' })],
  [`get ${at}/pictures/{picture}/{width}`]: [reads], [`patch ${at}/pictures/{picture}`]: [changes, () => ({ caption: 'x' })], [`delete ${at}/pictures/{picture}`]: [changes],
  [`post ${at}/download-link`]: [signedIn((who, state) => (downloads(who, state) === 200 ? null : downloads(who, state))), () => ({})],
  [`get ${at}/links`]: [watches], [`post ${at}/links`]: [owns, () => ({})], [`delete ${at}/links/{link}`]: [changes],
  [`get ${at}/review`]: [watches], [`post ${at}/review`]: [owns, () => ({ note: 'x' })], [`delete ${at}/review`]: [owns],
  [`post ${at}/takedown`]: [staff, () => words], [`delete ${at}/takedown`]: [staff],
  'get social/{room}/{id}/like': [readsAlone], 'put social/{room}/{id}/like': [joins], 'delete social/{room}/{id}/like': [joins],
  'get social/{room}/{id}/comments': [readsAlone], 'post social/{room}/{id}/comments': [speaks, () => text],
  'get social/comments/{comment}': [readsAlone], 'get social/comments/{comment}/answers': [readsAlone],
  'patch social/comments/{comment}': [others, () => text], 'delete social/comments/{comment}': [others],
  'post reports': [(who, state) => (who === 'suspended' ? 401 : !sees(who, state) ? 404 : who === 'owner' ? 409 : null), ({ id }) => ({ room: 'schematic', subject: id, kind: 'spam' })],
  'put schematics/collections/{mine}/builds/{id}': [joins], 'delete schematics/collections/{mine}/builds/{id}': [anything],
};
// What does not depend on a build, asked once by everybody.
const alone = {
  'get schematics': [anybody], 'get schematics/facets': [anybody], 'get schematics/blocks': [anybody, null, '?text=stone'], 'get schematics/mine': [own], 'get schematics/usage': [own],
  'post schematics': [anything, () => file()], 'get schematics/searches': [own], 'post schematics/searches': [anything, () => ({ title: 'x' })],
  'patch schematics/searches/{search}': [nobody, () => ({ title: 'Taken over' })], 'delete schematics/searches/{search}': [nobody],
  'get schematics/collections': [anybody], 'get schematics/collections/mine': [own], 'post schematics/collections': [anything, () => ({ title: 'x' })],
  'get social/likes': [own], 'get social/follows': [own], 'get social/blocks': [own], 'get feed': [own],
  'get social/follows/{kind}/{target}': [anybody], 'put social/follows/{kind}/{target}': [anything], 'delete social/follows/{kind}/{target}': [anything],
  'get social/followers': [own], 'put social/followers/{slug}': [nobody], 'delete social/followers/{slug}': [anything],
  'put social/blocks/{slug}': [anything], 'delete social/blocks/{slug}': [anything],
  'post social/unsubscribe/{token}': [(who) => (who === 'suspended' ? 401 : 404)],
  'get moderation': [staff], 'get moderation/cases/{case}': [staff], 'post moderation/cases/{case}/decision': [staff, () => ({ decision: 'approved' })], 'get moderation/reports': [staff],
  'get moderation/reports/{room}/{reported}': [staff], 'post moderation/reports/{room}/{reported}/resolution': [staff, () => ({ resolution: 'acted' })],
  'get moderation/people': [staff], 'get moderation/people/{slug}': [staff], 'post moderation/people/{slug}/suspension': [staff, () => words],
  'delete moderation/people/{slug}/suspension': [staff], 'get moderation/audit': [staff],
  'post uploads': [anything], 'get uploads/{upload}': [nobody], 'delete uploads/{upload}': [nobody, null, '', tus],
  'get uploads/{upload}/study': [nobody], 'get uploads/{upload}/thumb.webp': [nobody],
  'patch uploads/{upload}': [nobody, () => Buffer.from('hello'), '', { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }],
};
// Collections have states of their own: public, unlisted, private.
const holds = (who, state) => who === 'author' || state !== 'private' || who === 'moderator';
const ofCollection = {
  'get schematics/collections/{collection}': [(who, state) => (who === 'suspended' ? 401 : holds(who, state) ? 200 : 404)],
  'get schematics/collections/{collection}/builds': [(who, state) => (who === 'suspended' ? 401 : holds(who, state) ? 200 : 404)],
  'patch schematics/collections/{collection}': [signedIn((who, state) => (holds(who, state) ? 403 : 404)), () => ({ title: 'Taken over' })],
  'delete schematics/collections/{collection}': [signedIn((who, state) => (who === 'moderator' ? null : holds(who, state) ? 403 : 404))],
  'put schematics/collections/{collection}/builds/{id}': [signedIn((who, state) => (holds(who, state) ? 403 : 404))],
  'delete schematics/collections/{collection}/builds/{id}': [signedIn((who, state) => (holds(who, state) ? 403 : 404))],
};

const call = (method, path, who, body, headers) => stack.api(method.toUpperCase(), `/${path}`, body, { token: who?.token, headers });
const json = async (method, path, who, body) => {
  const answer = await call(method, path, who, body);
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.text}`);
  return answer.text ? answer.json : null;
};

async function makeOne(state) {
  const build = await json('post', 'schematics', people.owner, file({ title: `A ${state} build` }));
  await stack.waitFor(async () => (await json('get', `schematics/${build.id}`, people.owner)).analysis === 'done', { seconds: 30, what: 'its pictures' });
  for (const table of ['schematic', 'schematic_version']) {
    const key = table === 'schematic' ? 'id' : 'schematic_id';
    await stack.sql(`UPDATE ${table} SET status = 'clean' WHERE ${key} = '${build.id}'`);
  }
  const keys = {};
  for (const who of ['holder', 'late', 'revoked']) {
    const link = await json('post', `schematics/${build.id}/links`, people.owner, {});
    keys[who] = new URL(link.url).searchParams.get('key');
    build.link = link.id;
    if (who === 'late') await stack.sql(`UPDATE schematic_link SET expires_at = now() - interval '1 second' WHERE id = '${link.id}'`);
    if (who === 'revoked') await stack.sql(`UPDATE schematic_link SET revoked_at = now() WHERE id = '${link.id}'`);
  }
  const comment = await json('post', `social/schematic/${build.id}/comments`, things.author, { body: 'By somebody else' });
  const { json: { receipt } } = await handIn(stack, people.owner, makeJpeg());
  const { data: [{ id: picture }] } = await json('post', `schematics/${build.id}/pictures`, people.owner, { receipt });
  builds[state] = { id: build.id, slug: build.slug, link: build.link, comment: comment.id, picture, width: 640, keys };
}

async function setState(state) {
  const { id } = builds[state], set = states[state];
  if (set === null) return json('delete', `schematics/${id}`, people.owner);
  if (set.startsWith('status')) await stack.sql(`UPDATE schematic_version SET ${set} WHERE schematic_id = '${id}'`);
  return stack.sql(`UPDATE schematic SET ${set} WHERE id = '${id}'`);
}

before(async () => {
  stack = await startStack({ conf: { microcache_seconds: 0 } });
  for (const who of ['member', 'blocked', 'owner', 'moderator', 'suspended']) people[who] = await stack.register({ name: who });
  things.author = await stack.register({ name: 'Author' });
  await stack.curio('admin', 'grant', people.moderator.email, 'moderator');
  people.moderator.token = (await stack.api('POST', '/auth/login', { email: people.moderator.email, password: people.moderator.password })).json.access_token;
  await json('put', `social/blocks/${people.blocked.user.slug}`, people.owner);
  await Promise.all(Object.keys(states).map(makeOne));
  const mine = await json('post', 'schematics/searches', things.author, { title: 'Author\'s' });
  const upload = await call('post', 'uploads', things.author, undefined, { ...tus, 'upload-length': '5', 'upload-metadata': 'filename YS5zY2hlbQ==' });
  things.paths = { search: mine.id, kind: 'tag', target: 'tower', slug: things.author.user.slug, token: 'made-up', case: randomUUID(), reported: randomUUID(), room: 'schematic',
    upload: upload.headers.location.split('/').at(-1) };
  for (const visibility of ['public', 'unlisted', 'private'])
    things[visibility] = (await json('post', 'schematics/collections', things.author, { title: `A ${visibility} collection`, visibility })).slug;
  for (const who of ['member', 'blocked', 'owner', 'moderator', 'suspended'])
    people[who].mine = (await json('post', 'schematics/collections', people[who], { title: `Of ${who}` })).slug;
  for (const state of Object.keys(states)) await setState(state);
  await stack.waitFor(async () => (await stack.sql("SELECT 1 FROM image WHERE state = 'rendering'")).length === 0, { seconds: 60, what: 'the pictures, under their last names' });
  const out = await call('post', `moderation/people/${people.suspended.user.slug}/suspension`, people.moderator, words);
  assert.equal(out.status, 200, out.text);
  operations = Object.entries((await stack.api('GET', '/openapi.json')).json.paths)
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path.slice(base.length + 1)}`))
    .filter((operation) => /^\w+ (schematics|social|feed|moderation|reports|uploads)\b/.test(operation));
});
after(() => stack?.close());

const filled = (path, values) => path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(values[name] ?? 'x'));

/** Asks as everybody, side by side; answers in words where somebody is answered otherwise. */
async function tried(operation, [rule, body, query = '', headers], values, state, keys) {
  const [method, path] = operation.split(' ');
  const wrong = await Promise.all(everyone.map(async (who) => {
    const expected = rule(who, state);
    if (expected === null) return [];
    const join = query ? '&' : '?';
    const where = filled(path, { ...values, mine: people[who]?.mine }) + query + (keys?.[who] ? `${join}key=${keys[who]}` : '');
    const answer = await call(method, where, people[who], body?.(values), headers);
    return answer.status === expected ? [] : [`${operation}, ${state ?? ''} by ${who}: ${answer.status}, not ${expected} (${answer.headers['content-type'] === 'application/problem+json' ? answer.text : ''})`];
  }));
  return wrong.flat();
}

const snapshot = () => stack.sql(`SELECT (SELECT jsonb_agg(to_jsonb(s) - '{downloads,likes,comments}'::text[] ORDER BY s.id) FROM schematic s) AS builds,
  (SELECT jsonb_agg(v ORDER BY v.schematic_id, v.number) FROM (SELECT schematic_id, number, name, status FROM schematic_version) v) AS versions,
  (SELECT jsonb_agg(c ORDER BY c.id) FROM social_comment c) AS comments, (SELECT jsonb_agg(l ORDER BY l.id) FROM schematic_link l) AS links,
  (SELECT jsonb_agg(p ORDER BY p.id) FROM schematic_picture p) AS pictures, (SELECT jsonb_agg(c ORDER BY c.id) FROM schematic_collection c) AS collections,
  (SELECT jsonb_agg(q ORDER BY q.id) FROM schematic_saved_search q) AS searches, (SELECT count(*) FROM upload) AS uploads, (SELECT count(*) FROM report) AS reports`);

const named = (operation) => {
  const [method, path] = operation.split(' ');
  return `${method} ${path.replace(/\{\w+\}/g, '{}')}`;
};

test('every operation has a line', () => {
  const known = new Set([lines, alone, ofCollection].flatMap(Object.keys).map(named));
  assert.deepEqual(operations.filter((operation) => !known.has(named(operation))), [], 'say in this file who may do it');
  const there = new Set(operations.map(named));
  assert.deepEqual([...known].filter((operation) => !there.has(operation)), [], 'lines for what is no longer there');
});

describe('nobody does or learns more than they may', () => {
  let first;
  before(async () => { first = await snapshot(); });
  for (const state of Object.keys(states))
    test(`of a build that is ${state}`, async () => {
      const build = builds[state], wrong = [];
      for (const [operation, line] of Object.entries(lines))
        for (const id of operation.startsWith('get schematics/{id}') ? [build.id, build.slug] : [build.id])
          wrong.push(...await tried(operation, line, { ...build, id, room: 'schematic', number: 1 }, state, build.keys));
      assert.deepEqual(wrong, []);
    });
  test('of what belongs to no build', async () => {
    const wrong = [];
    for (const [operation, line] of Object.entries(alone)) wrong.push(...await tried(operation, line, things.paths));
    assert.deepEqual(wrong, []);
  });
  for (const visibility of ['public', 'unlisted', 'private'])
    test(`of a ${visibility} collection`, async () => {
      const wrong = [];
      for (const [operation, line] of Object.entries(ofCollection))
        wrong.push(...await tried(operation, line, { collection: things[visibility], id: builds.public.id }, visibility));
      assert.deepEqual(wrong, []);
    });
  test('and nothing has changed by it', async () => assert.deepEqual(await snapshot(), first));
});

describe('what may not be seen', () => {
  const plain = ({ status, headers, text: body }) => [status, Object.keys(headers).sort(), body.replace(/"(request_id|instance)":"[^"]*"/g, '')];

  test('answers as what is not there', async () => {
    const nothing = { id: randomUUID(), slug: 'not-there', comment: randomUUID(), picture: randomUUID(), width: 640, link: randomUUID(), room: 'schematic', number: 1 };
    for (const who of [undefined, people.member])
      for (const [operation, [rule, body]] of Object.entries(lines)) {
        const [method, path] = operation.split(' ');
        if (rule === staff || rule === anything) continue;
        const ask = (values) => call(method, filled(path, { ...values, mine: who?.mine }), who, body?.(values));
        const missing = plain(await ask(nothing));
        for (const state of ['private', 'pending', 'down']) assert.deepEqual(plain(await ask({ ...builds[state], room: 'schematic', number: 1 })), missing, `${operation}, ${state}`);
      }
  });

  test('is in no list, search, count, feed or collection, and in no page\'s preview', async () => {
    const hidden = Object.keys(states).filter((state) => state !== 'public');
    const { id: shelf } = await json('post', 'schematics/collections', people.owner, { title: 'All of them' });
    for (const state of hidden) await call('put', `schematics/collections/${shelf}/builds/${builds[state].id}`, people.owner);
    await json('put', `social/follows/person/${people.owner.user.slug}`, people.member);
    for (const path of ['schematics?limit=100', 'schematics?text=build&limit=100', `schematics?author=${people.owner.user.slug}`, 'schematics/facets', 'feed', 'schematics/collections',
      `schematics/collections/${shelf}`, `schematics/collections/${shelf}/builds`, 'social/likes', 'schematics/blocks?text=s'])
      for (const who of [undefined, people.member]) {
        const { status, text: body } = await call('get', path, who);
        if (status === 401) continue;
        assert.equal(status, 200, path);
        for (const state of hidden) assert.ok(!body.includes(builds[state].id) && !body.includes(builds[state].slug), `${path} tells of the ${state} one`);
      }
    for (const path of [`/people/${people.owner.user.slug}`, '/', `/schematics/collections/${shelf}`, '/sitemap.xml', '/schematics']) {
      const { text: body } = await stack.fetch(path, { headers: { accept: 'text/html' } });
      for (const state of hidden) assert.ok(!body.includes(builds[state].slug), `${path} tells of the ${state} one`);
    }
    assert.equal((await json('get', `schematics/collections/${shelf}`)).builds, 0);
  });

  test('pages keep to the same rules', async () => {
    for (const [state, build] of Object.entries(builds))
      for (const end of ['', '/versions', '/pictures', '/edit', '/links', '/review', '/download', '/download/mcedit', '/thumb.webp']) {
        const { status, text: body } = await stack.fetch(`/schematics/${build.slug}${end}`, { headers: { accept: 'text/html' } });
        const expected = ['/edit', '/links', '/review'].includes(end) ? [303] : sees('visitor', state) ? [200, 303] : [404];
        assert.ok(expected.includes(status), `${state}${end}: ${status}`);
        if (status === 404) assert.ok(!body.includes(`A ${state} build`), `${state}${end}`);
      }
  });
});

describe('what is made to fit somebody else', () => {
  test('ids of one build under the name of another are not there', async () => {
    const mine = await json('post', 'schematics', people.member, file({ title: 'Mine' }));
    const foreign = builds.public;
    for (const [method, path, body] of [
      ['delete', `links/${foreign.link}`], ['delete', `pictures/${foreign.picture}`], ['patch', `pictures/${foreign.picture}`, { caption: 'x' }],
      ['get', `pictures/${builds.private.picture}/640`],
    ]) assert.equal((await call(method, `schematics/${mine.id}/${path}`, people.member, body)).status, 404, path);
    const reply = { body: 'x', parent: builds.private.comment };
    assert.equal((await call('post', `social/schematic/${builds.public.id}/comments`, people.member, reply)).status, 404);
    for (const key of [builds.public.keys.holder, builds.private.keys.late, `${builds.private.keys.holder.slice(0, -4)}AAAA`, '', 'a'.repeat(100)])
      assert.equal((await call('get', `schematics/${builds.private.id}?key=${key}`)).status, 404);
    const { json: ticket } = await call('post', `schematics/${builds.public.id}/download-link`, people.member, {});
    const signature = new URL(ticket.url).searchParams.get('ticket');
    assert.equal((await call('get', `schematics/${builds.private.id}/download?ticket=${signature}`)).status, 404);
  });

  test('what a form does not have is not taken', async () => {
    const mine = await json('post', 'schematics', people.member, file({ title: 'Mine as well' }));
    for (const more of [{ status: 'clean' }, { review: 'approved' }, { account_id: people.owner.user.id }, { downloads: 9 }, { likes: 9 }, { sha256: 'ab' }, { listed: true }, { slug: 'x' }, { id: randomUUID() }])
      assert.equal((await call('patch', `schematics/${mine.id}`, people.member, { title: 'x', ...more })).status, 422, JSON.stringify(more));
    for (const [path, body] of [['schematics/collections', { title: 'x', account_id: people.owner.user.id }], [`social/schematic/${builds.public.id}/comments`, { body: 'x', author: people.owner.user.id }],
      ['reports', { room: 'schematic', subject: builds.public.id, kind: 'spam', resolution: 'acted' }], ['schematics/searches', { title: 'x', filter: { listed: false } }]])
      assert.equal((await call('post', path, people.member, body)).status, 422, path);
    assert.equal((await call('patch', `social/comments/${builds.public.comment}`, people.member, { hidden: true })).status, 403);
    const row = await json('get', `schematics/${mine.id}`, people.member);
    assert.deepEqual([row.status, row.downloads, row.title], ['pending', 0, 'Mine as well']);
  });

  test('cursors that were tampered with, or are another list\'s, are no way in', async () => {
    const { next } = await json('get', 'schematics/mine?limit=1', people.owner);
    assert.ok(next);
    for (const cursor of ['x', `${next}x`, next.slice(1), '../..', "' OR 1=1--", 'A'.repeat(500), Buffer.from('{"id":1}').toString('base64url'), '\u0000'])
      for (const path of ['schematics', 'schematics/mine', 'feed', 'social/likes', 'social/blocks', 'schematics/collections', `social/schematic/${builds.public.id}/comments`]) {
        const { status } = await call('get', `${path}?before=${encodeURIComponent(cursor)}`, people.owner);
        assert.ok([200, 400, 422].includes(status), `${path}?before=${cursor}: ${status}`);
      }
    const theirs = await json('get', `schematics/mine?before=${next}`, people.member);
    assert.ok(theirs.data.every(({ id }) => Object.values(builds).every((build) => build.id !== id)));
  });

  test('a key of one person stands for nothing with another', async () => {
    const headers = { 'idempotency-key': 'the-same-for-both-of-us' };
    const path = `social/schematic/${builds.public.id}/comments`;
    const first = await call('post', path, people.member, { body: 'First' }, headers);
    const second = await call('post', path, people.moderator, { body: 'First' }, headers);
    assert.deepEqual([first.status, second.status], [201, 201]);
    assert.notEqual(first.json.id, second.json.id);
    assert.equal(second.headers['idempotency-replayed'], undefined);
    const nobody_ = await call('post', path, undefined, { body: 'First' }, headers);
    assert.equal(nobody_.status, 401);
  });
});
