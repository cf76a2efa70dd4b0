import { didYouMean } from '../../core/did-you-mean.ts';
import { elementsOf, type XmlElement } from '../xml/parse-xml.ts';
import type { ElementSpec, ModuleRegistry } from '../step.ts';
import type { Executable, ModuleElement } from './chart.ts';
import type { CompileContext } from './compile-context.ts';

/** An element of a module's namespace. One that no module knows is said now and is an error when it is reached. */
export function compileModuleElement(context: CompileContext, element: XmlElement): Executable {
  const module = moduleOf(context.registry, element.namespace);
  const spec = module?.elements[element.name];
  if (!module || !spec) {
    const text = `{${element.namespace}}${element.name}`;
    context.report(element, 'element-foreign', `nothing here carries out ${text}`, 'warning');
    return { kind: 'unknown', text, line: element.line };
  }
  const compiled = compileWith(context, element, spec);
  return { kind: 'module', element: { ...compiled, kind: `${module.name}.${element.name}` }, line: element.line };
}

/** ORS namespaces come with and without `http://`. */
function moduleOf(registry: ModuleRegistry, namespace: string): ModuleRegistry['modules'][number] | undefined {
  const plain = namespace.replace(/^https?:\/\//, '').replace(/\/$/, '');
  return registry.modules.find((module) => module.namespaces.includes(plain) || module.namespaces.includes(namespace));
}

function compileWith(context: CompileContext, element: XmlElement, spec: ElementSpec): ModuleElement {
  const attributes: ModuleElement['attributes'] = [];
  for (const [name, source] of element.attributes) {
    const how = spec.attributes[name];
    if (how) attributes.push({ name, how, code: { source, line: element.line } });
    else {
      const meant = didYouMean(name, Object.keys(spec.attributes));
      context.report(element, 'attribute-unknown', `<${element.name}> has no attribute ${name}${meant}`, 'warning');
    }
  }
  for (const name of spec.required)
    if (!element.attributes.has(name))
      context.report(element, 'attribute-missing', `<${element.name}> needs the attribute ${name}`);
  const children: ModuleElement[] = [];
  for (const child of elementsOf(element)) {
    const inner = spec.children[child.name];
    if (inner) children.push(compileWith(context, child, inner));
    else if (child.name !== 'param')
      context.report(child, 'element-foreign', `<${element.name}> does nothing with <${child.name}>`, 'warning');
  }
  return { kind: '', name: element.name, attributes, params: context.params(element), children };
}
