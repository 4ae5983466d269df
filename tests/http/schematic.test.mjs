// A build's whole life over HTTPS: uploaded, scanned, listed, downloaded, changed, deleted; and everything that must not happen.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { eicar, makeBuild, rawBuild } from '../lib/build.mjs';
import { startStack } from '../lib/stack.mjs';

const corpora = process.env.CURIO_CORPORA ?? '../shared/corpora';
const quota = 100 * 2 ** 20;
let stack, owner, other, moderator;

before(async () => {
  stack = await startStack({ scanner: true, conf: { storage_quota: quota, limit_upload_count: 10000, limit_write_count: 10000, limit_read_count: 100000 } });
  [owner, other, moderator] = [await stack.register(), await stack.register(), await stack.register()];
  await stack.sql(`INSERT INTO account_role (account_id, role) VALUES ('${moderator.user.id}', 'moderator')`);
  const again = await stack.api('POST', '/auth/login', { email: moderator.email, password: moderator.password });
  moderator.token = again.json.access_token;
});
after(() => stack?.close());

function upload(who, bytes = makeBuild(), fields = {}, name = 'castle.schem', headers = {}) {
  const body = new FormData();
  body.append('file', new Blob([bytes]), name);
  for (const [key, value] of Object.entries(fields)) body.append(key, value);
  return stack.api('POST', '/schematics', body, { token: who?.token, headers });
}

const get = (path, who) => stack.api('GET', `/schematics${path}`, undefined, { token: who?.token });
const patch = (id, change, who, headers) => stack.api('PATCH', `/schematics/${id}`, change, { token: who?.token, headers });
const remove = (id, who) => stack.api('DELETE', `/schematics/${id}`, undefined, { token: who?.token });

function settled(build, status = 'clean', who = owner) {
  return stack.waitFor(async () => (await get(`/${build.id}`, who)).json.status === status, { seconds: 20, what: `${status} build` });
}

async function cleanBuild(fields = {}, who = owner, bytes, name) {
  const answer = await upload(who, bytes, fields, name);
  assert.equal(answer.status, 201, answer.text);
  await settled(answer.json, 'clean', who);
  return answer.json;
}

describe('a build goes in and comes out', () => {
  test('pending for its owner alone, then clean for everyone', async () => {
    const bytes = makeBuild({ width: 3, height: 4, length: 5, air: 7 });
    const answer = await upload(owner, bytes, { title: 'A castle', description: '*Old*', tags: 'Castle, stone,castle' });
    assert.equal(answer.status, 201, answer.text);
    const build = answer.json;
    assert.match(build.id, /^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    assert.match(build.slug, /^a-castle-/);
    assert.equal(build.status, 'pending');
    assert.equal(build.size, bytes.length);
    assert.equal(build.format, 'sponge');
    assert.deepEqual([build.width, build.height, build.length, build.blocks], [3, 4, 5, 53]);
    assert.deepEqual(build.tags, ['castle', 'stone']);
    const { createHash } = await import('node:crypto');
    assert.equal(build.sha256, createHash('sha256').update(bytes).digest('hex'));
    assert.equal(answer.headers.location, `/api/v1/schematics/${build.slug}`);
    await settled(build);
    for (const who of [undefined, other, owner]) {
      assert.equal((await get(`/${build.slug}`, who)).status, 200);
      const file = await get(`/${build.id}/download`, who);
      assert.equal(file.status, 200);
      assert.deepEqual(file.bytes, bytes);
      assert.equal(file.headers['content-type'], 'application/octet-stream');
      assert.equal(file.headers['x-content-type-options'], 'nosniff');
      assert.match(file.headers['content-disposition'], /^attachment; filename="castle\.schem"; filename\*=UTF-8''castle\.schem$/);
    }
    assert.ok((await get('')).json.data.some((row) => row.id === build.id));
  });

  test('a large one, well compressed, is scanned whole', async () => {
    const bytes = makeBuild({ width: 400, height: 250, length: 400 }); // 40 MB in 40 KB
    assert.ok(bytes.length < 100000);
    await cleanBuild({}, owner, bytes);
  });

  const bomb = join(corpora, 'schematics/nucleation/examples__stone_cube.schem');
  test('one that unpacks to more than the scanner looks at is told so soon', { skip: !existsSync(bomb) }, async () => {
    const answer = await upload(owner, readFileSync(bomb));
    assert.equal(answer.status, 201, answer.text);
    assert.equal(answer.json.blocks, 1e9);
    await settled(answer.json, 'not_fully_scanned');
    assert.equal((await get(`/${answer.json.id}/download`, owner)).status, 409);
    assert.equal((await remove(answer.json.id, owner)).status, 204);
  });

  test('the title comes from the file when there is none', async () => {
    assert.equal((await upload(owner, makeBuild(), {}, 'my_old-castle.v2.schem')).json.title, 'my old castle.v2');
  });

  test('a part of the file comes when asked for', async () => {
    const bytes = makeBuild();
    const build = await cleanBuild({}, owner, bytes);
    const part = await stack.fetch(`/api/v1/schematics/${build.id}/download`, { headers: { range: 'bytes=2-9' } });
    assert.equal(part.status, 206);
    assert.deepEqual(part.bytes, bytes.subarray(2, 10));
  });

  test('the same through the page, without script', async () => {
    const visitor = stack.visitor();
    await visitor.submit('/auth/login', { email: owner.email, password: owner.password });
    const sent = await visitor.submit('/schematics/new', { title: 'By hand', visibility: 'public' },
      { files: { file: { bytes: makeBuild(), filename: 'hand.schem' } } });
    assert.equal(sent.status, 303, sent.text);
    assert.match(sent.headers.location, /^\/schematics\/by-hand-/);
    const page = await visitor.get(sent.headers.location);
    assert.equal(page.status, 200);
    assert.match(page.text, /By hand/);
    const refused = await visitor.submit('/schematics/new', { title: 'Broken' },
      { files: { file: { bytes: Buffer.from('no build'), filename: 'b.schem' } } });
    assert.equal(refused.status, 422);
    assert.match(refused.text, /value="Broken"/);
    const saved = await visitor.submit(`${sent.headers.location}/edit`, {}, { action: sent.headers.location });
    assert.equal(saved.status, 303);
    const gone = await visitor.submit(`${sent.headers.location}/edit`, { _method: 'DELETE' }, { action: sent.headers.location });
    assert.equal(gone.status, 303, gone.text);
    assert.equal(gone.headers.location, '/schematics/mine');
    assert.match((await visitor.get('/schematics/mine')).text, /The build is deleted\./);
    assert.equal((await visitor.get(sent.headers.location)).status, 404);
  });
});

describe('the scanner', () => {
  test('what is infected is put away, its owner told, and never served', async () => {
    const answer = await upload(owner, makeBuild({ says: eicar }), { title: 'A trojan horse' });
    const build = answer.json;
    assert.equal(build.status, 'pending');
    await settled(build, 'infected');
    for (const who of [undefined, other]) assert.equal((await get(`/${build.id}`, who)).status, 404);
    for (const who of [owner, moderator]) assert.equal((await get(`/${build.id}/download`, who)).status, 409);
    const hex = build.sha256, blobs = stack.setting('blob_dir');
    assert.ok(!existsSync(join(blobs, hex.slice(0, 2), hex.slice(2, 4), hex.slice(4))));
    assert.ok(existsSync(join(blobs, 'quarantine', hex)));
    const notices = await stack.sql(`SELECT subject FROM notice WHERE account_id = '${owner.user.id}' AND kind = 'schematic.infected'`);
    assert.deepEqual(notices, [{ subject: 'A trojan horse' }]);
    const again = await upload(other, makeBuild({ says: eicar }));
    assert.equal(again.status, 422);
    assert.equal(again.json.reason, 'infected');
  });

  test('away: it stays pending, readiness says so, then all recovers', async () => {
    await stack.stop('clamd');
    let build;
    try {
      build = (await upload(owner)).json;
      const ready = await stack.api('GET', '/health/readiness');
      assert.deepEqual([ready.status, ready.json.status], [200, 'degraded']);
      assert.notEqual(ready.json.checks.scanner, 'healthy');
      const waits = () => stack.sql(`SELECT 1 AS one FROM job WHERE kind = 'scan' AND delays > 0`);
      await stack.waitFor(async () => (await waits()).length > 0, { what: 'a scan that waits' });
      assert.equal((await get(`/${build.id}`, owner)).json.status, 'pending');
      assert.equal((await get(`/${build.id}`)).status, 404);
      assert.equal((await get(`/${build.id}/download`, owner)).status, 409);
    } finally {
      await stack.start('clamd');
    }
    await stack.sql(`UPDATE job SET run_at = now() WHERE kind = 'scan'`);
    await settled(build);
    assert.equal((await stack.api('GET', '/health/readiness')).json.status, 'ready');
  });
});

describe('what is refused', () => {
  const broken = [
    ['not a build', Buffer.from('hello, this is text'), 'not-nbt'],
    ['cut short', rawBuild().subarray(0, 40), 'truncated'],
    ['a broken gzip', gzipSync(rawBuild()).subarray(0, 30), null],
  ];
  for (const [what, bytes, reason] of broken)
    test(what, async () => {
      const answer = await upload(owner, bytes);
      assert.equal(answer.status, 422, answer.text);
      assert.equal(answer.headers['content-type'], 'application/problem+json');
      assert.equal(answer.json.type, '/problems/schematic-refused');
      if (reason) assert.equal(answer.json.reason, reason);
      assert.equal(typeof answer.json.reason, 'string');
      assert.ok(Number.isInteger(answer.json.offset));
      assert.ok(answer.json.detail.length > 20);
    });

  test('without a file, without an account, with an empty one', async () => {
    assert.equal((await stack.api('POST', '/schematics', new FormData(), { token: owner.token })).status, 422);
    assert.equal((await upload(undefined)).status, 401);
    const empty = await upload(owner, Buffer.alloc(0));
    assert.deepEqual([empty.status, empty.json.errors], [422, [{ field: 'file', code: 'too_small', message: 'This file is empty.' }]]);
  });

  test('wrong fields, all at once', async () => {
    const answer = await upload(owner, makeBuild(), { title: 'x'.repeat(121), visibility: 'secret', tags: Array.from({ length: 13 }, (_, i) => `t${i}`).join() });
    assert.equal(answer.status, 422);
    assert.deepEqual(answer.json.errors.map((e) => e.field).sort(), ['tags', 'title', 'visibility']);
  });

  test('a refused upload leaves no file', async () => {
    const [{ n }] = await stack.sql('SELECT count(*) AS n FROM blob');
    await upload(owner, Buffer.from('nothing of worth'));
    assert.equal((await stack.sql('SELECT count(*) AS n FROM blob'))[0].n, n);
  });
});

describe('duplicates', () => {
  test('one\'s own, and what everyone may see', async () => {
    const bytes = makeBuild(), build = await cleanBuild({ title: 'The first' }, owner, bytes);
    for (const who of [owner, other]) {
      const again = await upload(who, bytes);
      assert.equal(again.status, 409);
      assert.equal(again.json.type, '/problems/duplicate-schematic');
      assert.deepEqual([again.json.id, again.json.slug, again.json.link], [build.id, build.slug, `/schematics/${build.slug}`]);
    }
  });

  for (const visibility of ['private', 'unlisted'])
    test(`what others keep ${visibility} stays unsaid`, async () => {
      const bytes = makeBuild();
      await cleanBuild({ visibility }, owner, bytes);
      const again = await upload(other, bytes);
      assert.equal(again.status, 201);
      assert.equal(again.json.status, 'pending');
      await settled(again.json, 'clean', other);
      assert.equal((await remove(again.json.id, other)).status, 204);
    });

  test('the same file at the same moment is taken once', async () => {
    const bytes = makeBuild();
    const answers = await Promise.all(Array.from({ length: 4 }, () => upload(owner, bytes)));
    assert.deepEqual(answers.map((a) => a.status).sort(), [201, 409, 409, 409]);
  });
});

describe('who may do what', () => {
  const visible = {
    public: { anonymous: 200, other: 200, owner: 200, moderator: 200 },
    unlisted: { anonymous: 200, other: 200, owner: 200, moderator: 200 },
    private: { anonymous: 404, other: 404, owner: 200, moderator: 200 },
  };
  const people = () => ({ anonymous: undefined, other, owner, moderator });

  for (const [visibility, table] of Object.entries(visible))
    test(`a clean ${visibility} build`, async () => {
      const build = await cleanBuild({ visibility });
      for (const [name, status] of Object.entries(table))
        for (const key of [build.id, build.slug]) {
          assert.equal((await get(`/${key}`, people()[name])).status, status, `${name} sees`);
          assert.equal((await get(`/${key}/download`, people()[name])).status, status, `${name} downloads`);
        }
      const listed = (await get('?limit=100')).json.data.some((row) => row.id === build.id);
      assert.equal(listed, visibility === 'public');
      const hidden = table.other === 404 ? 404 : 403;
      assert.equal((await patch(build.id, { title: 'Taken' })).status, 401);
      assert.equal((await patch(build.id, { title: 'Taken' }, other)).status, hidden);
      assert.equal((await remove(build.id)).status, 401);
      assert.equal((await remove(build.id, other)).status, hidden);
      assert.equal((await patch(build.id, { title: 'Kept' }, owner)).json.title, 'Kept');
      assert.equal((await patch(build.id, { description: 'Seen by a moderator' }, moderator)).status, 200);
      assert.equal((await remove(build.id, moderator)).status, 204);
      assert.equal((await get(`/${build.id}`, owner)).status, 404);
    });

  for (const status of ['pending', 'infected', 'not_fully_scanned'])
    test(`a ${status} public build`, async () => {
      const build = await cleanBuild();
      await stack.sql(`UPDATE schematic SET status = '${status}' WHERE id = '${build.id}'`);
      for (const [name, who] of Object.entries(people())) {
        const may = name === 'owner' || name === 'moderator';
        assert.equal((await get(`/${build.id}`, who)).status, may ? 200 : 404, name);
        assert.equal((await get(`/${build.id}/download`, who)).status, may ? 409 : 404, name);
      }
      assert.ok(!(await get('?limit=100')).json.data.some((row) => row.id === build.id));
      assert.equal((await patch(build.id, { title: 'x' }, other)).status, 404);
      assert.equal((await remove(build.id, other)).status, 404);
    });

  test('the blob store has no address of its own', async () => {
    const { sha256: hex } = await cleanBuild();
    assert.equal((await stack.fetch(`/_blobs/${hex.slice(0, 2)}/${hex.slice(2, 4)}/${hex.slice(4)}`)).status, 404);
  });

  test('mine shows mine alone', async () => {
    assert.equal((await get('/mine')).status, 401);
    const build = await cleanBuild({ visibility: 'private' });
    assert.ok((await get('/mine?limit=100', owner)).json.data.some((row) => row.id === build.id));
    assert.ok(!(await get('/mine?limit=100', other)).json.data.some((row) => row.id === build.id));
  });
});

describe('changing', () => {
  test('what is left out stays; a change in between is refused', async () => {
    const build = await cleanBuild({ title: 'One', description: 'D', tags: 'a,b' });
    await stack.waitFor(async () => (await get(`/${build.id}`, owner)).json.analysis !== 'waiting', { seconds: 20, what: 'what is made of the file' });
    const { etag } = (await get(`/${build.id}`, owner)).headers;
    await get(`/${build.id}/download`, other); // counting does not refuse an edit
    const changed = await patch(build.id, { title: 'Two' }, owner, { 'if-match': etag });
    assert.equal(changed.status, 200, changed.text);
    assert.deepEqual([changed.json.title, changed.json.description, changed.json.tags], ['Two', 'D', ['a', 'b']]);
    assert.equal((await patch(build.id, { title: 'Three' }, owner, { 'if-match': etag })).status, 412);
    assert.deepEqual((await patch(build.id, { tags: [] }, owner)).json.tags, []);
    assert.equal((await patch(build.id, { title: '' }, owner)).status, 422);
    assert.equal((await patch(build.id, { description: null }, owner)).json.description, '');
    await patch(build.id, { visibility: 'private' }, owner);
    assert.equal((await patch(build.id, { visibility: null }, owner)).status, 422);
    assert.equal((await get(`/${build.id}`, owner)).json.visibility, 'private');
    assert.equal((await patch(build.id, { account_id: other.user.id }, owner)).status, 422);
    assert.equal((await get(`/${build.id}`, owner)).json.mine, true);
  });
});

describe('counting', () => {
  test('once a person and window, also in parts and all at once', async () => {
    const build = await cleanBuild();
    const count = async () => (await stack.sql(`SELECT downloads FROM schematic WHERE id = '${build.id}'`))[0].downloads;
    const looked = await stack.fetch(`/api/v1/schematics/${build.id}/download`, { method: 'HEAD', headers: { authorization: `Bearer ${other.token}` } });
    assert.equal(looked.status, 200);
    assert.equal(await count(), 0, 'who only looks downloads nothing');
    await Promise.all(Array.from({ length: 8 }, () => get(`/${build.id}/download`, other)));
    assert.equal(await count(), 1);
    for (const range of ['bytes=0-1', 'bytes=2-3'])
      await stack.fetch(`/api/v1/schematics/${build.id}/download`, { headers: { range, authorization: `Bearer ${other.token}` } });
    assert.equal(await count(), 1);
    await get(`/${build.id}/download`, owner);
    await get(`/${build.id}/download`);
    await get(`/${build.id}/download`);
    assert.equal(await count(), 1, 'an owner counts nothing, and one address counts once whoever signs in there');
    await stack.sql(`UPDATE schematic_download SET window_start = window_start - interval '1 year'`);
    await get(`/${build.id}/download`, other);
    assert.equal(await count(), 2);
  });
});

describe('finding', () => {
  test('pages follow one another without gaps or doubles', async () => {
    const author = await stack.register();
    const made = [];
    for (let i = 0; i < 7; i++) made.unshift((await cleanBuild({ title: `Row ${i}`, tags: i % 2 ? 'odd' : 'even' }, author)).id);
    const { slug } = author.user;
    const seen = [];
    for (let next = `?author=${slug}&limit=3`; next;) {
      const { json } = await get(next);
      seen.push(...json.data.map((row) => row.id));
      next = json.next && `?author=${slug}&limit=3&before=${encodeURIComponent(json.next)}`;
    }
    assert.deepEqual(seen, made);
    assert.equal((await get(`?author=${slug}&tag=odd`)).json.data.length, 3);
    assert.equal((await get(`?author=nobody-at-all`)).json.data.length, 0);
    assert.equal((await get('?before=garbage')).status, 422);
    assert.equal((await get('?limit=0')).status, 422);
    assert.equal((await get('?limit=101')).status, 422);
  });

  test('by words, parts of words and tags', async () => {
    const word = `zebra${process.pid}`;
    const build = await cleanBuild({ title: `The ${word} house`, tags: 'stripes', description: 'somewhere in the savanna' });
    const finds = async (query) => (await get(`?${query}`)).json.data.some((row) => row.id === build.id);
    for (const text of [word, word.slice(2, 7), 'savanna', 'stripes', `"${word} house"`, `THE ${word}`])
      assert.ok(await finds(`text=${encodeURIComponent(text)}`), text);
    for (const text of [`${word}elephant`, `x${word}yz`, `${word} -house`, '%%%', '___', '\\', "'", '"', '&|!():*'])
      assert.ok(!await finds(`text=${encodeURIComponent(text)}`), text);
    assert.ok(await finds(`text=${word}&tag=stripes`));
    assert.ok(!await finds(`text=${word}&tag=spots`));
  });
});

describe('names and texts', () => {
  const names = [
    ['plain name.schem', 'plain name.schem'], ['quote".schem', 'quote_.schem'], ['kæmpe 🏰.schem', 'kæmpe 🏰.schem'],
    ['wrong.litematic', 'wrong.schem'], ['no ending', 'no ending.schem'], ['100%.schem', '100%.schem'],
    ['../../etc/passwd', 'passwd.schem'], ["a'b;c.schem", "a'b;c.schem"],
  ];
  for (const [sent, expected] of names)
    test(`a file called ${sent}`, async () => {
      const build = await cleanBuild({ title: 'Named' }, owner, undefined, sent);
      const value = (await get(`/${build.id}/download`)).headers['content-disposition'];
      assert.equal(decodeURIComponent(value.match(/filename\*=UTF-8''(.*)$/)[1]), expected);
      assert.match(value, /^attachment; filename="[ -!#-~]*"; filename\*=/);
    });

  test('naughty strings are kept as they are and shown escaped', async (t) => {
    const path = join(corpora, 'strings', 'blns.json');
    if (!existsSync(path)) return t.skip('the corpus is absent');
    const escape = (s) => s.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
    const build = await cleanBuild();
    for (const naughty of JSON.parse(readFileSync(path, 'utf8'))) {
      const title = naughty.trim();
      if (!title || [...title].length > 120 || /[\u0000-\u001f\u007f]/.test(title)) continue;
      const answer = await patch(build.id, { title, description: naughty }, owner);
      if (answer.status === 422) continue; // what is only white space to Unicode, say
      assert.equal(answer.status, 200, answer.text);
      assert.equal(answer.json.title, title);
      const page = await stack.fetch(`/schematics/${build.slug}`, { headers: { accept: 'text/html' } });
      assert.equal(page.status, 200);
      assert.ok(!/<script>alert|<img[^>]*onerror|<svg[^>]*onload/i.test(page.text), title);
      assert.ok(page.text.includes(`<h1>${escape(title)}</h1>`) || page.text.includes('<h1>'), title);
    }
  });
});

describe('the quota', () => {
  test('holds against uploads side by side, and a deleted build gives its room back', async () => {
    const who = await stack.register();
    const first = (await upload(who)).json;
    await stack.sql(`UPDATE schematic_version SET size = ${quota} - 2 * size WHERE schematic_id = '${first.id}'`);
    const answers = await Promise.all(Array.from({ length: 6 }, () => upload(who)));
    const taken = answers.filter((a) => a.status === 201).length;
    assert.ok(taken >= 1 && taken <= 2, `${taken} were taken`);
    const full = answers.find((a) => a.status !== 201);
    assert.equal(full.status, 403);
    assert.equal(full.json.type, '/problems/quota-exceeded');
    assert.ok(full.json.used <= full.json.quota);
    const [{ used }] = await stack.sql(`SELECT sum(v.size)::bigint AS used FROM schematic s JOIN schematic_version v ON v.schematic_id = s.id WHERE s.account_id = '${who.user.id}'`);
    assert.ok(used <= quota);
    assert.equal((await remove(first.id, who)).status, 204);
    assert.equal((await upload(who)).status, 201);
  });
});
