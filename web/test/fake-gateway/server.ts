import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { WebSocketServer } from 'ws';
import { FakeGateway } from './fake-gateway';
import { startShell, xtermScreen } from './shell';

const RING_BYTES = 256 * 1024;
const HEARTBEAT_MS = 20_000;
const TOKEN = 'fake-token';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.png': 'image/png',
};

export interface RunningGateway {
  readonly url: string;
  close(): void;
}

export interface NetworkFaults {
  /** How long the next connection lives before it is torn; none: as long as the client wants. */
  readonly lifetimeMs?: () => number;
  /** How late messages arrive, in each direction. */
  readonly latencyMs?: number;
}

/** Serves the built app and speaks the protocol to it, with real shells. */
export async function serveFakeGateway(
  dist: string,
  { lifetimeMs, latencyMs = 0 }: NetworkFaults = {},
): Promise<RunningGateway> {
  const later = (run: () => void): void => {
    if (latencyMs === 0) run();
    else setTimeout(run, latencyMs);
  };
  const gateway = new FakeGateway({
    token: TOKEN,
    ringBytes: RING_BYTES,
    heartbeatMs: HEARTBEAT_MS,
    start: startShell,
    makeScreen: xtermScreen,
  });
  const http = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://gateway').pathname);
    const file = path === '/' ? 'index.html' : path;
    readFile(join(dist, file)).then(
      (content) =>
        response.writeHead(200, { 'content-type': CONTENT_TYPES[extname(file)] ?? 'text/plain' }).end(content),
      () => response.writeHead(404).end(),
    );
  });
  const sockets = new WebSocketServer({ server: http, path: '/v1/connect', handleProtocols: () => 'devtail.v1' });
  sockets.on('connection', (socket) => {
    const connection = gateway.connect(
      (message) => later(() => socket.send(message)),
      () => socket.close(),
    );
    socket.on('message', (message: Buffer) => later(() => connection.received(new Uint8Array(message))));
    const tear = lifetimeMs && setTimeout(() => socket.terminate(), lifetimeMs());
    socket.on('close', () => {
      clearTimeout(tear);
      connection.cut();
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/#token=${TOKEN}`,
    close() {
      for (const terminal of gateway.terminals.values()) terminal.terminate();
      for (const socket of sockets.clients) socket.terminate();
      http.close();
      http.closeAllConnections();
    },
  };
}
