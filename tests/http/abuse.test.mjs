// What people do to each other with what they may do: floods, texts that are made to break the reader or the page, looks at what is
// closed, and copies that a cache might hand to somebody else.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { makeBuild } from '../lib/build.mjs';
import { startStack } from '../lib/stack.mjs';

const api = (stack, method, path, who, body, headers) => stack.api(method, path, body, { token: who?.token, headers });

async function built(stack, who, fields = {}) {
  const body = new FormData();
  for (const [key, value] of Object.entries({ title: 'A tower', ...fields })) body.append(key, value);
  body.append('file', new Blob([makeBuild()]), 'a.schem');
  const answer = await api(stack, 'POST', '/schematics', who, body);
  assert.equal(answer.status, 201, answer.text);
  for (const [table, key] of [['schematic', 'id'], ['schematic_version', 'schematic_id']])
    await stack.sql(`UPDATE ${table} SET status = 'clean' WHERE ${key} = '${answer.json.id}'`);
  return answer.json;
}

describe('floods', () => {
  const most = 4;
  let stack, owner, build;
  before(async () => {
    stack = await startStack({ conf: { limit_write_count: most, limit_write_seconds: '15m' } });
    owner = await stack.register();
    build = await built(stack, owner);
  });
  after(() => stack?.close());

  test('of comments, likes, reports, links, follows, blocks, collections and searches end in 429', async () => {
    const other = await stack.register();
    const kinds = [
      ['POST', `/social/schematic/${build.id}/comments`, (i) => ({ body: `Comment ${i}` })], ['PUT', `/social/schematic/${build.id}/like`],
      ['POST', '/reports', () => ({ room: 'schematic', subject: build.id, kind: 'spam' })], ['PUT', `/social/follows/person/${owner.user.slug}`],
      ['PUT', `/social/blocks/${other.user.slug}`], ['POST', '/schematics/collections', () => ({ title: 'x' })], ['POST', '/schematics/searches', () => ({ title: 'x' })],
      ['POST', `/schematics/${build.id}/links`, () => ({})],
    ];
    for (const [method, path, body] of kinds) {
      const who = path.endsWith('/links') ? owner : await stack.register();
      const answers = [];
      for (let i = 0; i <= most; i++) answers.push(await api(stack, method, path, who, body?.(i)));
      assert.ok(answers.slice(0, most).every(({ status }) => status !== 429 && status < 500), `${path}: ${answers.map(({ status }) => status)}`);
      const last = answers.at(-1);
      assert.equal(last.status, 429, path);
      assert.ok(Number(last.headers['retry-after']) > 0, path);
      assert.equal((await api(stack, 'GET', '/auth/me', who)).status, 200, 'reading goes on');
    }
    assert.equal((await stack.sql(`SELECT count(*) AS n FROM social_comment WHERE subject_id = '${build.id}'`))[0].n, most);
  });
});

let stack, owner, other;
before(async () => {
  stack = await startStack();
  [owner, other] = [await stack.register({ name: 'Owner' }), await stack.register({ name: 'Other' })];
});
after(() => stack?.close());

describe('texts', () => {
  let build;
  before(async () => { build = await built(stack, owner); });
  const call = (...args) => api(stack, ...args);
  const page = (path) => stack.fetch(path, { headers: { accept: 'text/html' } });

  test('that are made to be slow to read are shown like others, by the same workers', async () => {
    const workers = stack.workers('web');
    const bombs = ['[', '![', '*a_', '`', '<', '&', '\\', '|', '> ', '- ', '#', '[a](', '*', '~~', '<a', '\n> - 1. ', '[x]: y\n', '|a', 'http://', '``` \n', '\u0301', '_*_*', '[][', '<!--', '&#x41;', '| - ', '\t'];
    for (const [i, bomb] of bombs.entries()) {
      const comment = await call('POST', `/social/schematic/${build.id}/comments`, other, { body: `x${bomb.repeat(Math.floor(9990 / [...bomb].length))}` });
      assert.equal(comment.status, 201, `${bomb}: ${comment.text.slice(0, 200)}`);
      const changed = await call('PATCH', `/schematics/${build.id}`, owner, { description: bomb.repeat(Math.floor(19990 / [...bomb].length)) });
      assert.equal(changed.status, 200, bomb);
      if (i % 3 === 0) assert.equal((await page(`/schematics/${build.slug}?no-copy=${i}`)).status, 200, bomb);
    }
    assert.equal((await page(`/social/schematic/${build.id}/comments`)).status, 200);
    assert.deepEqual(stack.workers('web'), workers, 'a worker died');
  });

  test('of one line have no second one, wherever they might become a header', async () => {
    for (const [method, path, body] of [
      ['PATCH', `/schematics/${build.id}`, { title: 'a\r\nBcc: x@example.org' }], ['PATCH', '/account', { name: 'a\nb' }],
      ['POST', '/schematics/collections', { title: 'a\nb' }], ['POST', '/schematics/searches', { title: 'a\r\nb' }], ['PATCH', `/schematics/${build.id}`, { tags: ['a\nb'] }],
      ['PATCH', `/schematics/${build.id}/versions/1`, { name: 'a\nb' }],
    ]) {
      const { status } = await call(method, path, owner, body);
      assert.equal(status, 422, `${path} ${JSON.stringify(body)}`);
    }
  });

  test('that name a page to go to lead to no other site', async () => {
    const person = stack.visitor();
    await person.submit('/auth/login', { email: other.email, password: other.password });
    for (const then of ['https://evil.example/', '//evil.example', '/\\evil.example', '\\\\evil.example', 'javascript:alert(1)', '/%09/evil.example', 'http:evil.example', '/..//evil.example', '\t//evil.example', '/\t/evil.example']) {
      const html = (await person.get(`/people/${owner.user.slug}`)).text;
      const csrf = html.match(/name="csrf" value="([^"]+)"/)[1];
      for (const path of [`/social/follows/person/${owner.user.slug}`, `/social/blocks/${other.user.slug}`]) {
        const body = new URLSearchParams({ csrf, _method: 'DELETE', then });
        const { status, headers } = await person.fetch(path, { method: 'POST', body, headers: { origin: stack.url } });
        assert.equal(status, 303, `${path} then ${then}`);
        assert.match(headers.location, /^\/(?![/\\])[^\\\t]*$/, `${then} led to ${headers.location}`);
      }
    }
  });

  test('many parts of one file asked for at once are no more than the file', async () => {
    const whole = (await call('GET', `/schematics/${build.id}/download`)).bytes.length;
    const ranges = `bytes=${Array.from({ length: 500 }, () => '0-').join()}`;
    const { bytes } = await call('GET', `/schematics/${build.id}/download`, null, undefined, { range: ranges });
    assert.ok(bytes.length < 4 * whole + 4096, `${bytes.length} of ${whole}`);
  });
});

describe('copies', () => {
  let build;
  before(async () => {
    build = await built(stack, owner, { visibility: 'private' });
    await stack.waitFor(async () => (await api(stack, 'GET', `/schematics/${build.id}`, owner)).json.analysis === 'done', { seconds: 30, what: 'its pictures' });
  });
  const parts = ['', '/thumb.webp', '/top.webp', '/sections', '/materials', '/manifest', '/versions', '/pictures', '/download'];

  test('of what one person may see are handed to nobody else', async () => {
    const visitor = stack.visitor();
    await visitor.submit('/auth/login', { email: owner.email, password: owner.password });
    for (const part of parts)
      for (const base of ['/schematics', '/api/v1/schematics'])
        for (let i = 0; i < 2; i++) {
          const path = `${base}/${build.slug}${part}`;
          const mine = base === '/schematics' ? await visitor.get(path) : await stack.fetch(path, { headers: { authorization: `Bearer ${owner.token}` } });
          assert.equal(mine.status, 200, path);
          assert.doesNotMatch(mine.headers['cache-control'] ?? '', /public|s-maxage/, path);
          assert.match(mine.headers['cache-control'], /private|no-store|no-cache/, path);
          assert.equal((await stack.fetch(path, { headers: { accept: base === '/schematics' ? 'text/html' : 'application/json' } })).status, 404, path);
        }
  });

  test('by a link are those of the link, and end with it', async () => {
    const { json: link } = await api(stack, 'POST', `/schematics/${build.id}/links`, owner, {});
    const key = new URL(link.url).searchParams.get('key');
    for (const part of parts) {
      const path = `/schematics/${build.slug}${part}`;
      const opened = await stack.fetch(`${path}?key=${key}`);
      assert.equal(opened.status, 200, path);
      assert.doesNotMatch(opened.headers['cache-control'] ?? '', /public|s-maxage/, path);
      for (const other of [path, `${path}?key=`, `${path}?key=${key}x`, `${path}?KEY=${key}`]) assert.equal((await stack.fetch(other)).status, 404, other);
    }
    assert.equal((await api(stack, 'DELETE', `/schematics/${build.id}/links/${link.id}`, owner)).status, 204);
    for (const part of parts)
      await stack.waitFor(async () => (await stack.fetch(`/schematics/${build.slug}${part}?key=${key}`)).status === 404, { what: `the copy of ${part} to end` });
  });

  test('of an unlisted build tell search engines to stay away', async () => {
    await api(stack, 'PATCH', `/schematics/${build.id}`, owner, { visibility: 'unlisted' });
    const page = await stack.fetch(`/schematics/${build.slug}?fresh`, { headers: { accept: 'text/html' } });
    assert.equal(page.status, 200);
    assert.ok(/noindex/.test(page.headers['x-robots-tag'] ?? '') || /<meta name="robots" content="[^"]*noindex/.test(page.text), 'it would be found by a search engine');
  });
});

describe('what is closed', () => {
  test('a closed profile tells no number of followers, by no address', async () => {
    assert.equal((await api(stack, 'PUT', `/social/follows/person/${owner.user.slug}`, other)).status, 200);
    const of = async (who) => (await api(stack, 'GET', `/social/follows/person/${owner.user.slug}`, who)).json.followers;
    assert.equal(await of(undefined), 1);
    assert.equal((await api(stack, 'PATCH', '/account', owner, { profile: 'private' })).status, 200);
    for (const who of [undefined, other]) assert.equal(await of(who), 0);
    assert.equal(await of(owner), 1, 'who it belongs to sees it');
  });

  test('nobody reads, ends or changes what another is told', async () => {
    const [notice] = (await api(stack, 'GET', '/notices', owner)).json.data;
    assert.ok(notice, 'they were told of the follower');
    assert.equal((await api(stack, 'POST', `/notices/${notice.id}`, other)).status, 404);
    assert.equal((await api(stack, 'GET', '/notices', owner)).json.data[0].unread, true);
  });
});
