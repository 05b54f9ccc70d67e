import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Device, launchBrowser, User } from './user';

let browser: Browser;
let user: User;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

const copy = (text: string): string => `printf '\\033]52;c;%s\\a' "$(printf '${text}' | base64 -w0)"`;

describe.each<Device>(['desktop', 'phone'])('programs and the page, %s', (device) => {
  beforeEach(async () => {
    user = await User.open(browser, device);
    await user.newTerminal();
    await user.focusTerminal();
  });

  afterEach(async () => {
    await user.close();
  });

  const firstRow = (): Promise<string> =>
    user.page.locator('.pane:not([hidden]) .xterm-rows > div').first().innerText();

  test('a program copies only with consent, which is asked for once', async () => {
    await user.page.evaluate(() => navigator.clipboard.writeText('mine'));
    await user.enter(copy('first'));
    const ask = user.page.locator('.notice', { hasText: 'wants to copy text to your clipboard' });
    await ask.waitFor();
    expect(await user.clipboard()).toBe('mine');
    await user.screenshot('copy-asks');
    await ask.getByRole('button', { name: 'Allow' }).click();
    await expect.poll(() => user.clipboard()).toBe('first');
    await user.focusTerminal();
    await user.enter(copy('second'));
    await expect.poll(() => user.clipboard()).toBe('second');
    expect(await ask.count()).toBe(0);
    // Reads are not answered: what cat -v would show is nothing.
    await user.enter(`printf '\\033]52;c;?\\a'; echo not-answered`);
    await user.sees(/^not-answered\n.*[$#] ?$/m);
    await user.enter(`printf '\\033]52;c;%s\\a' "$(head -c 90000 /dev/zero | base64 -w0)"`);
    await user.page.locator('.notice', { hasText: 'more than 75 KB' }).waitFor();
    expect(await user.clipboard()).toBe('second');
  });

  test('a link shows its address before it is opened', async () => {
    await user.enter(
      `clear; printf '\\033]8;;https://example.org/elsewhere\\033\\\\a-link-of-many-letters\\033]8;;\\033\\\\\\n'`,
    );
    await user.sees(/^a-link-of-many-letters$/m);
    await user.page.locator('.pane:not([hidden]) .xterm-screen').click({ position: { x: 40, y: 8 } });
    const dialog = user.page.getByRole('dialog', { name: 'Open link' });
    expect(await dialog.locator('.link-address').innerText()).toBe('https://example.org/elsewhere');
    await user.screenshot('link');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });

  test('prompts are marked, jumped between, and the last output is copied', async () => {
    await user.markPrompts();
    await user.enter('ls --color=always -l /usr');
    await user.sees(/share[^]*[$#] ?$/);
    await user.enter('ls /not-there');
    await user.sees(/No such file[^]*[$#] ?$/);
    await user.enter('echo all-is-well');
    await user.sees(/^all-is-well\n.*[$#] ?$/m);
    await user.screenshot('prompts');
    const outcomes = user.page.locator('.pane:not([hidden]) .command-mark:visible');
    expect(
      await outcomes.evaluateAll((marks) => marks.map((mark) => (mark as HTMLElement).dataset['outcome'])),
    ).toEqual(['good', 'bad', 'good', 'typing']);

    await user.enter('seq 1 100');
    await user.sees(/^100\n.*[$#] ?$/m);
    if (device === 'phone') await user.tapKey('Previous prompt');
    else await user.page.keyboard.press('Control+Shift+ArrowUp');
    await expect.poll(firstRow).toContain('seq 1 100');
    await user.screenshot('jumped');
    await user.menu(/^Next prompt/);
    await expect.poll(firstRow).not.toContain('seq 1 100');

    await user.menu('Copy last output');
    await expect.poll(() => user.clipboard()).toMatch(/^1\n2\n3\n[^]*\n99\n100$/);
  });

  test('a paste of 1 MB arrives whole, can be watched, and what is typed waits behind it', async () => {
    const text = 'a line of sixty-three characters and one more for its end ......\n'.repeat(16_000);
    // Raw and silent: what comes out is only the count.
    await user.enter(`stty -echo -icanon; head -c ${text.length} | wc -c; cat > /dev/null`);
    await user.paste(text);
    await user.page.getByRole('dialog').getByRole('button', { name: 'Paste' }).click();
    await user.page.locator('.pane:not([hidden]) .paste-chip').waitFor();
    await user.screenshot('pasting');
    await user.sees(new RegExp(`^${text.length}$`, 'm'));
    await user.page.locator('.pane:not([hidden]) .paste-chip').waitFor({ state: 'hidden' });
    await user.focusTerminal();
    await user.page.keyboard.press('Control+C');
    await user.prompt();
    await user.enter('stty sane; echo calm');
    await user.sees(/^calm$/m);
  });

  test('a paste can be cancelled', async () => {
    await user.enter('stty -echo -icanon; cat > /dev/null');
    await user.paste('x'.repeat(8_000_000));
    await user.page.getByRole('button', { name: 'Cancel the paste' }).click();
    await user.page.locator('.pane:not([hidden]) .paste-chip').waitFor({ state: 'hidden' });
    await user.focusTerminal();
    await user.page.keyboard.press('Control+C');
    await user.prompt();
    await user.enter('stty sane; echo still-here');
    await user.sees(/^still-here$/m);
  });
});
