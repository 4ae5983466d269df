// Search: every filter with and without, words with slips, any text as text, every order page by page, nothing hidden in results, counts
// or suggestions; saved searches tell once.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { root, startStack } from '../lib/stack.mjs';

let stack, alice, bob;
/** As somebody signed in asks: what strangers are told may be a moment old. */
const ask = (path) => stack.api('GET', path, undefined, { token: bob.token });
const find = async (query) => {
  const answer = await ask(`/schematics?${new URLSearchParams(query)}`);
  assert.equal(answer.status, 200, `${JSON.stringify(query)}: ${answer.text}`);
  return answer.json;
};
const titles = async (query) => (await find(query)).data.map(({ title }) => title).sort();
const quote = (text) => `'${String(text).replaceAll("'", "''")}'`;
const list = (values) => `ARRAY[${values.map(quote).join(', ')}]::text[]`;

let count = 0;
/** A build as its row; searches look at nothing else. */
async function build({ title, description = '', tags = [], author = alice, format = 'sponge', licence, mods = [], blocks = ['minecraft:stone'], game = 3700,
  size = [10, 10, 10], amount = 100, downloads = 0, likes = 0, created = '2026-01-01', status = 'clean', visibility = 'public' }) {
  const n = ++count, id = `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
  await stack.sql(`
    INSERT INTO blob (sha256, size, scan) VALUES (sha256('search-${n}'), 10, 'clean');
    INSERT INTO schematic (id, account_id, slug, title, description, tags, status, visibility, licence, game, mods, block_names, sha256, file_name, size,
      format, width, height, length, blocks, downloads, likes, created_at, updated_at)
    VALUES ('${id}', '${author.user.id}', 'search-${n}', ${quote(title)}, ${quote(description)}, ${list(tags)}, '${status}', '${visibility}',
      ${licence ? quote(licence) : 'NULL'}, ${game}, ${list(mods)}, ${list(blocks)}, sha256('search-${n}'), 'b.schem', 10, '${format}', ${size.join(', ')},
      ${amount}, ${downloads}, ${likes}, '${created}', '${created}'::timestamptz + interval '${(n * 7) % 13} days')`);
  return id;
}

before(async () => {
  stack = await startStack();
  [alice, bob] = [await stack.register({ name: 'Alice Mason' }), await stack.register({ name: 'Bob Carpenter' })];
  await build({ title: 'Medieval castle', description: 'With a spruce roof over the great hall.', tags: ['medieval', 'castle'], licence: 'MIT',
    blocks: ['minecraft:stone', 'minecraft:beacon'], size: [80, 60, 90], amount: 50000, downloads: 900, likes: 40, game: 3465 });
  await build({ title: 'Modern castle', description: 'Glass and a roof of spruce.', tags: ['modern', 'castle'], author: bob, format: 'litematica', licence: 'CC0-1.0',
    mods: ['create'], blocks: ['minecraft:glass', 'create:cogwheel'], size: [40, 70, 40], amount: 9000, downloads: 30, likes: 3, created: '2026-03-01', game: 3955 });
  await build({ title: 'Medieval house', description: 'Oak and wattle.', tags: ['medieval', 'house'], author: bob, format: 'mcedit',
    blocks: ['minecraft:oak_planks', 'minecraft:waxed_weathered_cut_copper_stairs'], size: [12, 9, 14], amount: 800, downloads: 100, likes: 40, created: '2026-02-01', game: 2860 });
});
after(() => stack?.close());

const castle = 'Medieval castle', modern = 'Modern castle', house = 'Medieval house';
const cases = [
  [{ tag: 'medieval' }, [castle, house]], [{ tag: '-castle' }, [house]], [[['tag', 'medieval'], ['tag', '-castle']], [house]],
  [{ tag: 'medieval,castle' }, [castle]], [{ tag: 'castle,-cast' }, [castle, modern]], [{ block: 'stone,-minecraft:stone' }, []], [{ tag: 'Medieval' }, [castle, house]],
  [{ author: () => bob.user.slug }, [house, modern]], [{ author: () => `-${bob.user.slug}` }, [castle]], [{ author: 'nobody' }, []],
  [{ author: () => `${bob.user.slug},${alice.user.slug}` }, [castle, house, modern]],
  [{ format: 'litematica' }, [modern]], [{ format: '-litematica' }, [castle, house]], [{ format: 'litematica,mcedit' }, [house, modern]],
  [{ licence: 'MIT' }, [castle]], [{ licence: '-MIT' }, [house, modern]], [{ licence: 'none' }, [house]], [{ licence: '-none' }, [castle, modern]],
  [{ licence: 'mit,none' }, [castle, house]],
  [{ mods: 'create' }, [modern]], [{ mods: '-create' }, [castle, house]], [{ mods: 'none' }, [castle, house]], [{ mods: '-none' }, [modern]],
  [{ block: 'minecraft:beacon' }, [castle]], [{ block: 'beacon' }, [castle]], [{ block: '-beacon' }, [house, modern]],
  [[['block', 'beacon'], ['block', 'stone']], [castle]], [[['block', 'beacon'], ['block', 'glass']], []], [{ block: 'create:cogwheel' }, [modern]],
  [{ block: 'waxed_weathered_cut_copper_stairs' }, [house]],
  [{ game_from: '1.20' }, [castle, modern]], [{ game_to: '1.18' }, [house]], [{ game_from: '1.20', game_to: '1.20.6' }, [castle]],
  [{ width_min: 40 }, [castle, modern]], [{ width_max: 40 }, [house, modern]], [{ height_min: 61 }, [modern]], [{ height_max: 9 }, [house]],
  [{ length_min: 41 }, [castle]], [{ length_max: 40 }, [house, modern]], [{ blocks_min: 9000 }, [castle, modern]], [{ blocks_max: 800 }, [house]],
  [{ downloads_min: 100 }, [castle, house]], [{ likes_min: 40 }, [castle, house]],
  [{ created_after: '2026-02-01' }, [house, modern]], [{ created_before: '2026-02-01' }, [castle]],
  [{ text: 'castle' }, [castle, modern]], [{ text: 'cast' }, [castle, modern]], [{ text: 'castle -modern' }, [castle]], [{ text: '-castle' }, [house]],
  [{ text: '"spruce roof"' }, [castle]], [{ text: '“spruce roof”' }, [castle]], [{ text: 'stle' }, [castle, modern]], [{ text: 'spruce roof' }, [castle, modern]], [{ text: 'castle -"spruce roof"' }, [modern]],
  [{ text: 'carpenter' }, [house, modern]], [{ text: 'wattle' }, [house]], [{ text: 'castle', tag: '-modern', blocks_min: 1 }, [castle]],
  [{ text: 'castle', block: 'glass', mods: 'create', format: 'litematica' }, [modern]],
  [{ text: 'mediveal castel' }, [castle]], [{ text: 'hosue' }, [house]], [{ text: '!!!' }, []],
];
const filled = (query) => (Array.isArray(query) ? query : Object.entries(query)).map(([key, value]) => [key, typeof value === 'function' ? value() : value]);

test('every filter finds what it says, and without what it says', async () => {
  for (const [query, expected] of cases) {
    const asked = filled(query);
    assert.deepEqual(await titles(asked), [...expected].sort(), JSON.stringify(asked));
    const { json } = await ask(`/schematics/facets?${new URLSearchParams(asked)}`);
    assert.equal(json.builds, expected.length, `counted: ${JSON.stringify(asked)}`);
  }
});

test('what cannot be meant is refused with the field that it stands in', async () => {
  for (const [field, value] of [['game_from', '0.0'], ['created_after', 'soon'], ['width_min', 'wide'], ['sort', 'best'], ['before', 'AAAA']]) {
    const { status, json } = await stack.api('GET', `/schematics?${field}=${value}`);
    assert.deepEqual([status, json.errors.map((error) => error.field)], [422, [field]]);
    assert.equal((await stack.fetch(`/schematics?${field}=${value}`, { headers: { accept: 'text/html' } })).status, 422);
  }
});

test('whatever is typed is text', async () => {
  const file = join(process.env.CURIO_CORPORA ?? join(root, '../shared/corpora'), 'strings/blns.json');
  const strings = ["' OR 1=1 --", "'; DROP TABLE schematic; --", '\\', "\\'", '%', '_', '(', ':*', 'a:*', '&|!()', '<->', '"', '-"', '--', '-', '" "', "o'brien",
    '{"a"', '}', '🏰', '城', 'a'.repeat(200), '-'.repeat(200), '\\\\\'\':*', ...(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [])];
  for (const text of strings) {
    for (const field of ['text', 'tag', 'block', 'author', 'licence']) {
      const answer = await stack.api('GET', `/schematics?${new URLSearchParams({ [field]: text })}`);
      assert.ok([200, 400, 422].includes(answer.status), `${field}=${JSON.stringify(text)}: ${answer.status}`);
    }
    const page = await stack.fetch(`/schematics?${new URLSearchParams({ text, tag: text })}`, { headers: { accept: 'text/html' } });
    assert.ok([200, 400, 422].includes(page.status), `page: ${JSON.stringify(text)}: ${page.status}`);
    const blocks = await stack.api('GET', `/schematics/blocks?${new URLSearchParams({ text })}`);
    assert.ok([200, 400, 422].includes(blocks.status), `blocks: ${JSON.stringify(text)}: ${blocks.status}`);
  }
  assert.equal((await titles({})).length, 3);
});

test('every order shows each build once, page by page', async () => {
  for (let i = 0; i < 20; i++)
    await build({ title: `Row ${i}`, tags: ['row'], amount: 100 + i % 3, downloads: i % 4, likes: i % 2, created: `2025-01-${String(1 + i).padStart(2, '0')}` });
  const key = { newest: (b) => b.id, oldest: (b) => b.id, downloads: (b) => b.downloads, likes: (b) => b.likes, size: (b) => b.blocks };
  for (const sort of ['newest', 'oldest', 'downloads', 'likes', 'size', 'updated', 'relevance']) {
    const query = { tag: 'row', sort, limit: 3, ...(sort === 'relevance' && { text: 'row' }) };
    const seen = [];
    for (let before; before !== null;) {
      const page = await find({ ...query, ...(before && { before }) });
      assert.ok(page.data.length > 0 && page.data.length <= 3, sort);
      seen.push(...page.data);
      before = page.next ?? null;
    }
    assert.equal(seen.length, 20, sort);
    assert.equal(new Set(seen.map(({ id }) => id)).size, 20, sort);
    if (!key[sort]) continue;
    const keys = seen.map(key[sort]), up = sort === 'oldest';
    for (let i = 1; i < keys.length; i++) assert.ok(up ? keys[i - 1] <= keys[i] : keys[i - 1] >= keys[i], `${sort}: ${keys}`);
  }
  const { next } = await find({ sort: 'likes', limit: 1 });
  assert.equal((await stack.api('GET', `/schematics?sort=downloads&before=${next}`)).status, 422, 'a place in another order');
});

test('a place in an order stays one while builds come in and others are equal', async () => {
  for (let i = 0; i < 4; i++) await build({ title: `Steady ${i}`, tags: ['steady'], downloads: 7 });
  const first = await find({ tag: 'steady', sort: 'downloads', limit: 2 });
  await build({ title: 'Steady latecomer', tags: ['steady'], downloads: 7 });
  await build({ title: 'Steady best', tags: ['steady'], downloads: 8 });
  const rest = await find({ tag: 'steady', sort: 'downloads', limit: 10, before: first.next });
  assert.deepEqual([...first.data, ...rest.data].map(({ title }) => title), ['Steady 3', 'Steady 2', 'Steady 1', 'Steady 0']);
});

test('what is too long, too large or no text at all is refused, and contradictions find nothing', async () => {
  const refused = ['text=' + 'x'.repeat(5000), 'text=%00', 'tag=a%00b', 'block=%FF', 'width_min=99999999999999999999', 'width_max=-1', 'blocks_min=1e3', 'limit=101',
    `tag=${Array.from({ length: 21 }, (_, i) => `t${i}`)}`, 'before=' + 'A'.repeat(99), 'created_after=2026-02-30', 'game_to=99.99.99'];
  for (const query of refused) {
    const { status } = await ask(`/schematics?${query}`);
    assert.ok([400, 422].includes(status), `${query.slice(0, 40)}: ${status}`);
  }
  for (const query of [{ tag: 'castle,-castle' }, { width_min: 20, width_max: 10 }, { text: 'castle -castle' }]) assert.deepEqual(await titles(query), []);
});

test('exact matches come before near ones, titles before descriptions', async () => {
  await build({ title: 'Lanterne' });
  await build({ title: 'A street', description: 'One lantern at each corner' });
  await build({ title: 'Lantern' });
  const found = (await find({ text: 'lanterm' })).data.map(({ title }) => title);
  assert.deepEqual([[...found].sort(), found.at(-1)], [['A street', 'Lantern', 'Lanterne'], 'A street']);
  assert.deepEqual((await find({ text: 'lantern' })).data.map(({ title }) => title).at(-1), 'A street');
  const page = await stack.fetch('/schematics?text=lanterm', { headers: { accept: 'text/html' } });
  assert.match(page.text, /builds with lantern/);
});

test('hidden builds are in no result, count or suggestion; nor once they are hidden later', async () => {
  const secret = { tags: ['secrettag'], blocks: ['secretmod:thing'], mods: ['secretmod'], description: 'Xyzzyword' };
  for (const how of [{ visibility: 'private' }, { visibility: 'unlisted' }, { status: 'pending' }, { status: 'infected' }]) await build({ title: 'Plugh', ...secret, ...how });
  const id = await build({ title: 'Plugh', ...secret });
  const traces = async () => [
    ...(await titles({ text: 'plugh' })), ...(await titles({ text: 'xyzzyword' })), ...(await titles({ tag: 'secrettag' })), ...(await titles({ block: 'secretmod:thing' })),
    ...(await ask('/schematics/blocks?text=secretmod:')).json.data.map(({ name }) => name),
    ...(await ask('/schematics/blocks?text=thin')).json.data.map(({ name }) => name),
    ...JSON.stringify((await ask('/schematics/facets')).json).match(/secret\w+/g) ?? [],
    ...(await stack.sql("SELECT term FROM schematic_term WHERE term ~ 'secret|plugh|xyzzy'")).map(({ term }) => term)];
  assert.equal((await traces()).filter((trace) => trace === 'Plugh').length, 4);
  assert.ok((await traces()).includes('secretmod:thing'));
  await stack.sql(`UPDATE schematic SET visibility = 'private' WHERE id = '${id}'`);
  assert.deepEqual(await traces(), []);
});

test('facets count what fits, and blocks are suggested by any part of their name', async () => {
  const { json } = await ask('/schematics/facets?tag=castle');
  assert.deepEqual(json.facets.tags, [['castle', 2], ['medieval', 1], ['modern', 1]]);
  assert.deepEqual(json.facets.licences, [['cc0-1.0', 1], ['mit', 1]]);
  assert.deepEqual(json.facets.mods, [['create', 1], ['none', 1]]);
  const names = async (text) => (await ask(`/schematics/blocks?${new URLSearchParams({ text })}`)).json.data.map(({ name }) => name);
  assert.deepEqual(await names('beac'), ['minecraft:beacon']);
  assert.deepEqual(await names('cut copper'), ['minecraft:waxed_weathered_cut_copper_stairs']);
  assert.deepEqual(await names('create:'), ['create:cogwheel']);
});

test('counts, names and authors follow what changes', async () => {
  const id = await build({ title: 'Follower', downloads: 1 });
  await stack.sql(`UPDATE schematic SET downloads = 5000 WHERE id = '${id}'`);
  assert.equal((await find({ sort: 'downloads', limit: 1 })).data[0].title, 'Follower');
  await stack.sql(`UPDATE schematic SET title = 'Leader' WHERE id = '${id}'`);
  assert.deepEqual([await titles({ text: 'follower' }), await titles({ text: 'leader' })], [[], ['Leader']]);
  await stack.sql(`UPDATE account SET name = 'Roberta' WHERE id = '${bob.user.id}'`);
  assert.deepEqual(await titles({ text: 'roberta' }), [house, modern].sort());
  await stack.sql(`DELETE FROM schematic WHERE id = '${id}'`);
  assert.deepEqual(await titles({ text: 'leader' }), []);
});

test('the page says what was asked as links that take it away', async () => {
  const { status, text } = await stack.fetch('/schematics?text=castle&tag=-modern&width_min=10', { headers: { accept: 'text/html' } });
  assert.equal(status, 200);
  assert.match(text, /href="\/schematics\?text=castle&amp;width_min=10"/);
  assert.match(text, /href="\/schematics\?tag=-modern&amp;width_min=10"/);
  assert.match(text, />1 build</);
  const none = await stack.fetch('/schematics?tag=nothing-has-this', { headers: { accept: 'text/html' } });
  assert.match(none.text, /Nothing fits/);
});

const saved = (method, below, body, who = alice) => stack.api(method, `/schematics/searches${below}`, body, { token: who.token });
const runJob = async () => {
  await stack.sql("UPDATE schedule SET next_at = now() - interval '1 second' WHERE kind = 'saved_search'");
  await stack.waitFor(async () => (await stack.sql("SELECT 1 FROM schedule WHERE kind = 'saved_search' AND next_at > now()")).length === 1
    && (await stack.sql("SELECT 1 FROM job WHERE kind = 'saved_search'")).length === 0, { seconds: 60, what: 'the job' });
};
const news = async (who = alice) => stack.sql(`SELECT subject, link, people FROM notice WHERE account_id = '${who.user.id}' AND kind = 'schematic.found' ORDER BY id`);

test('a saved search is kept, changed, run and forgotten by its owner alone', async () => {
  const { status, json } = await saved('POST', '', { title: 'Castles', query: '?tag=castle&sort=likes', notify: true });
  assert.equal(status, 201);
  assert.deepEqual([json.title, json.query, json.notify, json.link], ['Castles', 'tag=castle&sort=likes', true, '/schematics?tag=castle&sort=likes']);
  assert.equal((await saved('PATCH', `/${json.id}`, { title: 'Theirs' }, bob)).status, 404);
  assert.equal((await saved('DELETE', `/${json.id}`, undefined, bob)).status, 404);
  assert.equal((await saved('POST', '', { title: 'Wrong', query: 'width_min=wide' })).status, 422);
  assert.deepEqual((await saved('PATCH', `/${json.id}`, { notify: false })).json.notify, false);
  assert.deepEqual((await saved('GET', '')).json.data.map(({ id }) => id), [json.id]);
  assert.equal((await saved('DELETE', `/${json.id}`)).status, 204);
  assert.deepEqual((await saved('GET', '')).json.data, []);
  for (let i = 0; i < 50; i++) assert.equal((await saved('POST', '', { title: `S ${i}`, query: '' }, bob)).status, 201);
  assert.equal((await saved('POST', '', { title: 'One more', query: '' }, bob)).status, 409);
});

test('a saved search tells of new builds once, and only of what it finds', async () => {
  await saved('POST', '', { title: 'Towers', query: 'tag=tower', notify: true });
  await saved('POST', '', { title: 'Quiet towers', query: 'tag=tower', notify: false });
  await stack.sql("UPDATE schematic_saved_search SET told_at = now() - interval '1 hour'");
  for (const title of ['Tower one', 'Tower two']) await build({ title, tags: ['tower'] });
  await build({ title: 'Not a tower' });
  await build({ title: 'Hidden tower', tags: ['tower'], visibility: 'private' });
  await stack.sql("UPDATE schematic_search SET listed_at = now() - interval '5 minutes'");
  await runJob();
  assert.deepEqual(await news(), [{ subject: 'Towers', link: '/schematics?tag=tower&sort=newest', people: 2 }]);
  await runJob();
  assert.equal((await news()).length, 1);
  assert.deepEqual(await stack.sql("SELECT builds FROM schematic_term WHERE term = 't:tower'"), [{ builds: 2 }]);
});

test('who does not want to be told is not', async () => {
  await stack.sql(`INSERT INTO notice_preference (account_id, kind, page, mail) VALUES ('${bob.user.id}', 'schematic.found', false, false)`);
  await stack.sql(`UPDATE schematic_saved_search SET notify = true, told_at = now() - interval '1 hour' WHERE account_id = '${bob.user.id}'`);
  await runJob();
  assert.deepEqual(await news(bob), []);
});
