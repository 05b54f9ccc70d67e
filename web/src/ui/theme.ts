import type { ITheme } from '@xterm/xterm';

export const TERMINAL_FONT_FAMILY =
  'ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace';

const DARK: ITheme = {
  background: '#14161a',
  foreground: '#d7dae0',
  cursor: '#e8eaed',
  cursorAccent: '#14161a',
  selectionBackground: '#3a4a66',
  overviewRulerBorder: '#00000000',
  black: '#2b2f36',
  red: '#f07178',
  green: '#8fc77b',
  yellow: '#e5c07b',
  blue: '#6cb0f5',
  magenta: '#c792ea',
  cyan: '#63c7ba',
  white: '#c8ccd4',
  brightBlack: '#6b7280',
  brightRed: '#ff8b92',
  brightGreen: '#a9dc94',
  brightYellow: '#f2d391',
  brightBlue: '#8cc4ff',
  brightMagenta: '#d9abff',
  brightCyan: '#82dfd2',
  brightWhite: '#f4f5f7',
};

const LIGHT: ITheme = {
  background: '#fbfbfa',
  foreground: '#24292f',
  cursor: '#24292f',
  cursorAccent: '#fbfbfa',
  selectionBackground: '#bcd6f5',
  overviewRulerBorder: '#00000000',
  black: '#24292f',
  red: '#c0392b',
  green: '#2e7d32',
  yellow: '#8a6100',
  blue: '#0b61c4',
  magenta: '#8e3fb0',
  cyan: '#0f7a86',
  white: '#6b7280',
  brightBlack: '#57606a',
  brightRed: '#d64a3c',
  brightGreen: '#38913d',
  brightYellow: '#a07400',
  brightBlue: '#2477d6',
  brightMagenta: '#a352c5',
  brightCyan: '#15909e',
  brightWhite: '#8c959f',
};

const darkQuery = matchMedia('(prefers-color-scheme: dark)');

export function terminalTheme(): ITheme {
  return darkQuery.matches ? DARK : LIGHT;
}

export function onThemeChange(changed: () => void): void {
  darkQuery.addEventListener('change', changed);
}
