/** Zero crossings of the filter on each side: enough that nothing above the lower rate's half is heard folded down. */
const CROSSINGS = 16;
/** Of half the lower rate; the rest is the filter's slope. */
const PASS = 0.92;

/** The same sound at another rate, through a low-pass filter (a sinc in a Blackman window). */
export function resample(samples: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return samples;
  const length = Math.max(1, Math.round((samples.length * to) / from));
  const cutoff = PASS * Math.min(1, to / from);
  const reach = CROSSINGS / cutoff;
  const result = new Float32Array(length);
  for (let index = 0; index < length; index++) {
    const centre = (index * from) / to;
    const last = Math.min(samples.length - 1, Math.floor(centre + reach));
    let sum = 0;
    for (let at = Math.max(0, Math.ceil(centre - reach)); at <= last; at++)
      sum += (samples[at] ?? 0) * weight(at - centre, cutoff, reach);
    result[index] = sum;
  }
  return result;
}

function weight(distance: number, cutoff: number, reach: number): number {
  if (distance === 0) return cutoff;
  const angle = Math.PI * distance;
  const turn = angle / reach;
  return (Math.sin(angle * cutoff) / angle) * (0.42 + 0.5 * Math.cos(turn) + 0.08 * Math.cos(2 * turn));
}
