import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Device, launchBrowser, User } from './user';

/** From what one device does to what another shows. */
const AT_ONCE_MS = 1_000;

let browser: Browser;
let laptop: User;
let other: User;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

function listed(user: User): Promise<number> {
  return user.page.locator('.tabs .tab').count();
}

/** Does it, and waits until the other device lists so many terminals. */
async function listsAfter(action: () => Promise<void>, count: number): Promise<number> {
  await action();
  const began = Date.now();
  await other.page.waitForFunction(
    (wanted) => document.querySelectorAll('.tabs .tab').length === wanted,
    count,
    { polling: 'raf', timeout: 15_000 },
  );
  return Date.now() - began;
}

describe.each<Device>(['desktop', 'phone'])('the list of terminals, %s', (device) => {
  beforeEach(async () => {
    laptop = await User.open(browser, 'desktop');
    await laptop.newTerminal();
    other = await User.open(browser, device, 'dark', inject('url'));
    await other.live();
    await other.prompt();
  });

  afterEach(async () => {
    await other.leave();
    await laptop.close();
  });

  test('follows at once what is started and ended elsewhere', async () => {
    const before = await listed(other);
    const started = await listsAfter(
      () => laptop.page.getByRole('button', { name: 'New terminal' }).first().click(),
      before + 1,
    );
    expect(started).toBeLessThan(AT_ONCE_MS);
    await laptop.prompt();
    await other.screenshot('started-elsewhere');

    const ended = await listsAfter(async () => {
      await laptop.page
        .locator('.tab.current')
        .getByRole('button', { name: /^Close/ })
        .click();
      await laptop.page.getByRole('dialog').getByRole('button', { name: 'Close terminal' }).click();
    }, before);
    expect(ended).toBeLessThan(AT_ONCE_MS);
    console.info(`listed elsewhere after ${started} ms, gone after ${ended} ms`);
  });
});
