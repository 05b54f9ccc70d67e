import { resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { serveFakeGateway } from '../test/fake-gateway/server';
import { SeededRandom } from '../test/random';

declare module 'vitest' {
  interface ProvidedContext {
    url: string;
    /** A gateway that tears every connection after a moment; empty when a real gateway is tested. */
    flakyUrl: string;
  }
}

const SEED = 20_261_121;

/** The gateway that DEVTAIL_URL names (with its #token=…), or fake ones with real shells. */
export default async function setup(project: TestProject): Promise<() => void> {
  const given = process.env['DEVTAIL_URL'];
  if (given) {
    project.provide('url', given);
    project.provide('flakyUrl', '');
    return () => {};
  }
  const random = new SeededRandom(SEED);
  const steady = await serveFakeGateway(resolve('dist'));
  const flaky = await serveFakeGateway(resolve('dist'), () => random.integer(300, 2_500));
  project.provide('url', steady.url);
  project.provide('flakyUrl', flaky.url);
  return () => {
    steady.close();
    flaky.close();
  };
}
