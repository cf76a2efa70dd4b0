import { integerOption, listOption, msOption, type Options } from '../callback/options.ts';
import type { CallbackRecord } from '../callback/record.ts';
import type { ThrottleClaim, ThrottleTake, ThrottleWindow } from '../store/throttles.ts';

const DAY_MS = 86_400_000;

/**
 * What a new callback takes of its service's throttles; null when none is set. Its id is the callback's, so that a
 * request that is sent twice counts once.
 * @param further what else it takes
 */
export function throttleOf(record: CallbackRecord, further: ThrottleClaim[] = []): ThrottleTake | null {
  const { id, service, customerNumber, userData, options, createdAt } = record;
  const perService = [
    windowOf(options, '_throttle_callbacks_per_service_1', '_throttle_ttl_1'),
    windowOf(options, '_throttle_callbacks_per_service_2', '_throttle_ttl_2'),
  ];
  const perNumber = windowOf(options, '_throttle_customer_number_limit', '_throttle_ttl_1');
  const perDay = { lengthMs: DAY_MS, limit: integerOption(options, '_throttle_request_parameters_limit') };
  const texts: Record<string, string> = { ...userData, _customer_number: customerNumber };
  const claims = [
    ...further,
    claimOf('service', [service], perService),
    claimOf('number', [service, customerNumber], [perNumber]),
    ...listOption(options, '_throttle_request_parameters')
      .filter((name) => Object.hasOwn(texts, name))
      .map((name) => claimOf('parameter', [service, name, texts[name] ?? ''], [perDay])),
  ].filter(({ windows }) => windows.length > 0);
  return claims.length === 0 ? null : { id: `callback ${id}`, at: createdAt, claims };
}

type LimitName =
  | '_throttle_callbacks_per_service_1'
  | '_throttle_callbacks_per_service_2'
  | '_throttle_customer_number_limit';

function windowOf(
  options: Options,
  limit: LimitName,
  length: '_throttle_ttl_1' | '_throttle_ttl_2',
): ThrottleWindow {
  return { lengthMs: msOption(options, length), limit: integerOption(options, limit) };
}

/** A limit of 0 is none. */
function claimOf(scope: string, key: string[], windows: ThrottleWindow[]): ThrottleClaim {
  return { scope, key: JSON.stringify(key), windows: windows.filter(({ limit }) => limit > 0) };
}
