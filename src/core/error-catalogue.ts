interface CatalogueEntry {
  /** HTTP status of a request that meets this error. */
  status: number;
  /** `{name}` is filled from the error's details. */
  message: string;
  remedy: string;
}

/** Every error a user can meet. docs/reference/errors.md lists the same codes (held equal by a test). */
export const catalogue = {
  BAD_REQUEST: {
    status: 400,
    message: '{what}',
    remedy: 'Correct the request as the message says and send it again.',
  },
  NUMBER_MISSING: {
    status: 400,
    message: 'the mandatory parameter _customer_number is missing',
    remedy: 'Send _customer_number with the number to call back.',
  },
  NUMBER_INVALID: {
    status: 400,
    message: 'the number "{number}" cannot be called: {why}',
    remedy:
      "Send a complete number, with its country code (+1...) or in the form of the service's default country.",
  },
  TIME_INVALID: {
    status: 400,
    message: 'the time "{value}" of {field} is not an ISO 8601 UTC time (yyyy-MM-ddTHH:mm:ss.SSSZ): {why}',
    remedy: 'Send a time such as 2026-11-21T15:30:00.000Z, in the future and within the booking horizon.',
  },
  OPTION_INVALID: {
    status: 400,
    message: 'option {option} cannot be "{value}": {why}',
    remedy: 'See docs/reference/options.md for the values an option takes.',
  },
  NUMBER_REFUSED: {
    status: 400,
    message: 'the number may not be called: {why}',
    remedy: 'See what the rules of the queue say of it with `ringback number`.',
  },
  QUEUE_FULL: {
    status: 429,
    message: 'service {service} has its {most} callbacks already',
    remedy: 'Ask again later, or raise _max_queued_callbacks_per_service.',
  },
  WALK_FAILED: {
    status: 422,
    message: 'the dialog could not be walked: {why}',
    remedy: 'Check the dialog with `ringback lint`, and what the walk takes for granted.',
  },
  REFUSAL_UNKNOWN: {
    status: 404,
    message: 'there is no refused request "{id}"',
    remedy: 'Use the correlation id that the refusal was answered with.',
  },
  OFFICE_CLOSED: {
    status: 400,
    message: 'the office of service {service} is closed at {at}',
    remedy: 'Ask the availability of the service and choose one of its slots.',
  },
  NUMBER_ASLEEP: {
    status: 400,
    message: 'the number may not be called at {at}: where it is, that is outside the legal hours',
    remedy: 'Choose a time within the hours of _do_not_call_items, by the clocks where the number is.',
  },
  SLOT_FULL: {
    status: 400,
    message: 'the slot at {slot} is full',
    remedy: 'Ask the availability of the service and choose another slot.',
  },
  NUMBER_UNLISTED: {
    status: 404,
    message: 'the number is not on the list of numbers that are never called',
    remedy: 'Ask /api/v1/do-not-call for those that are.',
  },
  CONSENT_MISSING: {
    status: 400,
    message:
      'service {service} calls nobody who has not agreed to be called, and the request does not say so',
    remedy: 'Send _consent_source and _consent_time, or set _require_consent of the service.',
  },
  CONSENT_OLD: {
    status: 400,
    message: 'the consent of the request is older than service {service} takes',
    remedy: 'Have the customer agree again, or set _consent_max_age of the service.',
  },
  TOO_MANY_CALLBACKS: {
    status: 400,
    message: 'the number already has {count} active callbacks of service {service}',
    remedy: 'Cancel one of them first, or set _enable_in_queue_checking.',
  },
  THROTTLED: {
    status: 429,
    message: 'too many callbacks of service {service} were asked for in a short time (counted by {scope})',
    remedy: 'Ask again in {retryAfter} seconds, or raise the _throttle_ options of the service.',
  },
  SERVICE_UNKNOWN: {
    status: 404,
    message: 'there is no callback service "{service}"',
    remedy: 'Use one of the services of config/ringback.yaml: {known}.',
  },
  SERVICE_OFF: {
    status: 409,
    message: 'service {service} is switched off: it takes no callbacks now',
    remedy: 'Ask again later, or switch it on (`enabled` of the service).',
  },
  PROFILE_UNKNOWN: {
    status: 404,
    message: 'there is no platform profile "{profile}"',
    remedy: 'Use one of {known}.',
  },
  CALLBACK_UNKNOWN: {
    status: 404,
    message: 'there is no callback "{id}"',
    remedy: 'Check the id; a finished callback is forgotten after its retention time.',
  },
  CALLBACK_FINAL: {
    status: 409,
    message: 'callback {id} is already COMPLETED ({reason})',
    remedy: 'Nothing needs doing; create a new callback for another call.',
  },
  CALLBACK_STATE: {
    status: 409,
    message: 'callback {id} cannot go from {from} to {to}',
    remedy: 'Follow SCHEDULED, QUEUED, ROUTING, PROCESSING, COMPLETED in the strategy.',
  },
  CALLBACK_NOT_QUEUED: {
    status: 409,
    message: 'callback {id} is SCHEDULED: it has no place in the queue before its time',
    remedy: 'Ask again when its time has come.',
  },
  STORAGE_UNKNOWN: {
    status: 404,
    message: 'nothing is stored under "{key}"',
    remedy: 'Read the whole storage for the keys there are.',
  },
  SUBSCRIPTION_UNKNOWN: {
    status: 404,
    message: 'there is no subscription {id}',
    remedy: 'Its time may be over: subscribe again.',
  },
  STORAGE_FULL: {
    status: 429,
    message: 'there are {most} of the kind {kind} already, as many as are kept',
    remedy: 'Remove some, or wait until their time is over; ask for shorter times.',
  },
  CALLBACK_TALKING: {
    status: 409,
    message:
      'callback {id} is PROCESSING: the customer is talking with an agent, and a live conversation is not cut',
    remedy: 'Let the agent end the call.',
  },
  SWITCH_UNKNOWN: {
    status: 404,
    message: 'there is no switch "{switch}"',
    remedy: 'Use one of the switches of config/ringback.yaml: {known}.',
  },
  AGENT_UNKNOWN: {
    status: 404,
    message: 'there is no agent "{agent}"',
    remedy: 'Use one of the agents of config/ringback.yaml: {known}.',
  },
  AGENT_BUSY: {
    status: 409,
    message: 'agent {agent} cannot be set to {wanted} while {state}',
    remedy: 'Wait until the call has ended.',
  },
  QUEUE_UNKNOWN: {
    status: 404,
    message: 'there is no virtual queue "{queue}"',
    remedy: 'Use one of the virtual queues of config/ringback.yaml: {known}.',
  },
  WAIT_UNKNOWN: {
    status: 404,
    message: 'there is neither a virtual queue nor a callback "{name}"',
    remedy: 'Use the id of a callback, or one of the virtual queues of config/ringback.yaml: {known}.',
  },
  DOCUMENT_UNKNOWN: {
    status: 404,
    message: 'there is no {kind} "{name}" in the active set',
    remedy: 'Check the name against the files in dialogs/ and run `ringback lint`.',
  },
  SESSION_UNKNOWN: {
    status: 404,
    message: 'there is no running session {id}',
    remedy: 'Events go to sessions that have not ended; `ringback show ID` tells how one did.',
  },
  RUN_UNKNOWN: {
    status: 404,
    message: 'there is no such dialog run',
    remedy: 'Start the dialog again at its first page, /vxml/<name>.',
  },
  ROUTE_UNKNOWN: {
    status: 404,
    message: 'nothing is served at {method} {path}',
    remedy: 'See the README for the addresses.',
  },
  MEDIUM_REFUSED: {
    status: 409,
    message: 'agent {agent} takes no more {medium}: {why}',
    remedy:
      'Give the work to another agent, or give a slot back; `media` of the agent says how much there may be.',
  },
  PREVIEW_REFUSED: {
    status: 409,
    message: 'agent {agent} cannot answer that: {why}',
    remedy: '`preview` of the agent says what is looked at and what may be said of it.',
  },
  NOT_AUTHORISED: {
    status: 403,
    message: 'this address is served to {to} only',
    remedy: 'Call it from an allowed address, or configure `access` in config/ringback.yaml.',
  },
  KEY_REQUIRED: {
    status: 401,
    message: 'this address needs a key',
    remedy:
      'Send a key of `access.keys` as X-API-Key, as Authorization: Bearer, or as the password of Basic.',
  },
  BODY_TOO_LARGE: {
    status: 413,
    message: 'the request body is larger than {limit} bytes',
    remedy: 'Send less.',
  },
  CONTENT_TYPE_UNSUPPORTED: {
    status: 415,
    message: 'content type "{type}" is not understood',
    remedy: 'Send application/json, application/x-www-form-urlencoded or multipart/form-data.',
  },
  STATISTIC_UNKNOWN: {
    status: 501,
    message: 'nothing here counts the statistic "{statistic}"',
    remedy: 'Ask for one of {known}.',
  },
  NOT_SERVED: {
    status: 501,
    message: '{what} is not served: {why}',
    remedy: 'See docs/reference/compatibility.md for what is.',
  },
  NOT_SUPPORTED: {
    status: 501,
    message: '{what} is not supported',
    remedy: 'See "What it does not do" in the README.',
  },
  STORE_DOWN: {
    status: 503,
    message: 'the store cannot be reached: {why}',
    remedy: 'Try again shortly; nothing that was acknowledged is lost.',
  },
  STORE_LOCKED: {
    status: 503,
    message: 'the store {path} is in use by another process',
    remedy:
      'Stop the other Ringback, or give this one a data folder of its own with RINGBACK_DATA (in Redis: a `site` of its own).',
  },
  STORE_NOT_DURABLE: {
    status: 503,
    message: 'the store keeps less than the configuration promises: {why}',
    remedy: 'Set {wanted} on the Redis server, or promise less with `durability` beside `store`.',
  },
  STORE_FORMAT: {
    status: 503,
    message: 'the store {path} has format {found}, this program knows up to {known}',
    remedy: 'Start the newer program that wrote it, or restore a backup.',
  },
  STORE_UNKNOWN: {
    status: 400,
    message: 'there is no store "{store}"',
    remedy: 'Name it sqlite (in the data folder), sqlite:PATH (a file that is there) or redis://HOST:PORT.',
  },
  STORE_NOT_EMPTY: {
    status: 409,
    message: 'the store {store} is not empty',
    remedy:
      'Take an empty one (RINGBACK_DATA), or add --merge: what is there stays as it is and the rest is added, which also goes on with a copy that was interrupted.',
  },
  COPY_DIFFERS: {
    status: 500,
    message: 'the copy is not what it was made from: {what}',
    remedy: 'Stop whatever changes either of them meanwhile, and run the command again.',
  },
  BACKUP_FAILED: {
    status: 500,
    message: 'the backup {file} cannot be written: {why}',
    remedy: 'Check that its folder exists, who owns it, and the space left on the disk.',
  },
  BACKUP_INVALID: {
    status: 400,
    message: 'the backup {file} cannot be used: {why}',
    remedy: 'Take another backup; nothing was restored from this one.',
  },
  LISTEN_FAILED: {
    status: 500,
    message: 'cannot listen on {address}:{port}: {why}',
    remedy:
      'Choose another port: PORT or http.port for HTTP, doors.port for the doors of the switches; or stop the program that has it.',
  },
  SWITCH_DOWN: {
    status: 503,
    message: 'switch {switch} cannot be reached: {why}',
    remedy: 'Check that FreeSWITCH runs and that the address and password in config/ringback.yaml are right.',
  },
  CALL_GONE: { status: 409, message: 'call {id} has ended', remedy: 'Nothing needs doing.' },
  SWITCH_REFUSED: {
    status: 502,
    message: 'switch {switch} refused {command}: {reply}',
    remedy: 'See the log of the switch for the reason.',
  },
  CONFIG_INVALID: {
    status: 500,
    message: 'the configuration has mistakes:\n{problems}',
    remedy: 'Correct the lines named and start again; `ringback lint` shows the same list.',
  },
  CONFIG_REFUSED: {
    status: 422,
    message: 'the configuration would have mistakes: {what}',
    remedy: 'Correct what the problems point at; nothing was changed.',
  },
  CONFIG_BEHIND: {
    status: 409,
    message: 'revision {revision} of the configuration does not go with the file of this server: {why}',
    remedy:
      'Correct the file and start again, or start with --from-file: the file alone counts from then on.',
  },
  REVISION_UNKNOWN: {
    status: 404,
    message: 'there is no revision {no} of the configuration',
    remedy: 'See GET /api/v1/config/revisions for those there are; 0 is the file alone.',
  },
  PRECONDITION_FAILED: {
    status: 412,
    message: 'the configuration is {etag} by now, not what the request builds on',
    remedy: 'Read it again, make the change on what it is now, and send the ETag of that as If-Match.',
  },
  PRECONDITION_REQUIRED: {
    status: 428,
    message: 'the request does not say which configuration it builds on',
    remedy: 'Send the ETag that the configuration was read with as If-Match.',
  },
  ROLE_REFUSED: {
    status: 403,
    message: 'a key with the role {role} may not do that: {what}',
    remedy: 'Use a key with a role that may (docs/reference/access.md), or ask an administrator for one.',
  },
  LIMIT_REFUSED: {
    status: 403,
    message: 'the key is limited to services or queues of its own, and this is about another: {what}',
    remedy: 'Ask for what belongs to the services or queues of the key, or use one without limits.',
  },
  KEY_UNKNOWN: {
    status: 404,
    message: 'there is no key named "{id}"',
    remedy: 'See `ringback key list`; keys of the configuration are not among them.',
  },
  KEY_EXISTS: {
    status: 409,
    message: 'there is or was a key named "{id}"',
    remedy: 'Choose another name: a name is used once, so that the record stays clear.',
  },
  KEY_REVOKED: {
    status: 409,
    message: 'the key "{id}" has been revoked',
    remedy: 'Create another one.',
  },
  SIMULATION_REFUSED: {
    status: 500,
    message: 'a simulated load is configured together with a real switch ({switch})',
    remedy: 'Remove `simulation` from the configuration, or set the switch to `simulated`.',
  },
  SCRIPT_LIMIT: {
    status: 500,
    message: 'a script went over its limit of {limit}',
    remedy: 'Look for an endless loop or a growing value in the document named.',
  },
  INTERNAL: {
    status: 500,
    message: 'something went wrong inside',
    remedy: 'See the log for the error with id {id}.',
  },
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof catalogue;
