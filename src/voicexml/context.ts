import type { Call } from './call.ts';
import type { Control } from './control.ts';
import type { Page } from './page.ts';
import type { HeldValue, ScopeChain } from './script/page-script.ts';
import type { Target } from './target.ts';
import { rootOf, type XmlElement } from './xml/element.ts';

/** An application: its root document (or the one document that is all of it) and the scope of its variables. */
interface Application {
  page: Page;
  scope: number;
}

/** Values of a subdialog's `<param>` elements by name. */
export type Parameters = ReadonlyMap<string, HeldValue>;

/**
 * An execution context (VoiceXML 2.1 §1.5.2, §2.3.4): the active document, its application and their variables. The
 * session has one, and each subdialog has one of its own while it runs.
 */
export interface Context {
  readonly call: Call;
  /** False for the context of the session itself. */
  readonly isSubdialog: boolean;
  /** Runs a subdialog in a context of its own until it returns or the session ends. */
  readonly openSubdialog: (target: Target, parameters: Parameters) => Promise<Control>;
  page: Page;
  application: Application;
  /** The application's scope where the document is its own root. */
  documentScope: number;
}

/** Scopes of the session, the application and the document. */
export function documentChain(context: Context): ScopeChain {
  const { call, application, documentScope } = context;
  const outer = [call.sessionScope, application.scope];
  return application.scope === documentScope ? outer : [...outer, documentScope];
}

/** The active document, or its root, that an element stands in. */
export function pageOf(context: Context, element: XmlElement): Page {
  const root = rootOf(element);
  return activePages(context).find((page) => page.root === root) ?? context.page;
}

/** The documents whose handlers, links and properties hold: the active one, then its root. */
export function activePages({ page, application }: Context): Page[] {
  return application.page === page ? [page] : [page, application.page];
}
