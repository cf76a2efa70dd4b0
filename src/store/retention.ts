/** Forgets what has been over for long. Facts stay, for reports, but for refused requests. */
export interface RetentionStore {
  /**
   * Forgets, `limit` at most of each sort so that other changes need not wait long:
   * - callbacks COMPLETED before the instant `before` (`completedAt`) of which no session runs, with their sessions,
   *   the pairs they are found by, and the slot if they still hold one
   * - sessions that ended before it (`finishedAt`) and have no callback, or none that is still stored
   * - legs that ended before it
   * - dialog runs without a session that were not touched since (`updatedAt`)
   * - routing journal entries from before it: of the oldest `limit` entries those with an earlier `at`
   * - what callers said before it
   * - refused requests from before it (facts of the kind `request.refused`, by `at`)
   * - takes of throttles whose windows were over by then
   *
   * A session goes with its journal, actions, dialog runs, timers and inbox. Answers how many callbacks, sessions
   * of their own, legs, runs of their own, routing entries, utterances, refused requests and takes were forgotten: 0 when there are no more. Compares
   * nothing else; asked again it forgets further ones. Emits every hint.
   */
  forget(before: number, limit: number): Promise<number>;
}
