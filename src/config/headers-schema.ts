import { headerName } from '../callback/leg-headers.ts';

const texts = {
  type: 'object',
  patternProperties: {
    [headerName.source]: {
      type: 'string',
      pattern: '^[^{}]*(\\{[^{}\\s]+\\}[^{}]*)+$',
      maxLength: 500,
      errorMessage: 'a text with a name such as {subject} in it, of 500 characters at most',
    },
  },
  additionalProperties: false,
  maxProperties: 20,
  errorMessage: 'a mapping of 20 headers at most, X-... or User-to-User',
};

/** JSON Schema of `headers`. */
export const headersSchema = {
  type: 'object',
  properties: { agent: texts, caller: texts },
  additionalProperties: false,
  errorMessage: 'a mapping of `agent` and `caller`',
};

/** What passes it holds. */
export interface RawHeaders {
  agent?: Record<string, string>;
  caller?: Record<string, string>;
}
