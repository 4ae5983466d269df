// The upload page in a real browser: several files at once, broken ones among them, connections that break, sharing without a form, and
// all of it without script.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { launch, newPage, phone, sideways, signIn, violations } from '../lib/browser.mjs';
import { makeBuild, nbt, rawBuild } from '../lib/build.mjs';
import { root, startStack } from '../lib/stack.mjs';

const MIB = 1 << 20;
let stack, browser;

before(async () => {
  stack = await startStack({ conf: { storage_quota: '100M', microcache_seconds: 0 } });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await stack?.close();
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});

const file = (name, buffer = makeBuild()) => ({ name, mimeType: 'application/octet-stream', buffer });
const row = (page, name) => page.locator('.queue-row').filter({ has: page.locator('[data-name]', { hasText: name }) });
const settle = (page, name, state) => row(page, name).and(page.locator(`[data-state=${state}]`)).waitFor({ timeout: 60000 });
const choose = (page, ...files) => page.locator('input[type=file]').setInputFiles(files);
const builds = async (person) => (await stack.api('GET', '/schematics/mine', undefined, { token: person.token })).json.data;

async function someone(options) {
  const person = await stack.register();
  const page = await newPage(browser, stack, options);
  await signIn(page, person);
  await page.goto('/schematics/new');
  return { person, page };
}

async function put(person, bytes, title) {
  const body = new FormData();
  body.append('file', new Blob([bytes]), 'x.schem');
  body.append('title', title);
  const answer = await stack.api('POST', '/schematics', body, { token: person.token });
  assert.equal(answer.status, 201, answer.text);
  return answer.json;
}

/** A build of about SIZE bytes that no packing makes smaller. */
function large(size) {
  const { compound, short, int, bytes } = nbt;
  return compound('Schematic', [
    int('Version', 2), int('DataVersion', 3465), short('Width', 2), short('Height', 2), short('Length', 2), int('PaletteMax', 1),
    compound('Palette', [int('minecraft:stone', 0)]), bytes('BlockData', Buffer.alloc(8)), compound('Metadata', [bytes('Noise', randomBytes(size))]),
  ]);
}

/** What is called by itself "Sea fort", from an older release, with a block of a mod in it. */
function named() {
  const { compound, short, int, string, bytes } = nbt;
  return compound('Schematic', [
    int('Version', 2), int('DataVersion', 2586), short('Width', 2), short('Height', 1), short('Length', 1), int('PaletteMax', 2),
    compound('Palette', [int('minecraft:stone', 0), int('create:shaft', 1)]), bytes('BlockData', Buffer.from([0, 1])),
    compound('Metadata', [string('Name', 'Sea fort'), string('Says', String(Math.random()))]),
  ]);
}

describe('with script', () => {
  test('several files, a broken one among them: each tells what it is, and has a form of its own', async () => {
    const { person, page } = await someone();
    await choose(page, file('garden_wall.schem', makeBuild({ width: 9, height: 14, length: 6 })), file('half.schem', makeBuild().subarray(0, 60)),
      file('fort-final.schem', named()), file('nothing.schem', Buffer.alloc(0)));
    await settle(page, 'garden_wall.schem', 'ready');
    await settle(page, 'fort-final.schem', 'ready');
    await settle(page, 'half.schem', 'refused');
    await settle(page, 'nothing.schem', 'refused');
    assert.match(await row(page, 'half.schem').innerText(), /not a build that Curio can take[\s\S]*truncated · byte \d+/);
    const wall = row(page, 'garden_wall.schem'), fort = row(page, 'fort-final.schem');
    assert.match(await wall.locator('.facts').innerText(), /9\s×\s14\s×\s6[\s\S]*Sponge/);
    assert.match(await wall.innerText(), /Nothing but blocks/);
    assert.equal(await wall.getByLabel('Title').inputValue(), 'garden wall');
    await stack.waitFor(() => wall.locator('img').evaluate((image) => image.complete && image.naturalWidth === 512), { what: 'its picture' });
    assert.equal(await fort.getByLabel('Title').inputValue(), 'Sea fort', 'as the file calls itself');
    assert.equal(await fort.getByLabel('Mods that it needs').inputValue(), 'create');
    assert.match(await fort.locator('select[name=game]').innerText(), /1\.16\.5, as the file says/);
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(await builds(person), [], 'nothing is published unasked');
    const waiting = (await stack.api('GET', '/schematics/usage', undefined, { token: person.token })).json.items;
    assert.equal(waiting.length, 2, 'what was refused takes no room');

    await fort.getByLabel('Tags').fill('sea, fort');
    await fort.getByLabel('Licence').selectOption('CC-BY-4.0');
    await fort.getByLabel('Only me').check();
    await fort.getByRole('button', { name: 'Publish' }).click();
    await settle(page, 'fort-final.schem', 'published');
    const [build] = await builds(person);
    const { json } = await stack.api('GET', `/schematics/${build.slug}`, undefined, { token: person.token });
    assert.deepEqual([json.title, json.tags, json.licence, json.mods, json.visibility, json.game_name],
      ['Sea fort', ['sea', 'fort'], 'CC-BY-4.0', ['create'], 'private', '1.16.5']);
    assert.equal(await fort.getByRole('link', { name: 'Add pictures' }).getAttribute('href'), `/schematics/${build.slug}/pictures`);
    await wall.getByRole('button', { name: 'Remove' }).click();
    await stack.waitFor(async () => (await stack.api('GET', '/schematics/usage', undefined, { token: person.token })).json.uploads === 0, { what: 'its room back' });
    assert.deepEqual(page.problems, []);
  });

  test('a connection that breaks: it goes on by itself, from where it was', async () => {
    const { person, page } = await someone();
    const bytes = large(9 * MIB), begun = [], pieces = [];
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/api/v1/uploads')) begun.push(request);
      if (request.method() === 'PATCH') pieces.push(Number(request.headers()['upload-offset']));
    });
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Network.enable');
    const network = (offline, uploadThroughput) => devtools.send('Network.emulateNetworkConditions', { offline, latency: 0, downloadThroughput: -1, uploadThroughput });
    let goOn;
    const slow = new Promise((resolve) => { goOn = resolve; });
    await page.route('**/api/v1/uploads/*', async (route) => {
      if (Number(route.request().headers()['upload-offset']) > 0) await slow;
      await route.continue();
    });
    await choose(page, file('city.schem', bytes));
    await stack.waitFor(async () => (await stack.sql('SELECT received FROM upload'))[0]?.received === 4 * MIB, { seconds: 60, what: 'the first piece' });
    await network(false, 128 * 1024); // half a minute for the second
    goOn();
    await stack.waitFor(() => row(page, 'city.schem').locator('progress').evaluate((bar) => bar.value > (100 * 4.1) / 9), { seconds: 60, what: 'a part of the second' });
    await network(true, 0);
    await settle(page, 'city.schem', 'held');
    assert.match(await row(page, 'city.schem').innerText(), /connection broke/);
    assert.equal(await row(page, 'city.schem').getByRole('button', { name: 'Cancel' }).isVisible(), true);
    await network(false, -1);
    await settle(page, 'city.schem', 'ready');
    assert.equal(begun.length, 1, 'begun once');
    assert.ok(pieces.filter((offset) => offset === 0).length === 1, 'the first piece is not sent again');
    await row(page, 'city.schem').getByRole('button', { name: 'Publish' }).click();
    await settle(page, 'city.schem', 'published');
    assert.equal((await builds(person))[0].size, bytes.length);
  });

  test('a page that is left: the same file goes on where it stopped, and one that is whole waits', async () => {
    const { page } = await someone();
    const bytes = large(6 * MIB), path = join(stack.folder, 'left.schem');
    writeFileSync(path, bytes);
    await page.route('**/api/v1/uploads/*', (route) => (Number(route.request().headers()['upload-offset']) > 0 ? route.abort() : route.continue()));
    await page.locator('input[type=file]').setInputFiles(path);
    await settle(page, 'left.schem', 'held');
    page.on('dialog', (dialog) => dialog.accept());
    await page.goto('/about');
    await page.unroute('**/api/v1/uploads/*');
    await page.goto('/schematics/new');
    assert.match(await page.locator('.upload-waiting').innerText(), /left\.schem\s+4 MiB of 6\.0 MiB/);
    const offsets = [];
    page.on('request', (request) => request.method() === 'PATCH' && offsets.push(Number(request.headers()['upload-offset'])));
    await page.locator('input[type=file]').setInputFiles(path);
    await settle(page, 'left.schem', 'ready');
    assert.deepEqual(offsets, [4 * MIB]);
    await page.goto('/schematics/new');
    await page.getByRole('link', { name: 'Go on left.schem' }).click();
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.waitForURL(/\/schematics\/left-/);
  });

  test('cancelled, tried again, removed; by keyboard, and told aloud', async () => {
    const { person, page } = await someone({ viewport: phone });
    await page.route('**/api/v1/uploads/*', (route) => (route.request().method() === 'PATCH' ? undefined : route.continue())); // it hangs
    await choose(page, file('slow.schem'));
    await settle(page, 'slow.schem', 'sending');
    await row(page, 'slow.schem').getByRole('button', { name: 'Cancel' }).focus();
    await page.keyboard.press('Enter');
    await settle(page, 'slow.schem', 'failed');
    assert.equal(await page.locator('[data-status]').textContent(), 'slow.schem: Sending cancelled');
    await stack.waitFor(async () => (await stack.sql(`SELECT 1 AS one FROM upload WHERE account_id = '${person.user.id}'`)).length === 0, { what: 'its room back' });
    await page.unroute('**/api/v1/uploads/*');
    await row(page, 'slow.schem').getByRole('button', { name: 'Try again' }).click();
    await settle(page, 'slow.schem', 'ready');
    assert.equal(await sideways(page), 0);
    await row(page, 'slow.schem').getByRole('button', { name: 'Remove' }).click();
    assert.equal(await page.locator('.queue-row').count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'file', 'the focus is not lost');
  });

  test('dropped and pasted, also beside the frame', async () => {
    const { page } = await someone();
    for (const [type, target, name] of [['drop', '[data-drop]', 'dropped.schem'], ['drop', 'h1', 'beside.schem'], ['paste', 'h1', 'pasted.schem']]) {
      const carried = await page.evaluateHandle(([bytes, called]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(bytes)], called));
        return transfer;
      }, [[...makeBuild()], name]);
      await page.locator(target).evaluate((element, [kind, transfer]) => element.dispatchEvent(kind === 'drop'
        ? new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer })
        : new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: transfer })), [type, carried]);
      await settle(page, name, 'ready');
    }
    assert.deepEqual(page.problems, []);
  });

  test('shared quickly: one click, a link that opens a private build', async () => {
    const { person, page } = await someone();
    await choose(page, file('quick_look.schem'));
    await settle(page, 'quick_look.schem', 'ready');
    await page.getByRole('button', { name: 'Share quickly' }).click();
    const link = await page.locator('[data-share-link]').getAttribute('href');
    assert.match(link, /\/schematics\/quick-look-\w+\?key=/);
    assert.equal((await builds(person))[0].visibility, 'private');
    await stack.sql(`UPDATE schematic SET status = 'clean' WHERE account_id = '${person.user.id}'`);
    const stranger = await newPage(browser, stack);
    assert.equal((await stranger.goto(link)).status(), 200);
    assert.equal((await stranger.goto(new URL(link).pathname)).status(), 404, 'by the link alone');
  });

  test('what the form lacks is told beside it, and nothing is lost', async () => {
    const { page } = await someone();
    await choose(page, file('wrong.schem'));
    await settle(page, 'wrong.schem', 'ready');
    const form = page.locator('form.catch-form');
    await form.getByLabel('Mods that it needs').fill('Not A Mod!');
    await form.getByLabel('Description').fill('kept');
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByRole('alert').filter({ hasText: 'name space' }).waitFor();
    assert.equal(await page.getByLabel('Mods that it needs').getAttribute('aria-invalid'), 'true');
    assert.equal(await form.getByLabel('Description').inputValue(), 'kept');
    await page.getByLabel('Mods that it needs').fill('');
    await page.getByRole('button', { name: 'Publish' }).click();
    await settle(page, 'wrong.schem', 'published');
  });

  test('a new version of a build goes in pieces as well', async () => {
    const { person, page } = await someone();
    const build = await put(person, makeBuild(), 'Grows');
    await page.goto(`/schematics/${build.slug}/versions`);
    const bytes = large(5 * MIB), sent = [];
    page.on('request', (request) => request.method() === 'PATCH' && sent.push(request.url()));
    await choose(page, file('grown.schem', bytes));
    await page.getByLabel('What you call it').first().fill('2.0');
    await page.getByRole('button', { name: 'Upload' }).click();
    await page.getByText('The new version is here').waitFor();
    assert.equal(sent.length, 2);
    const versions = (await stack.api('GET', `/schematics/${build.id}/versions`, undefined, { token: person.token })).json.data;
    assert.deepEqual(versions.map(({ number, name, size }) => [number, name, size]), [[2, '2.0', bytes.length], [1, '', versions[1].size]]);
  });

  const corpus = process.env.CURIO_CORPORA ?? join(root, '../shared/corpora');
  const samples = ['litemapy/tests__litematics__valid__SimpleHouse.litematic', 'litemapy/tests__litematics__valid__ArmorStand.litematic',
    'nucleation/docs__downloads__gallery__trefoil.schem', 'nucleation/crates__mc-tick__tests__corpus__litematics__fast_tgm_4x4.litematic'];
  test('files from the wild', { skip: !existsSync(join(corpus, 'schematics', samples[0])) && 'the corpus is absent' }, async () => {
    const { page } = await someone();
    const files = samples.map((path) => file(path.split('__').at(-1), readFileSync(join(corpus, 'schematics', path))));
    await choose(page, ...files);
    for (const { name } of files) {
      await settle(page, name, 'ready');
      await stack.waitFor(() => row(page, name).locator('img').evaluate((image) => image.complete && image.naturalWidth === 512), { what: `the picture of ${name}` });
    }
    assert.match(await row(page, 'ArmorStand.litematic').locator('.catch-seen').first().innerText(), /In it are:[\s\S]*1/);
    assert.deepEqual(page.problems, []);
  });
});

describe('without script', () => {
  test('several at once: those that are builds are taken, of the others it is told why', async () => {
    const { person, page } = await someone({ script: false });
    await choose(page, file('one_tower.schem'), file('broken.schem', Buffer.from('no build')), file('two_towers.schem'));
    await page.getByLabel('Tags').fill('pair');
    await page.getByRole('button', { name: 'Upload', exact: true }).click();
    const results = page.locator('.upload-results li');
    assert.equal(await results.count(), 3);
    assert.match(await results.nth(1).innerText(), /broken\.schem[\s\S]*not-nbt · byte 0/);
    assert.deepEqual((await builds(person)).map(({ title }) => title).sort(), ['one tower', 'two towers']);
    await page.getByRole('link', { name: 'one tower' }).click();
    await page.waitForURL(/\/schematics\/one-tower-/);
    await page.goto('/schematics/new');
    await choose(page, file('three.schem'), file('four.schem'));
    await page.getByRole('button', { name: 'Upload', exact: true }).click();
    await page.waitForURL('**/schematics/mine');
    assert.equal((await builds(person)).length, 4);
  });

  test('one file, only to be shared by a link', async () => {
    const { person, page } = await someone({ script: false });
    await choose(page, file('look.schem'));
    await page.getByRole('button', { name: 'Only share a link for a week' }).click();
    await page.waitForURL(/\/schematics\/look-\w+\/links$/);
    assert.match(await page.locator('.links-address').innerText(), /\?key=/);
    assert.equal((await builds(person))[0].visibility, 'private');
  });

  test('what takes the room is shown, largest first, and deleting gives it back', async () => {
    const { person, page } = await someone({ script: false });
    await put(person, rawBuild({ width: 30, height: 30, length: 30 }), 'The large one');
    await put(person, makeBuild(), 'The small one');
    await page.goto('/schematics/mine');
    await page.getByRole('link', { name: 'What takes the room' }).click();
    assert.deepEqual(await page.locator('.usage h2').allInnerTexts(), ['The large one', 'The small one']);
    const before = (await stack.api('GET', '/schematics/usage', undefined, { token: person.token })).json;
    await page.locator('.usage summary').first().click();
    await page.getByRole('button', { name: /gives .* back/ }).first().click();
    await page.waitForURL('**/schematics/mine');
    const left = (await stack.api('GET', '/schematics/usage', undefined, { token: person.token })).json;
    assert.equal(left.used, before.used - before.items[0].size);
  });
});
