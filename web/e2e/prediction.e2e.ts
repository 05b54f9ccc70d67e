import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Device, launchBrowser, User } from './user';

let browser: Browser;
let user: User;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

describe.each<Device>(['desktop', 'phone'])('a gateway far away, %s', (device) => {
  beforeEach(async () => {
    user = await User.open(browser, device, 'dark', inject('farUrl'));
    await user.newTerminal();
    await user.focusTerminal();
    // From here on every prediction that is drawn is remembered.
    await user.page.evaluate(() => {
      const drawn: string[] = [];
      Object.assign(window, { drawn });
      new MutationObserver(() => {
        drawn.push([...document.querySelectorAll('.predicted')].map((cell) => cell.textContent).join(''));
      }).observe(document.querySelector('.pane:not([hidden]) .predictions')!, { childList: true });
    });
  });

  afterEach(async () => {
    await user.close();
  });

  const drawn = (): Promise<string[]> => user.page.evaluate(() => (window as unknown as { drawn: string[] }).drawn);

  test('what is typed is there before its echo, and the echo takes its place', async () => {
    await user.type('echo');
    await user.sees(/[$#] echo$/);
    await user.type(' predicted');
    // Several letters at once; how many depends on how fast this machine types.
    await expect.poll(async () => (await drawn()).join(' ')).toMatch(/red|edi|dic|ict|cte/);
    await user.sees(/[$#] echo predicted$/);
    await expect.poll(() => user.page.locator('.predictions:visible').count()).toBe(0);
    await user.page.keyboard.press('Enter');
    await user.sees(/^predicted$/m);
  });

  test('it stays, underlined, while the network is away', async () => {
    await user.enter('ls --color=always -l /usr');
    await user.sees(/share[^]*[$#] ?$/);
    await user.type('git');
    await user.sees(/[$#] git$/);
    await user.type(' st');
    await expect.poll(async () => (await drawn()).join(' ')).toContain('st');
    await user.offline(true);
    await user.type('atus --short');
    await expect.poll(() => user.page.locator('.predicted:visible').allInnerTexts()).toContain('-');
    await user.screenshot('predicted');
    await user.offline(false);
    await user.live();
    await user.sees(/[$#] git status --short$/);
    await expect.poll(() => user.page.locator('.predictions:visible').count()).toBe(0);
    await user.page.keyboard.press('Enter');
    await user.sees(/[^]*[$#] ?$/);
  });

  test('a password is never drawn', async () => {
    await user.type('read -s secret; echo "got $secret"');
    await user.sees(/got \$secret"$/);
    await user.page.keyboard.press('Enter');
    const before = (await drawn()).length;
    expect(before).toBeGreaterThan(0);
    await user.type('hunter2');
    await user.page.keyboard.press('Enter');
    await user.sees(/^got hunter2$/m);
    expect((await drawn()).slice(before).join('')).toBe('');
  });
});
