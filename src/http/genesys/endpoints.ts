import type { Endpoint } from '../endpoint.ts';
import { adminQueues } from './admin-queues.ts';
import { availability1, availability2 } from './availability.ts';
import { builtInService } from './built-in-services.ts';
import { byId, byProperties, cancel, start } from './callbacks.ts';
import { continueDialog } from './continue-dialog.ts';
import { notifications } from './notifications.ts';
import { phoneNumber } from './phone-number.ts';
import { reschedule } from './reschedule.ts';
import { checkQueuePosition, readQueuePosition } from './sessions.ts';
import { statistics } from './statistics.ts';
import { readAll, readBinary, readOne, remove, write } from './storage.ts';
import { storedData } from './stored-data.ts';
import { ewt2, ewt2ByQuery, ewtForVq } from './waits.ts';

/** The Genesys API, in the order in which paths are compared: those that are asked most come first. */
export const genesysEndpoints: readonly Endpoint[] = [
  start,
  byId,
  byProperties,
  cancel,
  reschedule,
  availability1,
  availability2,
  adminQueues,
  ewtForVq,
  ewt2,
  ewt2ByQuery,
  checkQueuePosition,
  readQueuePosition,
  readAll,
  readBinary,
  readOne,
  write,
  remove,
  continueDialog,
  ...storedData,
  ...notifications,
  ...statistics,
  phoneNumber,
  builtInService,
];
