// Entering a market on a phone, and what its holder does with its dates, by the pages alone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, newPage, phone, sideways, signIn, violations } from '../lib/browser.mjs';
import { startStack } from '../lib/stack.mjs';

let stack, browser, owner;
before(async () => {
  stack = await startStack({ conf: { rooms: 'market', microcache_seconds: 0 } });
  browser = await launch();
  owner = await stack.register({ name: 'Owner' });
});
after(async () => { await browser?.close(); await stack?.close(); });

async function assertSound(page) {
  assert.deepEqual(await violations(page), []);
  assert.equal(await sideways(page), 0);
}
const dayFromNow = (days) => new Date(Date.now() + days * 864e5).toISOString().slice(0, 10);

for (const script of [true, false])
  test(`a market is entered, a date cancelled, and its page says so, ${script ? 'with' : 'without'} script`, async () => {
    const page = await newPage(browser, stack, { viewport: phone, script });
    await signIn(page, owner);
    await page.goto('/markets/new');
    await page.getByLabel('What it is called').fill('Market in Ry');
    await page.getByLabel('Town').fill('Ry');
    await page.getByLabel('First day').fill(dayFromNow(9));
    await page.getByLabel('Opens').fill('09:00');
    assert.equal(await page.getByText('Which of the month').isVisible(), false);
    await page.getByRole('button', { name: 'Enter it' }).click();
    await page.locator('#to-error').waitFor();
    assert.equal(await page.getByLabel('What it is called').inputValue(), 'Market in Ry', 'what was typed stays');
    if (script) await assertSound(page); // axe has to run in the page
    await page.getByLabel('Closes').fill('15:00');
    await page.getByRole('button', { name: 'Enter it' }).click();
    await page.getByRole('heading', { name: 'Market in Ry' }).waitFor();
    if (script) await assertSound(page);
    await page.getByRole('link', { name: 'Days' }).click();
    await page.locator('.date-change').first().waitFor();
    if (script) await assertSound(page);
    const change = page.locator('.date-change').first();
    await change.locator('summary').click();
    await change.getByLabel('What becomes of it').selectOption('cancelled');
    await change.getByLabel('Why, as everyone reads it').fill('Storm');
    await change.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The date is cancelled.').waitFor();
    await page.getByRole('navigation', { name: 'You are here' }).getByRole('link', { name: 'Market in Ry' }).click();
    await page.locator('.next-cancelled').getByText('Storm').waitFor();
    await page.context().close();
  });

test('a market of every month asks for what it needs, and stands on its days for the year, without script', async () => {
  const page = await newPage(browser, stack, { viewport: phone, dark: true, script: false });
  await signIn(page, owner);
  await page.goto('/markets/new');
  await page.getByLabel('What it is called').fill('First Sunday');
  await page.getByLabel('Town').fill('Ry');
  await page.getByLabel('First day').fill(dayFromNow(3));
  await page.getByLabel('Opens').fill('09:00');
  await page.getByLabel('Closes').fill('15:00');
  const monthly = page.getByRole('group', { name: 'Which of the month' });
  assert.equal(await monthly.isVisible(), false);
  await page.getByRole('radio', { name: /^Monthly/ }).check();
  assert.equal(await monthly.isVisible(), true);
  await monthly.getByRole('checkbox').first().check();
  await page.getByRole('group', { name: 'Weekdays' }).getByRole('checkbox').last().check();
  await page.getByRole('button', { name: 'Enter it' }).click();
  await page.getByRole('heading', { name: 'First Sunday' }).waitFor();
  const days = await stack.sql("SELECT extract(isodow FROM day)::int AS weekday, extract(day FROM day)::int AS day FROM market_date d JOIN market m ON m.id = d.market_id WHERE m.title = 'First Sunday'");
  assert.ok(days.length >= 10, `${days.length} days`);
  assert.ok(days.every(({ weekday, day }) => weekday === 7 && day <= 7), JSON.stringify(days));
  await page.context().close();
});
