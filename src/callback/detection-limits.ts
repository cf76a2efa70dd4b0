/** By what a person who answers is told from a machine. */
export interface DetectionLimits {
  /** What is louder is speech; FreeSWITCH's energy figure, about half the mean absolute sample. */
  level: number;
  /** No speech for so long after the answer: nobody speaks. */
  noSpeechMs: number;
  /** Silence of so long ends the greeting. */
  silenceMs: number;
  /** A person says hello for no longer than this; a machine goes on. */
  longestHelloMs: number;
}

/** For clean telephone lines. */
export const usualDetection: DetectionLimits = {
  level: 100,
  noSpeechMs: 3_500,
  silenceMs: 700,
  longestHelloMs: 1_800,
};
