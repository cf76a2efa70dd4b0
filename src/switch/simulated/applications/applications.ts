import { amd, modAmd } from './amd.ts';
import type { Application } from './application.ts';
import { conference } from './conference.ts';
import {
  avmdStart,
  avmdStop,
  detectAudio,
  detectSilence,
  faxDetect,
  startFaxDetection,
  waitForSilence,
} from './detection.ts';
import { playAndGetDigits, read } from './digits.ts';
import { liveQueue, playback, speak } from './playback.ts';
import { recordSession, stopRecordSession } from './record-session.ts';
import * as simple from './simple.ts';

/** The applications of the simulated switch by their names; `socket` joins them where doors are made. */
export const applications: Readonly<Record<string, Application>> = {
  amd,
  answer: simple.answer,
  avmd_start: avmdStart,
  avmd_stop: avmdStop,
  callcenter: liveQueue,
  conference,
  detect_audio: detectAudio,
  detect_silence: detectSilence,
  endless_playback: playback,
  export: simple.set,
  fax_detect: faxDetect,
  flush_dtmf: simple.flushKeys,
  hangup: simple.hangup,
  info: simple.unseen,
  log: simple.unseen,
  mod_amd: modAmd,
  multiset: simple.multiset,
  park: simple.park,
  play_and_get_digits: playAndGetDigits,
  playback,
  pre_answer: simple.preAnswer,
  read,
  record_session: recordSession,
  respond: simple.respond,
  ring_ready: simple.unseen,
  set: simple.set,
  sleep: simple.sleep,
  speak,
  spandsp_start_fax_detect: startFaxDetection,
  start_dtmf: simple.unseen,
  stop_dtmf: simple.unseen,
  stop_record_session: stopRecordSession,
  transfer: simple.transfer,
  unset: simple.unset,
  uuid_bridge: simple.bridged,
  wait_for_silence: waitForSilence,
};
