import type { JsonObject } from '../core/json.ts';
import type { FormItem } from './form/dialog.ts';
import type { PageEvent } from './page-event.ts';
import type { HeldValue } from './script/page-script.ts';
import type { Target } from './target.ts';

/** A transfer of control, handed upward until someone carries it out. */
export type Control =
  /** To a dialog, of this document or of another one that is loaded already. */
  | { kind: 'go'; target: Target }
  /** To an item of the same form. */
  | { kind: 'item'; item: FormItem }
  /** Out of a subdialog, with values or an event. */
  | { kind: 'return'; values: HeldValue }
  | { kind: 'return-event'; event: PageEvent }
  /** The session ends. `error` says why it failed, if it did. */
  | { kind: 'exit'; result: JsonObject; error: string | null };
