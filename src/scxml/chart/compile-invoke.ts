import { pathFrom } from '../file-address.ts';
import { elementsOf, type XmlElement } from '../xml/parse-xml.ts';
import type { Code, Content, InnerDocument, Invoke } from './chart.ts';
import { SCXML_NAMESPACE, type CompileContext } from './compile-context.ts';
import { compileBlock, either, namesIn } from './compile-executable.ts';
import { compileContent } from './compile-value.ts';

/** `<invoke>`. SCXML §6.4: what can be known of the child is checked now. */
export function compileInvoke(context: CompileContext, element: XmlElement): Invoke {
  const { attributes, line } = element;
  const child = (name: string): XmlElement | undefined =>
    elementsOf(element).find((one) => one.name === name && one.namespace === SCXML_NAMESPACE);
  const content = child('content');
  const finalize = child('finalize');
  const src = either(context, element, 'src');
  if (src?.kind === 'text') checkSource(context, element, src.text);
  return {
    id: attributes.get('id') ?? null,
    idLocation: context.optionalCode(element, 'idlocation')?.source ?? null,
    type: either(context, element, 'type'),
    src,
    content: content ? contentOf(context, content) : null,
    namelist: namesIn(element, 'namelist'),
    params: context.params(element),
    autoforward: attributes.get('autoforward') === 'true',
    finalize: finalize ? compileBlock(context, finalize) : [],
    line,
  };
}

/** A document within the document is compiled with it. */
function contentOf(context: CompileContext, element: XmlElement): Code | Content | InnerDocument {
  const root = elementsOf(element).find((one) => one.name === 'scxml' && one.namespace === SCXML_NAMESPACE);
  if (!root || element.attributes.has('expr')) return compileContent(context, element);
  context.inner.push(context.settings.compileInner(root));
  return { kind: 'document', at: context.inner.length - 1 };
}

/** Who publishes is told of a file that is not there; a session in use meets `error.communication`. */
function checkSource(context: CompileContext, element: XmlElement, address: string): void {
  const { path, resolve, lenient } = context.settings;
  if (resolve(pathFrom(path, address)) !== null) return;
  context.report(element, 'source-missing', `"${address}" cannot be read`, lenient ? 'warning' : 'error');
}
