import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Device, launchBrowser, User } from './user';

/** A user of the identity provider, as in `ada:password`: then DEVTAIL_URL is a gateway that has one. */
const LOGIN = process.env['DEVTAIL_LOGIN'] ?? '';
const [NAME = '', PASSWORD = ''] = LOGIN.split(':');
/** How often a token ends and is followed by another while a user looks on. */
const RENEWALS = 2;
const RENEWED_WITHIN_MS = 40_000;

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

describe.skipIf(LOGIN === '').each<Device>(['desktop', 'phone'])('signing in, %s', (device) => {
  test('at the identity provider, staying signed in, and signing out', async () => {
    const gateway = inject('url');
    const user = await User.open(browser, device);
    const { page } = user;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const problems: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    const signIn = page.getByRole('button', { name: 'Sign in' });
    await signIn.waitFor();
    await user.screenshot('sign-in');
    await signIn.click();
    await page.getByLabel('Username').fill(NAME);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await user.newTerminal();
    expect(page.url().startsWith(`${gateway}#`)).toBe(true);

    // The token ends, and another one takes its place: nobody who types sees it.
    const first = await accessToken(user);
    await user.focusTerminal();
    let renewals = 0;
    let last = first;
    const until = Date.now() + RENEWED_WITHIN_MS;
    for (let line = 1; renewals < RENEWALS; line++) {
      expect(Date.now()).toBeLessThan(until);
      await user.enter(`echo line-$((${line}+0))-seen`);
      await user.sees(new RegExp(`^line-${line}-seen$`, 'm'));
      const now = await accessToken(user);
      if (now !== last) renewals += 1;
      last = now;
    }
    expect(await page.locator('.sign-in:visible').count()).toBe(0);

    // A reload needs no provider's page.
    await page.reload();
    await user.live();

    // What may be seen by servers and logs holds no token.
    expect(asked.filter((url) => url.includes('eyJ'))).toEqual([]);
    expect(problems.filter((text) => text.includes('Content Security Policy'))).toEqual([]);

    await user.menu('Sign out on this device');
    await signIn.waitFor();
    expect(await page.evaluate(() => Object.keys(localStorage))).not.toContain('devtail.login');
    await user.leave();
  });

  test('an answer that nobody asked for is not taken', async () => {
    const user = await User.open(browser, device, 'dark', `${inject('url')}?code=stolen&state=made-up`);
    await user.page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await user.page.evaluate(() => localStorage.getItem('devtail.login'))).toBeNull();
    await user.leave();
  });
});

function accessToken(user: User): Promise<string> {
  return user.page.evaluate(() => JSON.parse(localStorage.getItem('devtail.login') ?? '{}').accessToken);
}
