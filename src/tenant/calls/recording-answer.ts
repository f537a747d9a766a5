import type { AnswerOf } from '../../contract/calls.ts';
import { serialNumberOf } from './certificate.ts';
import type { ListedRecording, StoredMedia } from '../store/recordings.ts';

export type Summary = AnswerOf<'GET /api/recordings'>['items'][number];
type Resource = AnswerOf<'GET /api/recordings/{id}'>['recording'];

export const summaryOf = (recording: ListedRecording): Summary => ({
  id: recording.id,
  kind: recording.kind,
  callUuid: recording.callUuid,
  caller: recording.ani,
  dialed: recording.dnis,
  startedAt: recording.startedAt,
  durationMs: recording.durationMs,
  geoLocation: recording.geoLocation,
  ivrProfile:
    recording.ivrProfileId === null || recording.ivrProfileName === null
      ? null
      : { id: recording.ivrProfileId, name: recording.ivrProfileName },
  encryptedFor: recording.recipients.map(
    ({ subjectName, isNameShared, issuerDn, serialHex, serialDecimal, notAfter, certificateId }) => ({
      subjectName,
      nameShared: isNameShared,
      issuerDn,
      serialNumber: serialNumberOf({ serialHex, serialDecimal }),
      notAfter,
      certificateId,
    }),
  ),
  playable: recording.playable,
  retainedUntil: recording.retainedUntil,
});

/** A recording as Interaction Recording Web Services answers it (`fixtures/voice-recording.json`). */
export function recorderResource(
  recording: ListedRecording,
  media: readonly StoredMedia[],
  tenantName: string,
): Resource {
  const { id, callUuid, ani, dnis, kind } = recording;
  const stopped = new Date(Date.parse(recording.startedAt) + recording.durationMs).toISOString();
  const [startTime, stopTime] = [recorderTime(recording.startedAt), recorderTime(stopped)];
  return {
    id,
    callerPhoneNumber: ani,
    dialedPhoneNumber: dnis,
    startTime,
    stopTime,
    callType: 'Inbound',
    region: recording.geoLocation ?? '',
    mediaFiles: media.map(({ mediaId, type, bytes, durationMs, pkcs7, file }) => {
      const path = `/recordings/${encodeURIComponent(id)}/play/${encodeURIComponent(mediaId)}`;
      return {
        mediaId,
        mediaUri: `/api${path}`,
        mediaPath: path,
        originalMediaDescriptor: { storage: 'webDAV', path: `/recordings/${kind}/${file}` },
        ...(pkcs7 === null ? {} : { pkcs7 }),
        startTime,
        stopTime,
        callUUID: callUuid,
        type,
        duration: String(durationMs),
        tenant: tenantName,
        ivrprofile: recording.ivrProfileName ?? '',
        size: String(bytes),
        parameters: { id, callUuid, ...(recording.agent !== null && { agentId: recording.agent }) },
        partitions: [],
        accessgroups: ['/'],
      };
    }),
    eventHistory: [
      {
        occurredAt: startTime,
        calluuid: callUuid,
        contact: { type: 'External', phoneNumber: ani },
        event: 'Joined',
      },
    ],
  };
}

/** "2015-09-10T16:58:22.000+0000" */
const recorderTime = (iso: string): string => iso.replace(/Z$/, '+0000');
