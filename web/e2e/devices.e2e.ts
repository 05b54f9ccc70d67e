import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Device, launchBrowser, User } from './user';

/** Within which a device that was revoked is out. */
const OUT_WITHIN_MS = 5_000;

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

// The fake gateway pairs no devices.
describe.skipIf(!process.env['DEVTAIL_URL']).each<Device>(['desktop', 'phone'])('devices, %s', (device) => {
  test('one more is paired, used, and revoked', async () => {
    const name = `my ${device} ${Date.now()}`;
    const owner = await User.open(browser, device);
    await owner.newTerminal();
    await owner.menu('Devices…');
    const dialog = owner.page.getByRole('dialog', { name: 'Devices' });
    await dialog.getByLabel('Name of the device').fill(name);
    await dialog.getByRole('button', { name: 'Pair a device' }).click();
    const address = await dialog.getByLabel('Link', { exact: true }).inputValue();
    expect(address).toMatch(/#token=dvt_device_/);
    await dialog.getByRole('img', { name: 'QR code' }).waitFor();
    const row = dialog.locator('.access-list li', { hasText: name });
    await row.filter({ hasText: 'not used yet' }).waitFor();
    await owner.screenshot('devices');

    const other = await User.open(browser, device, 'light', address);
    await other.live();
    expect(await other.page.evaluate(() => location.hash)).not.toContain('token');
    await other.menu('Devices…');
    const own = other.page.getByRole('dialog', { name: 'Devices' }).locator('.access-list li', { hasText: name });
    await own.filter({ hasText: 'this device' }).waitFor();
    await other.screenshot('devices-of-another');

    await row.getByRole('button', { name: 'Revoke' }).click();
    const revokedAt = Date.now();
    await row.waitFor({ state: 'detached' });
    await other.page.getByRole('region', { name: 'Sign in' }).filter({ hasText: 'signed out' }).waitFor();
    expect(Date.now() - revokedAt).toBeLessThan(OUT_WITHIN_MS);
    await other.leave();

    await dialog.getByRole('button', { name: 'Done' }).click();
    await owner.close();
  });
});
