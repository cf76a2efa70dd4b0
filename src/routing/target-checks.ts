import { parseTargets } from './target-list.ts';
import { parseTarget } from './target.ts';
import { unmetTarget } from './unmet-target.ts';

/** What the check of the configuration asks about targets. */
export const targetChecks = { queue: parseTarget, service: parseTargets, unmet: unmetTarget };
