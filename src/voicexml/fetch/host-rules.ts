import { isIP } from 'node:net';

import { isPrivateAddress } from '../../core/private-address.ts';

/**
 * Which hosts documents may come from. `hosts` holds names (`pages.example.com`, `*.example.com`), addresses, either
 * with a port where only that one is meant, and `*` for any public host.
 */
export class HostRules {
  readonly #hosts: readonly string[];

  constructor(hosts: readonly string[]) {
    this.#hosts = hosts.map((host) => host.toLowerCase());
  }

  /** @throws Error when the address may not be asked at all, before its name is looked up */
  check(url: URL): void {
    if (!this.#isListed(url) && !this.#hosts.includes('*'))
      throw new Error(`${url.host} is not among the allowed hosts`);
    const literal = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(literal) !== 0) this.checkAddress(url, literal);
  }

  /** @throws Error when the name leads to a private address and is not listed itself: `*` is for public hosts */
  checkAddress(url: URL, address: string): void {
    if (!this.#isListed(url) && isPrivateAddress(address))
      throw new Error(`${url.host} is in a private network`);
  }

  #isListed({ hostname, host, port, protocol }: URL): boolean {
    const withPort = port === '' ? `${host}:${protocol === 'https:' ? 443 : 80}` : host;
    return this.#hosts.some(
      (one) =>
        one === hostname || one === withPort || (one.startsWith('*.') && hostname.endsWith(one.slice(1))),
    );
  }
}
