import { stringify } from 'yaml';

import type { Walk, WalkRequest } from './walk-dialog.ts';

/** Enough to know it by; what follows holds codes and the like, which another walk has otherwise. */
function firstSentence(text: string): string {
  return /^.*?[.?!](?=\s|$)/s.exec(text)?.[0] ?? text;
}

/** A walk written down as a file of `dialogs/tests`: what was heard and pressed has to stay as it was. */
export function walkAsTest({ dialog, locale, given }: WalkRequest, walk: Walk): string {
  const turns = walk.turns
    .filter(({ said, pressed }) => said.length > 0 || pressed !== null)
    .map(({ said, pressed }) => ({
      ...(said.length > 0 && { hears: firstSentence(said[0]?.text ?? '') }),
      ...(said.every(({ prompt }) => prompt !== null) && { prompts: said.map(({ prompt }) => prompt) }),
      ...(pressed !== null && { presses: pressed }),
    }));
  const end = walk.end?.result['end'];
  const { booked } = walk;
  const expect = {
    ...(end !== undefined && { result: { end } }),
    ...(booked && { booked: { number: booked.number, ...(booked.at !== null && { at: booked.at }) } }),
  };
  const pressed = turns.flatMap(({ presses }) => presses ?? []).join(', ');
  const test = { name: pressed === '' ? 'nothing is pressed' : `pressed ${pressed}`, given, turns, expect };
  return stringify(
    { dialog, ...(locale !== 'en-US' && { language: locale }), tests: [test] },
    { lineWidth: 100 },
  );
}
