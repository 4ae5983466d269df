// Marking a market from a list, the map and the calendar: with a script the list stays as it is, without one the form leads back to it, by keyboard; who is
// not signed in gets there by signing in.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { desktop, launch, newPage, phone, sideways, signIn, violations } from '../lib/browser.mjs';
import { putMarket } from '../lib/markets.mjs';
import { startStack } from '../lib/stack.mjs';

let stack, browser, reader, one;
const marked = async () => (await stack.sql(`SELECT market_id FROM market_favourite WHERE account_id = '${reader.user.id}'`)).map(({ market_id: id }) => id);
const star = (page) => page.getByRole('button', { name: 'Mark Ry Hallen' }).first();
const pressed = async (page) => (await star(page).getAttribute('aria-pressed')) === 'true';

before(async () => {
  stack = await startStack({ conf: { rooms: 'market', microcache_seconds: 0 } });
  browser = await launch();
  reader = await stack.register();
  one = await putMarket(stack, { title: 'Ry Hallen', latitude: 56.09, longitude: 9.765, town: 'Ry', ratings: 3, stars: 50, score: 4.2, zone: 'UTC',
    dates: [{ starts: "now() - interval '1 day'", ends: "now() + interval '2 days'" }] }); // in every list, whatever the hour
  await putMarket(stack, { title: 'Vejle', latitude: 56.1, longitude: 9.77, town: 'Ry', dates: [{ starts: "now() + interval '2 hours'" }] });
});
after(async () => {
  await browser?.close();
  await stack?.close();
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});

test('with a script the page stays where it is, and all of its lists know', async () => {
  const page = await newPage(browser, stack);
  await signIn(page, reader);
  for (const path of ['/', '/markets', '/markets/map?near=Ry', '/markets/calendar']) {
    await page.goto(path);
    await page.evaluate(() => { window.sameDocument = true; });
    assert.equal(await pressed(page), false, path);
    await star(page).focus();
    await page.keyboard.press('Enter');
    await stack.waitFor(() => pressed(page), { seconds: 30, what: `the mark on ${path}` });
    assert.deepEqual(await marked(), [one.id], path);
    for (const button of await page.getByRole('button', { name: 'Mark Ry Hallen' }).all()) assert.equal(await button.getAttribute('aria-pressed'), 'true');
    await star(page).click();
    await stack.waitFor(async () => !(await pressed(page)), { seconds: 30, what: `no mark on ${path}` });
    assert.deepEqual(await marked(), [], path);
    assert.equal(await page.evaluate(() => window.sameDocument), true, path);
  }
  assert.deepEqual(page.problems, []);
});

test('without a script the form leads back to the list', async () => {
  const page = await newPage(browser, stack, { script: false });
  await signIn(page, reader);
  await page.goto('/markets?near=Ry&when=any');
  for (const on of [true, false]) {
    await star(page).click();
    await page.waitForURL(/\/markets\?near=Ry&when=any$/);
    assert.equal(await pressed(page), on);
    assert.deepEqual(await marked(), on ? [one.id] : []);
  }
});

test('who is not signed in gets to sign in, and back', async () => {
  const page = await newPage(browser, stack);
  await page.goto('/markets?near=Ry');
  await page.getByRole('link', { name: 'Mark Ry Hallen' }).click();
  await page.getByLabel('Email address').fill(reader.email);
  await page.getByLabel('Password').fill(reader.password);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/\/markets\?near=Ry$/);
  await star(page).waitFor();
});

test('the pages of who is signed in, by day and night, on a phone and on a desk', async () => {
  const page = await newPage(browser, stack);
  await signIn(page, reader);
  for (const path of ['/', '/markets', '/markets/map?near=Ry', '/markets/calendar', '/markets/calendar?near=Ry']) {
    await page.goto(path);
    for (const [viewport, colorScheme] of [[desktop, 'light'], [phone, 'dark']]) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await violations(page), [], `${path} ${viewport.width} ${colorScheme}`);
    }
    await page.setViewportSize({ width: 320, height: 640 });
    assert.equal(await sideways(page), 0, path);
  }
  assert.deepEqual(page.problems, []);
});

test('the API says whether the reader marked it, to those who are signed in', async () => {
  await stack.api('PUT', `/markets/${one.slug}/favourite`, undefined, { token: reader.token });
  for (const path of ['/markets?near=Ry', '/markets/today', '/markets/calendar']) {
    const of = async (token) => (await stack.api('GET', path, undefined, { token })).json.data.filter(({ slug }) => slug === one.slug).map(({ favourite }) => favourite);
    const [own, nobody] = [await of(reader.token), await of()];
    assert.ok(own.length > 0 && own.length === nobody.length && own.every((value) => value === true) && nobody.every((value) => value === null), path);
  }
  await stack.api('DELETE', `/markets/${one.slug}/favourite`, undefined, { token: reader.token });
});
