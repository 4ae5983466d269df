// Pictures of the main pages for docs/screenshots: phone and desktop, by day and by night, from a running copy that holds the
// demo content.   node tests/browser/screenshots.mjs https://localhost:8443 [EMAIL PASSWORD]
// Made small by pngquant where that is installed.
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
const anyone = { home: "/", builds: "/schematics" };
const members = { upload: "/schematics/new" };

async function firstBuild(page) {
  await page.goto(site + "/schematics");
  const link = page.locator(".specimen-link").first();
  return (await link.count()) ? new URL(await link.getAttribute("href"), site).pathname : null;
}

async function signIn(page) {
  await page.goto(site + "/auth/login");
  await page.fill("#email", email);
  await page.fill("#password", password);
  await Promise.all([page.waitForURL((url) => !url.pathname.startsWith("/auth/")), page.click(".sheet button[type=submit]")]);
}

async function shoot(page, pages, label) {
  for (const [name, path] of Object.entries(pages)) {
    await page.goto(site + path);
    await page.evaluate(() => document.fonts.ready);
    const file = join(folder, `${name}-${label}.png`);
    await page.screenshot({ path: file });
    spawnSync("pngquant", ["--force", "--skip-if-larger", "--quality=80-98", "--output", file, file]);
    console.log(`${name}-${label}.png`);
  }
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
      const build = await firstBuild(page);
      await shoot(page, build ? { ...anyone, build } : anyone, `${name}-${colorScheme}`);
      if (email) {
        await signIn(page);
        await shoot(page, members, `${name}-${colorScheme}`);
      }
      await context.close();
    }
  }
} finally {
  await browser.close();
}
