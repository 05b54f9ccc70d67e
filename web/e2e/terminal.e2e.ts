import { createHash } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Device, launchBrowser, screenshotPath, User } from './user';

let browser: Browser;
let user: User;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

/** How often `part` is in `text`. */
function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

describe.each<Device>(['desktop', 'phone'])('%s', (device) => {
  beforeEach(async () => {
    user = await User.open(browser, device);
    await user.newTerminal();
    await user.focusTerminal();
  });

  afterEach(async () => {
    await user.close();
  });

  test('types and sees what comes of it', async () => {
    await user.enter('echo $((6*7))-is-it');
    await user.sees(/^42-is-it$/m);
    await user.enter(
      'printf "\\033[1;32mgreen\\033[0m \\033[34mblue\\033[0m\\n"; ls -l /usr; printf "wide: 世界 🙂|\\n"; printf "┌──────┐\\n│ a_b  │\\n├──────┤\\n│ gjpq │\\n└──────┘\\n"',
    );
    await user.sees(/wide: 世界 🙂\|$/m);
    await user.sees(/^└──────┘$/m);
    expect(await user.page.evaluate(() => location.hash)).not.toContain('token');
    await user.screenshot('typed');
  });

  test('goes on where it was after a cut, with what was typed meanwhile', async () => {
    await user.enter('for i in $(seq 1 40); do echo "line-$i-end"; sleep 0.05; done');
    await user.sees(/^line-5-end$/m);
    await user.cut();
    await user.sees(/^line-40-end$[^]*[$#%>] ?$/m);
    const text = await user.text();
    for (let line = 1; line <= 40; line++) expect(count(text, `line-${line}-end\n`), `line ${line}`).toBe(1);
  });

  test('loses and doubles nothing over a network that comes and goes', async () => {
    await user.enter('f=$(mktemp); cat > $f');
    let expected = '';
    for (let round = 0; round < 6; round++) {
      const word = `round-${round}-abcdefghijklmnopqrstuvwxyz`;
      expected += `${word}\n`;
      const typing = user.enter(word);
      await user.cut();
      await typing;
      await user.live();
    }
    await user.page.keyboard.press('Control+D');
    await user.enter('echo "sum: $(sha256sum < $f | cut -c1-16)"; rm $f');
    await user.sees(/^sum: [0-9a-f]{16}$/m);
    expect(await user.text()).toContain(`sum: ${createHash('sha256').update(expected).digest('hex').slice(0, 16)}`);
  });

  test('takes what is typed while the network is away', async () => {
    await user.enter('echo before');
    await user.sees(/^before$/m);
    await user.offline(true);
    await user.type('echo typed-off');
    await user.type('line; echo done');
    await user.page.keyboard.press('Enter');
    await user.page.waitForFunction(() =>
      /^Offline · \d+ typed$/.test(document.querySelector('.pill')?.textContent ?? ''),
    );
    await user.screenshot('offline');
    await user.offline(false);
    await user.live();
    await user.sees(/^done$/m);
    expect(count(await user.text(), '\ntyped-offline\n')).toBe(1);
  });

  test('comes back to the same screen after a reload', async () => {
    await user.enter('echo still-here; x=kept');
    await user.sees(/^still-here\n.*[$#]$/m);
    const before = await user.text();
    const address = await user.page.evaluate(() => location.hash);
    expect(address).toMatch(/^#\/t\//);
    await user.page.reload();
    await user.live();
    await user.sees(/^still-here\n.*[$#]$/m);
    expect(await user.text()).toBe(before);
    await user.focusTerminal();
    await user.enter('echo $x-on');
    await user.sees(/^kept-on$/m);
  });

  test('pastes many lines in one piece', async () => {
    const text = Array.from({ length: 2000 }, (_, line) => `pasted line ${line} of many`).join('\n');
    // Once a command runs, the shell has taken back that it wants brackets around what is pasted.
    await user.enter('f=$(mktemp); echo ready-to-paste; cat > $f');
    await user.sees(/^ready-to-paste$/m);
    await user.paste(text);
    // cat has not asked for brackets around what is pasted.
    const ask = user.page.getByRole('dialog');
    expect(await ask.innerText()).toContain('Paste 2000 lines?');
    await user.screenshot('paste-asks');
    await ask.getByRole('button', { name: 'Paste' }).click();
    await user.sees(/pasted line 1999 of many$/);
    await user.page.keyboard.press('Enter');
    await user.page.keyboard.press('Control+D');
    await user.enter('clear; wc -l < $f; rm $f');
    await user.sees(/^2000$/m);
  });

  test('stays usable under a flood', async () => {
    await user.enter('yes flood');
    await user.sees(/^flood$/m);
    await user.cut();
    await user.live();
    await user.page.keyboard.press('Control+C');
    await user.sees(/\^C[^]*[$#%>] ?$/);
    await user.enter('clear; echo calm-again');
    await user.sees(/^calm-again$/m);
  });

  test('tells how a program ended, and offers what to do next', async () => {
    await user.enter('exit 3');
    const banner = user.page.locator('.banner:not([hidden])');
    await banner.getByText('[process ended with status 3]').waitFor();
    await user.screenshot('ended');
    await banner.getByRole('button', { name: 'New terminal' }).click();
    await user.prompt();
    await user.live();
  });

  test('a second place takes over, and gives back', async () => {
    await user.enter('echo shared-screen');
    await user.sees(/^shared-screen$/m);
    // As "duplicate tab" does: the same viewer at two places.
    const { page } = user;
    const stored = await page.evaluate(() => JSON.stringify(sessionStorage));
    const other = await page.context().newPage();
    await other.addInitScript((json) => Object.assign(sessionStorage, JSON.parse(json)), stored);
    await other.goto(page.url());
    await page.getByText('Opened elsewhere.').waitFor();
    await user.screenshot('taken');
    await page.getByRole('button', { name: 'Take back' }).click();
    await user.sees(/^shared-screen$/m);
    await user.focusTerminal();
    await user.enter('echo both-see-it');
    await user.sees(/^both-see-it$/m);
    await other.waitForFunction(() => /^both-see-it$/m.test(window.__devtail?.text() ?? ''));
    await other.close();
  });
});

describe('a network that tears every connection', () => {
  test.each<Device>(['desktop', 'phone'])('loses and doubles nothing on a %s', async (device) => {
    user = await User.open(browser, device, 'dark', inject('flakyUrl'));
    let connections = 0;
    user.page.on('websocket', () => connections++);
    await user.newTerminal();
    await user.focusTerminal();
    let expected = '';
    await user.enter('stty -echo; f=$(mktemp); cat > $f');
    for (let line = 0; line < 20 || connections < 5; line++) {
      const text = `line ${line} of a text that is typed while connections break`;
      expected += `${text}\n`;
      await user.enter(text);
      await user.page.waitForTimeout(50);
    }
    await user.page.keyboard.press('Control+D');
    await user.enter('stty echo; for i in $(seq 1 300); do echo "out-$i"; done; sha256sum < $f; rm $f');
    await user.sees(new RegExp(createHash('sha256').update(expected).digest('hex').slice(0, 40)));
    const lines = (await user.text()).split('\n').filter((line) => line.startsWith('out-'));
    expect(lines).toEqual(Array.from({ length: 300 }, (_, index) => `out-${index + 1}`));
    await user.close();
  });
});

describe('phone keyboard and key row', () => {
  beforeEach(async () => {
    user = await User.open(browser, 'phone');
    await user.newTerminal();
    await user.focusTerminal();
  });

  afterEach(async () => {
    await user.close();
  });

  test('Ctrl is held for one key', async () => {
    await user.enter('sleep 1000');
    await user.tapModifier('Ctrl');
    await user.screenshot('ctrl-held');
    await user.type('c');
    await user.sees(/\^C[^]*[$#%>] ?$/);
    await user.type('echo c');
    await user.page.keyboard.press('Enter');
    await user.sees(/^c$/m);
  });

  test('Ctrl reaches into a word that the keyboard is composing', async () => {
    await user.enter('sleep 1000');
    await user.tapModifier('Ctrl');
    await user.compose('c');
    await user.sees(/\^C[^]*[$#%>] ?$/);
    await user.enter('echo after-composition');
    await user.sees(/^after-composition$/m);
  });

  test('a double tap locks Ctrl', async () => {
    await user.doubleTapModifier('Ctrl');
    await user.type('c');
    await user.sees(/\^C\n.*[$#%>] ?$/);
    await user.type('c');
    await user.sees(/\^C[^]*\^C\n.*[$#%>] ?$/);
    await user.tapModifier('Ctrl');
    await user.enter('echo unlocked');
    await user.sees(/^unlocked$/m);
  });

  test('arrows edit the line, and repeat while held', async () => {
    await user.type('echo 7b');
    await user.tapKey('Left');
    await user.type('a');
    await user.page.keyboard.press('Enter');
    await user.sees(/^7ab$/m);
    await user.tapKey('Up');
    await user.page.keyboard.press('Enter');
    await user.sees(/^7ab[^]*^7ab$/m);
    await user.type('xxxxxxecho start');
    const key = user.page.locator('.key-row').getByRole('button', { name: 'Left', exact: true });
    await key.dispatchEvent('pointerdown', { clientX: 0 });
    await user.page.waitForTimeout(1500);
    await key.dispatchEvent('pointerup');
    await user.tapKey('Home');
    for (let press = 0; press < 6; press++) await user.page.keyboard.press('Delete');
    await user.page.keyboard.press('Enter');
    await user.sees(/^start$/m);
  });

  test('Esc, Tab and the hard characters reach the program', async () => {
    await user.enter('cat -v');
    await user.tapKey('Escape');
    await user.tapKey('Tab');
    for (const name of ['Pipe', 'Slash', 'Hyphen', 'Tilde']) await user.tapKey(name);
    await user.tapKey('Page up');
    await user.page.keyboard.press('Enter');
    await user.sees(/^\^\[\s+\|\/-~\^\[\[5~$/m);
  });

  test('the key row leaves the keyboard up', async () => {
    const focused = (): Promise<boolean> =>
      user.page.evaluate(() => document.activeElement?.classList.contains('xterm-helper-textarea') ?? false);
    expect(await focused()).toBe(true);
    await user.tapKey('Escape');
    await user.tapModifier('Ctrl');
    expect(await focused()).toBe(true);
  });

  test('each tap into the terminal takes the focus that brings the keyboard', async () => {
    for (let tap = 0; tap < 2; tap++) {
      await user.page.evaluate(() => (document.activeElement as HTMLElement).blur());
      await user.focusTerminal();
      await user.page.waitForFunction(() => document.activeElement?.classList.contains('xterm-helper-textarea'));
    }
    const field = user.page.locator('.xterm-helper-textarea').first();
    expect(await field.evaluate((textarea) => getComputedStyle(textarea).fontSize)).toBe('16px');
    expect(await field.getAttribute('autocapitalize')).toBe('none');
  });

  test('the prompt stays above the keyboard', async () => {
    await user.enter('seq 1 100');
    await user.sees(/^100$/m);
    const rowsBefore = (await user.page.evaluate(() => window.__devtail?.size()))?.rows ?? 0;
    await user.keyboard(true);
    await user.page.waitForFunction((rows) => (window.__devtail?.size()?.rows ?? rows) < rows, rowsBefore);
    const { cursor, keysTop, height } = await user.page.evaluate(() => ({
      cursor: window.__devtail?.cursor(),
      keysTop: document.querySelector('.key-row')?.getBoundingClientRect().top ?? 0,
      height: window.visualViewport?.height ?? 0,
    }));
    expect(cursor?.bottom).toBeLessThanOrEqual(keysTop);
    expect(keysTop + 44).toBeLessThanOrEqual(height);
    const rows = (await user.page.evaluate(() => window.__devtail?.size()))?.rows;
    await user.enter(`until stty size | grep -q "^${rows} "; do sleep 0.1; done; echo told-of-${rows}-rows`);
    await user.sees(new RegExp(`^told-of-${rows}-rows$`, 'm'));
    await user.screenshot('keyboard-up');
    await user.keyboard(false);
  });

  test('a finger scrolls back, and scrolls less', async () => {
    await user.enter('clear; seq 1 200');
    await user.sees(/^200$/m);
    const firstRow = (): Promise<string> =>
      user.page.locator('.pane:not([hidden]) .xterm-rows > div').first().innerText();
    const before = Number(await firstRow());
    await user.swipe(300);
    await expect.poll(async () => Number(await firstRow())).toBeLessThan(before - 10);
    await user.screenshot('scrolled-back');
    await user.enter('seq 1 300 | less');
    await user.sees(/^:$/m);
    await user.swipe(-200);
    await user.page.waitForFunction(() => !/^1$/m.test(window.__devtail?.text() ?? ''));
    await user.type('q');
  });

  test('text can be selected and copied', async () => {
    await user.enter('echo copy-this-line');
    await user.sees(/^copy-this-line$/m);
    await user.tapKey('Select and copy text');
    await user.screenshot('select');
    await user.page.locator('.select-sheet').getByRole('button', { name: 'Copy' }).tap();
    expect(await user.page.evaluate(() => navigator.clipboard.readText())).toContain('\ncopy-this-line\n');
  });

  test('targets are large enough for a finger', async () => {
    const small = await user.page.evaluate(() =>
      [...document.querySelectorAll('button')]
        .filter((button) => button.offsetParent)
        .map((button) => ({ name: button.ariaLabel ?? button.innerText, ...button.getBoundingClientRect().toJSON() }))
        .filter(({ width, height }) => width < 44 || height < 44),
    );
    expect(small).toEqual([]);
  });
});

describe('signing in', () => {
  test('a page without a token asks for it, and refuses a wrong one', async () => {
    const url = inject('url');
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, colorScheme: 'light' });
    const page = await context.newPage();
    await page.goto(url.split('#')[0] ?? '');
    await page.screenshot({ path: screenshotPath('phone-sign-in') });
    await page.getByLabel('Token').fill('wrong');
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.waitForFunction(() => window.__devtail?.state() === 'Closed');
    await page.getByLabel('Token').fill(url);
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.waitForFunction(() => window.__devtail?.state() === 'Live');
    await context.close();
  });
});

describe('looks', () => {
  test.each<[Device, 'dark' | 'light']>([
    ['desktop', 'light'],
    ['phone', 'light'],
  ])('%s in %s', async (device, colorScheme) => {
    user = await User.open(browser, device, colorScheme);
    await user.newTerminal();
    await user.enter('ls --color=always -la /');
    await user.page.getByRole('button', { name: 'Menu' }).click();
    await user.screenshot(`menu-${colorScheme}`);
    await user.close();
  });

  test('the shell of the app opens without a network', async () => {
    user = await User.open(browser, 'desktop');
    await user.live();
    await user.page.evaluate(() => navigator.serviceWorker.ready);
    await user.page.context().setOffline(true);
    await user.page.reload();
    await user.page.waitForFunction(() => document.querySelector('.pill') !== null);
    await user.page.context().setOffline(false);
    await user.live();
    await user.close();
  });
});
