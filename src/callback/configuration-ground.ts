import type { JsonObject } from '../core/json.ts';
import type { Problem } from '../core/problem.ts';
import type { Configuration } from './configuration.ts';

export type RevisedConfiguration =
  { configuration: Configuration; warnings: Problem[] } | { problems: Problem[] };

/** The configuration as its file has it, over which edits are laid. */
export interface ConfigurationGround {
  readonly file: string;
  /** Content hash of the file. */
  readonly hash: string;
  /** The sections of it that may be edited. */
  readonly document: JsonObject;
  /** The configuration with a merge patch (RFC 7396) of such sections over the file, checked as the file is. */
  with(patch: JsonObject): RevisedConfiguration;
}
