import { BlockList, isIPv4, isIPv6 } from 'node:net';

const longest = { ipv4: 32, ipv6: 128 } as const;

/** Addresses and networks (CIDR) as one list. @throws RangeError for what is neither. */
export function sourceList(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/', 2);
    const family = isIPv6(address) ? 'ipv6' : isIPv4(address) ? 'ipv4' : null;
    const bits = prefix === undefined ? null : Number(prefix);
    if (!family || (bits !== null && !(Number.isInteger(bits) && bits >= 0 && bits <= longest[family])))
      throw new RangeError(`"${entry}" is neither an address nor a network`);
    if (bits === null) list.addAddress(address, family);
    else list.addSubnet(address, bits, family);
  }
  return list;
}
