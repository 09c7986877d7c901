import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { hasBrowser, startBrowser } from './support/browser.js';
import { currentPassword, startTestSample, type TestSample } from './support/sample.js';

if (!hasBrowser) {
  process.stderr.write(
    'The page is not tested: there is no /usr/bin/chromium, and CHROMIUM names no other.\n',
  );
}

(hasBrowser ? describe : describe.skip)('the page', () => {
  let sample: TestSample;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];
  const hosts = new Set<string>();

  beforeAll(async () => {
    [sample, browser] = await Promise.all([startTestSample(), startBrowser()]);
    page = await browser.newPage();
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    page.on('request', (request) => hosts.add(new URL(request.url()).host));
    await page.goto(sample.url);
    await page.getByText('Live', { exact: true }).waitFor();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await sample?.close();
  });

  const figure = (name: string) =>
    page.getByRole('term').filter({ hasText: name }).locator('+ dd').textContent();
  const row = (name: string) =>
    page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });

  it('lists each bound parameter and secret with its type, version, age and state', async () => {
    expect(await page.getByRole('rowheader').allTextContents()).toHaveLength(6);
    const port = await row('/prod/shop/db/port').getByRole('cell').allTextContents();
    expect(port).toEqual(['String', '1', expect.stringMatching(/^\d+ s$/), 'fresh']);
    const secret = await row('prod/shop/db').getByRole('cell').allTextContents();
    expect(secret).toEqual([
      'SecretString',
      expect.stringMatching(/^[0-9a-f]{8}$/),
      expect.stringMatching(/^\d+ s$/),
      'fresh',
    ]);
  });

  it('rotates under the load that it sends itself, and shows that nothing failed', async () => {
    const version = () => row('prod/shop/db').getByRole('cell').nth(1).textContent();
    const before = await version();
    // As long as the event is on its way, the page has time to show the pending version.
    sample.environment.events!.delay = 10_000;
    await page.getByRole('button', { name: 'Send 25 requests a second' }).click();
    await page.waitForTimeout(500);
    await page.getByRole('button', { name: 'Rotate the password' }).click();
    await row('prod/shop/db').getByText('provisional').waitFor();
    await page.getByText(/^\d\d:\d\d:\d\dRotated in \d+ ms/).waitFor();
    await page.waitForTimeout(3_000);
    while (Number(await figure('Served')) <= 50) await page.waitForTimeout(100);
    await page.getByRole('button', { name: 'Send 25 requests a second', pressed: true }).click();

    expect(await version()).not.toBe(before);
    expect(await figure('Password rotations')).toBe('1');
    expect(await figure('Failed')).toBe('0');
    expect(Number(await figure('Served'))).toBeGreaterThan(50);
    sample.environment.events!.delay = 0;
  }, 120_000);

  it('rotates the signing key under the load, and shows the latency of each second', async () => {
    await page.getByRole('button', { name: 'Send 25 requests a second' }).click();
    await page.waitForTimeout(1_500);
    await page.getByRole('button', { name: 'Rotate the signing key' }).click();
    await page.getByText(/The signing key is rotated: version [0-9a-f]{8} signs/).waitFor();
    await page.waitForTimeout(2_500);
    await page.getByRole('button', { name: 'Send 25 requests a second', pressed: true }).click();

    expect(await figure('Key rotations')).toBe('1');
    expect(await figure('Failed')).toBe('0');
    expect(await page.getByText('A token was refused').count()).toBe(0);
    expect(await page.locator('#latencies rect').count()).toBeGreaterThan(2);
    expect(await figure('Longest')).toMatch(/^\d+ ms$/);
    expect(await page.locator('#latencies line.key').count()).toBe(1);
  }, 60_000);

  it('shows what a bad setting did, and that a good one heals it', async () => {
    const settings = page.locator('#settings');
    await page.getByRole('button', { name: 'Push a bad setting' }).click();
    await settings.getByText('The last good settings are still in use').waitFor();
    expect(await settings.getByRole('listitem').allTextContents()).toEqual([
      '/prod/shop/settings/max-quantity: version 2 is rejected, version 1 is kept',
    ]);
    expect(await settings.textContent()).toContain('max-quantity: Invalid input: expected number');
    expect(await page.content()).not.toContain('a hundred');

    await page.getByRole('button', { name: 'Push a good setting' }).click();
    await settings.getByText('The newest settings are in use').waitFor();
    expect(await settings.getByRole('listitem').count()).toBe(0);
    await page.getByText('max-quantity: version 3 is in use').waitFor();
  });

  it('lists what has changed, by name and version', async () => {
    const changes = page.locator('#changes li');
    await changes.filter({ hasText: 'max-quantity' }).waitFor();
    expect(await changes.allTextContents()).toEqual([
      expect.stringMatching(/^\d\d:\d\d:\d\d\/prod\/shop\/settings\/max-quantity: version 2 → 3$/),
    ]);
  });

  it.each([
    ['wide', 1200],
    ['narrow', 360],
  ])('fits a %s window', async (_, width) => {
    await page.setViewportSize({ width, height: 800 });
    const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
    expect(overflow).toBeLessThanOrEqual(0);
  });

  it('says so when the service does not answer', async () => {
    await page.route('**/status', (route) => route.abort());
    await page.getByText('No answer').waitFor();
    expect(await page.getByRole('status').textContent()).toBe('No answer');
    await page.unroute('**/status');
    await page.getByText('Live', { exact: true }).waitFor();
    problems.length = 0;
  });

  it('shows no password, and asks nobody but the service', async () => {
    expect(await page.content()).not.toContain(await currentPassword(sample));
    expect([...hosts]).toEqual([new URL(sample.url).host]);
    expect(problems).toEqual([]);
  });
});
