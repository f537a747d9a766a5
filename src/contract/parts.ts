import { z } from 'zod';
import { roles } from '../domain/session.ts';

/** What schemas of several calls are made of. */

/** The id of something that the tenant has; its own ids are UUIDs. */
export const id = z.string().max(100);

export const moment = z.iso.datetime().describe('ISO 8601, UTC');

export const password = z.string().min(1).max(1000);

export const tenant = z.object({
  name: z.string(),
  dbid: z.number().int(),
  platform: z.enum(['aws', 'azure']),
  screenRecording: z.boolean(),
});

export const role = z.enum(roles);

export const place = z.union([
  z.object({
    kind: z.literal('ivr-profile'),
    id: z.string(),
    name: z.string(),
    doesNotRecord: z.literal(true).optional().describe('No recorded call picks it'),
  }),
  z.object({ kind: z.literal('screen-recording') }),
]);

export const serialNumber = z.object({ hex: z.string(), decimal: z.string() });

/** What tells a certificate apart from one of the same name, with its end. */
export const named = {
  subjectName: z.string(),
  nameShared: z
    .boolean()
    .describe('Whether another certificate has the same name: its end and its last digits tell it apart'),
  serialNumber,
};

export const etag = z.string().describe('For If-Match');

/** Of a list that is saved as a whole. */
export const lastSave = z
  .object({ by: z.string(), at: moment })
  .nullable()
  .describe('The last save, if there was one');

export const acknowledgement = z
  .object({ typed: z.string().max(100), discussed: z.boolean() })
  .optional()
  .describe(
    'Needed where the save stops encryption: the word “unencrypted”, and that administrator and Genesys Professional have discussed it',
  );

/** A list of certificates that replaces the one that is there. */
export const wantedCertificates = z.object({ certificateIds: z.array(id).max(1000), acknowledgement });
