/** What a caller's or dialed number, or a call UUID, may begin with to be found by one word of a search. */
export interface SearchedPrefixes {
  numbers: string[];
  calls: string[];
}

/** Fewer characters are the beginning of thousands of UUIDs, among which nobody looks for one. */
const LEAST_OF_CALL = 4;

/** The characters that people write into a number. */
const inNumbers = /^[+\d\s().\-/]*$/;

/**
 * The words of a search for recordings. A recording is found when one of its numbers or its call UUID begins with each
 * word. People write spaces into numbers, so between numbers only a "+" begins the next one.
 */
export function recordingSearch(text: string): SearchedPrefixes[] {
  const trimmed = text.trim();
  const words = inNumbers.test(trimmed) ? trimmed.split(/(?=\+)/) : trimmed.split(/\s+/);
  return words.filter((word) => word.trim() !== '').map(prefixesOf);
}

function prefixesOf(word: string): SearchedPrefixes {
  const isNumber = inNumbers.test(word);
  const digits = word.replaceAll(/\D/g, '');
  return {
    // Numbers are stored with and without "+"; people leave it out.
    numbers: isNumber && digits !== '' ? (word.includes('+') ? [`+${digits}`] : [digits, `+${digits}`]) : [],
    // UUIDs are stored in upper or in lower case.
    calls:
      word.trim().length < LEAST_OF_CALL
        ? []
        : [...new Set([word.trim(), word.trim().toUpperCase(), word.trim().toLowerCase()])],
  };
}
