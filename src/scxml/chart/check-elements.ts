import { laterThanOrs } from '../ors/portable.ts';
import { elementsOf, type XmlElement } from '../xml/parse-xml.ts';
import { checkValues } from './check-values.ts';
import { SCXML_NAMESPACE, type CompileContext } from './compile-context.ts';

interface Shape {
  attributes: string[];
  /** `executable` content is checked where it is compiled, `anything` is data. */
  children: string[] | 'executable' | 'anything';
}

/** The elements of SCXML §3 to §6, and what ORS adds to their attributes. */
const shapes = new Map<string, Shape>(
  Object.entries({
    scxml: shape('initial name datamodel binding version profile', 'state parallel final datamodel script'),
    state: shape(
      'id initial',
      'onentry onexit transition initial state parallel final history datamodel invoke',
    ),
    parallel: shape('id', 'onentry onexit transition state parallel history datamodel invoke'),
    final: shape('id', 'onentry onexit donedata'),
    invoke: shape('type typeexpr src srcexpr id idlocation namelist autoforward', 'content param finalize'),
    finalize: shape('', 'executable'),
    history: shape('id type', 'transition'),
    initial: shape('', 'transition'),
    transition: shape('event cond target type', 'executable'),
    onentry: shape('', 'executable'),
    onexit: shape('', 'executable'),
    datamodel: shape('', 'data'),
    data: shape('id expr src', 'anything'),
    donedata: shape('', 'content param'),
    content: shape('expr', 'anything'),
    param: shape('name expr location', ''),
    if: shape('cond', 'executable'),
    elseif: shape('cond', ''),
    else: shape('', ''),
    foreach: shape('array item index', 'executable'),
    raise: shape('event', 'param'),
    event: shape('name', ''),
    log: shape('label expr level', ''),
    assign: shape('location expr', 'anything'),
    script: shape('src', 'anything'),
    send: shape(
      'event eventexpr target targetexpr type typeexpr targettype id sendid idlocation delay delayexpr namelist hints',
      'content param',
    ),
    cancel: shape('sendid sendidexpr', ''),
  }),
);

function shape(attributes: string, children: string): Shape {
  const free = children === 'executable' || children === 'anything';
  return { attributes: words(attributes), children: free ? children : words(children) };
}

function words(text: string): string[] {
  return text.split(' ').filter(Boolean);
}

/** Names what cannot stand where it stands, in the whole document. */
export function checkElements(context: CompileContext, element: XmlElement): void {
  const known = element.namespace === SCXML_NAMESPACE ? shapes.get(element.name) : undefined;
  if (known) checkShape(context, element, known);
  if (known?.children === 'anything') return;
  for (const child of elementsOf(element)) checkElements(context, child);
}

function checkShape(context: CompileContext, element: XmlElement, { attributes, children }: Shape): void {
  for (const name of element.attributes.keys()) {
    // ORS: _persist, _type, _statePersistDefault and the like steer ORS itself.
    if (attributes.includes(name) || name.startsWith('_')) continue;
    context.unknownAttribute(element, name, attributes);
  }
  checkValues(context, element);
  context.onlyHere(element, () => laterThanOrs(element));
  if (typeof children === 'string') return;
  for (const child of elementsOf(element)) {
    const text = `<${child.name}> cannot stand in <${element.name}>`;
    if (child.namespace !== SCXML_NAMESPACE)
      context.report(child, 'element-foreign', `${text} and is ignored`, 'warning');
    else if (!children.includes(child.name)) context.report(child, 'element-unknown', text);
  }
}
