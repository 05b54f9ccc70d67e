import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { gzipSync, constants } from 'node:zlib';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const SERVICE_WORKER = 'sw.js';
const COMPRESSED = /\.(?:js|css)$/;
const DEV_GATEWAY = process.env['DEVTAIL_GATEWAY'] ?? 'http://127.0.0.1:7717';

/** Tells the service worker which files make up the shell, and gives each set of them its own version. */
function shellList(): Plugin {
  let dist = '';
  return {
    name: 'devtail-shell-list',
    apply: 'build',
    configResolved(config) {
      dist = resolve(config.root, config.build.outDir);
    },
    async closeBundle() {
      const entries = await readdir(dist, { recursive: true, withFileTypes: true });
      const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
      const files = paths
        .map((path) => relative(dist, path).split(sep).join('/'))
        .filter((file) => file !== SERVICE_WORKER && file !== 'index.html' && !file.endsWith('.gz'))
        .sort();
      const hash = createHash('sha256');
      for (const file of ['index.html', ...files]) hash.update(file).update(readFileSync(join(dist, file)));
      const shell = { version: hash.digest('hex').slice(0, 16), files };
      const worker = join(dist, SERVICE_WORKER);
      writeFileSync(worker, `self.DEVTAIL_SHELL=${JSON.stringify(shell)};\n${readFileSync(worker, 'utf8')}`);
    },
  };
}

/** Puts a compressed file beside each that is worth it: the gateway sends that one, and need not compress. */
function compressedFiles(): Plugin {
  let assets = '';
  return {
    name: 'devtail-compressed-files',
    apply: 'build',
    configResolved(config) {
      assets = resolve(config.root, config.build.outDir, config.build.assetsDir);
    },
    async closeBundle() {
      for (const file of (await readdir(assets)).filter((name) => COMPRESSED.test(name))) {
        const content = readFileSync(join(assets, file));
        writeFileSync(join(assets, `${file}.gz`), gzipSync(content, { level: constants.Z_BEST_COMPRESSION }));
      }
    },
  };
}

export default defineConfig({
  // Relative, so that a gateway may serve the app below any path.
  base: './',
  plugins: [shellList(), compressedFiles()],
  server: { proxy: { '/v1': { target: DEV_GATEWAY, ws: true } } },
  build: {
    target: 'es2022',
    // Most of it is xterm.js, which the first screen needs.
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      input: { main: 'index.html', sw: 'src/service-worker/main.ts' },
      output: {
        entryFileNames: ({ name }) => (name === 'sw' ? SERVICE_WORKER : 'assets/[name]-[hash].js'),
      },
    },
  },
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], environment: 'node' } },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.e2e.ts'],
          environment: 'node',
          globalSetup: 'e2e/gateway.ts',
          // One browser at a time: the scenarios measure what a user sees, not how they crowd each other.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
