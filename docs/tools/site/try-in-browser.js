// Tries the site from its files, in a real browser, as wide as a phone and as a desktop: `npm run docs:try`, after `npm run docs:api`.
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const SITE = join(import.meta.dirname, '../../../site');
const PICTURES = join(import.meta.dirname, '../../../build/screenshots');
const WIDTHS = [390, 1_280];
const PAGES = {
  start: 'index.html',
  recipe: 'documents/pg.html',
  guide: 'documents/Failure.html',
  reference: 'classes/index.SsmCache.html',
};

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
if (!existsSync(executablePath)) {
  console.log(`${executablePath} is not installed: the site is not tried in a browser`);
  process.exit();
}
const faults = [];
const expectThat = (holds, what) => {
  if (!holds) faults.push(what);
};

const address = (page) => pathToFileURL(join(SITE, page)).href;

const hasRoom = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);

/** Searches for a word as a reader does, and gives the titles of what is found. */
const search = async (page, word) => {
  await page.locator('#tsd-search-trigger').click();
  await page.locator('#tsd-search-input').fill(word);
  await page.locator('#tsd-search-results li').first().waitFor({ timeout: 20_000 });
  return page.locator('#tsd-search-results li').allTextContents();
};

const tryPage = async (browser, width, [name, path]) => {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  page.on('pageerror', ({ message }) => faults.push(`${path} at ${width}: ${message}`));
  await page.goto(address(path));
  expectThat(await hasRoom(page), `${path} at ${width}: it is wider than the window`);
  await page.screenshot({ path: join(PICTURES, `${name}-${width}.png`) });
  await page.close();
};

const trySearch = async (browser, width) => {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  await page.goto(address(PAGES.start));
  const found = await search(page, 'rotation');
  expectThat(
    found.some((title) => title.includes('Rotation')),
    `search at ${width}: found ${found.join()}`,
  );
  await page.screenshot({ path: join(PICTURES, `search-${width}.png`) });
  await page.close();
};

/** Each picture of each page is drawn, in both themes. */
const tryDrawings = async (browser) => {
  let count = 0;
  for (const file of (await readdir(join(SITE, 'documents'))).toSorted()) {
    const text = await readFile(join(SITE, 'documents', file), 'utf8');
    const wanted = text.split('<pre class="mermaid">').length - 1;
    if (wanted === 0) continue;
    for (const colorScheme of ['light', 'dark']) {
      const page = await browser.newPage({ colorScheme });
      await page.goto(address(`documents/${file}`));
      const blocks = page.locator('pre.mermaid');
      const drawn = page.locator('pre.mermaid > svg:not([aria-roledescription="error"])');
      await drawn
        .nth(wanted - 1)
        .waitFor({ timeout: 20_000 })
        .catch(() => {});
      expectThat(
        (await drawn.count()) === wanted,
        `documents/${file}: a picture is not drawn (${colorScheme})`,
      );
      const picture = `drawing-${file.replace('.html', '')}-${colorScheme}.png`;
      await blocks.first().screenshot({ path: join(PICTURES, picture) });
      count += 1;
      await page.close();
    }
  }
  expectThat(count > 0, 'no page has a picture');
  return count;
};

await mkdir(PICTURES, { recursive: true });
const browser = await chromium.launch({
  executablePath,
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
});
try {
  for (const width of WIDTHS) {
    for (const page of Object.entries(PAGES)) await tryPage(browser, width, page);
    await trySearch(browser, width);
  }
  const count = await tryDrawings(browser);
  console.log(
    `${Object.keys(PAGES).length} pages and the search at ${WIDTHS.join(' and ')} px, ${count} drawings: screenshots in ${PICTURES}`,
  );
} finally {
  await browser.close();
}
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
