import type { NewDevice } from './gen/devtail/v1/edge_pb';
import type { Device } from './gen/devtail/v1/model_pb';
import { type Call, unexpected } from './net/calls';

/** The user's devices that have a token of their own. */
export class Devices {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** Those that are good now, newest first. */
  async list(): Promise<readonly Device[]> {
    const result = await this.#call({ case: 'listDevices', value: {} });
    if (result.case !== 'devices') throw unexpected(result);
    return result.value.devices;
  }

  /** Its token is told this once. */
  async pair(name: string): Promise<NewDevice> {
    const result = await this.#call({ case: 'pairDevice', value: { name } });
    if (result.case !== 'newDevice') throw unexpected(result);
    return result.value;
  }

  async revoke(id: string): Promise<void> {
    await this.#call({ case: 'revokeDevice', value: { deviceId: id } });
  }
}

/** The id of the device that a token is of; undefined: of none. */
export function deviceOf(token: string): string | undefined {
  return /^dvt_device_([0-9A-Za-z-]+)_/.exec(token)?.[1];
}
