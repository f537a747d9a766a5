import { z } from 'zod';
import type { CallTable } from './call.ts';

const version = z.number().int();

const listVersions = z.object({
  certificates: version,
  keys: version,
  requests: version,
  'screen-recording-certificates': version,
});

export const versionCalls = {
  'GET /api/versions': {
    summary:
      'A number for each list that grows when the list may have changed: what a page that stays open asks for',
    allow: 'view certificates',
    answer: listVersions,
  },
} as const satisfies CallTable;
