/** The server's answer to INFO, as key and value (https://redis.io/docs/latest/commands/info/). */
export function infoOf(text: string): Map<string, string> {
  const pairs = text.split('\r\n').map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1)];
  });
  return new Map(pairs);
}
