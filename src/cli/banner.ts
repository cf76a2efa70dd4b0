import type { AddressInfo } from 'node:net';

import type { Configuration } from '../callback/configuration.ts';

/** What runs, for whoever started it. */
export function banner(
  configuration: Configuration,
  address: AddressInfo | string | null,
  simulated: string[],
): string {
  const port = address !== null && typeof address === 'object' ? address.port : configuration.http.port;
  const url = `http://${['0.0.0.0', '::'].includes(configuration.http.host) ? 'localhost' : configuration.http.host}:${port}`;
  const lines = [
    '',
    '  Ringback is up',
    '',
    `  page      ${url}/`,
    `  API       ${url}${configuration.genesys.path}/1/service/callback/${configuration.services[0]?.name ?? '<service>'}`,
    `  VoiceXML  ${url}/vxml/${configuration.services[0]?.dialog ?? '<dialog>'}`,
    `  SCXML     ${url}/scxml/${configuration.routingPoints[0]?.strategy ?? '<strategy>'}.scxml`,
    `  store     ${storeInWords(configuration)}`,
    `  switches  ${configuration.switches.map((one) => `${one.name} (${one.kind})`).join(', ')}`,
    `  doors     ${configuration.doors.host}:${configuration.doors.port}`,
  ];
  if (Object.keys(configuration.access.keys).length === 0)
    lines.push('  access    this machine only: no API key is configured');
  if (simulated.length > 0)
    lines.push('', `  Simulated: ${simulated.join(', ')}.`, '  Try: npx ringback call 8000 --keys "1 1"');
  return [...lines, ''].join('\n');
}

function storeInWords({ store, data }: Configuration): string {
  if (store.kind === 'sqlite') return `sqlite in ${data}`;
  const { host } = new URL(store.url);
  return `redis at ${host}, ${typeof store.durability === 'number' ? `${store.durability} replicas` : store.durability}`;
}
