import { z } from 'zod';

import type { App } from '../../app/ports.ts';
import { serviceNamed } from '../../app/services.ts';
import { waitTime } from '../../app/wait-time.ts';
import { integerOption } from '../../callback/options.ts';
import { subjectOf } from '../../callback/subjects.ts';
import type { WaitMethod } from '../../callback/wait-method.ts';
import { RingbackError } from '../../core/errors.ts';
import { asParameters, endpoint } from '../endpoint.ts';

/** GMS 8.5.1, `aqt`: the modes 1, 2 and 3. */
const modes1 = { urs: 'ewt1', urs2: 'ewt2', stat: 'ewt3' } as const satisfies Record<string, WaitMethod>;
/** GMS 8.5.2. */
const modes2 = ['ewt1', 'ewt2', 'ewt3'] as const;

const waits = z.record(
  z.string().meta({ description: 'virtual queue' }),
  z.object({
    time: z.int().meta({ description: 'epoch seconds' }),
    calls: z.int().meta({ description: 'who waits before a new one' }),
    pos: z.int(),
    ewt: z.int().meta({ description: 'seconds; -1 when it is not known' }),
  }),
);

const SHAPE = 'the shape of the answer, an object by the name of the queue';

export const ewtForVq = endpoint({
  method: 'get',
  path: '/1/service/ewt-for-vq',
  summary: 'The expected wait in a virtual queue (8.5.1)',
  inferred: SHAPE,
  query: z.looseObject({
    name: z.string({ error: 'the name of the virtual queue is missing' }),
    aqt: z.enum(['urs', 'urs2', 'stat'], { error: 'it is one of urs, urs2, stat' }).default('urs2'),
  }),
  answer: waits,
  handle: (app, { query }) => waitsOf(app, query.name, modes1[query.aqt]),
});

const queue = z.looseObject({
  service: z
    .string()
    .optional()
    .meta({ description: 'a service in place of a queue: with what the request is about, its priority' }),
  name: z
    .string()
    .optional()
    .meta({ description: 'a virtual queue, or several with commas; all when left out' }),
});

export const ewt2 = endpoint({
  method: 'get',
  path: '/2/ewt/{mode}',
  summary: 'The expected wait in virtual queues (8.5.2)',
  inferred: `the parameter service; ${SHAPE}`,
  query: queue,
  answer: waits,
  handle: (app, { path, query }) => waitsAsked(app, query, modeOf(path.mode)),
});

export const ewt2ByQuery = endpoint({
  method: 'get',
  path: '/2/ewt',
  summary: 'The same, with the mode as a parameter',
  inferred: `the parameters mode and service; ${SHAPE}`,
  query: queue.extend({ mode: z.string().default('ewt2') }),
  answer: waits,
  handle: (app, { query }) => waitsAsked(app, query, modeOf(query.mode)),
});

function modeOf(given: string): WaitMethod {
  const mode = modes2.find((one) => one === given);
  if (!mode) throw new RingbackError('BAD_REQUEST', { what: `mode is one of ${modes2.join(', ')}` });
  return mode;
}

/** By queues, or as somebody who asked the service for a callback now would wait. */
function waitsAsked(
  app: App,
  asked: { name?: string | undefined; service?: string | undefined },
  method: WaitMethod,
): Promise<z.infer<typeof waits>> {
  if (asked.service === undefined) return waitsOf(app, asked.name ?? null, method);
  const { queue, options, subjects } = serviceNamed(app, asked.service);
  const subject = subjectOf(subjects, asParameters(asked));
  return waitsOf(app, queue, method, integerOption({ ...options, ...subject.options }, '_priority'));
}

async function waitsOf(
  app: App,
  names: string | null,
  method: WaitMethod,
  priority = 0,
): Promise<z.infer<typeof waits>> {
  const queues = names?.split(',').map((name) => name.trim()) ?? app.config().queues.map(({ name }) => name);
  const time = Math.floor(app.clock.now() / 1000);
  const answers = await Promise.all(
    queues.map(async (queue) => {
      const { seconds, position } = await waitTime(app, queue, { placeAt: null, method, priority });
      return [queue, { time, calls: position - 1, pos: position, ewt: seconds }] as const;
    }),
  );
  return Object.fromEntries(answers);
}
