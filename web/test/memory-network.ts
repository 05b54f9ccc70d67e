import type { Dial, Transport, TransportListener } from '../src/net/transport';
import type { FakeGateway } from './fake-gateway/fake-gateway';
import type { VirtualClock } from './virtual-clock';

/** Delays of one direction, in virtual milliseconds. */
export type Latency = () => number;

/** A network in virtual time that can be cut at any moment: what is on its way is then lost. */
export class MemoryNetwork {
  /** Dialling fails while this is set. */
  down = false;
  /** Connections fall silent for good, and nobody is told: as when a device sleeps, or a NAT forgets. */
  blackhole = false;
  dialled = 0;
  readonly #clock: VirtualClock;
  readonly #gateway: FakeGateway;
  readonly #latency: Latency;
  #cutCurrent: (() => void) | undefined;

  constructor(clock: VirtualClock, gateway: FakeGateway, latency: Latency) {
    this.#clock = clock;
    this.#gateway = gateway;
    this.#latency = latency;
  }

  readonly dial: Dial = (listener) => {
    this.dialled += 1;
    return this.#open(listener);
  };

  cut(): void {
    this.#cutCurrent?.();
  }

  #open(listener: TransportListener): Transport {
    let open = true;
    let silent = false;
    const passes = (): boolean => {
      silent ||= this.blackhole;
      return open && !silent;
    };
    const end = (tellClient: boolean): void => {
      if (!open) return;
      open = false;
      connection.cut();
      if (tellClient) listener.closed('cut');
    };
    const ordered = this.#ordered();
    const backwards = this.#ordered();
    const connection = this.#gateway.connect(
      (message) => backwards(() => passes() && listener.received(message)),
      () => backwards(() => end(true)),
    );
    if (this.down) this.#clock.after(this.#latency(), () => end(true));
    else ordered(() => open && listener.opened());
    this.#cutCurrent = () => end(true);
    return {
      send: (message) => ordered(() => passes() && connection.received(message)),
      close: () => end(false),
    };
  }

  /** One direction: things arrive late, but in order. */
  #ordered(): (deliver: () => unknown) => void {
    let lastArrival = 0;
    return (deliver) => {
      lastArrival = Math.max(lastArrival, this.#clock.now() + this.#latency());
      this.#clock.after(lastArrival - this.#clock.now(), deliver);
    };
  }
}
