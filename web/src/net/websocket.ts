import type { Dial } from './transport';

const SUBPROTOCOL = 'devtail.v1';
const NORMAL_CLOSURE = 1000;

/** Where the gateway that served this page takes connections. */
export function gatewayUrl(page: Location): string {
  return `${page.protocol === 'https:' ? 'wss:' : 'ws:'}//${page.host}/v1/connect`;
}

export function dialWebSocket(url: string): Dial {
  return (listener) => {
    const socket = new WebSocket(url, SUBPROTOCOL);
    let silenced = false;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      if (!silenced) listener.opened();
    };
    socket.onmessage = (event: MessageEvent<unknown>) => {
      if (!silenced && event.data instanceof ArrayBuffer) listener.received(new Uint8Array(event.data));
    };
    socket.onclose = (event) => {
      if (!silenced) listener.closed(event.reason || `connection lost (${event.code})`);
    };
    return {
      send(message) {
        // A socket that is closing drops what it is given; the resume sends it again.
        if (socket.readyState === WebSocket.OPEN) socket.send(message as Uint8Array<ArrayBuffer>);
      },
      close() {
        silenced = true;
        socket.close(NORMAL_CLOSURE);
      },
    };
  };
}
