import { isTemplate } from '../callback/option-templates.ts';
import { refusalOfAddress } from '../core/outside-address.ts';
import type { PositionedYaml } from '../core/positioned-yaml.ts';
import type { Problem } from '../core/problem.ts';
import type { RawConfiguration } from './configuration-schema.ts';

/** Addresses that status notifications go to and that nothing may be sent to. */
export function notificationMistakes(yaml: PositionedYaml, raw: RawConfiguration): Problem[] {
  const { hosts = [], 'private-networks': privateNetworks = false } = raw['session-events'] ?? {};
  return Object.entries(raw.services).flatMap(([name, { options = {} }]) => {
    const { _status_notification_target: target, _status_notification_type: type = 'httpcb' } = options;
    if (typeof target !== 'string' || target === '' || isTemplate(target) || type !== 'httpcb') return [];
    const refusal = refusalOfAddress(target, { hosts, privateNetworks });
    if (refusal === null) return [];
    const path = ['services', name, 'options', '_status_notification_target'];
    return [yaml.problemAt(yaml.at(path), 'option', `${refusal} (session-events)`)];
  });
}
