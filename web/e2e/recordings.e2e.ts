import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Device, launchBrowser, User } from './user';

let browser: Browser;
let user: User;
/** Told apart from what earlier tests have recorded. */
let word: string;
let tests = 0;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

beforeEach(() => {
  word = `${['ant', 'bee', 'cat', 'dog', 'elk', 'fox'][tests++ % 6]}${Date.now().toString(36)}`;
});

const eventually = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 20_000, interval: 100 });
const recordingChip = ({ page }: User) => page.locator('.pane:not([hidden]) .chip', { hasText: 'Recording' });
const player = () => user.page.locator('.player');
const playerText = (): Promise<string> => player().locator('.xterm-rows').innerText();
const playerState = (): Promise<string | null> => player().getAttribute('data-state');
const positionMs = async (): Promise<number> => Number(await player().getByLabel('Position').inputValue());

/** Records what a command prints in a terminal of its own, and stays there. */
async function record(command: string, done: RegExp): Promise<void> {
  await user.menu('Record this terminal');
  await recordingChip(user).waitFor();
  await user.focusTerminal();
  await user.enter(command);
  await user.sees(done);
}

async function stopAndPlay(): Promise<void> {
  await user.menu('Stop recording');
  await user.page.locator('.notice', { hasText: 'Recorded' }).getByRole('button', { name: 'Play' }).click();
  await player().waitFor();
}

/** Nothing is wider than the page. */
async function fitsWidth(): Promise<void> {
  const { page, screen } = await user.page.evaluate(() => ({
    page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    screen:
      (document.querySelector('.player .xterm-screen')?.getBoundingClientRect().right ?? 0) -
      document.documentElement.clientWidth,
  }));
  expect(page).toBeLessThanOrEqual(0);
  expect(screen).toBeLessThanOrEqual(0);
}

describe.each<Device>(['desktop', 'phone'])('recordings, %s', (device) => {
  beforeEach(async () => {
    user = await User.open(browser, device);
    await user.newTerminal();
    await user.focusTerminal();
  });

  afterEach(async () => {
    // To the terminal, which is ended with the test.
    if (await user.page.locator('.page:visible').isVisible()) await user.page.locator('.tab-name').last().click();
    await user.close();
  });

  test('a word is recorded, searched for, and seen at its moment', async () => {
    await user.enter('clear');
    await record(
      `w=${word}; sleep 1; ls --color=always -l /usr; echo first-$w; sleep 1; clear; echo last-$w; echo over`,
      /^over$/m,
    );
    await user.screenshot('recording');
    await user.menu('Stop recording');
    await recordingChip(user).waitFor({ state: 'hidden' });

    await user.menu('Recordings');
    const row = user.page.locator('.recording').first();
    await row.waitFor();
    expect(await row.innerText()).toMatch(/0:0\d · \d.* KB/);
    expect(await row.innerText()).not.toContain('Recording');
    await user.screenshot('recordings');
    await fitsWidth();

    const search = user.page.getByRole('searchbox');
    // The line that was typed is found as well, and earlier.
    const hit = user.page.locator('.hit').filter({ hasText: new RegExp(`^first-${word}`) }).first();
    // A line is found a moment after it was recorded.
    await eventually(async () => {
      await search.fill('');
      await row.waitFor();
      await search.fill(`first ${word}`);
      await user.page.locator('.hit, .page-message:visible').first().waitFor();
      return hit.count();
    }).toBe(1);
    expect(await hit.locator('mark').allInnerTexts()).toEqual(['first', word]);
    await user.screenshot('recordings-search');
    await hit.click();

    await eventually(playerText).toMatch(new RegExp(`^first-${word}`, 'm'));
    expect(await playerState()).toBe('Paused');
    expect(await playerText()).not.toMatch(new RegExp(`^last-${word}`, 'm'));
    expect(await user.page.evaluate(() => location.hash)).toMatch(/^#recordings\/[\w-]+\?t=\d+(\.\d+)?$/);
    await fitsWidth();
    await user.screenshot('player');

    // The same address shows the same moment, wherever the user has signed in.
    await user.page.reload();
    await eventually(playerText).toMatch(new RegExp(`^first-${word}`, 'm'));
    expect(await playerText()).not.toMatch(new RegExp(`^last-${word}`, 'm'));

    await player().getByRole('button', { name: 'Play' }).click();
    await eventually(playerState).toBe('Ended');
    expect(await playerText()).toMatch(/^over$/m);
    expect(await playerText()).toMatch(new RegExp(`^last-${word}`, 'm'));
    await user.page.goBack();
    await user.page.getByRole('heading', { name: 'Recordings' }).waitFor();
    await row.waitFor();
  });
});

describe('the player and the list', () => {
  beforeEach(async () => {
    user = await User.open(browser, 'desktop');
    await user.newTerminal();
    await user.focusTerminal();
  });

  afterEach(async () => {
    // To the terminal, which is ended with the test.
    if (await user.page.locator('.page:visible').isVisible()) await user.page.locator('.tab-name').last().click();
    await user.close();
  });

  test('it is played, paused, sought and sped up by keys and by its controls', async () => {
    await record('for i in 1 2 3 4 5 6; do echo tick-$i; sleep 1; done; sleep 3; echo over', /^over$/m);
    await stopAndPlay();
    await eventually(playerText).toContain('tick-1');
    await user.page.keyboard.press('Space');
    await eventually(playerState).toBe('Paused');
    const pausedAt = await positionMs();
    await user.page.keyboard.press('ArrowRight');
    await eventually(positionMs).toBe(pausedAt + 5_000);
    await eventually(playerText).toMatch(/^tick-[45]$/m);
    expect(await playerText()).not.toContain('\nover');
    await user.page.keyboard.press('ArrowLeft');
    await eventually(positionMs).toBe(pausedAt);
    await eventually(playerText).not.toMatch(/^tick-4$/m);

    const bar = (await player().getByLabel('Position').boundingBox())!;
    await user.page.mouse.click(bar.x + bar.width / 2, bar.y + bar.height / 2);
    const durationMs = Number(await player().getByLabel('Position').getAttribute('max'));
    await eventually(async () => Math.abs((await positionMs()) - durationMs / 2)).toBeLessThan(durationMs / 20);

    await user.page.keyboard.press('Home');
    await eventually(playerText).not.toContain('tick-1');
    await player().getByLabel('Speed').selectOption('4');
    await user.page.keyboard.press('>');
    expect(await player().getByLabel('Speed').inputValue()).toBe('8');
    await player().getByLabel('Skip pauses').check();
    const began = Date.now();
    await player().getByRole('button', { name: 'Play' }).click();
    await eventually(playerState).toBe('Ended');
    expect(Date.now() - began).toBeLessThan(durationMs / 2);
    expect(await playerText()).toMatch(/^over$/m);
    await user.screenshot('player-ended');
  });

  test('what is recorded acts on nobody who looks at it', async () => {
    await user.page.evaluate(() => navigator.clipboard.writeText('mine'));
    const sequences = [
      `\\033]52;c;${Buffer.from('stolen').toString('base64')}\\a`,
      '\\033[c\\033[>c\\033[5n\\033[6n\\033]10;?\\a\\033[?1004h',
      '\\033]0;a-title\\a',
      '\\033]8;;https://example.org/elsewhere\\033\\\\\\\\a-link-of-many-letters\\033]8;;\\033\\\\\\\\\\n',
    ];
    await record(
      `clear; stty -echo; printf '${sequences.join('')}'; read -t 1 answers; stty echo; echo over`,
      /^over$/m,
    );
    await user.page.locator('.notice', { hasText: 'wants to copy' }).getByRole('button', { name: 'Never' }).click();
    await stopAndPlay();
    await eventually(playerState).toBe('Ended');
    expect(await user.clipboard()).toBe('mine');
    expect(await user.page.title()).toBe('Recordings – DevTail');
    expect(await user.page.locator('.notice', { hasText: 'wants to copy' }).count()).toBe(0);
    const screen = player().locator('.xterm-screen');
    await screen.click({ position: { x: 30, y: 8 } });
    const dialog = user.page.getByRole('dialog', { name: 'Open link' });
    expect(await dialog.locator('.link-address').innerText()).toBe('https://example.org/elsewhere');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });

  test('it is downloaded, and deleted when the question is answered', async () => {
    await record('echo kept', /^kept$/m);
    await user.menu('Recordings');
    const row = user.page.locator('.recording').first();
    await row.locator('.recording-mark').waitFor();
    expect(await row.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
    await user.page.locator('.tab-name').last().click();
    await user.menu('Stop recording');
    await user.menu('Recordings');
    await row.locator('.recording-mark').waitFor({ state: 'hidden' });
    const id = await row.getAttribute('data-id');
    const [download] = await Promise.all([
      user.page.waitForEvent('download'),
      row.getByRole('button', { name: 'Download' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.cast$/);
    const [header, ...events] = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
    expect(JSON.parse(header ?? '')).toMatchObject({ version: 2 });
    expect(events.map((line) => (JSON.parse(line) as string[])[2]).join('')).toContain('kept');

    await row.getByRole('button', { name: 'Delete' }).click();
    await user.page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await row.getByRole('button', { name: 'Delete' }).click();
    await user.page.getByRole('dialog').getByRole('button', { name: 'Delete recording' }).click();
    await user.page.locator(`.recording[data-id="${id}"]`).waitFor({ state: 'detached' });
  });
});

describe('a terminal that is recorded', () => {
  test('says so to every viewer, and can be watched as far as it is', async () => {
    user = await User.open(browser, 'desktop');
    await user.newTerminal();
    await user.focusTerminal();
    await record('echo so-far', /^so-far$/m);
    const id = (await user.page.evaluate(() => location.hash)).replace('#/t/', '');
    const phone = await User.open(browser, 'phone', 'dark', `${inject('url')}&terminal=${id}&view`);
    await recordingChip(phone).waitFor();

    // What is on the screen is in the file half a second later.
    await eventually(async () => {
      await user.menu('Recordings');
      await user.page.locator('.recording-link').first().click();
      await eventually(playerState).toBe('Ended');
      return playerText();
    }).toMatch(/^so-far$/m);
    await user.page.locator('.tab-name').last().click();
    await user.focusTerminal();
    await user.enter('echo and-on');
    await user.sees(/^and-on$/m);
    await user.menu('Stop recording');
    await recordingChip(phone).waitFor({ state: 'hidden' });
    await phone.leave();
    await user.close();
  });
});
