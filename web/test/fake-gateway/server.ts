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

/** Serves the built app and speaks the protocol to it, with real shells. */
export async function serveFakeGateway(dist: string): Promise<RunningGateway> {
  const gateway = new FakeGateway({
    token: TOKEN,
    ringBytes: RING_BYTES,
    heartbeatMs: HEARTBEAT_MS,
    start: startShell,
    makeScreen: xtermScreen,
  });
  const http = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://gateway').pathname);
    const [, recordingId] = /^\/v1\/recordings\/([^/]+)\/cast$/.exec(path) ?? [];
    const recording = gateway.recording(recordingId ?? '');
    if (recording) {
      response.writeHead(200, { 'content-type': 'application/x-asciicast' }).end(recording.file);
      return;
    }
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
      (message) => socket.send(message),
      () => socket.close(),
    );
    socket.on('message', (message: Buffer) => connection.received(new Uint8Array(message)));
    socket.on('close', () => connection.cut());
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
