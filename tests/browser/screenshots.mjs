// Pictures of the main pages for docs/screenshots, from a running copy that holds the demo content: phone and desktop, by day and by
// night.   node tests/browser/screenshots.mjs https://localhost:8443 [EMAIL PASSWORD]
// Whoever signs in sees the upload page, and the moderators' where they are one; what the copy does not have (a build with
// pictures, a collection, a case) is left out. Made small by pngquant where that is installed.
import { spawnSync } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const [site, email, password] = process.argv.slice(2);
if (!site) {
  console.error("usage: node tests/browser/screenshots.mjs URL [EMAIL PASSWORD]");
  process.exit(2);
}
const folder = join(dirname(fileURLToPath(import.meta.url)), "../../docs/screenshots");

const screens = [
  { name: "phone", viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 },
  { name: "desktop", viewport: { width: 1280, height: 900 }, deviceScaleFactor: 1 },
];
const everyLook = ["phone-light", "phone-dark", "desktop-light", "desktop-dark"];
const twoLooks = ["desktop-light", "phone-dark"];

/** Where the first link that SELECTOR finds on PATH leads; null where there is none. */
async function linkOn(page, path, selector) {
  await page.goto(site + path);
  const link = page.locator(selector).first();
  return (await link.count()) ? new URL(await link.getAttribute("href"), site).pathname : null;
}

/** The first build that somebody added pictures to. */
async function buildWithPictures(page) {
  await page.goto(`${site}/schematics?limit=50`);
  const paths = await page.locator(".specimen-link").evaluateAll((links) => links.map((link) => link.pathname));
  for (const path of paths) {
    await page.goto(site + path);
    if (await page.locator("[data-gallery] img").count()) return path;
  }
  return null;
}

async function lookAround(page) {
  const start = page.locator("[data-start]");
  if (await start.isVisible()) await start.click();
  await page.locator("[data-preview][data-drawn]").waitFor();
}

/** A file that is no build and three that are, as they stand when all were read. */
async function chooseFiles(page) {
  await page.goto(`${site}/schematics`);
  const paths = await page.locator(".specimen-link").evaluateAll((links) => links.slice(-3).map((link) => link.pathname));
  const files = [{ name: "holiday.schem", mimeType: "application/octet-stream", buffer: Buffer.from("not a build") }];
  for (const path of paths) {
    const answer = await page.request.get(`${site}${path}/download?format=litematica`);
    files.push({ name: `${path.split("/").pop().replace(/-[0-9a-f]{6}$/, "")}.litematic`, mimeType: "application/octet-stream", buffer: await answer.body() });
  }
  await page.goto(`${site}/schematics/new`);
  await page.locator("input[type=file]").first().setInputFiles(files);
  await page.locator("[data-state=ready]").nth(2).waitFor();
  await page.locator("[data-state=refused]").waitFor();
}

/** Every file that waits is given up again. */
async function forgetFiles(page) {
  await page.goto(`${site}/schematics/new`);
  await page.locator("form[action^='/uploads/']").evaluateAll((forms) =>
    Promise.all(forms.map((form) => fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) }))));
  await page.goto(`${site}/notices`); // where the site's answer to that is shown, once
}

/** What there is to take pictures of: where it is, what to do there first, and by which light. */
/** Of a site that has the market room alone. */
async function marketScreens(page) {
  const market = await linkOn(page, "/markets?sort=rating", ".stall-link");
  const drawn = (shown) => shown.locator("[data-map][data-ready]").waitFor();
  return [
    { name: "market-home", path: "/", looks: ["phone-light", "desktop-dark"] },
    { name: "market-list", path: "/markets?near=Ry&radius=100", looks: twoLooks },
    { name: "market", path: market, looks: twoLooks },
    { name: "market-map", path: "/markets/map", looks: ["desktop-dark"], first: drawn },
    { name: "market-calendar", path: "/markets/calendar", looks: ["desktop-light"] },
  ];
}

async function screensFor(page, member) {
  if (!(await page.request.get(`${site}/api/v1/schematics`)).ok()) return marketScreens(page);
  const build = await linkOn(page, "/schematics", ".specimen-link");
  const gallery = await buildWithPictures(page);
  const collection = await linkOn(page, "/schematics/collections", ".specimen-link");
  const shown = gallery ?? build;
  const all = [
    { name: "home", path: "/", looks: everyLook },
    { name: "builds", path: "/schematics", looks: everyLook },
    { name: "build", path: shown, looks: everyLook },
    { name: "search", path: "/schematics?tag=medieval&height_min=10&sort=size", looks: twoLooks },
    { name: "preview", path: shown, looks: twoLooks, first: lookAround },
    { name: "gallery", path: gallery, looks: twoLooks, first: (on) => on.locator("[data-gallery] a").first().click() },
    { name: "losses", path: shown && `${shown}/download/mcedit`, looks: twoLooks },
    { name: "collection", path: collection, looks: twoLooks },
  ];
  if (!member) return all;
  const aCase = await linkOn(page, "/moderation", ".ledger-title a");
  return [...all,
    { name: "upload", path: "/schematics/new", looks: everyLook },
    { name: "uploaded", path: "/schematics/new", looks: twoLooks, first: chooseFiles, last: forgetFiles },
    { name: "moderation", path: aCase && "/moderation", looks: twoLooks },
    { name: "case", path: aCase, looks: twoLooks },
  ];
}

async function signIn(page) {
  await page.goto(site + "/auth/login");
  await page.fill("#email", email);
  await page.fill("#password", password);
  await Promise.all([page.waitForURL((url) => !url.pathname.startsWith("/auth/")), page.click(".sheet button[type=submit]")]);
}

async function shoot(page, { name, path, first, last }, look) {
  await page.goto(site + path);
  await first?.(page);
  await page.evaluate(() => document.fonts.ready);
  await page.evaluate(() => Promise.all([...document.images].filter((image) => image.getBoundingClientRect().top < innerHeight)
    .map((image) => ((image.loading = "eager"), image.decode().catch(() => {})))));
  const file = join(folder, `${name}-${look}.png`);
  await page.screenshot({ path: file });
  spawnSync("pngquant", ["--force", "--skip-if-larger", "--quality=80-98", "--output", file, file]);
  console.log(`${name}-${look}.png`);
  await last?.(page);
}

const browser = await chromium.launch({
  executablePath: process.env.CURIO_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"],
});
try {
  await mkdir(folder, { recursive: true });
  for (const { name, ...screen } of screens) {
    for (const colorScheme of ["light", "dark"]) {
      const context = await browser.newContext({ ...screen, colorScheme, ignoreHTTPSErrors: true, reducedMotion: "reduce",
                                                 serviceWorkers: "block" });
      const page = await context.newPage();
      if (email) await signIn(page);
      const look = `${name}-${colorScheme}`;
      for (const one of await screensFor(page, Boolean(email))) if (one.path && one.looks.includes(look)) await shoot(page, one, look);
      await context.close();
    }
  }
} finally {
  await browser.close();
}
