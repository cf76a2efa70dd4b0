/** The namespace of the elements that Genesys Voice Platform adds to VoiceXML, as the tree names them. */
const EXTENSION = '{http://www.genesyslab.com/2006/vxml21-extension}';

/** The name of one of its elements in the tree: `gvp:send` is `gvpName('send')`. */
export function gvpName(local: string): string {
  return EXTENSION + local;
}
