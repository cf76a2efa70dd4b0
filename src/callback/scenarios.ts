import type { Options } from './options.ts';

/** A way of calling back that services may name: what it has by default. */
interface Scenario {
  strategy: string;
  /** Over the defaults of the table of options. */
  options: Options;
  does: string;
}

const callback = 'callback';
const userOriginated = 'user-originated';

/** The scenarios of Genesys callback 8.5 (docs/reference/scenarios.md). A service's own settings go first. */
export const scenarios = {
  classic: {
    strategy: callback,
    options: { _wait_for_agent: true, _reserve_before_dial: false, _wait_for_user_confirm: false },
    does: 'An IVR offers it. Wait for an agent to be near, dial, press 1, reserve, connect.',
  },
  immediate: {
    strategy: callback,
    options: { _wait_for_agent: true, _reserve_before_dial: true },
    does: 'A site or an app asks for a call as soon as possible. An agent is reserved, then the customer is dialled. An app that can be reached is first told which number will call.',
  },
  delayed: {
    strategy: callback,
    options: { _wait_for_agent: true, _wait_for_user_confirm: true },
    does: 'When an agent is near the app is asked; the customer is dialled once it has confirmed.',
  },
  scheduled: {
    strategy: callback,
    options: {
      _wait_for_agent: true,
      _reserve_before_dial: true,
      _customer_lookup_keys: '_customer_number,_desired_time',
      _mandatory_customer_lookup_keys: '_customer_number,_desired_time',
    },
    does: 'Only for a time that the customer chose: a request without one is refused.',
  },
  preview: {
    strategy: callback,
    options: { _wait_for_agent: true, _agent_preview: true },
    does: 'When an agent is near, the agent looks at what is known and says whether the customer is dialled: on the desk, over the API or by keys.',
  },
  'user-originated-immediate': {
    strategy: userOriginated,
    options: { _call_direction: 'USERORIGINATED', _wait_for_agent: false },
    does: 'The customer calls: the answer to the request has the number to call, and until when.',
  },
  'user-originated-delayed': {
    strategy: userOriginated,
    options: { _call_direction: 'USERORIGINATED', _wait_for_agent: true },
    does: 'The customer calls when an agent is near: the app is told, confirms, and gets the number to call.',
  },
  'click-to-call-in': {
    strategy: userOriginated,
    options: { _call_direction: 'USERORIGINATED', _wait_for_agent: false, _provide_code: true },
    does: 'A site shows a number and a code; whoever calls and keys the code comes with all that the site knows.',
  },
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;

/** What a service has by default: that of its scenario. */
export function scenarioOf(name: ScenarioName | undefined): { strategy: string; options: Options } {
  return name === undefined ? { strategy: callback, options: {} } : scenarios[name];
}
