/** Nobody listens to more than minutes of speech, and no engine has to render a page full. */
const LONGEST_TEXT = 6_000;
const LONGEST_SENTENCE = 400;

/**
 * The text as it is rendered and kept, a sentence at a time: so a prompt with a value in it needs only the sentence
 * with the value rendered anew. Control characters and repeated blanks are gone.
 */
export function sentencesOf(text: string, locale: string): string[] {
  const plain = text
    .slice(0, LONGEST_TEXT)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Z}]+/gu, ' ')
    .trim();
  return [...segmenterOf(locale).segment(plain)].flatMap(({ segment }) => shortened(segment.trim()));
}

/** Segmenters that are kept: one takes longer to make than a prompt to cut. */
const MOST_KEPT = 50;
const kept = new Map<string, Intl.Segmenter>();

function segmenterOf(locale: string): Intl.Segmenter {
  const known = kept.get(locale);
  if (known) return known;
  if (kept.size >= MOST_KEPT) kept.clear();
  const made = newSegmenter(locale);
  kept.set(locale, made);
  return made;
}

function newSegmenter(locale: string): Intl.Segmenter {
  try {
    return new Intl.Segmenter(locale, { granularity: 'sentence' });
  } catch {
    return new Intl.Segmenter('en', { granularity: 'sentence' }); // `xml:lang` may be anything
  }
}

/** Cut at a blank, where there is one, so that no piece is over-long. What has no letter or digit is not spoken. */
function shortened(sentence: string): string[] {
  if (!/[\p{L}\p{N}]/u.test(sentence)) return [];
  if (sentence.length <= LONGEST_SENTENCE) return [sentence];
  const blank = sentence.lastIndexOf(' ', LONGEST_SENTENCE);
  const cut = blank > 0 ? blank : LONGEST_SENTENCE;
  return [...shortened(sentence.slice(0, cut).trim()), ...shortened(sentence.slice(cut).trim())];
}
