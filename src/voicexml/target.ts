import type { Context } from './context.ts';
import type { FetchRequest, Fetcher } from './fetcher.ts';
import type { Match } from './input/entry.ts';
import { semanticError } from './page-event.ts';
import { dialogIn, loadPage, type Page } from './page.ts';
import { resolveUri } from './uri.ts';
import { rootOf, type XmlElement } from './xml/element.ts';

/** Where control goes: everything is fetched and checked, so that going there cannot fail any more. */
export interface Target {
  page: Page;
  dialog: XmlElement;
  /** The application root document; null when the page is its own. */
  root: Page | null;
  /** The variables of the application stay. */
  keepsApplication: boolean;
  /** A dialog of the active document: its variables stay. */
  sameDocument: boolean;
  /** What the caller said to a grammar of the dialog while in another one: it is processed first. */
  input?: Match;
}

/** How a document is asked for. */
export interface Transition {
  reference: string;
  via: 'goto' | 'submit' | 'subdialog';
  request: FetchRequest;
  /** The longest wait for the answer, if the page sets one. */
  timeoutMs: number | undefined;
}

/** The target of the first document of a call. @throws PageEvent `error.badfetch...` */
export async function firstTarget(fetcher: Fetcher, address: string): Promise<Target> {
  const { url, fragment } = resolveUri(address, address);
  const page = await loadPage(fetcher, { method: 'GET', url, form: null });
  const root = page.application === null ? null : await loadRoot(fetcher, page.application);
  return { page, dialog: dialogIn(page, fragment), root, keepsApplication: false, sameDocument: false };
}

/**
 * Loads what a page wants to go to. It happens before the page is left, so a failure is an event in it.
 * @throws PageEvent `error.badfetch...`
 */
export async function resolveTarget(context: Context, transition: Transition): Promise<Target> {
  const { call, application } = context;
  const { reference, via } = transition;
  const { fragment } = resolveUri(reference, context.page.base);
  if (/^(#|$)/.test(reference.trim()) && via !== 'submit') return insideDocument(context, via, fragment);

  const page = await loadPage(call.fetcher, transition.request, transition.timeoutMs);
  const dialog = dialogIn(page, fragment);
  const known = via === 'subdialog' ? null : application.page;
  if (page.application === null) {
    // From a leaf to its own root by goto its variables stay; by submit, or root to itself, they are made anew.
    const keepsApplication = via === 'goto' && context.page !== known && known?.url === page.url;
    return { page, dialog, root: null, keepsApplication, sameDocument: false };
  }
  if (known?.url === page.application)
    return { page, dialog, root: known, keepsApplication: true, sameDocument: false };
  const root = await loadRoot(call.fetcher, page.application);
  return { page, dialog, root, keepsApplication: false, sameDocument: false };
}

/** A dialog of the active document or of its root: nothing is fetched, and the variables of the application stay. */
export function activeTarget({ page, application }: Context, dialog: XmlElement): Target {
  const isOfPage = rootOf(dialog) === page.root;
  const root = isOfPage && application.page !== page ? application.page : null;
  const target = isOfPage ? page : application.page;
  return { page: target, dialog, root, keepsApplication: true, sameDocument: isOfPage };
}

/** A reference that is only a fragment; a subdialog makes the document's variables anew for itself. */
function insideDocument({ page, application }: Context, via: Transition['via'], fragment: string): Target {
  const root = application.page === page ? null : application.page;
  return {
    page,
    dialog: dialogIn(page, fragment),
    root,
    keepsApplication: false,
    sameDocument: via === 'goto',
  };
}

async function loadRoot(fetcher: Fetcher, url: string): Promise<Page> {
  const root = await loadPage(fetcher, { method: 'GET', url, form: null });
  // VoiceXML 2.1 §1.5.2
  if (root.application !== null) throw semanticError(`${url} is a root document and names a root itself`);
  return root;
}
