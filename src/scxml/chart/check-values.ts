import { delayMs } from '../delay.ts';
import { isVariableName } from '../evaluate/script-source.ts';
import type { XmlElement } from '../xml/parse-xml.ts';
import type { CompileContext } from './compile-context.ts';

const choices: Readonly<Record<string, readonly [attribute: string, values: readonly string[]]>> = {
  scxml: ['binding', ['early', 'late']],
  history: ['type', ['shallow', 'deep']],
  transition: ['type', ['internal', 'external']],
  invoke: ['autoforward', ['true', 'false']],
};

const names: Readonly<Record<string, readonly string[]>> = { data: ['id'], foreach: ['item', 'index'] };

/** Attributes whose values are neither expressions nor free text. */
export function checkValues(context: CompileContext, element: XmlElement): void {
  const { name, attributes } = element;
  const [attribute, values] = choices[name] ?? [];
  const chosen = attribute === undefined ? undefined : attributes.get(attribute);
  if (attribute !== undefined && chosen !== undefined && !values?.includes(chosen))
    context.wrongValue(element, attribute, `is ${values?.join(' or ') ?? ''}`);
  for (const one of names[name] ?? []) {
    const variable = attributes.get(one);
    if (variable !== undefined && !isVariableName(variable))
      context.wrongValue(element, one, 'is the name of a variable');
  }
  const delay = attributes.get('delay');
  // In the older dialect it is an expression.
  if (name === 'send' && delay !== undefined && !context.settings.ors && delayMs(delay) === null)
    context.wrongValue(element, 'delay', 'is a time such as 1.5s or 200ms');
}
