import { element } from './dom';

/** Until then the browser has begun to save it. */
const FORGOTTEN_AFTER_MS = 60_000;

/**
 * Saves a recording's file, by REST, so that it does not come between a terminal's frames.
 *
 * @throws with a sentence for the user
 */
export async function downloadRecording(id: string, token: string): Promise<void> {
  const response = await fetch(`/v1/recordings/${id}/cast`, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`The recording cannot be downloaded now (HTTP ${response.status}). Try again.`);
  const [, name] = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '') ?? [];
  const address = URL.createObjectURL(await response.blob());
  element('a', { href: address, download: name ?? `${id}.cast` }).click();
  window.setTimeout(() => URL.revokeObjectURL(address), FORGOTTEN_AFTER_MS);
}
