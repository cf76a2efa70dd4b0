import { checkPage } from './check/check-page.ts';
import type { FetchRequest, Fetcher } from './fetcher.ts';
import { badFetch } from './page-event.ts';
import { resolveUri } from './uri.ts';
import { childrenOf, type XmlElement } from './xml/element.ts';
import { parseXml } from './xml/parse-xml.ts';

/** A document that was fetched and found well made. */
export interface Page {
  /** Where it came from, without fragment. */
  url: string;
  /** What relative addresses in it are relative to: its `xml:base` or where it came from (VoiceXML 2.1 §1.5.1). */
  base: string;
  root: XmlElement;
  /** Address of its application root document; null when it is its own. */
  application: string | null;
}

/** Fetches and checks a document. @throws PageEvent `error.badfetch...` */
export async function loadPage(fetcher: Fetcher, request: FetchRequest, timeoutMs?: number): Promise<Page> {
  const { text, url } = await fetcher.text(request, timeoutMs);
  return readPage(text, url);
}

/** The page in a text. @throws PageEvent `error.badfetch` */
function readPage(text: string, url: string): Page {
  const root = parseXml(text);
  checkPage(root);
  const base = resolveUri(root.attributes.get('xml:base') ?? url, url).url;
  const application = root.attributes.get('application');
  return {
    url,
    base,
    root,
    application: application === undefined ? null : resolveUri(application, base).url,
  };
}

/** The dialog with the id, or the first one. @throws PageEvent `error.badfetch` (VoiceXML 2.1 §5.3.7) */
export function dialogIn(page: Page, id: string): XmlElement {
  const dialogs = childrenOf(page.root, 'form', 'menu');
  const dialog = id === '' ? dialogs[0] : dialogs.find((candidate) => candidate.attributes.get('id') === id);
  if (!dialog) throw badFetch(id === '' ? `${page.url} has no dialog` : `${page.url} has no dialog "${id}"`);
  return dialog;
}
