import {
  booleanOption,
  integerOption,
  listOption,
  msOption,
  type OptionName,
  type Options,
} from '../callback/options.ts';
import type { CallbackRecord } from '../callback/record.ts';
import type { ThrottleClaim, ThrottleTake, ThrottleWindow } from '../store/throttles.ts';

const DAY_MS = 86_400_000;

/** From where a request came over HTTP. */
export interface RequestSource {
  address: string;
  /** The same for the same API key, and tells nothing of it; null when none was sent. */
  key: string | null;
  /** In lower case. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

/**
 * What a new callback takes of its service's throttles; null when none is set. Its id is the callback's, so that a
 * request that is sent twice counts once.
 * @param source null for callers, whose calls are no requests
 * @param further what else it takes
 */
export function throttleOf(
  record: CallbackRecord,
  source: RequestSource | null,
  further: ThrottleClaim[] = [],
): ThrottleTake | null {
  const { id, service, customerNumber, options, createdAt } = record;
  const perService = both(options, '_throttle_callbacks_per_service_1', '_throttle_callbacks_per_service_2');
  const claims = [
    ...further,
    ...claimOf('service', [service], perService),
    ...claimOf('number', [service, customerNumber], both(options, '_throttle_customer_number_limit')),
    ...parameterClaims(record, source),
    ...(source ? claimOf('source', [service, source.address], both(options, '_throttle_source_limit')) : []),
    ...(source?.key ? claimOf('key', [service, source.key], both(options, '_throttle_api_key_limit')) : []),
  ];
  return claims.length === 0 ? null : { id: `callback ${id}`, at: createdAt, claims };
}

/** Of the keys that are limited those that the request has: with the same name a header goes first (GMS 8.5.111). */
function parameterClaims(record: CallbackRecord, source: RequestSource | null): ThrottleClaim[] {
  const { service, customerNumber, userData, options } = record;
  const windows = [
    { lengthMs: DAY_MS, limit: integerOption(options, '_throttle_request_parameters_limit') },
    second(options, '_throttle_request_parameters_limit_2'),
  ];
  if (windows.every(({ limit }) => limit === 0)) return [];
  const headers = booleanOption(options, '_enable_throttle_header_parameters') ? (source?.headers ?? {}) : {};
  const texts: Record<string, string> = { ...userData, _customer_number: customerNumber };
  return listOption(options, '_throttle_request_parameters').flatMap((name) => {
    const value =
      headers[name.toLowerCase()]?.toString() ?? (Object.hasOwn(texts, name) ? texts[name] : undefined);
    return value === undefined ? [] : claimOf('parameter', [service, name, value], windows);
  });
}

/** The two windows of a service: the limit in the first, and in the second. */
function both(options: Options, first: OptionName, other = `${first}_2` as OptionName): ThrottleWindow[] {
  return [
    { lengthMs: msOption(options, '_throttle_ttl_1'), limit: integerOption(options, first) },
    second(options, other),
  ];
}

function second(options: Options, limit: OptionName): ThrottleWindow {
  return { lengthMs: msOption(options, '_throttle_ttl_2'), limit: integerOption(options, limit) };
}

/** A limit of 0 is none, and without limits there is nothing to claim. */
function claimOf(scope: string, key: string[], windows: ThrottleWindow[]): ThrottleClaim[] {
  const limited = windows.filter(({ limit }) => limit > 0);
  return limited.length === 0 ? [] : [{ scope, key: JSON.stringify(key), windows: limited }];
}
