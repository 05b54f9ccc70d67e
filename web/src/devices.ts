import type { Device } from './gen/devtail/v1/model_pb';
import { type Call, valueOf } from './net/calls';

/** The user's devices that have a token of their own. */
export class Devices {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** Those that are good now, newest first. */
  async list(): Promise<readonly Device[]> {
    return (await valueOf(this.#call({ case: 'listDevices', value: {} }), 'devices')).devices;
  }

  /** @returns the token of a new one; it is told this once */
  async pair(name: string): Promise<string> {
    return (await valueOf(this.#call({ case: 'pairDevice', value: { name } }), 'newDevice')).token;
  }

  async revoke(id: string): Promise<void> {
    await this.#call({ case: 'revokeDevice', value: { deviceId: id } });
  }
}

/** The id of the device that a token is of; undefined: of none. */
export function deviceOf(token: string): string | undefined {
  return /^dvt_device_([0-9A-Za-z-]+)_/.exec(token)?.[1];
}
