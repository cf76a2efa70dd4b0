import type { Call } from './call.ts';
import { documentChain, type Context, type Parameters } from './context.ts';
import type { Control } from './control.ts';
import { runData } from './content/data.ts';
import { runScript } from './content/script.ts';
import { runVar } from './content/variable.ts';
import { catching } from './form/catch-event.ts';
import { runForm } from './form/run-form.ts';
import type { Frame } from './frame.ts';
import { semanticError } from './page-event.ts';
import type { Page } from './page.ts';
import type { Target } from './target.ts';
import { childrenOf } from './xml/element.ts';

/** Goes from dialog to dialog and document to document until the session ends (VoiceXML 2.1 §1.5). */
export function runSession(call: Call, first: Target): Promise<Control> {
  return runContext(call, first, { depth: 0, parameters: new Map() });
}

interface Opening {
  /** 0 for the session's own context, one more for each subdialog. */
  depth: number;
  parameters: Parameters;
}

/** One execution context from its first target until control leaves it. */
async function runContext(call: Call, first: Target, { depth, parameters }: Opening): Promise<Control> {
  if (depth > call.limits.subdialogs)
    throw semanticError(`subdialogs are more than ${call.limits.subdialogs} deep`);
  const context = newContext(call, first, depth);
  let given = parameters;
  for (let target = first; ;) {
    call.step();
    const control: Control =
      (await enter(context, target, target === first)) ?? (await runForm(context, target, given));
    if (control.kind !== 'go') {
      release(context);
      return control;
    }
    target = control.target;
    given = new Map();
  }
}

function newContext(call: Call, { page, root }: Target, depth: number): Context {
  const scope = call.script.newScope('application', 'document');
  return {
    call,
    isSubdialog: depth > 0,
    openSubdialog: (target, parameters) => runContext(call, target, { depth: depth + 1, parameters }),
    page,
    application: { page: root ?? page, scope },
    documentScope: scope,
  };
}

/** Makes a target's document the active one: its variables, and those of its application, are new unless they stay. */
async function enter(context: Context, target: Target, isFirst: boolean): Promise<Control | null> {
  const { page, root, keepsApplication, sameDocument } = target;
  const { script } = context.call;
  if (sameDocument) return null;
  if (!isFirst) {
    if (context.documentScope !== context.application.scope) script.free([context.documentScope]);
    if (!keepsApplication) {
      script.free([context.application.scope]);
      context.application = { page: root ?? page, scope: script.newScope('application', 'document') };
    }
  }
  context.page = page;
  context.documentScope = context.application.scope;
  if (root === null) {
    // A root document that was active already as such keeps its variables (VoiceXML 2.1 §1.5.2).
    context.application.page = page;
    return keepsApplication ? null : initialise(context, page);
  }
  const failed = keepsApplication ? null : await initialise({ ...context, page: root }, root);
  context.documentScope = script.newScope('document');
  return failed ?? initialise(context, page);
}

/** `<var>` and `<script>` at the top of a document, in order (VoiceXML 2.1 §5.3.1). */
function initialise(context: Context, page: Page): Promise<Control | null> {
  const frame: Frame = {
    context,
    dialog: null,
    item: null,
    element: page.root,
    chain: documentChain(context),
  };
  return catching(frame, async () => {
    for (const child of childrenOf(page.root, 'data', 'var', 'script'))
      if (child.name === 'data') await runData(frame, child);
      else if (child.name === 'script') await runScript(frame, child);
      else runVar(frame, child);
    return null;
  });
}

function release({ call, application, documentScope }: Context): void {
  call.script.free([...new Set([application.scope, documentScope])]);
}
