import { compatibility } from '../http/compatibility.ts';
import { table } from './table.ts';

/** `ringback compat`: what of the Genesys API is done and what is refused, as text, Markdown or JSON. */
export function showCompatibility(format: { markdown?: boolean; json?: boolean }): void {
  if (format.json) console.log(JSON.stringify(compatibility(), null, 2));
  else if (format.markdown) console.log(compatibilityPage());
  else {
    const rows = compatibility().map(({ kind, name, standing, remark }) => [standing, kind, name, remark]);
    console.log(table(['STANDING', 'KIND', 'NAME', 'REMARK'], rows));
  }
}

/** The tables of docs/reference/compatibility.md. */
export function compatibilityPage(): string {
  const rows = compatibility();
  const sections = { request: 'Requests', parameter: 'Parameters', option: 'Options' } as const;
  return Object.entries(sections)
    .map(([kind, title]) => {
      const lines = rows
        .filter((row) => row.kind === kind)
        .map(({ name, standing, remark }) => `| \`${name}\` | ${standing} | ${cell(remark)} |`);
      return [`## ${title}`, '', '| Name | Standing | Remark |', '| --- | --- | --- |', ...lines, ''].join(
        '\n',
      );
    })
    .join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
