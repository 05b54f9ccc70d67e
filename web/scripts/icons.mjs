// Draws public/icons/*.png from icon.svg with the Chromium of the end-to-end tests: `npm run icons`.
import { readFile, writeFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';

const ICONS = new URL('../public/icons/', import.meta.url);
/** Launchers cut a maskable icon to their own shape: only the middle 80 % is safe. */
const MASKABLE_SCALE = 0.8;

const svg = await readFile(new URL('icon.svg', ICONS), 'utf8');
const square = svg.replace('rx="112"', '');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? 'chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});

async function draw(name, pixels, image, scale = 1) {
  const page = await browser.newPage({ viewport: { width: pixels, height: pixels } });
  const side = pixels * scale;
  await page.setContent(
    `<body style="margin:0;display:grid;place-items:center;height:100vh;background:${scale < 1 ? '#1c2128' : 'transparent'}">` +
      image.replace('<svg ', `<svg style="display:block" width="${side}" height="${side}" `),
  );
  await writeFile(new URL(name, ICONS), await page.screenshot({ omitBackground: true }));
  await page.close();
}

await draw('icon-192.png', 192, svg);
await draw('icon-512.png', 512, svg);
await draw('icon-180.png', 180, square);
await draw('icon-maskable-512.png', 512, square, MASKABLE_SCALE);
await browser.close();
