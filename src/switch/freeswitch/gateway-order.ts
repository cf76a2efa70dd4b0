import type { Gateway } from '../../callback/gateway.ts';
import type { Random } from '../../core/random.ts';

/**
 * The gateways that take a number, in the order in which they are tried: the lowest priority first, and among equals
 * by chance, each as often as its weight says (RFC 2782: targets of an SRV record).
 */
export function gatewayOrder(gateways: readonly Gateway[], number: string, random: Random): Gateway[] {
  const left = gateways.filter((one) => takes(one, number));
  const order: Gateway[] = [];
  while (left.length > 0) {
    const first = Math.min(...left.map(({ priority }) => priority));
    const next = drawn(
      left.filter(({ priority }) => priority === first),
      random,
    );
    if (!next) break;
    order.push(next);
    left.splice(left.indexOf(next), 1);
  }
  return order;
}

function takes({ prefixes }: Gateway, number: string): boolean {
  return prefixes.length === 0 || prefixes.some((prefix) => number.startsWith(prefix));
}

function drawn(equals: readonly Gateway[], random: Random): Gateway | undefined {
  if (equals.length < 2) return equals[0];
  let point = random.next() * equals.reduce((sum, { weight }) => sum + weight, 0);
  return equals.find(({ weight }) => (point -= weight) < 0) ?? equals.at(-1);
}
