/**
 * Keeps the shell of the app – the page, its script, style and icons – so that it opens at once and without a
 * network. It never touches `/v1`, and nothing that a user sees in a terminal is stored.
 */
declare const self: ServiceWorkerGlobalScope & {
  /** Put in front of this script by the build (vite.config.ts). */
  readonly DEVTAIL_SHELL: { readonly version: string; readonly files: readonly string[] };
};

const CACHE_PREFIX = 'devtail-shell-';
const cacheName = CACHE_PREFIX + self.DEVTAIL_SHELL.version;
const PAGE = './';
/** A page that takes longer over the network is shown from the cache. */
const PAGE_DEADLINE_MS = 2_000;

const shellUrls = new Set(
  [PAGE, ...self.DEVTAIL_SHELL.files].map((file) => new URL(file, self.registration.scope).href),
);

self.addEventListener('install', (event) => {
  event.waitUntil(store().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOldCaches().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = request.url.split('#')[0] ?? '';
  if (request.method !== 'GET' || !shellUrls.has(url)) return;
  event.respondWith(request.mode === 'navigate' ? newestPage(request) : cachedFirst(request));
});

async function store(): Promise<void> {
  const cache = await caches.open(cacheName);
  // Past the HTTP cache: the files of one version belong together.
  await cache.addAll([...shellUrls].map((url) => new Request(url, { cache: 'reload' })));
}

async function dropOldCaches(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(CACHE_PREFIX) && name !== cacheName).map((name) => caches.delete(name)),
  );
}

async function cachedFirst(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}

/** The gateway's page when it answers, so that page and gateway are of one version; else the stored one. */
async function newestPage(request: Request): Promise<Response> {
  const stored = await caches.match(PAGE);
  if (!stored) return fetch(request);
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(PAGE_DEADLINE_MS) });
    return response.ok ? response : stored;
  } catch {
    return stored;
  }
}

// Makes a module of this file, so that its `self` is its own.
export {};
