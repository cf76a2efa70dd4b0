import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { XmlBufferInputProvider, XmlDocument, xmlRegisterInputProvider, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';

const folder = process.env['RINGBACK_SCHEMAS'];
let schema: XsdValidator | undefined;

/** Checks a page against the VoiceXML 2.1 schema of the W3C; without the schemas only that it is well-formed. */
export function expectValidPage(page: string): void {
  using document = XmlDocument.fromString(page);
  if (folder === undefined) return;
  schema ??= load(folder);
  schema.validate(document);
}

function load(schemas: string): XsdValidator {
  xmlRegisterFsInputProviders();
  // The schema names this one by its address on the web; nothing is fetched.
  const local = { 'http://www.w3.org/2001/xml.xsd': readFileSync(join(schemas, 'xml.xsd')) };
  xmlRegisterInputProvider(new XmlBufferInputProvider(local));
  const path = join(schemas, 'voicexml/2.1/vxml.xsd');
  using document = XmlDocument.fromBuffer(readFileSync(path), { url: path });
  return XsdValidator.fromDoc(document);
}

if (folder === undefined)
  console.warn(
    'RINGBACK_SCHEMAS is not set: pages are checked to be well-formed, not against the VoiceXML 2.1 schema',
  );
