import type { App } from '../app/ports.ts';
import { localeAmong } from '../callback/language.ts';
import type { Configuration, ServiceConfiguration } from '../callback/configuration.ts';
import { RingbackError } from '../core/errors.ts';
import { secretId } from '../core/ids.ts';
import { beginRun, currentPage, type PageServerParts, type ServedPage } from './dialog-runs.ts';
import { profileNamed } from './platform-profile.ts';
import { startPage } from './run-page.ts';
import { textOf, type Form } from './take-answer.ts';

/** What the address of a browser's first page names. */
interface Wanted {
  service: string | null;
  /** Its platform. */
  profile: string | null;
  /** Locale of the caller. */
  language: string | null;
}

/** The page at which a browser that is not ours begins. @throws DOCUMENT_UNKNOWN, PROFILE_UNKNOWN */
export async function foreignStart(
  { app, library }: PageServerParts,
  name: string,
  { service, profile, language }: Wanted,
): Promise<ServedPage> {
  const set = await library.get(await app.activeSet());
  if (!set.dialogs.has(name))
    throw new RingbackError('DOCUMENT_UNKNOWN', { kind: 'dialog', name: name.slice(0, 100) });
  const query = new URLSearchParams({
    ...(service !== null && { service }),
    ...(profile !== null && { profile }),
    ...(language !== null && { language }),
  });
  const body = startPage(`/vxml/${name}/start${query.size > 0 ? `?${query.toString()}` : ''}`);
  return { body, mediaType: profileNamed(profile).mediaType };
}

/** Begins a run for such a browser, which has said who calls whom. @throws DOCUMENT_UNKNOWN, SERVICE_UNKNOWN, PROFILE_UNKNOWN */
export async function foreignBegin(
  parts: PageServerParts,
  name: string,
  { service, profile, language }: Wanted,
  form: Form,
): Promise<ServedPage> {
  const { app } = parts;
  const platform = profileNamed(profile).name;
  const { name: serviceName, locale } = serviceFor(app.config().services, name, service);
  const run = await beginRun(parts, {
    key: secretId(app.random),
    dialog: name,
    setHash: await app.activeSet(),
    service: serviceName,
    interactionId: null,
    sessionId: null,
    actionId: null,
    values: { caller: { number: textOf(form, 'remote'), called: textOf(form, 'local') }, profile: platform },
    locale: localeAmong(language, pointOf(app, form)?.language) ?? locale,
  });
  return currentPage(parts, run);
}

/** The routing point that was dialled, by the user part of its address: `sip:8000@host`. */
function pointOf(app: App, form: Form): Configuration['routingPoints'][number] | undefined {
  const called = textOf(form, 'local')
    .replace(/^(sips?|tel):/i, '')
    .replace(/[@;].*$/s, '');
  return app.config().routingPoints.find(({ number }) => number === called);
}

/** The service asked for, or the first that uses the dialog, or the first there is. */
function serviceFor(
  services: ServiceConfiguration[],
  dialog: string,
  wanted: string | null,
): ServiceConfiguration {
  const using = services.find((one) => one.dialog === dialog || one.confirmDialog === dialog) ?? services[0];
  const service = wanted === null ? using : services.find((one) => one.name === wanted);
  if (service) return service;
  const known = services.map((one) => one.name).join(', ');
  throw new RingbackError('SERVICE_UNKNOWN', { service: (wanted ?? '').slice(0, 100), known });
}
