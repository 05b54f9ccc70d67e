import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Device, launchBrowser, User } from './user';

/** More than the terminal's scrollback, and than one page of the sheet. */
const LINES = 12_000;

let browser: Browser;
let user: User;
/** Told apart from what earlier tests have printed. */
let word: string;
let tests = 0;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

const sheet = () => user.page.getByRole('dialog', { name: 'Earlier output' });
const content = () => sheet().locator('.history-text');
const line = (text: string) => content().locator('.history-line', { hasText: new RegExp(`^${text}$`) });

/** Whether a line is within what can be seen. */
async function isInView(text: string): Promise<boolean> {
  const view = await content().boundingBox();
  const box = await line(text).first().boundingBox();
  return view !== null && box !== null && box.y >= view.y && box.y + box.height <= view.y + view.height;
}

describe.each<Device>(['desktop', 'phone'])('earlier output, %s', (device) => {
  beforeEach(async () => {
    word = `${['owl', 'emu'][tests++ % 2]}${Date.now().toString(36)}`;
    user = await User.open(browser, device);
    await user.newTerminal();
    await user.focusTerminal();
  });

  afterEach(async () => {
    if (await sheet().isVisible()) await sheet().getByRole('button', { name: 'Done' }).click();
    await user.close();
  });

  test('lines that have long left the scrollback are paged, found, and jumped to', async () => {
    await user.enter(`w=${word}; echo first-$w; seq -f "$w-%05g" ${LINES}; echo last-$w`);
    await user.sees(new RegExp(`^last-${word}$`, 'm'));
    expect(await user.text()).not.toContain(`first-${word}\n`);

    await user.menu('Earlier output');
    // What was printed within the last half second may not be kept yet.
    await line(`${word}-${String(LINES - 500).padStart(5, '0')}`).waitFor({ state: 'attached' });
    await user.screenshot('earlier-output');
    await content().evaluate((element) => element.scrollTo(0, 0));
    await expect
      .poll(
        async () => {
          await content().evaluate((element) => element.scrollTo(0, 0));
          return line(`first-${word}`).count();
        },
        { timeout: 30_000, interval: 50 },
      )
      .toBe(1);

    await sheet().getByLabel('Search in the output').fill(`${word}-06000`);
    await user.page.keyboard.press('Enter');
    await sheet()
      .locator('.history-hit', { hasText: `${word}-06000` })
      .click();
    await content().locator('.history-line.found').waitFor();
    expect(await content().locator('.history-line.found').innerText()).toBe(`${word}-06000`);
    await expect.poll(() => isInView(`${word}-06000`)).toBe(true);
    await user.screenshot('earlier-output-found');
    // Its neighbours are there as well, on either side.
    expect(await line(`${word}-05990`).count()).toBe(1);
    expect(await line(`${word}-06010`).count()).toBe(1);
  });
});
