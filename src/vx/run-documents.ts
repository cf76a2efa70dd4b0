import type { Call } from './call.ts';
import type { Application, Context } from './context.ts';
import { documentChain } from './context.ts';
import type { Control } from './control.ts';
import { runScript } from './content/run-content.ts';
import { catchEvent } from './form/catch-event.ts';
import { runForm, type Parameters } from './form/run-form.ts';
import type { Frame } from './frame.ts';
import { PageEvent } from './page-event.ts';
import type { Page } from './page.ts';
import type { Target } from './target.ts';
import { childrenOf } from './xml/element.ts';

/** Goes from document to document until the session, or the subdialog, ends (VoiceXML 2.1 §1.5). */
export async function runDocuments(
  call: Call,
  first: Target,
  options: { depth: number; parameters?: Parameters },
): Promise<Control> {
  let context = await enter(call, null, first, options.depth);
  let parameters = options.parameters;
  let target = first;
  for (;;) {
    call.step();
    const failed = 'failed' in context ? context.failed : null;
    if (failed) return failed;
    const control: Control = await runForm(context as Context, target.dialog, parameters);
    parameters = undefined;
    if (control.kind !== 'go') return control;
    target = control.target;
    if (!target.sameDocument) context = await enter(call, context as Context, target, options.depth);
  }
}

/** Makes the variables of a document, and those of its application unless they stay. */
async function enter(
  call: Call,
  before: Context | null,
  target: Target,
  depth: number,
): Promise<Context | { failed: Control }> {
  const { page, root } = target;
  const kept = before && target.keepsApplication ? before.application : null;
  const application: Application = kept ?? { page: root ?? page, scope: call.script.newScope('application', ...(root ? [] : ['document'])) };
  const own = application.page === page;
  const documentScope = own ? application.scope : call.script.newScope('document');
  const context: Context = { call, depth, page, application: { ...application, page: kept && own ? page : application.page }, documentScope };
  if (!kept && root) {
    const failed = await initialise({ ...context, page: root, documentScope: application.scope }, root);
    if (failed) return { failed };
  }
  const failed = kept && own ? null : await initialise(context, page);
  return failed ? { failed } : context;
}

/** `<var>` and `<script>` of a document in order (§5.1.2). An event here has only the document's handlers. */
async function initialise(context: Context, page: Page): Promise<Control | null> {
  const frame: Frame = { context, dialog: null, item: null, element: page.root, chain: documentChain(context) };
  try {
    for (const child of childrenOf(page.root, 'var', 'script')) {
      if (child.name === 'script') await runScript(frame, child);
      else context.call.script.declare(frame.chain, child.attributes.get('name') ?? '', child.attributes.get('expr'));
    }
    return null;
  } catch (error) {
    if (!(error instanceof PageEvent)) throw error;
    return (await catchEvent(frame, error)) ?? { kind: 'exit', result: {}, error: `${error.event}: ${error.message}` };
  }
}
