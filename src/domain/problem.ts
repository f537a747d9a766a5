import type { PkiCode } from '../pki/outcome.ts';
import { callProblems } from './problems/calls.ts';
import type { Entry, ProblemField } from './problems/entry.ts';
import { fileProblems } from './problems/files.ts';
import { keyProblems } from './problems/keys.ts';
import { keystoreProblems } from './problems/keystore.ts';
import { signInProblems } from './problems/sign-in.ts';

const all = { ...fileProblems, ...keyProblems, ...keystoreProblems, ...signInProblems, ...callProblems };

/**
 * Every problem that a person can meet: a stable code, the HTTP status with which the tenant answers (RFC 9457), and
 * the sentence that says what is wrong, with which file, and what to do next.
 */
export type ProblemCode = keyof typeof all;

const problems: Record<ProblemCode | PkiCode, Entry> = all;

/** What the sentence is about: the name of the file as the user knows it, and a technical detail where there is one. */
export interface About {
  file?: string | undefined;
  detail?: string | undefined;
}

export const problemCodes = Object.keys(problems) as ProblemCode[];

export const problemStatus = (code: ProblemCode): number => problems[code].status ?? 422;
export const problemTitle = (code: ProblemCode): string => problems[code].title;
export const problemKeyTool = (code: ProblemCode) => problems[code].keyTool;
export const problemField = (code: ProblemCode): ProblemField | undefined => problems[code].field;

/** The sentence shown to a person. Without a file name it speaks of "The file". */
export const problemSentence = (code: ProblemCode, about: About = {}): string =>
  problems[code].sentence({ file: repeated(about.file ?? 'The file'), detail: repeated(about.detail ?? '') });

const MOST_REPEATED = 200;

/** What somebody sent, as an error repeats it: a small request cannot become a large answer or a page of text. */
const repeated = (text: string): string =>
  text.length <= MOST_REPEATED
    ? text
    : // Half of a character at the end is left out.
      `${text.slice(0, MOST_REPEATED - 1).replace(/[\ud800-\udbff]$/, '')}…`;
