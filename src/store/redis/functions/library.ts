import { contentHash } from '../../../core/ids.ts';
import { actionFunctions } from './action-functions.ts';
import { callbackFunctions, callbackOperations } from './callback-functions.ts';
import { findFunctions } from './find-functions.ts';
import { inboxFunctions } from './inbox-functions.ts';
import { interactionFunctions } from './interaction-functions.ts';
import { archiveFunctions } from './archive-functions.ts';
import {
  depositFunctions,
  doNotCallFunctions,
  factFunctions,
  keyFunctions,
  revisionFunctions,
  routingFunctions,
  runFunctions,
  secretFunctions,
  setFunctions,
  utteranceFunctions,
} from './other-functions.ts';
import { retentionFunctions } from './retention-functions.ts';
import { preludeFunctions } from './prelude.ts';
import { sessionFunctions } from './session-functions.ts';
import { throttleFunctions } from './throttle-functions.ts';
import { siteFunctions } from './site-functions.ts';
import { timerFunctions } from './timer-functions.ts';

const body = [
  preludeFunctions,
  inboxFunctions,
  interactionFunctions,
  throttleFunctions,
  callbackFunctions,
  factFunctions,
  timerFunctions,
  actionFunctions,
  runFunctions,
  sessionFunctions,
  callbackOperations,
  findFunctions,
  setFunctions,
  secretFunctions,
  revisionFunctions,
  keyFunctions,
  doNotCallFunctions,
  utteranceFunctions,
  depositFunctions,
  routingFunctions,
  retentionFunctions,
  archiveFunctions,
  siteFunctions,
].join('\n');

/** Stands in the name of each function: programs of different versions on one server never call each other's. */
const version = `rb_${contentHash(body).slice(0, 12)}_`;

/** The Redis library with all of the store's functions (Redis 7 functions, https://redis.io/docs/interact/programmability/functions-intro/). */
export const functionLibrary = `#!lua name=${version}library\n${body.replaceAll('@@', version)}`;

/** Name of the server's function for one of ours, such as `sessions_commit`. */
export function functionName(name: string): string {
  return `${version}${name}`;
}
