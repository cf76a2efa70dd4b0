/** The bytes the switch sent in a recorded session (`< ` lines; `<~ ` ones have no line feed on the wire). */
export function switchBytes(transcript: string): Buffer {
  const parts: string[] = [];
  for (const line of transcript.split('\n')) {
    if (line.startsWith('<~ ')) parts.push(line.slice(3));
    else if (line.startsWith('<')) parts.push(`${line.slice(2)}\n`);
  }
  return Buffer.from(parts.join(''), 'utf8');
}
