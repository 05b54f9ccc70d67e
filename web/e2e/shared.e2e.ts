import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Device, launchBrowser, User } from './user';

/** Within which whoever came by a revoked link is out. */
const OUT_WITHIN_MS = 5_000;

let browser: Browser;
let owner: User;
let guest: User | undefined;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

async function openShareDialog(): Promise<Locator> {
  await owner.page.getByRole('button', { name: 'Menu' }).click();
  await owner.page.locator('.menu').getByRole('button', { name: 'Share this terminal' }).click();
  return owner.page.getByRole('dialog', { name: 'Share this terminal' });
}

/** Makes a link to the owner's terminal in view. */
async function link(role: RegExp): Promise<string> {
  const dialog = await openShareDialog();
  await dialog.getByLabel(role).check();
  await dialog.getByLabel('Expires after').selectOption('15 minutes');
  await dialog.getByRole('button', { name: 'Create link' }).click();
  const address = await dialog.getByLabel('Link').inputValue();
  await dialog.locator('.access-list li').first().waitFor();
  await owner.screenshot('share');
  await dialog.getByRole('button', { name: 'Done' }).click();
  return address;
}

async function revokeFirst(): Promise<void> {
  const dialog = await openShareDialog();
  const row = dialog.locator('.access-list li').first();
  const id = await row.getAttribute('data-id');
  await row.getByRole('button', { name: 'Revoke' }).click();
  await dialog.locator(`.access-list li[data-id="${id}"]`).waitFor({ state: 'detached' });
  await dialog.getByRole('button', { name: 'Done' }).click();
}

// The fake gateway knows no shares.
describe.skipIf(!process.env['DEVTAIL_URL']).each<Device>(['desktop', 'phone'])('a shared terminal, %s', (device) => {
  beforeEach(async () => {
    owner = await User.open(browser, device);
    await owner.newTerminal();
    await owner.focusTerminal();
  });

  afterEach(async () => {
    await guest?.leave();
    guest = undefined;
    await owner.close();
  });

  test('is looked at by a read-only link, until that is revoked', async () => {
    const address = await link(/^Look on only/);
    guest = await User.open(browser, device, 'dark', address);
    await guest.prompt();
    await guest.page.locator('.chip', { hasText: 'Read only' }).waitFor();
    expect(await guest.page.evaluate(() => location.hash)).toBe('#/shared');
    expect(await guest.page.locator('.tabs, .key-row:visible').count()).toBe(0);
    await guest.focusTerminal();
    await guest.enter('echo never-typed');
    await owner.focusTerminal();
    await owner.enter('echo seen-by-$((1+1))');
    await guest.sees(/^seen-by-2$/m);
    await guest.screenshot('shared-read-only');
    expect(await owner.text()).not.toContain('never-typed');

    await guest.page.reload();
    await guest.sees(/^seen-by-2$/m);

    await revokeFirst();
    const revokedAt = Date.now();
    await guest.page.getByRole('alert').filter({ hasText: 'This link was revoked' }).waitFor();
    expect(Date.now() - revokedAt).toBeLessThan(OUT_WITHIN_MS);
    expect(await guest.state()).toBe('Closed');
    await guest.screenshot('shared-revoked');

    // Nor does it open again.
    await guest.page.goto(address);
    await guest.page.getByRole('alert').filter({ hasText: 'not valid' }).waitFor();
    expect(await guest.state()).toBe('Closed');
  });

  test('is typed in by a link to read and write', async () => {
    guest = await User.open(browser, device, 'light', await link(/^Look on and type/));
    await guest.prompt();
    await guest.focusTerminal();
    await guest.enter('echo from-the-guest-$((1+1))');
    await owner.sees(/^from-the-guest-2$/m);
    await guest.screenshot('shared-read-write');
  });
});
