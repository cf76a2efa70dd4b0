import { elementsOf, type XmlElement } from '../xml/parse-xml.ts';

/**
 * ORS 8.1 documents follow a working draft of 2009: attributes of `send` are value expressions, script variables
 * are session-wide. They carry `profile`, or no `datamodel` attribute together with a Genesys element.
 */
export function isOrsDocument(root: XmlElement): boolean {
  if (root.attributes.has('datamodel')) return false;
  return root.attributes.has('profile') || usesGenesys(root);
}

function usesGenesys(element: XmlElement): boolean {
  return element.namespace.includes('genesyslab.com/modules/') || elementsOf(element).some(usesGenesys);
}

/** ORS: `__STOP__` and its like, a module attribute that names nothing, stand for themselves. */
export function isOrsLiteral(source: string): boolean {
  return /^\s*__[A-Z][A-Z0-9_]*__\s*$/.test(source);
}
