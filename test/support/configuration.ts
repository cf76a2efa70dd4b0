import { usualDetection } from '../../src/callback/detection-limits.ts';
import { NOT_READY_REASONS } from '../../src/callback/agent-rules.ts';
import type {
  AgentConfiguration,
  Configuration,
  ServiceConfiguration,
} from '../../src/callback/configuration.ts';
import { completeOptions } from '../../src/callback/options.ts';

/** A service as the shipped configuration has it, with some options otherwise. */
export function testService(options: Record<string, unknown> = {}, name = 'classic'): ServiceConfiguration {
  const completed = completeOptions(options);
  if (completed.problems.length > 0) throw new Error(JSON.stringify(completed.problems));
  return {
    name,
    enabled: true,
    queue: 'classic',
    strategy: 'callback',
    dialog: 'classic',
    confirmDialog: 'confirm',
    retry: {},
    detection: usualDetection,
    voicemailDialog: '',
    previewDialog: '',
    comfortEveryMs: 0,
    whisperDialog: '',
    locale: 'en-US',
    offerThresholdS: 60,
    options: completed.options,
    templates: completed.templates,
    callerId: { number: '+12025550100', name: 'Ringback' },
    accessNumber: '',
    subjects: null,
  };
}

export function testAgent(id: string, fields: Partial<AgentConfiguration> = {}): AgentConfiguration {
  return {
    id,
    name: `Agent ${id}`,
    phone: `user/${id}`,
    skills: {},
    groups: [],
    place: '',
    initial: 'ready',
    key: null,
    pin: null,
    media: {},
    ...fields,
  };
}

/** One service, one queue, one routing point, two agents. */
export function testConfiguration(fields: Partial<Configuration> = {}): Configuration {
  return {
    site: 'test',
    http: { port: 0, host: '127.0.0.1', address: null },
    voice: { engine: { kind: 'none' }, timeoutMs: 1_000, cacheBytes: 1_000_000 },
    voicexml: { hosts: [] },
    headers: { agent: {}, caller: {} },
    data: ':memory:',
    store: { kind: 'sqlite' },
    retentionMs: 30 * 86_400_000,
    switches: [],
    doors: { host: '127.0.0.1', port: 0 },
    services: [testService()],
    routingPoints: [{ number: '8000', service: 'classic', strategy: 'classic', language: null }],
    hours: [],
    capacity: [],
    numbers: [],
    doNotCallLookup: null,
    prompts: {},
    queues: [
      {
        name: 'classic',
        target: '',
        numbers: null,
        handleTimeMs: null,
        initialHandleTimeMs: 180_000,
        patienceMs: null,
        roster: null,
        selection: 'longest-idle',
        abandonedAfterMs: 2_000,
        abandonedCapPercent: 3,
        afterCallWorkMs: 10_000,
        music: 'default',
      },
    ],
    agents: [testAgent('1001'), testAgent('1002')],
    priorityAgeingMs: null,
    agentRules: { reasons: NOT_READY_REASONS, dispositions: [] },
    access: { pages: [], keys: {} },
    genesys: {
      path: '/genesys',
      filterKeys: ['_callback_state', '_callback_reason'],
      returnedKeys: ['_ors_session_id'],
      privateKeys: [],
      pushGateway: null,
      subscriptionMs: 30_000,
    },
    sessionEvents: { url: 'http://127.0.0.1:8080', hosts: [], privateNetworks: false },
    simulation: null,
    ...fields,
  };
}
