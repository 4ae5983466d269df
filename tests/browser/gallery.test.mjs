// Pictures of a build in Chromium: the row under the preview, the dialog over the page, the page on which they are looked after, and
// what whoever holds a link is shown.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { desktop, newPage, phone, sideways, signIn, violations } from '../lib/browser.mjs';
import { makeBuild } from '../lib/build.mjs';
import { handIn } from '../lib/images.mjs';
import { makeJpeg, makePng } from '../lib/pictures.mjs';
import { startStack } from '../lib/stack.mjs';

const flags = ['--headless', '--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--ignore-certificate-errors'];
const long = 'The quay, with a caption that says how the stairs go down to the water, who built them, when, and why the railing has eleven posts';
let stack, browser, owner, place;

before(async () => {
  stack = await startStack({ scanner: true, conf: { microcache_seconds: 0 } });
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags });
  owner = await stack.register({ name: 'Owner' });
  place = await made('public');
  await send(place, makeJpeg({ orientation: 6 }), 'First');
  await send(place, makePng({ width: 2400, height: 800 }), long);
  await send(place, makePng({ width: 300, height: 900, colour: [200, 120, 40] }), '');
  await ready(place, 3);
});
after(async () => {
  await browser?.close();
  await stack?.close();
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});

const call = (method, path, body) => stack.api(method, `/schematics${path}`, body, { token: owner.token });

async function made(visibility) {
  const body = new FormData();
  body.append('file', new Blob([makeBuild({ width: 6, height: 5, length: 4 })]), 'quay.schem');
  for (const [name, value] of Object.entries({ title: 'The quay', visibility })) body.append(name, value);
  const { json } = await call('POST', '', body);
  return stack.waitFor(async () => {
    const build = (await call('GET', `/${json.id}`)).json;
    return build.status === 'clean' && build.analysis === 'done' && build;
  }, { seconds: 60, what: 'a clean build that was drawn' });
}
async function send(at, bytes, caption) {
  const { json } = await handIn(stack, owner, bytes);
  assert.equal((await call('POST', `/${at.id}/pictures`, { receipt: json.receipt, caption })).status, 201);
}
const pictures = async (at) => (await call('GET', `/${at.id}/pictures`)).json.data;
const ready = (at, n) => stack.waitFor(async () => (await pictures(at)).filter(({ status }) => status === 'ready').length === n, { seconds: 60, what: `${n} pictures` });

async function look(path, options) {
  const page = await newPage(browser, stack, options);
  await page.goto(path);
  return page;
}
const dialog = (page) => page.getByRole('dialog', { name: 'Pictures of The quay' });
const shown = (page) => dialog(page).locator('img');
const at_ = (page) => dialog(page).getByRole('status').innerText();
const thumb = (page, n) => page.locator('.gallery a').nth(n);
/** HOLDS in the page, sooner or later. Asked from here: the site's policy lets nothing poll in the page itself. */
const comes = (page, holds, what) => stack.waitFor(() => page.evaluate(holds, what), { seconds: 30, what: String(holds) });
/** The large picture has taken the small one's place. */
const isLarge = async (page, n) => {
  const { path } = (await pictures(place))[n];
  await comes(page, (end) => document.querySelector('.lightbox img')?.src.endsWith(end) && document.querySelector('.lightbox img').complete, `${path}/1920`);
};

async function assertSound(page, what) {
  for (const [viewport, colorScheme] of [[desktop, 'light'], [desktop, 'dark'], [phone, 'dark'], [phone, 'light']]) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await violations(page), [], `${what}, ${viewport.width} px, ${colorScheme}`);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  assert.equal(await sideways(page), 0, what);
  await page.setViewportSize(desktop);
}

test('the row leads to the large pictures, and its captions are what is read', async () => {
  const page = await look(`/schematics/${place.slug}`);
  for (const alt of ['First', long]) await page.locator('.gallery').getByAltText(alt, { exact: true }).scrollIntoViewIfNeeded();
  await page.locator('.gallery').getByRole('link', { name: 'Picture of The quay' }).scrollIntoViewIfNeeded();
  await comes(page, () => [...document.querySelectorAll('.gallery img')].every((image) => image.complete && image.naturalWidth > 0));
  const all = await page.locator('.gallery img').evaluateAll((images) => images.map(({ width, height, currentSrc, loading, sizes, srcset }) => ({ ratio: width / height, currentSrc, loading, sizes, srcset })));
  const known = await pictures(place);
  all.forEach(({ ratio, currentSrc, loading, sizes, srcset }, i) => {
    assert.ok(Math.abs(ratio - 4 / 3) < 0.05, 'each has the same frame');
    assert.equal(loading, 'lazy');
    assert.ok(sizes.includes('11rem') && srcset.startsWith(`${known[i].path}/160 `));
    assert.match(currentSrc, new RegExp(`${known[i].path}/(160|320)$`), 'no more than there is room for');
  });
  await assertSound(page, 'the build with pictures');
  assert.deepEqual(page.problems, []);
});

test('the dialog: arrows, Home and End turn, Tab stays inside, Escape gives the page and the focus back', async () => {
  const page = await look(`/schematics/${place.slug}`);
  await thumb(page, 0).click();
  await dialog(page).waitFor();
  await isLarge(page, 0);
  assert.equal(await shown(page).getAttribute('alt'), 'First');
  for (const [key, at, n] of [['ArrowRight', '2 / 3', 1], ['ArrowRight', '3 / 3', 2], ['ArrowRight', '1 / 3', 0], ['ArrowLeft', '3 / 3', 2], ['Home', '1 / 3', 0], ['End', '3 / 3', 2], ['ArrowLeft', '2 / 3', 1]]) {
    await page.keyboard.press(key);
    assert.equal(await at_(page), at, key);
    await isLarge(page, n);
  }
  assert.ok((await dialog(page).innerText()).includes(long), 'the caption, whole');
  const box = await shown(page).evaluate((image) => ({ natural: image.naturalWidth, wide: image.getBoundingClientRect().width, screen: innerWidth }));
  assert.equal(box.natural, 1920);
  assert.ok(box.wide <= box.screen);
  for (let i = 0; i < 8; i++) {
    await page.keyboard.press(i < 4 ? 'Tab' : 'Shift+Tab');
    assert.ok(await page.evaluate(() => document.activeElement === document.body || document.querySelector('.lightbox').contains(document.activeElement)), 'the page behind cannot be reached');
  }
  await assertSound(page, 'the dialog');
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'hidden' });
  await comes(page, () => document.activeElement === document.querySelectorAll('.gallery a')[1]); // the picture that was shown last
  await page.keyboard.press('Enter');
  await dialog(page).getByRole('button', { name: 'Next picture' }).click();
  await dialog(page).getByRole('button', { name: 'Picture before' }).click();
  assert.equal(await at_(page), '2 / 3');
  await dialog(page).getByRole('button', { name: 'Close' }).click();
  await dialog(page).waitFor({ state: 'hidden' });
  assert.deepEqual(page.problems, []);
});

test('a finger turns them on a phone, and a stroke down does not', async () => {
  const page = await look(`/schematics/${place.slug}`, { viewport: phone, hasTouch: true, isMobile: true });
  await thumb(page, 0).tap();
  await isLarge(page, 0);
  const touch = await page.context().newCDPSession(page);
  const stroke = async (from, to) => {
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x: from[0], y: from[1] }] });
    for (let i = 1; i <= 5; i++) await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x: from[0] + ((to[0] - from[0]) * i) / 5, y: from[1] + ((to[1] - from[1]) * i) / 5 }] });
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  };
  await stroke([300, 400], [80, 410]);
  await isLarge(page, 1);
  assert.equal(await at_(page), '2 / 3');
  await stroke([200, 300], [210, 600]);
  await stroke([80, 400], [300, 390]);
  await isLarge(page, 0);
  assert.equal(await at_(page), '1 / 3');
  assert.ok(await dialog(page).isVisible());
  assert.deepEqual(page.problems, []);
});

test('without script each leads to its file', async () => {
  const page = await look(`/schematics/${place.slug}`, { script: false });
  assert.equal(await dialog(page).isVisible(), false);
  const [answer] = await Promise.all([page.waitForResponse(/\/images\/[0-9a-f]+\/1920$/), thumb(page, 0).click()]);
  assert.equal(answer.status(), 200);
  assert.match(answer.headers()['content-type'], /^image\/(avif|webp|jpeg)$/);
});

test('its owner adds several at once, is told which is none, and sees each appear by itself', async () => {
  const at = await made('public');
  const page = await newPage(browser, stack);
  await signIn(page, owner);
  await page.goto(`/schematics/${at.slug}`);
  await page.getByRole('link', { name: 'Pictures', exact: true }).click();
  await page.waitForURL(/\/pictures$/);
  await stack.stop('jobs'); // so that waiting can be seen
  await page.getByLabel('Picture', { exact: true }).setInputFiles([
    { name: 'one.jpg', mimeType: 'image/jpeg', buffer: makeJpeg() }, { name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('no picture at all') },
    { name: 'two.png', mimeType: 'image/png', buffer: makePng() },
  ]);
  await page.getByRole('button', { name: 'Upload' }).click();
  await page.getByText(/notes\.png: This file is not a picture\./).waitFor();
  await page.reload();
  assert.equal(await page.locator('.picture-row-waits').count(), 2);
  await stack.start('jobs');
  await page.locator('.picture-row img').nth(1).waitFor({ timeout: 60000 });
  await page.getByLabel('Caption').nth(1).fill('By the water');
  await page.getByRole('button', { name: 'Save' }).first().click();
  await page.getByAltText('By the water').waitFor();
  await page.getByRole('button', { name: 'Move down' }).first().click();
  await comes(page, () => document.querySelectorAll('.picture-row img')[1]?.alt === 'By the water');
  await assertSound(page, 'the page of pictures');
  await page.getByRole('button', { name: 'Delete By the water' }).click();
  await comes(page, () => document.querySelectorAll('.picture-row').length === 1);
  assert.deepEqual(page.problems.filter((problem) => !/status of 422/.test(problem)), []);
});

test('without script a picture is sent, looked at, named and added', async () => {
  const at = await made('public');
  const page = await newPage(browser, stack, { script: false });
  await signIn(page, owner);
  await page.goto(`/schematics/${at.slug}/pictures`);
  await page.getByLabel('Picture', { exact: true }).setInputFiles({ name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('no picture at all') });
  await page.getByRole('button', { name: 'Upload' }).click();
  await page.getByRole('alert').getByText('This file is not a picture.').waitFor();
  await page.getByLabel('Picture', { exact: true }).setInputFiles({ name: 'one.jpg', mimeType: 'image/jpeg', buffer: makeJpeg() });
  await page.getByRole('button', { name: 'Upload' }).click();
  await page.getByAltText('As you sent it').waitFor();
  const seen = await newPage(browser, stack); // axe is a script
  await signIn(seen, owner);
  await seen.goto(new URL(page.url()).pathname + new URL(page.url()).search);
  await seen.getByAltText('As you sent it').waitFor();
  await assertSound(seen, 'what was sent');
  await page.getByRole('textbox', { name: 'Caption' }).fill('By hand');
  await page.getByRole('button', { name: 'Add it' }).click();
  await page.waitForURL(/\/pictures$/);
  await ready(at, 1);
  await page.reload();
  assert.equal(await page.locator('.picture-row img').getAttribute('alt'), 'By hand');
  assert.deepEqual(page.problems, []);
});

test('whoever holds a link sees the pictures, and the build in 3D', async () => {
  const at = await made('private');
  await send(at, makeJpeg(), 'Secret');
  await ready(at, 1);
  const { json: link } = await call('POST', `/${at.id}/links`, {});
  const address = link.url.slice(new URL(link.url).origin.length);
  const page = await look(address);
  await page.locator('[data-preview][data-drawn]').waitFor({ timeout: 60000 });
  await thumb(page, 0).click();
  await comes(page, () => document.querySelector('.lightbox img')?.src.includes('/1920?key=') && document.querySelector('.lightbox img').naturalWidth === 48);
  await page.keyboard.press('Escape');
  assert.deepEqual(page.problems, []);
  const plain = await look(address, { script: false });
  const there = await plain.locator('.preview-picture img').evaluate((image) => image.decode().then(() => image.naturalWidth));
  assert.equal(there, 512);
});
