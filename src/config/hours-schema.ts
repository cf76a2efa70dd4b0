const text = { type: 'string', minLength: 1, errorMessage: 'a text' } as const;
const texts = { type: 'array', items: text, errorMessage: 'a list of texts' } as const;
const steps = {
  type: 'object',
  patternProperties: {
    '^([01]\\d|2[0-3]):[0-5]\\d$': {
      type: 'integer',
      minimum: 0,
      maximum: 100_000,
      errorMessage: 'a whole number from 0 to 100000',
    },
  },
  additionalProperties: false,
  errorMessage: 'numbers of callbacks by time of day, such as "08:30": 12',
} as const;

function record(properties: object, required: string[] = []): object {
  return { type: 'object', properties, required, additionalProperties: false, errorMessage: 'a mapping' };
}

/** Office hours. What their texts mean is checked by whoever reads them. */
export const officeSchema = record(
  {
    'time-zone': text,
    weekly: texts,
    additions: texts,
    exceptions: texts,
    holidays: record({ country: text, state: text, region: text }, ['country']),
    feeds: texts,
  },
  ['time-zone'],
);

/** Callbacks that slots take, by the time of the week. */
export const capacitySchema = record(
  {
    'time-zone': text,
    weekly: { type: 'object', additionalProperties: steps, errorMessage: 'steps by days such as Mon-Fri' },
    dates: { type: 'object', additionalProperties: steps, errorMessage: 'steps by dates such as 12-24' },
  },
  ['weekly'],
);

export interface RawOffice {
  'time-zone': string;
  weekly?: string[];
  additions?: string[];
  exceptions?: string[];
  holidays?: { country: string; state?: string; region?: string };
  feeds?: string[];
}

export interface RawCapacity {
  'time-zone'?: string;
  weekly: Record<string, Record<string, number>>;
  dates?: Record<string, Record<string, number>>;
}
