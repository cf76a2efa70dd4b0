import { isIP } from 'node:net';

import { isPrivateAddress } from './private-address.ts';

/** Where requests may go to: hosts (with a port, if it is not the usual one), and whether they may be in private networks. */
interface OutsideRules {
  hosts: readonly string[];
  privateNetworks: boolean;
}

/** Why nothing is sent to an address; null when it may be. Names are looked up, and looked at again, when it is sent. */
export function refusalOfAddress(url: string, rules: OutsideRules): string | null {
  if (!URL.canParse(url)) return `"${url.slice(0, 100)}" is no address`;
  const { protocol, hostname, host } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return `"${protocol}" is not spoken here`;
  const name = hostname.replace(/^\[|\]$/g, '');
  if (!rules.hosts.some((one) => one === hostname || one === host || one === name))
    return `nothing is sent to ${host}: it is not among the configured hosts`;
  if (isIP(name) && !rules.privateNetworks && isPrivateAddress(name))
    return `nothing is sent to ${host}: it is in a private network`;
  return null;
}
