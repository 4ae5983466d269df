// The market room's pages, of a site that has no other room: by day and by night, on a phone and on a desk, with axe, without anything that
// has to be moved sideways; with a position, without one, without script, by keyboard; the map and the calendar.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { desktop, launch, newPage, phone, sideways, violations } from '../lib/browser.mjs';
import { putMarket, putOrganiser } from '../lib/markets.mjs';
import { startStack } from '../lib/stack.mjs';

const looks = [[desktop, 'light'], [phone, 'dark']], allLooks = [...looks, [desktop, 'dark'], [phone, 'light']];
const longTitle = 'Donaudampfschiffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsflohmarkt_ohne_Ende';
let stack, browser, organiser;
const slugs = {};

before(async () => {
  stack = await startStack({ conf: { rooms: 'market', microcache_seconds: 0, site_contact: 'keeper@example.org' } });
  browser = await launch();
  organiser = await putOrganiser(stack, { name: 'The Fairs' });
  const put = async (name, fields) => { slugs[name] = (await putMarket(stack, { title: name, latitude: 56.09, longitude: 9.765, town: 'Ry', postcode: '8680', ...fields })).slug; };
  const in3 = "now() + interval '3 days'";
  await put('full', { title: 'Ry Hallen', place: 'Hallen', street: 'Thorsvej 34', description: 'Tables **and** tents.\n\n- coffee\n- cake', kind: 'flea', setting: 'indoor', entrance_fee: 2000, stall_price: 25000,
    accessible: true, toilets: true, dogs: false, website: 'https://example.org', email: 'a@example.org', phone: '+45 12 34 56 78', organiser_id: organiser.id, ratings: 3, stars: 50, score: 4.2,
    origins: '{"title": {"source": "person", "at": "2026-01-02T03:04:05Z"}}', schedule: '{"opening_hours": "Sa 09:00-14:00"}',
    dates: [{ starts: "now() - interval '1 hour'" }, { starts: in3, status: 'cancelled', reason: 'Snow.' }, { starts: "now() + interval '9 days'", status: 'moved', reason: 'Fog.', key: 'localtimestamp' }] });
  await put('cancelled', { title: 'Called off', dates: [{ starts: in3, status: 'cancelled', reason: 'The hall is let for a very long meeting of people who like meetings.' }, { starts: "now() + interval '30 days'" }] });
  await put('bare', { title: 'Bare', latitude: null, longitude: null, town: '', postcode: '' });
  await put('long', { title: longTitle, place: 'x'.repeat(190), latitude: 56.3, dates: [{ starts: in3, ends: `${in3} + interval '12 days'` }] });
  for (let i = 0; i < 40; i++) await put(`many ${i}`, { title: `Stall ${i}`, latitude: 56.1 + (i % 8) / 30, longitude: 9.8 + Math.floor(i / 8) / 20, town: `Town ${i % 6}`, dates: [{ starts: `now() + interval '${1 + (i % 20)} days'` }] });
});
after(async () => {
  await browser?.close();
  await stack?.close();
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});

const pages = () => ({
  home: '/', list: '/markets', today: '/markets/today', nearby: '/markets?near=Ry&kind=flea&fee_max=2000&accessible=true', 'nothing found': '/markets?query=zzzz&dogs=true', 'no such place': '/markets?near=Atlantis',
  search: '/markets/search?query=stall', map: '/markets/map?near=Ry', 'map of all': '/markets/map', calendar: '/markets/calendar', 'calendar by place': '/markets/calendar?near=Ry', week: '/markets/calendar?week=2026-11-21',
  full: `/markets/${slugs.full}`, cancelled: `/markets/${slugs.cancelled}`, bare: `/markets/${slugs.bare}`, long: `/markets/${slugs.long}`, dates: `/markets/${slugs.full}/dates`,
  'no past dates': `/markets/${slugs.cancelled}/dates?past=true`, organiser: `/organisers/${organiser.slug}`, about: '/about', privacy: '/privacy', contact: '/contact', advertising: '/advertising',
});

describe('pages', () => {
  for (const name of ['home', 'list', 'today', 'nearby', 'nothing found', 'no such place', 'search', 'map', 'map of all', 'calendar', 'calendar by place', 'week', 'full', 'cancelled', 'bare', 'long', 'dates',
    'no past dates', 'organiser', 'about', 'privacy', 'contact', 'advertising'])
    test(name, async () => {
      const page = await newPage(browser, stack);
      const answer = await page.goto(pages()[name]);
      assert.equal(answer.status(), 200);
      if (name.startsWith('map')) await page.locator('[data-map][data-ready]').waitFor();
      for (const [viewport, colorScheme] of ['home', 'list', 'map', 'calendar', 'full'].includes(name) ? allLooks : looks) {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme });
        assert.deepEqual(await violations(page), [], `${viewport.width} px, ${colorScheme}`);
      }
      await page.setViewportSize({ width: 320, height: 640 });
      assert.equal(await sideways(page), 0);
      assert.deepEqual(page.problems, []);
    });
});

describe('finding', () => {
  test('asks for the position only when tapped, and rounds it', async () => {
    const page = await newPage(browser, stack, { geolocation: { latitude: 56.0912345, longitude: 9.7654321 }, permissions: ['geolocation'] });
    await page.addInitScript(() => {
      const real = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation);
      globalThis.asked = 0;
      navigator.geolocation.getCurrentPosition = (...rest) => { globalThis.asked++; real(...rest); };
    });
    await page.goto('/');
    assert.equal(await page.evaluate(() => globalThis.asked), 0);
    await page.getByRole('button', { name: 'Today near me' }).click();
    await page.waitForURL(/latitude=/);
    const query = new URL(page.url()).searchParams;
    assert.deepEqual([query.get('latitude'), query.get('longitude'), query.get('when')], ['56.091', '9.765', 'today']);
    await page.getByRole('link', { name: 'Ry Hallen', exact: true }).waitFor();
    await page.goto('/');
    await page.getByRole('link', { name: 'Around the last place' }).waitFor();
    assert.deepEqual(page.problems, []);
  });

  test('a refused position says so, and a place name serves', async () => {
    const page = await newPage(browser, stack);
    await page.addInitScript(() => { navigator.geolocation.getCurrentPosition = (found, failed) => failed({ code: 1 }); });
    await page.goto('/markets');
    await page.getByRole('button', { name: 'Use my position' }).click();
    await page.getByText('Your position could not be found').waitFor();
    await page.getByLabel('Town or postcode').fill('Ry');
    await page.keyboard.press('Enter');
    await page.waitForURL(/near=Ry/);
    await page.getByRole('link', { name: 'Ry Hallen', exact: true }).waitFor();
  });

  test('without script: place, time and filters in one form', async () => {
    const page = await newPage(browser, stack, { script: false });
    await page.goto('/markets');
    await page.getByLabel('Town or postcode').fill('Ry');
    await page.getByText('Dates, distance and more').click();
    await page.getByLabel('Accessible').check();
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('link', { name: 'Ry Hallen', exact: true }).waitFor();
    assert.equal(await page.locator('.stalls > li').count(), 1);
    await page.getByRole('link', { name: 'Map', exact: true }).first().click();
    assert.equal(await page.locator('[data-map]').isVisible(), false);
  });
});

describe('the map', () => {
  test('groups what lies together, opens by keyboard, leads to a market', async () => {
    const page = await newPage(browser, stack);
    await page.goto('/markets/map?near=Ry');
    await page.locator('[data-map][data-ready]').waitFor();
    const many = page.locator('.pin-many');
    await many.first().waitFor();
    const before = await many.count();
    await page.locator('.leaflet-marker-icon:has(.pin-many)').first().focus();
    await page.keyboard.press('Enter');
    await stack.waitFor(async () => (await many.count()) !== before || (await page.locator('.leaflet-popup').count()) > 0, { seconds: 30, what: 'the group to open' });
    for (let i = 0; i < 9 && (await page.locator('.leaflet-marker-icon:has(.pin-dot)').count()) === 0; i++) await page.getByRole('button', { name: 'Closer' }).click();
    await page.locator('.leaflet-marker-icon:has(.pin-dot)').first().focus();
    await page.keyboard.press('Enter');
    await page.locator('.leaflet-popup a[href^="/markets/"]').first().waitFor();
    assert.deepEqual(page.problems, []);
  });
});

describe('writing to the site', () => {
  test('a message becomes a mail', async () => {
    await stack.stop('jobs');
    const page = await newPage(browser, stack, { script: false });
    await page.goto('/contact');
    await page.getByLabel('Your name').fill('Ada');
    await page.getByLabel('Email address for the answer').fill('ada@example.org');
    await page.getByLabel('Message').fill('The hall has moved.\nGreetings');
    await page.getByRole('main').getByRole('button', { name: 'Send' }).click();
    await page.getByRole('heading', { name: 'Your message is on its way' }).waitFor();
    const [mail] = await stack.sql("SELECT payload FROM job WHERE kind = 'mail'");
    assert.equal(mail.payload.to, 'keeper@example.org');
    assert.match(mail.payload.text, /Ada <ada@example.org>:\n\nThe hall has moved\.\nGreetings/);
  });
});
