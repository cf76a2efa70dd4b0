import type { OwnPages } from '../../src/voice/own-fetch.ts';

/** A page server of fixed pages by path; what was asked of it is written down. */
export function pageServer(pages: Record<string, string>): { fetch: OwnPages; asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    fetch({ method, path, query, form }) {
      const fields = new URLSearchParams({ ...query, ...form }).toString();
      asked.push(`${method} ${path}${fields && ` ${fields}`}`);
      const body = pages[path];
      const headers = { 'Content-Type': 'application/voicexml+xml' };
      return Promise.resolve({ status: body === undefined ? 404 : 200, headers, body: body ?? '' });
    },
  };
}

/** Asks for a key and submits it; the next page says goodbye and hands over a result. */
export const callbackPages = {
  '/vxml/ask': `<vxml version="2.1"><catch event="connection.disconnect"><submit next="/vxml/left" method="post"/></catch>
    <form><field name="choice" type="digits?length=1"><prompt>Press a key.</prompt>
    <filled><submit next="answer" method="post" namelist="choice"/></filled></field></form></vxml>`,
  '/vxml/answer': `<vxml version="2.1"><form><block><prompt>Goodbye.</prompt>
    <exit expr="{ from: session.from, end: 'reject' }"/></block></form></vxml>`,
  '/vxml/left': '<vxml version="2.1"><form><block><exit expr="{ left: true }"/></block></form></vxml>',
  // Works inside the engine for minutes without executing any code that could be counted.
  '/vxml/hang':
    '<vxml version="2.1"><form><block><script>"x".repeat(20000000)</script></block></form></vxml>',
  '/vxml/message': `<vxml version="2.1"><form><record name="message" maxtime="8s"/>
    <transfer name="call" type="bridge" dest="tel:+14155550177"/>
    <block><exit expr="{ said: message$.duration, call: call }"/></block></form></vxml>`,
  '/vxml/loop': '<vxml version="2.1"><form><block><script>while (true) {}</script></block></form></vxml>',
};
