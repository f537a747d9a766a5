import { readFileSync } from 'node:fs';

/** The passwords of `--password-file`, one a line; none where it is not given. */
export const passwordsIn = (file: string | undefined): string[] =>
  file === undefined
    ? []
    : readFileSync(file, 'utf8')
        .replace(/^\uFEFF/, '')
        .split(/\r?\n/)
        .filter(Boolean);
