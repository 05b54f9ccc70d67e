import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Device, launchBrowser, User } from './user';

/** The fake gateway has calls; a suite that has just been started has none. */
const hasCalls = process.env['DEVTAIL_URL'] === undefined;

let browser: Browser;
let user: User;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

const page = () => user.page.getByRole('region', { name: 'Usage' });

/** Nothing is wider than the page. */
async function fitsWidth(): Promise<void> {
  const tooWide = await user.page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(tooWide).toBeLessThanOrEqual(0);
}

describe.each<Device>(['desktop', 'phone'])('usage, %s', (device) => {
  beforeEach(async () => {
    user = await User.open(browser, device, device === 'phone' ? 'light' : 'dark');
    await user.live();
    await user.prompt();
    await user.menu('Usage');
    await page().waitFor();
  });

  afterEach(async () => {
    await page().getByRole('button', { name: 'Terminals' }).click();
    await page().waitFor({ state: 'hidden' });
    await user.close();
  });

  test.runIf(hasCalls)('days, models, sessions and budgets are shown', async () => {
    await page().locator('.usage-day rect').first().waitFor();
    expect(await user.page.title()).toBe('Usage – DevTail');
    expect(new URL(user.page.url()).hash).toBe('#usage');
    expect(await page().locator('.usage-day').count()).toBe(30);
    const models = page().locator('.usage-table').first();
    expect(await models.locator('tbody tr').count()).toBe(4);
    expect(await models.innerText()).toMatch(/ollama\/qwen3.*unknown/s);
    await fitsWidth();
    await user.screenshot('usage');

    await page().getByLabel('Measure').selectOption('tokens');
    await page().getByLabel('Time').selectOption('7');
    await expect.poll(() => page().locator('.usage-day').count()).toBe(7);
    expect(await page().locator('.usage-chart text').first().innerHTML()).not.toContain('$');
    await user.screenshot('usage-tokens');
  });

  test.runIf(hasCalls)('more is allowed with a press', async () => {
    const budget = page().locator('.budgets > li').first();
    await budget.waitFor();
    const before = await budget.innerText();
    await budget.getByRole('button', { name: /^Allow \$5.00 more/ }).click();
    await expect.poll(() => budget.innerText()).not.toBe(before);
  });

  test.runIf(!hasCalls)('who has no calls is told how to make some', async () => {
    await page().locator('.usage-empty').waitFor();
    expect(await page().innerText()).toContain('ANTHROPIC_BASE_URL=http');
    await fitsWidth();
    await user.screenshot('usage-empty');
  });
});
