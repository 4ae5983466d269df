// The viewer in Chromium, drawn in software: what it shows, what it answers, and how it bears a bad line, a bad file, a lost
// graphics card and a browser that can't.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { desktop, newPage, phone, sideways, violations } from '../lib/browser.mjs';
import { startPreviewSite } from '../lib/preview_page.mjs';
import { hills, house } from '../lib/sections.mjs';

const flags = ['--headless', '--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const sample = house();
let browser;
const sites = [];

before(async () => { browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags }); });
after(() => browser?.close());
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  for (const site of sites.splice(0)) await site.close();
});

async function site(file = sample.file, options) {
  sites.push(await startPreviewSite(file, options));
  return sites.at(-1);
}

/** A page on which the whole build is drawn, without waiting to be asked. */
async function look(at, options) {
  const page = await newPage(browser, { url: at.url }, options);
  await page.goto(at.url);
  return page;
}

const drawn = (page) => page.locator('[data-preview][data-drawn]').waitFor();
const start = (page) => page.getByRole('button', { name: 'Look around in 3D' }).click();
const canvas = (page) => page.locator('canvas');

/** What the picture shows, as one number a pixel would change. */
const pixels = (page) => page.locator('[data-stage]').screenshot().then((png) => png.toString('base64'));

/** Once FN has come to pass, the picture is another than BEFORE. */
async function becomesOther(page, before) {
  for (let i = 0; i < 400; i++) {
    if (await pixels(page) !== before) return;
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
  assert.fail('the picture stayed as it was');
}

test('the picture gives way to the build, by day and by night, on a desk and on a phone', async () => {
  const at = await site();
  const page = await look(at);
  await drawn(page);
  for (const [viewport, colorScheme] of [[desktop, 'light'], [desktop, 'dark'], [phone, 'dark'], [phone, 'light']]) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await violations(page), [], `${viewport.width} px, ${colorScheme}`);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  assert.equal(await sideways(page), 0);
  assert.deepEqual(page.problems, []);
});

test('on a phone it waits until it is asked', async () => {
  const at = await site();
  const page = await look(at, { viewport: phone, hasTouch: true, isMobile: true });
  await page.getByRole('button', { name: 'Look around in 3D' }).waitFor();
  assert.deepEqual(at.asked, []);
  await start(page);
  await drawn(page);
  assert.deepEqual(page.problems, []);
});

test('keys turn, come closer, cut and go back; Enter names the block at the cross', async () => {
  const page = await look(await site());
  await drawn(page);
  await canvas(page).focus();
  for (const key of ['ArrowLeft', 'ArrowUp', '+', '-', 'ArrowDown', 'ArrowRight', '=', 'Home']) {
    const before = await pixels(page);
    await page.keyboard.press(key);
    await becomesOther(page, before);
  }
  const whole = await pixels(page);
  for (let i = 0; i < 12; i++) await page.keyboard.press('PageDown');
  assert.equal(await page.getByLabel('Cut from the top').inputValue(), '8');
  await becomesOther(page, whole);
  await page.keyboard.press('PageUp');
  assert.equal(await page.getByLabel('Cut from the top').inputValue(), '9');
  await page.keyboard.press('Enter');
  await page.locator('[data-picked]').waitFor();
  const state = await page.locator('[data-picked-state]').innerText();
  const place = (await page.locator('[data-picked-at]').innerText()).split(', ').map(Number);
  assert.ok(sample.palette.some((entry) => entry.state === state), state);
  place.forEach((n, k) => assert.ok(n >= 0 && n < sample.size[k]));
  assert.match(await page.locator('[data-status]').innerText(), /Position: \d+, \d+, \d+/);
  assert.deepEqual(page.problems, []);
});

test('a drag turns, a click picks, and cutting away all but the ground shows it', async () => {
  const page = await look(await site());
  await drawn(page);
  const box = await canvas(page).boundingBox();
  const middle = [box.x + box.width / 2, box.y + box.height / 2];
  const before = await pixels(page);
  await page.mouse.move(...middle);
  await page.mouse.down();
  await page.mouse.move(middle[0] + 80, middle[1] + 10, { steps: 4 });
  await page.mouse.up();
  await becomesOther(page, before);
  assert.equal(await page.locator('[data-picked]').isVisible(), false);
  await page.getByLabel('Cut from the top').fill('1');
  await page.mouse.click(...middle);
  await page.locator('[data-picked]').waitFor();
  assert.match(await page.locator('[data-picked-state]').innerText(), /grass_block|sand/);
  assert.match(await page.locator('[data-picked-at]').innerText(), /, 0, /);
  await page.mouse.click(box.x + 4, box.y + 4);
  await page.getByText('There is no block there.').waitFor({ state: 'attached' });
});

test('the legend marks a block, and regions can be hidden', async () => {
  const page = await look(await site());
  await drawn(page);
  const plain = await pixels(page);
  const water = page.getByRole('button', { name: /^Water/ });
  await water.click();
  assert.equal(await water.getAttribute('aria-pressed'), 'true');
  await becomesOther(page, plain);
  const marked = await pixels(page);
  await water.click();
  assert.equal(await water.getAttribute('aria-pressed'), 'false');
  await becomesOther(page, marked);
  await page.getByText('Regions', { exact: true }).click();
  const before = await pixels(page);
  await page.getByLabel('Garden').uncheck();
  await becomesOther(page, before);
});

test('saves a picture twice as large, from this device alone', async () => {
  const at = await site();
  const page = await look(at);
  await drawn(page);
  const asked = at.asked.length;
  const width = await canvas(page).evaluate((element) => element.width);
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save picture' }).click()]);
  const png = readFileSync(await file.path());
  assert.equal(png.subarray(1, 4).toString(), 'PNG');
  assert.equal(png.readUInt32BE(16), width * 2);
  assert.equal(file.suggestedFilename(), 'build.png');
  assert.equal(at.asked.length, asked);
});

test('a broken line is said, and taken up where it broke', async () => {
  const at = await site(hills(128, 128).file);
  assert.ok(at.file.length > 256 * 1024, 'more than one range');
  at.broken = (number) => number > 1;
  const page = await look(at);
  await page.getByRole('alert').getByText('The build could not be fetched').waitFor();
  at.broken = null;
  await page.getByRole('button', { name: 'Try again' }).click();
  await drawn(page);
  assert.equal(at.asked.filter((range) => range.startsWith('bytes=0-')).length, 1);
});

test('a site that says no, a file that is none, and one without ranges', async () => {
  const at = await site();
  at.status = 503;
  const page = await look(at);
  await page.getByRole('alert').getByText('does not hand out').waitFor();
  at.status = 0;
  at.file = Buffer.from('<!doctype html><p>something else altogether');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('alert').getByText('not a build that can be drawn').waitFor();
  at.file = sample.file;
  at.ranges = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await drawn(page);
});

test('a lost graphics card is said, and what comes back is drawn again', async () => {
  const page = await look(await site());
  await drawn(page);
  const before = await pixels(page);
  await canvas(page).evaluate((element) => { globalThis.loss = element.getContext('webgl2').getExtension('WEBGL_lose_context'); globalThis.loss.loseContext(); });
  await page.getByRole('alert').getByText('put the drawing away').waitFor();
  await page.evaluate(() => globalThis.loss.restoreContext());
  await page.getByRole('alert').waitFor({ state: 'hidden' });
  await becomesOther(page, await pixels(page).then((now) => (now === before ? '' : now)));
});

test('without WebGL, and without script, the picture stays', async () => {
  const at = await site();
  const page = await newPage(browser, { url: at.url });
  await page.addInitScript(() => { HTMLCanvasElement.prototype.getContext = () => null; });
  await page.goto(at.url);
  await page.getByText('This browser cannot draw in 3D here').waitFor();
  assert.ok(await page.getByAltText('Picture of A house by a pond').isVisible());
  const plain = await look(at, { script: false });
  assert.ok(await plain.getByAltText('Picture of A house by a pond').isVisible());
  assert.equal(await plain.getByRole('button', { name: 'Look around in 3D' }).count(), 0);
});

test('too large a build has its picture and a sentence; one that is not made yet says so', async () => {
  const large = await look(await site(sample.file, { ready: false, tooLarge: true }));
  await large.getByText('too large to look around').waitFor();
  const waiting = await look(await site(sample.file, { ready: false }));
  await waiting.getByText('is being drawn').waitFor();
  assert.deepEqual([...large.problems, ...waiting.problems], []);
});

test('it turns by itself until it is touched, and not at all for those who want no motion', async () => {
  const moving = await look(await site(), { reducedMotion: 'no-preference' });
  await drawn(moving);
  await becomesOther(moving, await pixels(moving));
  const page = await look(await site());
  await drawn(page);
  const before = await pixels(page);
  for (let i = 0; i < 30; i++) await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  assert.equal(await pixels(page), before);
});

test('a resource pack from the disk gives the blocks its colours, is sent nowhere, and nonsense is said to be none', async () => {
  const page = await look(await site());
  await drawn(page);
  const sent = [];
  page.on('request', (request) => /^https?:/.test(request.url()) && sent.push(request.url()));
  await page.getByText('Help and your own resource pack').click();
  const before = await pixels(page);
  await page.getByLabel('Resource pack from your disk').setInputFiles({ name: 'no.zip', mimeType: 'application/zip', buffer: Buffer.from('nothing of the kind, at any length at all') });
  await page.getByText('not a resource pack').waitFor();
  assert.equal(await page.locator('[data-preview]').getAttribute('data-drawn'), '');
  const png = Buffer.from(await page.evaluate(async () => {
    const surface = new OffscreenCanvas(16, 16);
    const paint = surface.getContext('2d');
    paint.fillStyle = '#ff00ff';
    paint.fillRect(0, 0, 16, 16);
    return [...new Uint8Array(await (await surface.convertToBlob()).arrayBuffer())];
  }));
  await page.getByLabel('Resource pack from your disk').setInputFiles({ name: 'pack.zip', mimeType: 'application/zip', buffer: zip('assets/minecraft/textures/block/dark_oak_planks.png', png) });
  await page.getByText('the pack’s colours now').waitFor();
  await becomesOther(page, before);
  const violet = await pixels(page);
  await page.getByLabel('Resource pack from your disk').setInputFiles({ name: 'other.zip', mimeType: 'application/zip', buffer: zip('assets/minecraft/textures/block/grass_block_top.png', png, { packed: true }) });
  await becomesOther(page, violet);
  await page.getByLabel('Resource pack from your disk').setInputFiles({ name: 'empty.zip', mimeType: 'application/zip', buffer: zip('pack.mcmeta', Buffer.from('{}')) });
  await page.getByText('not a resource pack').waitFor();
  assert.deepEqual(sent, []);
  assert.deepEqual(page.problems, []);
});

/** A zip of one file, stored or PACKED, with a comment and without checksums, which the viewer does not look at. */
function zip(name, whole, { packed = false } = {}) {
  const bytes = packed ? deflateRawSync(whole) : whole, comment = Buffer.from('made for a test');
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(packed ? 8 : 0, 10);
  central.writeUInt32LE(bytes.length, 20);
  central.writeUInt32LE(whole.length, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + bytes.length, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([local, Buffer.from(name), bytes, central, Buffer.from(name), end, comment]);
}
