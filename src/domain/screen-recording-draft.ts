import type { Draft } from './screen-recording.ts';

/**
 * Whether a value from the browser's storage is a draft. An older version of the console may have written something
 * else.
 */
export const isDraft = (value: unknown): value is Draft =>
  has(value, 'base') &&
  has(value.base, 'etag') &&
  typeof value.base.etag === 'string' &&
  has(value.base, 'ids') &&
  isIds(value.base.ids) &&
  has(value, 'added') &&
  isIds(value.added) &&
  has(value, 'removed') &&
  isIds(value.removed);

const has = <K extends string>(value: unknown, member: K): value is Record<K, unknown> =>
  typeof value === 'object' && value !== null && member in value;

const isIds = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((id) => typeof id === 'string');
