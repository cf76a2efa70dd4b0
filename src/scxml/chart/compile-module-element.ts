import { didYouMean } from '../../core/did-you-mean.ts';
import { oursAlone } from '../ors/portable.ts';
import type { ElementSpec, ModuleRegistry } from '../step.ts';
import { elementsOf, type XmlElement } from '../xml/parse-xml.ts';
import type { Executable, ModuleElement } from './chart.ts';
import { SCXML_NAMESPACE, type CompileContext } from './compile-context.ts';

/** An element of a module's namespace. One that no module knows is said now and is an error when it is reached. */
export function compileModuleElement(context: CompileContext, element: XmlElement): Executable {
  const module = moduleOf(context.settings.registry, element.namespace);
  const spec = module && own(module.elements, element.name);
  context.onlyHere(element, () => oursAlone(element, spec ?? null));
  if (!spec) {
    const text = `{${element.namespace}}${element.name}`;
    const meant = didYouMean(element.name, Object.keys(module?.elements ?? {}));
    context.report(element, 'element-foreign', `nothing here carries out ${text}${meant}`, 'warning');
    return { kind: 'unknown', text, line: element.line };
  }
  if (spec.refused !== undefined)
    context.report(
      element,
      'element-foreign',
      `${element.name} only gives an error: ${spec.refused}`,
      'warning',
    );
  const kind = `${module.name}.${element.name}`;
  return { kind: 'module', element: { ...compileWith(context, element, spec), kind }, line: element.line };
}

/** ORS namespaces come with and without `http://`. */
function moduleOf(
  registry: ModuleRegistry,
  namespace: string,
): ModuleRegistry['modules'][number] | undefined {
  const plain = namespace.replace(/^https?:\/\//, '').replace(/\/$/, '');
  return registry.modules.find(
    ({ namespaces }) => namespaces.includes(plain) || namespaces.includes(namespace),
  );
}

function compileWith(context: CompileContext, element: XmlElement, spec: ElementSpec): ModuleElement {
  const attributes: ModuleElement['attributes'] = [];
  for (const [name, source] of element.attributes) {
    const how = own(spec.attributes, name);
    if (!how) context.unknownAttribute(element, name, Object.keys(spec.attributes));
    else if (how === 'literal') attributes.push({ name, how, code: { source, line: element.line } });
    else attributes.push({ name, how, code: context.code(element, name) });
  }
  for (const name of spec.required) context.required(element, name);
  const children: ModuleElement[] = [];
  for (const child of elementsOf(element)) {
    const inner = own(spec.children, child.name);
    if (inner) children.push(compileWith(context, child, inner));
    else if (child.name !== 'param' || child.namespace !== SCXML_NAMESPACE)
      context.report(
        child,
        'element-foreign',
        `<${element.name}> does nothing with <${child.name}>`,
        'warning',
      );
  }
  const params = context.params(element);
  return { kind: '', name: element.name, attributes, params, children, request: spec.request ?? null };
}

/** Names come from documents: `constructor` is no attribute of anything. */
function own<T>(record: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
