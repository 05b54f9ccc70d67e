import { resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { serveFakeGateway } from '../test/fake-gateway/server';
import { SeededRandom } from '../test/random';

declare module 'vitest' {
  interface ProvidedContext {
    url: string;
    /** A gateway that tears every connection after a moment; empty when a real gateway is tested. */
    flakyUrl: string;
    /** A gateway that is far away; empty when a real gateway is tested. */
    farUrl: string;
  }
}

const FAR_LATENCY_MS = 150;
const SEED = 20_261_121;

/** The gateway that DEVTAIL_URL names (with its #token=…), or fake ones with real shells. */
export default async function setup(project: TestProject): Promise<() => void> {
  const given = process.env['DEVTAIL_URL'];
  if (given) {
    project.provide('url', given);
    project.provide('flakyUrl', '');
    project.provide('farUrl', '');
    return () => {};
  }
  const random = new SeededRandom(SEED);
  const steady = await serveFakeGateway(resolve('dist'));
  const flaky = await serveFakeGateway(resolve('dist'), { lifetimeMs: () => random.integer(300, 2_500) });
  const far = await serveFakeGateway(resolve('dist'), { latencyMs: FAR_LATENCY_MS });
  project.provide('url', steady.url);
  project.provide('flakyUrl', flaky.url);
  project.provide('farUrl', far.url);
  return () => {
    steady.close();
    flaky.close();
    far.close();
  };
}
