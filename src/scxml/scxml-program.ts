import { serveWorker } from '../sandbox/serve-worker.ts';
import { ChartHost } from './chart-host.ts';
import type { HostRequest } from './chart-runner.ts';
import { stepStored } from './stored-step.ts';

const host = await ChartHost.create();

serveWorker((request) => {
  const { key, load, step } = request as HostRequest;
  // Others that were on their way have asked for it too.
  if (load && !host.has(key)) host.load(load);
  return host.has(key) ? stepStored(step, (read) => host.step(key, read)) : { kind: 'load' };
});
