/** `prompts` of config/ringback.yaml: texts in place of those of prompts/<locale>.yaml. What they say is checked with the dialogs. */
export const promptsSchema = {
  type: 'object',
  patternProperties: {
    '^[a-z]{2,3}-[A-Z]{2}$': {
      type: 'object',
      patternProperties: {
        '^[A-Za-z_][A-Za-z0-9_-]{0,63}$': {
          type: ['string', 'array'],
          minLength: 1,
          minItems: 1,
          items: { type: 'string', minLength: 1, errorMessage: 'a text' },
          errorMessage: 'a text, or a list of texts',
        },
      },
      additionalProperties: false,
      errorMessage: 'a mapping of prompt names to texts',
    },
  },
  additionalProperties: false,
  errorMessage: 'a mapping of locales such as en-US',
};

export type RawPrompts = Record<string, Record<string, string | string[]>>;
