import { z } from 'zod';
import { recordingSorts } from '../domain/recording-columns.ts';
import { MAX_SPEECH_MS, playables, speechTypes } from '../domain/recording.ts';
import { listOf } from './lists.ts';
import { csvOf, type CallTable } from './call.ts';
import { id, moment, named } from './parts.ts';

/** More than a person needs to say to try out a key. */
const MAX_SPEECH_BYTES = 8_000_000;

const playable = z.enum(playables);

/**
 * A recipient for whom the session key is wrapped. It is identified by issuer and serial number, so it is known even
 * after its certificate has been deleted.
 */
const recipient = z.object({
  ...named,
  issuerDn: z.string().describe('RFC 2253'),
  notAfter: moment.nullable().describe('null: the key is missing'),
  certificateId: z.string().nullable().describe('In the keystore now; null: the key is missing'),
});

const recordingSummary = z.object({
  id: z.string(),
  kind: z.enum(['voice', 'screen']),
  callUuid: z.string(),
  caller: z.string(),
  dialed: z.string(),
  startedAt: moment,
  durationMs: z.number().int(),
  geoLocation: z.string().nullable(),
  ivrProfile: z
    .object({ id: z.string(), name: z.string() })
    .nullable()
    .describe('null: no profile was picked'),
  encryptedFor: z.array(recipient),
  playable,
  retainedUntil: moment,
});

const recordings = listOf(recordingSummary, {
  sorts: recordingSorts,
  sort: '-startedAt',
  searched:
    'the beginning of the caller’s or the dialed number, or the first four or more characters of the call UUID',
  filters: {
    certificate: id.optional().describe('The id of a certificate: what its key opens'),
    playable: playable.optional(),
    from: moment.max(40).optional().describe('Started then or later'),
    to: moment.max(40).optional().describe('Started before'),
  },
});

/** "2026-11-25T12:00:00.000+0000": the format that recorders write. */
const recorderTime = z.string();

const mediaFile = z.object({
  mediaId: z.string(),
  mediaUri: z.string().describe('Plays it'),
  mediaPath: z.string(),
  originalMediaDescriptor: z.object({ storage: z.string(), path: z.string() }),
  pkcs7: z
    .string()
    .optional()
    .describe('PEM: an EnvelopedData without content; missing when it is in the clear'),
  startTime: recorderTime,
  stopTime: recorderTime,
  callUUID: z.string(),
  type: z.string(),
  duration: z.string().describe('Milliseconds'),
  tenant: z.string(),
  ivrprofile: z.string(),
  size: z.string().describe('Bytes of the stored file'),
  parameters: z.object({ id: z.string(), callUuid: z.string(), agentId: z.string().optional() }),
  partitions: z.array(z.string()),
  accessgroups: z.array(z.string()),
});

/** A recording as recorders answer it, and what this console knows about it. */
const recording = z.object({
  statusCode: z.literal(0),
  recording: z.object({
    id: z.string(),
    callerPhoneNumber: z.string(),
    dialedPhoneNumber: z.string(),
    startTime: recorderTime,
    stopTime: recorderTime,
    callType: z.string(),
    region: z.string(),
    mediaFiles: z.array(mediaFile),
    eventHistory: z.array(
      z.object({
        occurredAt: recorderTime,
        calluuid: z.string(),
        contact: z.object({ type: z.string(), phoneNumber: z.string() }),
        event: z.string(),
      }),
    ),
  }),
  summary: recordingSummary,
});

const geoLocation = z.string().min(1).max(200).optional();

const newTestCall = z.strictObject({
  geoLocation,
  screen: z.boolean().default(false),
});

const spokenTestCallQuery = z.object({
  geoLocation,
  screen: z
    .enum(['true', 'false'])
    .default('false')
    .transform((screen) => screen === 'true'),
  durationMs: z.coerce
    .number()
    .int()
    .min(1)
    .max(MAX_SPEECH_MS)
    .describe('How long the speech is, as the browser measured it'),
});

const testCall = z.object({
  picked: z
    .object({
      ivrProfile: z.object({ id: z.string(), name: z.string() }),
      by: z.enum(['geo-location', 'only one', 'named record', 'default']),
    })
    .nullable(),
  recordings: z.array(recordingSummary).describe('The voice, then the screen where it was asked for'),
});

const demoData = z.object({ certificates: z.number().int(), recordings: z.number().int() });

export const recordingCalls = {
  'POST /api/test-calls': {
    summary: 'Make a call and record it, encrypted for the certificates of the IVR profile that it picks',
    allow: 'make test calls',
    body: newTestCall,
    answer: testCall,
    status: 201,
  },
  'POST /api/test-calls/spoken': {
    summary: 'The same with what a person says, which is the body, instead of a spoken sentence',
    allow: 'make test calls',
    query: spokenTestCallQuery,
    bodyTypes: speechTypes,
    bodyLimit: MAX_SPEECH_BYTES,
    answer: testCall,
    status: 201,
  },
  'GET /api/recordings': {
    summary: 'The recordings, newest first',
    allow: 'view recordings',
    query: recordings.query,
    answer: recordings.answer,
  },
  'GET /api/recordings.csv': csvOf('view recordings', recordings.exported),
  'GET /api/recordings/{id}': {
    summary: 'One recording, as recorders answer it',
    allow: 'view recordings',
    answer: recording,
  },
  'GET /api/recordings/{id}/media/{mediaId}': {
    summary: 'The media file as it is stored: the ciphertext',
    allow: 'view recordings',
    media: true,
  },
  'GET /api/recordings/{id}/play/{mediaId}': {
    summary: 'The media file, decrypted through the keystore',
    allow: 'play recordings',
    media: true,
  },
  'POST /api/demo-data': {
    summary: 'Fill an empty tenant with certificates, assignments and recordings to look at',
    allow: 'fill with demo data',
    answer: demoData,
  },
} as const satisfies CallTable;
