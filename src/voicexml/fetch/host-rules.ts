import { BlockList, isIP } from 'node:net';

/** Networks that no page of a stranger should reach through us (RFC 6890 and its successors). */
const special = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  special.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 128],
  ['::1', 128],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  special.addSubnet(network, prefix, 'ipv6');

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
    if (!this.#isListed(url) && isPrivate(address)) throw new Error(`${url.host} is in a private network`);
  }

  #isListed({ hostname, host, port, protocol }: URL): boolean {
    const withPort = port === '' ? `${host}:${protocol === 'https:' ? 443 : 80}` : host;
    return this.#hosts.some(
      (one) =>
        one === hostname || one === withPort || (one.startsWith('*.') && hostname.endsWith(one.slice(1))),
    );
  }
}

function isPrivate(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  return special.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
}
