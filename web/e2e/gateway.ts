import { resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type RunningGateway, serveFakeGateway } from '../test/fake-gateway/server';
import { SeededRandom } from '../test/random';
import { badNetwork } from './bad-network';

declare module 'vitest' {
  interface ProvidedContext {
    url: string;
    /** The same gateway over a network that tears every connection after a moment. */
    flakyUrl: string;
    /** The same gateway, far away. */
    farUrl: string;
  }
}

const FAR_LATENCY_MS = 150;
const SEED = 20_261_121;

/** The gateway that DEVTAIL_URL names (with its #token=…), or a fake one with real shells; near, far, and flaky. */
export default async function setup(project: TestProject): Promise<() => void> {
  const steady = await gateway();
  const random = new SeededRandom(SEED);
  const flaky = await badNetwork(steady.url, { lifetimeMs: () => random.integer(300, 2_500) });
  const far = await badNetwork(steady.url, { latencyMs: FAR_LATENCY_MS });
  project.provide('url', steady.url);
  project.provide('flakyUrl', flaky.url);
  project.provide('farUrl', far.url);
  return () => {
    flaky.close();
    far.close();
    steady.close();
  };
}

async function gateway(): Promise<RunningGateway> {
  const given = process.env['DEVTAIL_URL'];
  return given ? { url: given, close: () => {} } : serveFakeGateway(resolve('dist'));
}
