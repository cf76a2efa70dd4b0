import { eitherAttribute, listAttribute } from '../content/attribute-pair.ts';
import { timeMs } from '../duration.ts';
import type { Frame } from '../frame.ts';
import type { FetchRequest, FormPart } from '../fetcher.ts';
import { property } from '../properties.ts';
import { resolveUri, withQuery } from '../uri.ts';
import type { XmlElement } from '../xml/element.ts';
import { fieldsOf } from './fields.ts';

/** What is fetched: it names the properties that hold where an element says nothing (VoiceXML 2.1 §6.3.5). */
type Kind = 'document' | 'data' | 'script' | 'grammar';

/** How an element fetches (VoiceXML 2.1 §6.1). */
export interface FetchPolicy {
  /** The longest wait for the answer, if the page sets one, ms. */
  timeoutMs: number | undefined;
  /** What a cache may answer with. */
  caching: Pick<FetchRequest, 'maxAgeS' | 'maxStaleS'>;
}

/** `fetchtimeout`, `maxage` and `maxstale` of an element, else of the properties. */
export function fetchPolicy(frame: Frame, element: XmlElement, kind: Kind): FetchPolicy {
  const timeout = element.attributes.get('fetchtimeout') ?? property(frame, 'fetchtimeout');
  const maxAgeS = secondsOf(element.attributes.get('maxage') ?? property(frame, `${kind}maxage`));
  const maxStaleS = secondsOf(element.attributes.get('maxstale') ?? property(frame, `${kind}maxstale`));
  return {
    timeoutMs: timeout === undefined ? undefined : timeMs(timeout),
    caching: { ...(maxAgeS !== undefined && { maxAgeS }), ...(maxStaleS !== undefined && { maxStaleS }) },
  };
}

/** The request for a document by its address, and how long to wait for it. @throws PageEvent `error.badfetch` */
export async function requestFor(
  frame: Frame,
  element: XmlElement,
  kind: Kind,
): Promise<{ request: FetchRequest; timeoutMs: number | undefined }> {
  const { timeoutMs, caching } = fetchPolicy(frame, element, kind);
  const reference = eitherAttribute(frame, element, ['src', 'srcexpr']) ?? '';
  const { url } = resolveUri(reference, frame.context.page.base);
  const names = listAttribute(element, 'namelist') ?? [];
  return { request: { ...(await withFields(frame, element, { url, names })), ...caching }, timeoutMs };
}

/**
 * A request that hands over variables, as the `method` and `enctype` of the element want it: in the query, form-encoded
 * or as multipart/form-data, where recordings go as files (VoiceXML 2.1 §5.3.8).
 */
export async function withFields(
  frame: Frame,
  element: XmlElement,
  { url, names }: { url: string; names: readonly string[] },
): Promise<FetchRequest> {
  const fields = fieldsOf(frame, names);
  if (element.attributes.get('method') !== 'post')
    return { method: 'GET', url: fields.length === 0 ? url : withQuery(url, fields), form: null };
  if (element.attributes.get('enctype') !== 'multipart/form-data')
    return { method: 'POST', url, form: fields };
  const parts = await Promise.all(fields.map(([name, value]) => partOf(frame, name, value)));
  return { method: 'POST', url, form: null, parts };
}

async function partOf(frame: Frame, name: string, value: string): Promise<FormPart> {
  const { platform, recordings } = frame.context.call;
  const recording = recordings.get(value);
  if (!recording) return { name, value, type: null };
  return { name, value: await platform.read(recording.url), type: recording.type };
}

function secondsOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : undefined;
}
