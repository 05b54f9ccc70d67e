import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Device, launchBrowser, User } from './user';

/** More than the terminal's scrollback, and than one page of the sheet. */
const LINES = 12_000;

/** So long that the sheet does not keep all pages of them. */
const NUMBERED_LINES = 20_000;
const PADDING = 'x'.repeat(30);
/** Longer than a test has, for it draws megabytes. */
const PAGING_MS = 120_000;

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

/** The numbers of the numbered lines that are in the sheet, as they follow each other there. */
function numbersShown(): Promise<number[]> {
  return content().evaluate(
    (element, numbered) =>
      [...element.querySelectorAll('.history-line')].flatMap((line) =>
        (new RegExp(numbered).exec(line.textContent ?? '') ?? []).slice(1).map(Number),
      ),
    `^${word}-(\\d+)-${PADDING}$`,
  );
}

/** Goes to the oldest line in the sheet, until there are older ones. */
async function pageBack(): Promise<void> {
  const pages = content().locator('.history-page');
  const oldest = await pages.first().elementHandle();
  await expect
    .poll(
      async () => {
        await content().evaluate((element) => element.scrollTo(0, 0));
        return oldest?.evaluate((page) => page.previousElementSibling?.className);
      },
      { timeout: 15_000 },
    )
    .toBe('history-page');
}

/** Opens the sheet when the newest output is kept, which takes half a second. */
async function openAtEnd(last: string): Promise<void> {
  await expect
    .poll(
      async () => {
        if (await sheet().isVisible()) await sheet().getByRole('button', { name: 'Done' }).click();
        await user.menu('Earlier output');
        await content().locator('.history-line').first().waitFor({ state: 'attached' });
        return line(last).count();
      },
      { timeout: 10_000 },
    )
    .toBe(1);
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

  // The fake gateway keeps no more than its ring.
  test.skipIf(!process.env['DEVTAIL_URL'])('after a reload, everything is there back to the first line, nothing missing or doubled', { timeout: PAGING_MS }, async () => {
    const last = `last-${word}`;
    await user.enter(`w=${word}; seq -f "$w-%g-${PADDING}" ${NUMBERED_LINES}; echo last-$w`);
    await user.sees(new RegExp(`^${last}$`, 'm'));
    await user.page.reload();
    await user.live();
    await user.sees(new RegExp(`^${last}$`, 'm'));

    await openAtEnd(last);
    let shown = await numbersShown();
    expect(shown.at(-1)).toBe(NUMBERED_LINES);
    for (;;) {
      const first = shown[0] ?? expect.fail('no line is shown');
      // One after the other.
      expect(shown).toEqual(Array.from(shown, (_, index) => first + index));
      if (first === 1) break;
      await pageBack();
      shown = await numbersShown();
      // Further back, and up to those that were seen before.
      expect(shown[0]).toBeLessThan(first);
      expect(shown.at(-1)).toBeGreaterThanOrEqual(first - 1);
    }
    await content().evaluate((element) => element.scrollTo(0, 0));
    await content().locator('.history-edge', { hasText: 'Here it began.' }).waitFor();
    await user.screenshot('earlier-output-first-line');
  });
});
