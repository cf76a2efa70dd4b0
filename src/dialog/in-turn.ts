/**
 * Runs jobs of the same key one after the other, so that an answer sent twice at once is worked out once.
 * What holds between nodes is the store's comparison; this only saves the work.
 */
export function createTurns(): <Result>(key: string, job: () => Promise<Result>) => Promise<Result> {
  const last = new Map<string, Promise<unknown>>();
  return (key, job) => {
    const before = last.get(key);
    const turn = before ? before.then(job, job) : job();
    last.set(key, turn);
    const leave = (): void => {
      if (last.get(key) === turn) last.delete(key);
    };
    turn.then(leave, leave);
    return turn;
  };
}
