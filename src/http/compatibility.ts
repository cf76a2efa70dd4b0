import { z } from 'zod';

import { optionRules } from '../callback/options.ts';
import { otherOptions } from '../callback/other-options.ts';
import type { Endpoint } from './endpoint.ts';
import { genesysEndpoints } from './genesys/endpoints.ts';
import { unserved } from './genesys/unserved.ts';

/** One request, parameter or option of GMS 8.5 and what becomes of it here. */
interface Compatibility {
  kind: 'request' | 'parameter' | 'option';
  name: string;
  standing: 'done' | 'ignored' | 'refused';
  /** Why it is ignored or refused; what of it is only inferred. Empty where there is nothing to say. */
  remark: string;
}

/** Options that are checked like the others, and taken without effect. */
const withoutEffect: Readonly<Record<string, string>> = {
  _call_timeguard_timeout: 'detection has its own limit',
};

/** What is served and taken, read from the very tables that serve and check it. */
export function compatibility(): Compatibility[] {
  const served = genesysEndpoints.flatMap((one) => [
    {
      kind: 'request' as const,
      name: nameOf(one),
      standing: 'done' as const,
      remark: one.inferred ? `inferred: ${one.inferred}` : '',
    },
    ...[one.query, one.body].flatMap((schema) => (schema ? parametersOf(one, schema) : [])),
  ]);
  const refused = unserved.map(({ method, path, why }) => ({
    kind: 'request' as const,
    name: `${method.toUpperCase()} ${path}`,
    standing: 'refused' as const,
    remark: why,
  }));
  return [...served, ...refused, ...options()];
}

function options(): Compatibility[] {
  const own = Object.entries(optionRules).map(([name, { fallback }]) => ({
    kind: 'option' as const,
    name,
    standing: Object.hasOwn(withoutEffect, name) ? ('ignored' as const) : ('done' as const),
    remark: withoutEffect[name] ?? `default ${fallback === '' ? 'nothing' : String(fallback)}`,
  }));
  const others = Object.entries(otherOptions).map(([name, { kept, why }]) => ({
    kind: 'option' as const,
    name,
    standing: kept === 'ignored' ? ('ignored' as const) : ('refused' as const),
    remark: why,
  }));
  return [...own, ...others];
}

function parametersOf(one: Endpoint, schema: z.ZodObject): Compatibility[] {
  return Object.keys(schema.shape).map((name) => ({
    kind: 'parameter' as const,
    name: `${nameOf(one)} ${name}`,
    standing: 'done' as const,
    remark: z.globalRegistry.get(schema.shape[name] as z.ZodType)?.description ?? '',
  }));
}

function nameOf({ method, path }: Endpoint): string {
  return `${method.toUpperCase()} ${path}`;
}
