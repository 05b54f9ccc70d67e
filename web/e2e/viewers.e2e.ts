import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { launchBrowser, User } from './user';

let browser: Browser;
let desk: User;
let phone: User;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

/** The address of the terminal in view, as one would send it to another device. */
async function addressFor(user: User, more = ''): Promise<string> {
  const id = (await user.page.evaluate(() => location.hash)).replace('#/t/', '');
  return `${inject('url')}&terminal=${id}${more}`;
}

function sizeOf(user: User): Promise<{ columns: number; rows: number } | undefined> {
  return user.page.evaluate(() => window.__devtail?.size());
}

const sizeChip = (user: User) => user.page.getByRole('button', { name: /set by another viewer/ });

beforeEach(async () => {
  desk = await User.open(browser, 'desktop');
  await desk.newTerminal();
  await desk.focusTerminal();
});

afterEach(async () => {
  await phone.leave();
  await desk.close();
});

describe('two viewers of different size', () => {
  test('each is shown the size of the other, and can take it back', async () => {
    await desk.enter('clear; seq 1 12; echo a-line-that-is-long-enough-to-be-wrapped-on-a-phone-but-not-on-a-desk');
    await desk.sees(/not-on-a-desk$/m);
    const wide = await sizeOf(desk);
    phone = await User.open(browser, 'phone', 'dark', await addressFor(desk));
    await phone.prompt();
    const narrow = await sizeOf(phone);
    expect(narrow?.columns).toBeLessThan(wide?.columns ?? 0);

    await sizeChip(desk).waitFor();
    expect(await sizeOf(desk)).toEqual(narrow);
    expect(await sizeChip(desk).innerText()).toBe(`${narrow?.columns}×${narrow?.rows}, set by another viewer`);
    await desk.screenshot('set-by-another');

    await sizeChip(desk).click();
    await sizeChip(phone).waitFor();
    expect([await sizeOf(desk), await sizeOf(phone)]).toEqual([wide, wide]);
    await sizeChip(desk).waitFor({ state: 'hidden' });
    await desk.enter('clear; ls -l --color=always /usr; stty size');
    await phone.sees(new RegExp(`^${wide?.rows} ${wide?.columns}$`, 'm'));
    await phone.screenshot('set-by-another');
    // All columns are within the phone's width.
    const overflow = await phone.page
      .locator('.pane:not([hidden]) .terminal-view')
      .evaluate((view) => view.querySelector('.xterm-screen')!.clientWidth - view.clientWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await phone.focusTerminal();
    await phone.enter('echo from-the-phone');
    await desk.sees(/^from-the-phone$/m);
  });
});

describe('a read-only view', () => {
  test('sees everything, and its keys do nothing', async () => {
    const size = await sizeOf(desk);
    phone = await User.open(browser, 'phone', 'dark', await addressFor(desk, '&view'));
    await phone.prompt();
    await phone.page.locator('.chip', { hasText: 'Read only' }).waitFor();
    expect(await phone.page.evaluate(() => location.hash)).toMatch(/^#\/t\/[^/]+\/view$/);
    expect(await phone.page.locator('.key-row').isVisible()).toBe(false);
    await phone.focusTerminal();
    await phone.enter('echo never-typed');
    await desk.enter('echo seen-by-$((1+1)); stty size');
    await phone.sees(/^seen-by-2$/m);
    await phone.screenshot('read-only');
    expect(await phone.text()).not.toContain('never-typed');
    expect(await desk.text()).not.toContain('never-typed');
    // The phone's size counts for nothing.
    expect(await sizeOf(desk)).toEqual(size);
    await desk.sees(new RegExp(`^${size?.rows} ${size?.columns}$`, 'm'));

    await phone.page.reload();
    await phone.sees(/^seen-by-2$/m);
    await phone.page.locator('.chip', { hasText: 'Read only' }).waitFor();
  });
});
