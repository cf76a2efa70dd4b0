import type { OptionValue } from './record.ts';

/** An option of GMS 8.5 that Ringback knows of and does not have. */
interface OtherOption {
  /** `ignored`: taken and without effect. `refused`: a value other than these would be a promise that is not kept. */
  kept: 'ignored' | { refused: readonly OptionValue[] };
  why: string;
}

const ignored = (why: string): OtherOption => ({ kept: 'ignored', why });
/** Taken only with the values that mean it is off. */
const refused = (why: string, ...off: OptionValue[]): OtherOption => ({ kept: { refused: off }, why });

const configured = 'services are described in config/ringback.yaml';
const strategy = 'strategies run in Ringback itself';
const noAccess = 'a service has one access number, not a pool of them';
const ownQueue = 'the service names its virtual queue with `queue`';
const dialString = 'the switch is told how to dial by `dial-number`';
const customerFirst =
  'agents are rung by their phones; `_userterminated_first_connect_party` says who is called first';
const preview = 'the agent sees all that is known, on the desk and by `preview-dialog`';
const reason = 'the reason is the text itself, without an attribute around it';
const disposition = 'the desk and the phone ask agents for a code (`dispositions`), not user events';

/** Options of GMS 8.5 besides those of the table of options, with what becomes of them (docs/reference/options.md). */
export const otherOptions: Readonly<Record<string, OtherOption>> = {
  _type: ignored(configured),
  _service: ignored(configured),
  _service_type: ignored(configured),
  _ors: ignored(strategy),
  _return_pool_health: ignored(noAccess),
  _agent_transfer_confirm_timeout: ignored('whether a transfer came about is known from the switch'),
  _ixn_redirect_hints: ignored(
    'what goes along to the phones of agents is `headers.agent` of the configuration',
  ),
  _ixn_createcall_hints: ignored(dialString),
  _ixn_createcall_timeout: ignored('a phone rings for `_dial_timeout`'),
  _ixn_update_data_time_to_wait: ignored('data hangs on a call with the commit that sets it'),
  _paused_services_id: ignored('a service is switched off, and on again, by its `enabled`'),
  _request_execution_time_buffer: ignored('the session begins at the time that was asked for'),
  _desired_connect_time_threshold: ignored('nobody is called before the time that was asked for'),
  _request_queue_time_stat: ignored('the wait is estimated from our own queues'),
  _request_ewt_service: ignored('the wait is estimated from our own queues'),
  _urs_virtual_queue: ignored(ownQueue),
  _urs_ewt_virtual_queue: ignored(ownQueue),
  _urs_ewt_vq: ignored(ownQueue),
  _urs_prioritization_strategy: ignored('`_priority` and the arrival order the queue'),
  _urs_ewt_estimation_method: ignored('the method is `_wait_estimate`; dialling by it is `_dial_ahead`'),
  _urs_server_url: ignored('routing is done in Ringback itself'),
  _max_queue_wait: refused('nobody is called without an agent near, unless `_wait_for_agent` is off', 0),
  _eta_pos_threshold: ignored('when an agent is near follows from the estimate'),
  _agent_reserve_delay_before_release: ignored('an agent is free as soon as the customer is lost'),
  _cannot_dial_buffer_time: ignored('`_urs_queued_ttl` bounds the wait, not the call'),
  _delay_connid_attempt_loop: ignored('ids of calls are known before they ring'),
  _agent_first_via_rp: refused(customerFirst, false),
  _agent_first_via_tg: refused(customerFirst, false),
  _route_point: ignored(dialString),
  _trunk_group: ignored(dialString),
  _max_successful_customer_contacts: ignored('every answered attempt counts in `_max_dial_attempts`'),
  _agent_preview_via_rp: ignored(preview),
  _agent_preview_data: ignored(preview),
  _agent_preview_set_notready_reason_attribute: ignored(reason),
  _agent_preview_set_notready_reason_key: ignored(reason),
  _preview_userevent_mediatype: ignored(preview),
  _enable_disposition_dialog: refused(disposition, false),
  _agent_disposition_timeout: ignored(disposition),
  _disposition_userevent_mediatype: ignored(disposition),
  _vq_for_outbound_calls: ignored(ownQueue),
};

/** Whether a service may name such an option with that value: nothing, or why not. Null for one that nobody knows. */
export function otherOption(name: string, value: unknown): { why: string | null } | null {
  const known = Object.hasOwn(otherOptions, name) ? otherOptions[name] : undefined;
  if (!known) return null;
  const off =
    known.kept === 'ignored' || known.kept.refused.some((one) => String(one) === String(value).trim());
  return { why: off ? null : known.why };
}
