// Takes the picture of the sample application's page that the README shows: `npm run docs:picture`.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { startSample } from '../../sample-app/dist/start-sample.js';

const FILE = join(import.meta.dirname, '../sample-app.png');
const WIDTH = 1100;

const sample = await startSample({ port: 0, logger: ['error'] });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
});
try {
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 1040 }, colorScheme: 'light' });
  await page.goto(sample.url);
  await page.getByText('Live', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Send 25 requests a second' }).click();
  for (const [name, report] of [
    ['Rotate the password', /Rotated in \d+ ms/],
    ['Rotate the signing key', /The signing key is rotated/],
  ]) {
    await page.waitForTimeout(16_000);
    await page.getByRole('button', { name }).click();
    await page.getByText(report).waitFor();
  }
  await page.waitForTimeout(16_000);
  await page.screenshot({ path: FILE });
} finally {
  await browser.close();
  await sample.close();
}
const { size } = await stat(FILE);
process.stdout.write(`${FILE}: ${Math.round(size / 1_024)} KiB\n`);
process.exit();
