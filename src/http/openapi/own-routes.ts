import { roles } from '../../callback/access-key.ts';
import { callbackStates } from '../../callback/record.ts';
import { editableSections } from '../../config/editable.ts';

/** A request of Ringback's own: what the description of the API says of it. */
export interface OwnRoute {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  path: string;
  summary: string;
  /** Parameters of the query or keys of the body (of a POST), all of them texts, with what they mean. */
  takes?: Readonly<Record<string, string>>;
  /** Headers, with what they mean. */
  headers?: Readonly<Record<string, string>>;
  /** True when the body holds JSON, not texts alone. */
  json?: boolean;
  /** Parameters of the query beside those of the body. */
  query?: Readonly<Record<string, string>>;
  /** What comes back that is not JSON. */
  type?: 'text/plain' | 'text/event-stream';
}

const EDITING = {
  reason: 'why, for those who read the revisions',
  check: 'true: only says whether it could be done',
} as const;

const MATCHING = { 'If-Match': 'the ETag that the edit builds on; * for any' } as const;

/** Who takes a number on or off a list says why. */
const WISH = {
  reason: 'why, of 500 characters at most',
  source: 'where the wish came from, such as letter, agent or regulator',
} as const;

const SECTIONS = Object.fromEntries(editableSections.map((name) => [name, 'as in config/ringback.yaml']));

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
  { method: 'get', path: '/api/v1/config', summary: 'The editable configuration, with its ETag' },
  {
    method: 'patch',
    path: '/api/v1/config',
    summary: 'Edits it by a merge patch (RFC 7396)',
    json: true,
    query: EDITING,
    headers: MATCHING,
    takes: SECTIONS,
  },
  {
    method: 'put',
    path: '/api/v1/config',
    summary: 'Puts another in its place',
    json: true,
    query: EDITING,
    headers: MATCHING,
    takes: SECTIONS,
  },
  {
    method: 'post',
    path: '/api/v1/config/revert',
    summary: 'Goes back to what it was at a revision, by another one',
    query: EDITING,
    headers: MATCHING,
    takes: { to: 'the number of a revision; 0: the file alone' },
  },
  {
    method: 'get',
    path: '/api/v1/config/revisions',
    summary: 'Who changed what when, the newest first',
    takes: { before: 'those below that number', limit: '20 unless given, 100 at most' },
  },
  { method: 'get', path: '/api/v1/config/revisions/{no}', summary: 'One of them, with its patch' },
  { method: 'get', path: '/api/v1/keys', summary: 'Keys of the API, without what opens' },
  {
    method: 'post',
    path: '/api/v1/keys',
    summary: 'Makes a key; it is told once',
    json: true,
    takes: {
      name: '1 to 40 letters, digits and -',
      role: roles.join(', '),
      services: 'a list of those it is limited to; left out: none',
      queues: 'the same of queues',
    },
  },
  {
    method: 'post',
    path: '/api/v1/keys/{name}/rotate',
    summary: 'A new key in place of it',
    takes: { grace: 'for how long the one before opens too, 24h unless given' },
  },
  { method: 'post', path: '/api/v1/keys/{name}/revoke', summary: 'Ends it at once' },
  {
    method: 'get',
    path: '/api/v1/do-not-call',
    summary: 'Numbers that are never called, by number, with who wanted it and why',
    takes: { limit: '100 unless given, 500 at most', after: 'the cursor of the page before' },
  },
  {
    method: 'post',
    path: '/api/v1/do-not-call',
    summary: 'Puts a number on that list; callbacks that wait for it end',
    takes: { number: 'with its country code', ...WISH },
  },
  {
    method: 'get',
    path: '/api/v1/do-not-call/{number}',
    summary: 'A number that is on the list or was, with all that was done',
  },
  {
    method: 'delete',
    path: '/api/v1/do-not-call/{number}',
    summary: 'Takes it off the list',
    takes: WISH,
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
    path: '/scxml/session/start',
    summary: 'Begins a session of a strategy; what else is given are its parameters',
    takes: { src: 'the name of the strategy, or its address under /scxml/' },
  },
  {
    method: 'post',
    path: '/scxml/session/{id}/event/{name}',
    summary: 'An event for a session, with the parameters as its data',
  },
  { method: 'get', path: '/scxml/session/{id}/query', summary: 'Where a session stands' },
  { method: 'post', path: '/scxml/session/{id}/terminate', summary: 'Ends a session where it stands' },
  {
    method: 'post',
    path: '/scxml/sessions/{id}',
    summary: 'An event for a session (SCXML 1.0 D.2)',
    takes: { _scxmleventname: 'the name of the event; HTTP.POST unless given' },
  },
  { method: 'get', path: '/healthz', summary: 'The process lives' },
  { method: 'get', path: '/readyz', summary: 'Can calls be taken? 503 when not, with the reasons' },
];
