// What samples that are told something share: an address, and what is posted to it.
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';

/** What is posted to this process, one after the other, and at which address. */
export function openMessages() {
  const server = createServer();
  const waiting = [];
  let wake = () => {};
  server.on('request', async (request, response) => {
    waiting.push(await json(request).catch(() => ({})));
    response.end(); // only 200 counts as told
    wake();
  });
  const address = new Promise((resolve) => {
    server.listen(Number(process.env.DEVICE_PORT ?? 8091), '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${server.address().port}/`),
    );
  });
  return {
    address,
    close: () => server.close(),
    async *[Symbol.asyncIterator]() {
      for (;;) {
        while (waiting.length > 0) yield waiting.shift();
        await new Promise((resolve) => (wake = resolve));
      }
    },
  };
}
