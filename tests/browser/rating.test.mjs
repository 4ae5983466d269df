// Ratings and their photos in Chromium: the flow on a phone from the stars to the published rating, and the boxes over a picture by
// finger, mouse and keyboard.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import { desktop, launch, newPage, phone, sideways, signIn, violations } from '../lib/browser.mjs';
import { makeHeic, turned } from '../lib/heic.mjs';
import { findFaces } from '../lib/images.mjs';
import { corners, makeJpeg, makePng } from '../lib/pictures.mjs';
import { makeMarket, stars } from '../lib/ratings.mjs';
import { startStack } from '../lib/stack.mjs';

let stack, browser, owner, visitor, market;

before(async () => {
  stack = await startStack({ conf: { rooms: 'market', microcache_seconds: 0 } });
  browser = await launch();
  [owner, visitor] = [await stack.register({ name: 'Owner' }), await stack.register({ name: 'Visitor' })];
  market = await makeMarket(stack, { owner, title: 'Loppemarked i Ry Hallen', days: [-9, -8, -7, -6, -5, -4, -3, -1] });
});
after(async () => {
  await browser?.close();
  await stack?.close();
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});

async function look(path, { who, ...options } = {}) {
  const page = await newPage(browser, stack, options);
  if (who) await signIn(page, who);
  await page.goto(path);
  return page;
}
const give = async (page, name, n) => page.getByRole('group', { name: new RegExp(`^${name}`) }).getByRole('radio').nth(n - 1).check();
const ratings = () => stack.sql(`SELECT to_char(key, 'YYYY-MM-DD"T"HH24:MI:SS') AS date, selection, prices, setting, access, words FROM market_rating WHERE market_id = '${market.id}' ORDER BY id`);

async function assertSound(page, what) {
  for (const [viewport, colorScheme] of [[desktop, 'light'], [desktop, 'dark'], [phone, 'dark'], [phone, 'light']]) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await violations(page), [], `${what}, ${viewport.width} px, ${colorScheme}`);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  assert.equal(await sideways(page), 0, what);
  await page.setViewportSize(phone);
}

test('stars and words without script: refused with what is missing, then published', async () => {
  const page = await look(`/markets/${market.slug}/ratings/new`, { who: visitor, viewport: phone, script: false });
  await page.getByLabel('When you were there').selectOption(market.dates[-9]);
  for (const [name, n] of [['Selection', 5], ['Prices', 3], ['Setting', 4], ['Access', 2]]) await give(page, name, n);
  await page.getByLabel('In your own words').fill('Old tools,\nnew friends.');
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByRole('heading', { name: 'Your rating' }).waitFor();
  assert.deepEqual((await ratings()).at(-1), { date: market.dates[-9], selection: 5, prices: 3, setting: 4, access: 2, words: 'Old tools,\nnew friends.' });
  await page.getByLabel('In your own words').fill('Old tools.');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  assert.equal((await ratings()).at(-1).words, 'Old tools.');
});

test('with script on a phone: what was said survives a page that is closed and a line that breaks, and is published once', async () => {
  const page = await look(`/markets/${market.slug}/ratings/new`, { who: visitor, viewport: phone, hasTouch: true, isMobile: true });
  await page.getByLabel('When you were there').selectOption(market.dates[-8]);
  for (const name of ['Selection', 'Prices', 'Setting']) await give(page, name, 4);
  await page.getByLabel('In your own words').fill('Said once');
  await page.reload();
  assert.equal(await page.getByLabel('In your own words').inputValue(), 'Said once');
  assert.equal(await page.getByLabel('When you were there').inputValue(), market.dates[-8]);
  await give(page, 'Access', 1);
  const before = (await ratings()).length;
  let tries = 0; // the first answer is lost on its way back: the site has it, the browser does not know
  await page.route('**/api/v1/markets/*/ratings', async (route) => {
    if (tries++ > 0) return route.continue();
    await route.fetch();
    return route.abort();
  });
  await page.getByRole('button', { name: 'Publish' }).tap();
  await page.getByText('Not everything arrived. It is kept here: try again.').waitFor();
  await page.getByRole('button', { name: 'Publish' }).tap();
  await page.getByRole('heading', { name: 'Your rating' }).waitFor();
  assert.deepEqual([tries, (await ratings()).length], [2, before + 1]);
  await page.goto(`/markets/${market.slug}/ratings/new`);
  assert.equal(await page.getByLabel('In your own words').inputValue(), '', 'nothing is kept of what was published');
  assert.equal(await page.locator(`option[value="${market.dates[-8]}"]`).isDisabled(), true);
});

test('boxes over a photo: drawn, tapped, moved and resized by finger; by arrows, Shift, Delete; and from the list', async () => {
  const image = randomUUID(), photo = randomUUID();
  const rating = (await stack.api('POST', `/markets/${market.id}/ratings`, { date: market.dates[-7], ...stars(3) }, { token: visitor.token })).json;
  await stack.sql(`INSERT INTO image (id, account_id, state, detector, width, height, size, colour, preview, digest, faces, boxes)
    VALUES ('${image}', '${visitor.user.id}', 'held', 'ok', 1000, 800, 1, '#808080', '', sha256('x'), '[]', '[{"x":100,"y":100,"width":100,"height":100}]')`);
  await stack.sql(`INSERT INTO market_photo (id, market_id, rating_id, account_id, image_id, position) VALUES ('${photo}', '${market.id}', '${rating.id}', '${visitor.user.id}', '${image}', 1)`);
  const page = await look(`/markets/photos/${photo}`, { who: visitor, viewport: phone, hasTouch: true, isMobile: true });
  const stage = page.locator('[data-stage]'), boxes = stage.getByRole('group');
  await stage.scrollIntoViewIfNeeded();
  const touch = await page.context().newCDPSession(page);
  const { x: left, y: top, width } = await stage.boundingBox();
  const at = (x, y) => ({ x: left + (x * width) / 1000, y: top + (y * width) / 1000 });
  const stroke = async (...points) => {
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [points[0]] });
    for (let i = 1; i <= 4; i++)
      await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x: points[0].x + ((points[1].x - points[0].x) * i) / 4, y: points[0].y + ((points[1].y - points[0].y) * i) / 4 }] });
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  };
  const where = () => boxes.evaluateAll((all) => all.map(({ style }) => ['left', 'top', 'width', 'height'].map((side) => Math.round(Number.parseFloat(style[side]) * (side === 'left' || side === 'width' ? 10 : 8)))));
  const near = async (expected, what) => {
    const found = await where();
    assert.equal(found.length, expected.length, `${what}: ${JSON.stringify(found)}`);
    found.forEach((box, i) => box.forEach((side, j) => assert.ok(Math.abs(side - expected[i][j]) <= 12, `${what}: ${JSON.stringify(found)} is not ${JSON.stringify(expected)}`)));
  };
  await near([[100, 100, 100, 100]], 'as it was found');
  await stroke(at(400, 300), at(600, 450));
  await near([[100, 100, 100, 100], [400, 300, 200, 150]], 'drawn');
  await stroke(at(500, 375), at(700, 475));
  await near([[100, 100, 100, 100], [600, 400, 200, 150]], 'moved');
  await stroke(at(800, 550), at(900, 700));
  await near([[100, 100, 100, 100], [600, 400, 300, 300]], 'resized by its corner');
  await stroke(at(130, 130), at(-300, -300));
  await near([[0, 0, 100, 100], [600, 400, 300, 300]], 'kept within the picture');
  await page.touchscreen.tap(at(300, 600).x, at(300, 600).y);
  await near([[0, 0, 100, 100], [600, 400, 300, 300], [244, 544, 112, 112]], 'a tap makes one');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+ArrowRight');
  await near([[0, 0, 100, 100], [600, 400, 300, 300], [254, 554, 122, 112]], 'by arrows');
  await page.keyboard.press('Delete');
  await near([[0, 0, 100, 100], [600, 400, 300, 300]], 'deleted');
  await page.getByRole('button', { name: 'Remove Box 1' }).tap();
  await near([[600, 400, 300, 300]], 'removed from the list');
  await page.getByRole('button', { name: 'Box 1', exact: true }).tap();
  assert.equal(await page.evaluate(() => document.activeElement.className), 'box');
  await page.getByRole('button', { name: 'Add a box' }).tap();
  await near([[600, 400, 300, 300], [444, 344, 112, 112]], 'added in the middle');
  await page.getByRole('button', { name: 'Save' }).first().tap();
  await page.getByText('Saved. The photo is drawn anew').waitFor();
  const [{ boxes: kept }] = await stack.sql(`SELECT boxes FROM image WHERE id = '${image}'`);
  assert.equal(kept.length, 2);
  kept.forEach(({ x, y, width: w, height: h }) => assert.ok(x >= 0 && y >= 0 && x + w <= 1000 && y + h <= 800));
});

const file = (name, options) => ({ name, mimeType: 'image/png', buffer: makePng(options) });
const photos = (rating) => stack.sql(`SELECT p.id, i.id AS image, i.state, i.name, i.boxes FROM market_photo p JOIN image i ON i.id = p.image_id WHERE p.rating_id = '${rating}' ORDER BY p.position`);
const ready = (rating, n) => stack.waitFor(async () => {
  const all = await photos(rating);
  return all.length === n && all.every(({ state }) => state === 'ready') && all;
}, { seconds: 90, what: `${n} photos` });

test('the whole way on a phone: camera, a line that breaks, boxes, stars, words; published with what is boxed obscured, and hidden with one tap', async () => {
  const page = await look(`/markets/${market.slug}/ratings/new`, { who: visitor, viewport: phone, hasTouch: true, isMobile: true });
  await page.getByLabel('When you were there').selectOption(market.dates[-6]);
  let tries = 0;
  await page.route('**/api/v1/images', (route) => (tries++ === 0 ? route.abort() : route.continue()));
  await page.getByLabel('Take a photo').setInputFiles(file('stalls.png', { width: 640, height: 480 }));
  const card = page.locator('.photo-card');
  await card.getByText('No faces were found.').waitFor({ timeout: 90000 });
  assert.equal(tries, 2, 'what did not arrive was sent again');
  await card.getByRole('button', { name: 'Add a box' }).tap();
  await page.keyboard.press('Shift+ArrowRight');
  for (const name of ['Selection', 'Prices', 'Setting', 'Access']) await give(page, name, 5);
  await page.getByLabel('In your own words').fill('With a photo');
  await page.reload(); // the receipt is kept, and so is the box
  await card.getByText('These places are obscured.').waitFor();
  assert.equal(await card.getByRole('group').count(), 1);
  assert.equal(tries, 2, 'nothing that arrived is sent twice');
  assert.deepEqual(await violations(page), []);
  await page.getByLabel('Choose photos').setInputFiles([file('second.png', { width: 300, height: 500 }), { name: 'no.png', mimeType: 'image/png', buffer: Buffer.from('no picture') }]);
  await page.getByText('This photo did not arrive:').waitFor({ timeout: 90000 });
  await card.nth(1).getByText('No faces were found.').waitFor({ timeout: 90000 });
  await card.nth(2).getByRole('button', { name: 'Leave this photo out' }).tap();
  assert.equal(await card.count(), 2);
  await page.getByRole('button', { name: 'Publish' }).tap();
  await page.getByRole('heading', { name: 'Your rating' }).waitFor();
  const rating = new URL(page.url()).pathname.split('/').at(-1);
  const [first, second] = await ready(rating, 2);
  assert.deepEqual([first.boxes.length, second.boxes.length], [1, 0]);
  const { mean } = await page.evaluate(async (address) => {
    const image = new Image();
    image.src = address;
    await image.decode();
    return { mean: [image.naturalWidth, image.naturalHeight] };
  }, `/images/${first.name}/640`);
  assert.deepEqual(mean, [640, 480]);

  await page.goto(`/markets/photos/${first.id}`); // more to obscure: every size is another one
  await page.getByRole('button', { name: 'Add a box' }).tap();
  await page.locator('#boxes').getByRole('button', { name: 'Save' }).tap();
  await page.getByText('Saved. The photo is drawn anew').waitFor();
  await stack.waitFor(async () => {
    const [now] = await photos(rating);
    return now.state === 'ready' && now.name !== first.name && now.boxes.length === 2;
  }, { seconds: 90, what: 'the photo with two boxes' });
  await stack.waitFor(async () => (await stack.fetch(`/images/${first.name}/640`)).status === 404, { seconds: 30, what: 'the old sizes to be gone' });

  const [{ name }] = await photos(rating);
  const stranger = await look(`/markets/${market.slug}`, { viewport: phone, hasTouch: true, isMobile: true });
  const shown = stranger.locator(`[data-photo="${first.id}"]`); // in the gallery, and beside the words
  assert.equal(await shown.count(), 2);
  await shown.first().locator('.photo-hide').tap();
  await shown.first().waitFor({ state: 'detached' });
  assert.equal(await shown.count(), 0);
  assert.equal((await photos(rating))[0].state, 'hidden');
  for (const width of [160, 320, 640]) assert.equal((await stack.fetch(`/images/${name}/${width}`)).status, 404, `${width}`);
  await stranger.goto(`/markets/${market.slug}/photos`);
  assert.equal(await stranger.locator('.photo').count(), 1);
});

test('more photos than fit: six are taken, it is said where they were chosen, and there is room again when one is left out', async () => {
  const { id } = (await stack.api('POST', `/markets/${market.id}/ratings`, { date: market.dates[-3], ...stars(4) }, { token: visitor.token })).json;
  const page = await look(`/markets/ratings/${id}`, { who: visitor, viewport: phone, hasTouch: true, isMobile: true });
  const cards = page.locator('.photo-card'), pick = page.getByText('Choose photos'), says = page.getByText('Only 6 photos fit.');
  await page.getByLabel('Choose photos').setInputFiles(Array.from({ length: 8 }, (_, i) => file(`${i}.png`, { width: 40 + i })));
  await says.waitFor();
  assert.deepEqual([await cards.count(), await pick.isVisible()], [6, false]);
  await cards.last().getByRole('button', { name: 'Leave this photo out' }).tap();
  assert.deepEqual([await cards.count(), await pick.isVisible(), await says.isVisible()], [5, true, false]);
  assert.equal(await sideways(page), 0);
});

test('HEIC, which this browser can\'t show: it is looked at as the pool saw it, and published the way up it says', async (t) => {
  const heic = makeHeic(makeJpeg());
  if (!heic) return t.skip('nothing here encodes HEIC');
  const { id } = (await stack.api('POST', `/markets/${market.id}/ratings`, { date: market.dates[-4], ...stars(4) }, { token: visitor.token })).json;
  const page = await look(`/markets/ratings/${id}`, { who: visitor, viewport: phone, hasTouch: true, isMobile: true });
  await page.getByLabel('Choose photos').setInputFiles({ name: 'IMG_0001.HEIC', mimeType: 'image/heic', buffer: turned(heic, 1) });
  await page.locator('.photo-card').getByText('No faces were found.').waitFor({ timeout: 90000 });
  const preview = page.locator('.photo-card [data-image]');
  await stack.waitFor(() => preview.evaluate((image) => image.naturalWidth > 0), { what: 'the preview in its place' });
  assert.match(await preview.getAttribute('src'), /^data:image\/webp/);
  await page.getByRole('button', { name: 'Publish' }).tap();
  const [{ name }] = await ready(id, 1);
  const seen = await page.evaluate(async (address) => {
    const image = new Image();
    image.src = address;
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image, canvas = new OffscreenCanvas(width, height).getContext('2d');
    canvas.drawImage(image, 0, 0);
    return { size: [width, height], corners: [[4, 4], [width - 4, 4], [4, height - 4], [width - 4, height - 4]].map(([x, y]) => [...canvas.getImageData(x, y, 1, 1).data.slice(0, 3)]) };
  }, `/images/${name}/160`);
  assert.deepEqual(seen.size, [32, 48]);
  const [a, b, c, d] = corners; // a quarter against the clock
  [b, d, a, c].forEach((colour, i) => colour.forEach((n, j) => assert.ok(Math.abs(n - seen.corners[i][j]) < 60, JSON.stringify(seen))));
});

test('a photo without script: what is no picture is refused; then sent, looked at, a false box taken away and another added, published', async () => {
  const { id } = (await stack.api('POST', `/markets/${market.id}/ratings`, { date: market.dates[-1], ...stars(4), words: 'Later' }, { token: visitor.token })).json;
  const own = `/markets/${market.slug}/photos`, faces = [{ x: 40, y: 40, width: 80, height: 80, score: 0.9 }, { x: 300, y: 200, width: 100, height: 120, score: 0.5 }];
  for (const [who, path, after] of [[visitor, `/markets/ratings/${id}`, 'Your rating'], [owner, own, 'Photos']]) {
    const page = await look(path, { who, viewport: phone, script: false });
    const send = async (what) => {
      await page.getByLabel('Add a photo').setInputFiles(what);
      await page.getByRole('button', { name: 'Send it' }).click();
    };
    await send({ name: 'no.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
    await page.getByRole('alert').getByText('This file is not a picture.').waitFor({ timeout: 90000 });
    await send(file('stalls.png', { width: 640, height: 480 }));
    await page.getByText('No faces were found.').waitFor({ timeout: 90000 });
    const name = new URL(page.url()).searchParams.get('receipt');
    findFaces(stack, name, faces);
    await page.reload();
    await page.getByText('These places are obscured.').waitFor();
    assert.equal(await page.locator('.picture-box').count(), 2);
    await page.getByLabel('Box 2').uncheck();
    for (const [label, value] of [['From the left', 400], ['From the top', 300], ['Width', 300], ['Height', 60]]) await page.getByLabel(label).fill(`${value}`);
    await page.getByLabel('Caption').fill('Two stalls');
    await page.getByRole('button', { name: 'Publish' }).click(); // reaches over the edge
    await page.getByRole('alert').or(page.locator('input:invalid')).first().waitFor();
    await page.getByLabel('Width').fill('200');
    await page.getByLabel('Box 2').uncheck();
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('The photo is added').waitFor();
    await page.getByRole('heading', { name: after, exact: true }).waitFor();
    const boxes = await stack.sql(`SELECT i.boxes, p.caption, p.rating_id FROM market_photo p JOIN image i ON i.id = p.image_id WHERE i.id = '${name}'`);
    assert.deepEqual(boxes, [{ boxes: [{ x: 40, y: 40, width: 80, height: 80 }, { x: 400, y: 300, width: 200, height: 60 }], caption: 'Two stalls', rating_id: path === own ? null : id }]);
    await page.goto(`${path}?receipt=${name}`); // used by now
    assert.equal(await page.getByRole('button', { name: 'Publish' }).count(), 0);
  }
});

/** The pages as a browser without script shows them, where axe can look at them. */
async function withoutScript(page) {
  await page.route(({ pathname }) => pathname.startsWith('/markets/'), async (route) => {
    if (route.request().resourceType() !== 'document') return route.continue();
    const answer = await route.fetch();
    return route.fulfill({ response: answer, body: (await answer.text()).replace(/<(\/?)noscript>/g, '<$1div>').replace(/<script[^>]*src[^>]*><\/script>/g, '') });
  });
}

test('what stands there for browsers without script is sound, with a picture that waits and one whose faces nobody looked for', async () => {
  const rating = (await stack.api('POST', `/markets/${market.id}/ratings`, { date: market.dates[-5], ...stars(4) }, { token: visitor.token })).json.id;
  for (const [who, path] of [[visitor, `/markets/ratings/${rating}`], [owner, `/markets/${market.slug}/photos`]]) {
    const page = await look('/', { who, serviceWorkers: 'block' }); // it would answer in the route's place
    await withoutScript(page);
    await page.goto(path);
    await page.getByLabel('Add a photo').setInputFiles(file('stalls.png', { width: 640, height: 480 }));
    await page.getByRole('button', { name: 'Send it' }).click();
    await page.getByText('No faces were found.').waitFor({ timeout: 90000 });
    await assertSound(page, path);
    findFaces(stack, new URL(page.url()).searchParams.get('receipt'), Array.from({ length: 40 }, (_, i) => ({ x: 15 * i, y: 10 * i, width: 20, height: 20, score: 0.5 })), { failed: true });
    await page.reload();
    await page.getByRole('button', { name: 'I have looked: publish it' }).waitFor();
    await assertSound(page, `${path}, with boxes`);
  }
});

test('the pages of ratings are sound: for visitors, for who rates and for who organises', async () => {
  const [{ id }] = await stack.sql(`SELECT id FROM market_rating WHERE market_id = '${market.id}' ORDER BY id LIMIT 1`);
  for (const [path, who] of [[`/markets/${market.slug}`], [`/markets/${market.slug}/ratings`], [`/markets/${market.slug}/photos`, owner], [`/markets/ratings/${id}`, visitor], [`/markets/ratings/${id}`, owner],
    [`/markets/${market.slug}/ratings/new`, visitor], ['/markets/ratings/mine', visitor]]) {
    const page = await look(path, { who });
    await assertSound(page, path);
    assert.deepEqual(page.problems, [], path);
  }
});
