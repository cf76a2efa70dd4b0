import { serveWorker } from '../sandbox/serve-worker.ts';
import { ChartHost } from './chart-host.ts';
import type { HostRequest } from './chart-runner.ts';

const host = await ChartHost.create();

serveWorker((request) => {
  const { key, load, step } = request as HostRequest;
  if (load) host.load(load);
  return host.has(key) ? host.step(key, step) : { kind: 'load' };
});
