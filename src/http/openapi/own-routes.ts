import { callbackStates } from '../../callback/record.ts';

/** A request of Ringback's own: what the description of the API says of it. */
export interface OwnRoute {
  method: 'get' | 'post' | 'delete';
  path: string;
  summary: string;
  /** Parameters of the query or keys of the body (of a POST), all of them texts, with what they mean. */
  takes?: Readonly<Record<string, string>>;
  /** What comes back that is not JSON. */
  type?: 'text/plain' | 'text/event-stream';
}

/** Everything of ours that programs ask, besides pages for browsers: below `/api/v1`, health, metrics, events of sessions. */
export const ownRoutes: readonly OwnRoute[] = [
  {
    method: 'get',
    path: '/api/v1/status',
    summary: 'Site, services, switches, store, what is simulated',
  },
  {
    method: 'get',
    path: '/api/v1/callbacks',
    summary: 'Callbacks, the newest first',
    takes: {
      service: 'of that service only',
      state: `of ${callbackStates.join(', ')}, several with commas`,
      limit: '20 unless given, 500 at most',
      after: 'the cursor of the page before',
    },
  },
  {
    method: 'get',
    path: '/api/v1/callbacks/{id}',
    summary: 'A callback with its attempts and its newest decision',
  },
  {
    method: 'post',
    path: '/api/v1/callbacks/{id}/restart',
    summary: 'Carries a waiting callback out afresh, by the newest documents',
  },
  {
    method: 'post',
    path: '/api/v1/switches/{name}/drain',
    summary: 'Empties a switch: no more calls are made on it',
  },
  { method: 'post', path: '/api/v1/switches/{name}/resume', summary: 'Lets calls be made on it again' },
  { method: 'get', path: '/api/v1/waits', summary: 'How the wait of each queue comes about' },
  {
    method: 'get',
    path: '/api/v1/waits/{name}',
    summary: 'The same of one queue, or as a callback was told',
  },
  { method: 'get', path: '/api/v1/counters', summary: 'Live counters of each virtual queue' },
  {
    method: 'get',
    path: '/api/v1/counters/events',
    summary: 'The same at every change, as server-sent events',
    type: 'text/event-stream',
  },
  { method: 'get', path: '/metrics', summary: 'The same for Prometheus', type: 'text/plain' },
  {
    method: 'get',
    path: '/api/v1/audit/order',
    summary: 'Who was served before somebody ahead, with the reason',
  },
  {
    method: 'get',
    path: '/api/v1/numbers/{number}',
    summary: 'What the rules say of a number',
    takes: { service: 'by the rules of that service only' },
  },
  {
    method: 'get',
    path: '/api/v1/reports/day',
    summary: 'What became of the offers and callbacks of a day',
    takes: { day: 'a date such as 2026-11-21; today unless given', zone: 'UTC unless given' },
  },
  { method: 'get', path: '/api/v1/refusals', summary: 'The newest requests that were refused' },
  {
    method: 'get',
    path: '/api/v1/refusals/{id}',
    summary: 'One of them, by the corrId that it was answered with',
  },
  {
    method: 'get',
    path: '/api/v1/recordings/{id}',
    summary: 'All that a session was made of, for ringback replay',
  },
  {
    method: 'get',
    path: '/api/v1/stories/{id}',
    summary: 'The story of a callback or session, line by line',
  },
  {
    method: 'get',
    path: '/api/v1/agents',
    summary: 'The state of every agent, and what agents may say',
  },
  {
    method: 'get',
    path: '/api/v1/agents/{id}',
    summary: 'An agent, with the caller who is offered or talks',
  },
  {
    method: 'post',
    path: '/api/v1/agents/{id}',
    summary: 'Sets the state of an agent',
    takes: { state: 'ready, not-ready or logged-out', reason: 'why' },
  },
  {
    method: 'post',
    path: '/api/v1/agents/{id}/preview',
    summary: 'Whether the callback that the agent looks at is dialled',
    takes: { answer: 'accept, reject or later', minutes: 'how much later', call: 'its id' },
  },
  {
    method: 'post',
    path: '/api/v1/agents/{id}/disposition',
    summary: 'How the conversation went',
    takes: { code: 'a disposition' },
  },
  {
    method: 'post',
    path: '/api/v1/agents/{id}/media',
    summary: 'Another medium takes a slot of the agent',
    takes: { slot: 'its id', medium: 'such as chat' },
  },
  { method: 'delete', path: '/api/v1/agents/{id}/media/{slot}', summary: 'Gives that slot back' },
  {
    method: 'get',
    path: '/api/v1/agents/{id}/events',
    summary: 'Every change of the agent, as server-sent events',
    type: 'text/event-stream',
  },
  {
    method: 'post',
    path: '/api/v1/publish',
    summary: 'Checks the files of the project and publishes them',
  },
  {
    method: 'post',
    path: '/api/v1/retention/run',
    summary: 'Forgets what is older than the configured retention',
    type: 'text/plain',
  },
  {
    method: 'post',
    path: '/api/v1/test-phone/calls',
    summary: 'A text phone rings a number; beside a simulated switch only',
    takes: { to: 'a routing point', from: 'the calling number', keys: 'what is pressed' },
    type: 'text/plain',
  },
  {
    method: 'post',
    path: '/scxml/sessions/{id}',
    summary: 'An event for a session (SCXML 1.0 D.2)',
    takes: { _scxmleventname: 'the name of the event; HTTP.POST unless given' },
  },
  { method: 'get', path: '/healthz', summary: 'The process lives' },
  { method: 'get', path: '/readyz', summary: 'Can calls be taken? 503 when not, with the reasons' },
];
