import { z } from 'zod';

import { peekStatistic, statisticNames } from '../../app/peek-statistic.ts';
import { RingbackError } from '../../core/errors.ts';
import { endpoint } from '../endpoint.ts';
import { parameter } from './schemas.ts';

const statistic = {
  method: 'post',
  summary: 'The current value of a statistic of a virtual queue',
  inferred: `the key \`value\`; the statistics are ${statisticNames.join(', ')}, others are 501`,
  body: z.looseObject({
    objectId: parameter.optional().meta({ description: 'a virtual queue, also as name@switch; mandatory' }),
    metric: parameter.optional(),
    statisticType: parameter.optional().meta({ description: 'the statistic; or metric' }),
  }),
  answer: z.object({ value: z.number() }),
} as const;

/** Basic authentication there is the key that all of the API asks for, and nothing asks for less. */
export const statistics = (['/1/statistic', '/1/internal_statistic'] as const).map((path) =>
  endpoint({
    ...statistic,
    path,
    async handle(app, { body }) {
      const { objectId, statisticType, metric } = body;
      const name = statisticType ?? metric;
      if (typeof objectId !== 'string' || typeof name !== 'string')
        throw new RingbackError('BAD_REQUEST', {
          what: 'objectId and statisticType (or metric) are mandatory',
        });
      return { value: await peekStatistic(app, name, objectId) };
    },
  }),
);
