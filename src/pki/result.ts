/**
 * Every reader in this folder answers a value, or an error value with a stable code. No reader throws for bad input,
 * because reading bad input is an ordinary case here.
 */
import type { DamagedCode, PkiCode, PkiError } from './outcome.ts';

export type { PkiCode, PkiError };

export type Result<T> = { ok: true; value: T } | { ok: false; error: PkiError };

export const success = <T>(value: T): Result<T> => ({ ok: true, value });

/** A code that says "damaged" needs the place where this was seen. */
export const failure = <Code extends PkiCode>(
  code: Code,
  ...[detail]: [Extract<Code, DamagedCode>] extends [never] ? [detail?: string] : [seenAt: string]
): Result<never> => ({
  ok: false,
  error: detail === undefined ? { code } : { code, detail },
});
