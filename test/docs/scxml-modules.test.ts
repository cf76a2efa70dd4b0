import { expect, it } from 'vitest';

import type { ElementHandler, StrategyModule } from '../../src/strategy/module.ts';
import type { ElementSpec } from '../../src/scxml/step.ts';
import { modules } from '../../src/strategy/registry.ts';

const head = `# Modules of strategies

The elements that a strategy may use beside those of SCXML. Each is asynchronous: \`requestid\` is a location that gets the id of the request, and the result comes as an event whose \`_event.data.requestid\` is that id. The error event tells \`error\`, one of the codes below, and \`description\`, a sentence; \`unknown\` stands for a failure of our own. Attributes are value expressions, but for those marked otherwise. A namespace is taken with \`http://\` before it too.

This page is made from the registry of the modules: \`vitest run test/docs/scxml-modules.test.ts -u\`.
`;

/** One of its attributes or children a line, as deep as they go. */
function parts({ attributes, required, children }: ElementSpec, depth = 0): string[] {
  const written = Object.entries(attributes)
    .filter(([name]) => name !== 'requestid')
    .map(([name, how]) => {
      const marks = [...(required.includes(name) ? ['required'] : []), ...(how === 'expr' ? [] : [how])];
      return `\`${name}\`${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`;
    });
  const indent = '  '.repeat(depth);
  const lines = written.length > 0 ? [`${indent}- attributes: ${written.join(', ')}`] : [];
  for (const [name, child] of Object.entries(children)) {
    lines.push(`${indent}- child \`${name}\``, ...parts(child, depth + 1));
  }
  return lines;
}

function element(module: StrategyModule, name: string, handler: ElementHandler): string {
  const { about, spec, errorEvent } = handler;
  const lines = [
    ...parts(spec),
    ...about.events.map((event) => `- event: \`${event}\``),
    ...(errorEvent ? [`- error event: \`${errorEvent}\``] : []),
    ...(about.errors.length > 0 ? [`- codes: ${about.errors.map((code) => `\`${code}\``).join(', ')}`] : []),
  ];
  return `### ${module.name}:${name}\n\n${about.does}\n\n${lines.join('\n')}\n`;
}

function chapter(module: StrategyModule): string {
  const { name, namespaces, does, functions, elements } = module;
  const written = Object.keys(functions).map((path) => `\`${path}\``);
  return [
    `## ${name}\n\n\`${namespaces.join('`, `')}\`\n\n${does}${written.length > 0 ? ` Functions: ${written.join(', ')}.` : ''}\n`,
    ...Object.entries(elements).map(([key, handler]) => element(module, key, handler)),
  ].join('\n');
}

it('docs/reference/scxml-modules.md says what the registry of the modules holds', async () => {
  const chapters = modules.filter(({ namespaces }) => namespaces.length > 0).map(chapter);
  await expect([head, ...chapters].join('\n')).toMatchFileSnapshot('../../docs/reference/scxml-modules.md');
});

it('every element says what it does, and one that has an error event says its codes or that there are none', () => {
  for (const { elements } of modules)
    for (const [name, { about, errorEvent }] of Object.entries(elements)) {
      expect(about.does, name).toMatch(/\.$/);
      if (about.errors.length > 0) expect(errorEvent, name).toBeDefined();
    }
});
