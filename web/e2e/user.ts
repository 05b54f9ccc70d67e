import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from 'playwright-core';
import { inject } from 'vitest';

const SCREENSHOTS = process.env['SCREENSHOTS'] ?? 'target/e2e-screenshots';
const WAIT_MS = 15_000;

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const PHONE_AGENT =
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36';

export type Device = 'desktop' | 'phone';

const DEVICES = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: {
    viewport: { width: 390, height: 844 },
    userAgent: PHONE_AGENT,
    isMobile: true,
    hasTouch: true,
    deviceScaleFactor: 2,
  },
} as const;

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env['CHROMIUM'] ?? onPath('chromium'), args: FLAGS });
}

/** Playwright wants a whole path. */
function onPath(program: string): string {
  const found = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((directory) => join(directory, program))
    .find((file) => existsSync(file));
  if (!found) throw new Error(`${program} is not on the PATH: install it, or set CHROMIUM to where it is.`);
  return found;
}

export function screenshotPath(name: string): string {
  mkdirSync(SCREENSHOTS, { recursive: true });
  return join(SCREENSHOTS, `${name}.png`);
}

/** Someone with the app open in a browser. */
export class User {
  readonly device: Device;
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #devtools: CDPSession;

  private constructor(device: Device, context: BrowserContext, page: Page, devtools: CDPSession) {
    this.device = device;
    this.page = page;
    this.#context = context;
    this.#devtools = devtools;
  }

  static async open(
    browser: Browser,
    device: Device,
    colorScheme: 'dark' | 'light' = 'dark',
    url = inject('url'),
  ): Promise<User> {
    const context = await browser.newContext({ ...DEVICES[device], colorScheme });
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(url).origin });
    const page = await context.newPage();
    const user = new User(device, context, page, await context.newCDPSession(page));
    await page.goto(url);
    return user;
  }

  /** Ends the terminal in view, unless its program has, and leaves. */
  async close(): Promise<void> {
    await this.page
      .locator('.tab.current')
      .getByRole('button', { name: /^Close/ })
      .click();
    const agree = this.page.getByRole('dialog').getByRole('button', { name: 'Close terminal' });
    await agree.click({ timeout: WAIT_MS });
    await agree.waitFor({ state: 'detached' });
    await this.#context.close();
  }

  /** Leaves, and lets the terminal run on. */
  async leave(): Promise<void> {
    await this.#context.close();
  }

  /** Starts a terminal of its own, and waits for its prompt. */
  async newTerminal(): Promise<void> {
    await this.live();
    await this.prompt();
    await this.page.getByRole('button', { name: 'New terminal' }).first().click();
    await this.prompt();
  }

  async live(): Promise<void> {
    await this.page.waitForFunction(() => window.__devtail?.state() === 'Live', undefined, { timeout: WAIT_MS });
  }

  async prompt(): Promise<void> {
    await this.sees(/[$#%>] ?$/);
  }

  text(): Promise<string> {
    return this.page.evaluate(() => window.__devtail?.text() ?? '');
  }

  async sees(pattern: RegExp): Promise<void> {
    await this.page.waitForFunction(
      ([source, flags]) => new RegExp(source ?? '', flags).test(window.__devtail?.text() ?? ''),
      [pattern.source, pattern.flags],
      { timeout: WAIT_MS },
    );
  }

  async focusTerminal(): Promise<void> {
    const terminal = this.page.locator('.pane:not([hidden]) .xterm-screen');
    if (this.device === 'phone') await terminal.tap({ position: { x: 100, y: 100 } });
    else await terminal.click({ position: { x: 100, y: 100 } });
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  async enter(command: string): Promise<void> {
    await this.type(command);
    await this.page.keyboard.press('Enter');
  }

  /** Makes the shell mark its prompts, commands and outputs (OSC 133), as integrations of shells do. */
  async markPrompts(): Promise<void> {
    await this.enter(`PS0='\\e]133;C\\a'; PS1='\\[\\e]133;D;$?\\a\\e]133;A\\a\\]\\w \\$ \\[\\e]133;B\\a\\]'; clear`);
    await this.sees(/^\S+ [$#] ?$/);
  }

  /** Puts text on the clipboard, and pastes it as this device does. */
  async paste(text: string): Promise<void> {
    await this.page.evaluate((pasted) => navigator.clipboard.writeText(pasted), text);
    if (this.device === 'phone') await this.tapKey('Paste');
    else await this.page.keyboard.press('Control+Shift+V');
  }

  clipboard(): Promise<string> {
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  async tapKey(name: string): Promise<void> {
    await this.page.locator('.key-row').getByRole('button', { name, exact: true }).tap();
  }

  async tapModifier(label: 'Ctrl' | 'Alt'): Promise<void> {
    await this.page.locator('.key-row .key', { hasText: label }).tap();
  }

  /** Two taps as quick as a finger's, however busy the machine is. */
  async doubleTapModifier(label: 'Ctrl' | 'Alt'): Promise<void> {
    await this.page.locator('.key-row .key', { hasText: label }).evaluate((button: HTMLElement) => {
      button.click();
      button.click();
    });
  }

  /** Chooses from the main menu. */
  async menu(item: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name: 'Menu' }).click();
    await this.page.locator('.menu').getByRole('button', { name: item, exact: true }).click();
  }

  async cut(): Promise<void> {
    await this.page.evaluate(() => window.__devtail?.cut());
  }

  async state(): Promise<string> {
    return this.page.evaluate(() => window.__devtail?.state() ?? '');
  }

  /** Takes the network away: new connections fail, and the one that is open goes silent. */
  async offline(offline: boolean): Promise<void> {
    await this.#context.setOffline(offline);
  }

  /** Makes the page as high as it is with a keyboard below it, as Android does it. */
  async keyboard(up: boolean): Promise<void> {
    const { width, height } = DEVICES[this.device].viewport;
    await this.page.setViewportSize({ width, height: up ? height - 340 : height });
  }

  /** Puts text together as the keyboard of a phone does, not yet committed. */
  async compose(text: string): Promise<void> {
    await this.#devtools.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    });
  }

  /** Drags a finger over the terminal; positive is downwards, towards older lines. */
  async swipe(pixels: number): Promise<void> {
    const x = 150;
    const from = 300;
    const steps = 8;
    await this.#devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y: from }] });
    for (let step = 1; step <= steps; step++) {
      await this.#devtools.send('Input.dispatchTouchEvent', {
        type: 'touchMove',
        touchPoints: [{ x, y: from + (pixels * step) / steps }],
      });
    }
    await this.#devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  }

  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: screenshotPath(`${this.device}-${name}`) });
  }
}
