/** What is asked of an address outside. */
export interface OutsideRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: string;
  /** Time it has to answer, ms. */
  limitMs: number;
  /** The most that is read of an answer, bytes; 0: nothing. */
  mostBytes: number;
}

/** Asks an address, once; rejects with an error in words when there is no answer in time. */
export type AskOutside = (request: OutsideRequest) => Promise<{ status: number; body: string }>;
