import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** How the edge protocol's connections begin; the page itself is fetched without trouble. */
const EDGE_REQUEST = 'GET /v1/connect';

export interface NetworkFaults {
  /** How long the next connection lives before it is torn; none: as long as both ends want. */
  readonly lifetimeMs?: () => number;
  /** How late bytes arrive, in each direction. */
  readonly latencyMs?: number;
}

export interface BadNetwork {
  /** The gateway's address, as it is through this network. */
  readonly url: string;
  close(): void;
}

/** Puts a bad network before the gateway at `url` (plain HTTP), for the connections of the edge protocol. */
export async function badNetwork(url: string, faults: NetworkFaults): Promise<BadNetwork> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const gateway = connect(Number(port), hostname);
    for (const socket of [client, gateway]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
    }
    client.once('data', (first: Buffer) => {
      const bad = first.toString('latin1', 0, EDGE_REQUEST.length) === EDGE_REQUEST;
      const latencyMs = bad ? (faults.latencyMs ?? 0) : 0;
      later(latencyMs, () => gateway.write(first));
      carry(client, gateway, latencyMs);
      carry(gateway, client, latencyMs);
      const tear = (): void => {
        client.resetAndDestroy();
        gateway.resetAndDestroy();
      };
      const timer = bad && faults.lifetimeMs ? setTimeout(tear, faults.lifetimeMs()) : undefined;
      client.on('close', () => clearTimeout(timer));
    });
    client.on('close', () => {
      sockets.delete(client);
      gateway.destroy();
    });
    gateway.on('close', () => {
      sockets.delete(gateway);
      later(faults.latencyMs ?? 0, () => client.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const through = new URL(url);
  through.port = String((server.address() as AddressInfo).port);
  return {
    url: through.href,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** One direction: timers of the same delay fire in the order they were set. */
function carry(from: Socket, to: Socket, latencyMs: number): void {
  from.on('data', (bytes: Buffer) => later(latencyMs, () => to.write(bytes)));
  from.on('end', () => later(latencyMs, () => to.end()));
}

function later(delayMs: number, run: () => void): void {
  if (delayMs === 0) run();
  else setTimeout(run, delayMs);
}
