import type { Json } from '../core/json.ts';

/** GMS token variables: `$name$` stands for the parameter `name` of the request. */
const TOKEN = /\$([A-Za-z_][\w.-]{0,99})\$/g;

/** Options whose value depends on the request, as they are written. */
export type OptionTemplates = Readonly<Record<string, string>>;

export function isTemplate(value: unknown): value is string {
  return typeof value === 'string' && value.search(TOKEN) >= 0;
}

/** The value for a request; null when it lacks one of the parameters. */
export function filled(template: string, parameters: Readonly<Record<string, Json>>): string | null {
  const given = new Map(Object.entries(parameters).filter(([, value]) => value !== null));
  const names = [...template.matchAll(TOKEN)].map(([, name = '']) => name);
  if (names.some((name) => !given.has(name))) return null;
  return template.replace(TOKEN, (_token, name: string) => {
    const value = given.get(name);
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}
