import { randomUUID } from 'node:crypto';
import { DAY_MS } from '../../domain/certificate.ts';
import { retainedUntil } from '../../domain/recording.ts';
import { storeWithLinks } from '../store/loose-media.ts';
import { insertRecording } from '../store/recordings.ts';
import { callUuid, type Made } from '../recorder/test-call.ts';
import type { OpenTenant } from '../tenants.ts';

/** A recording of the demo data, and how many days before it nobody has called yet in its series. */
export interface DemoRecording extends Made {
  freeDays: number;
}

/** So many are stored in one transaction. */
const BATCH = 5000;

/**
 * Adds recordings until the tenant has so many: other calls with what is said in those that are there, so their media
 * takes no room on the disk. `told` gets the number of those that are stored.
 */
export function addRecordings(
  store: OpenTenant,
  there: readonly DemoRecording[],
  wanted: number,
  told: (stored: number) => void,
): void {
  for (let from = there.length; from < wanted; from += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, wanted - from) }, (_, index) => from + index);
    const added = numbers.flatMap((call) => {
      const like = there[call % there.length];
      // So many recordings are like this one so far; added to the number, others call.
      const round = Math.floor(call / there.length);
      return like ? [{ like, recording: another(store, like, { round, call: call + round }) }] : [];
    });
    const links = added.map(({ like, recording }) => ({ name: recording.file, of: like.recording.file }));
    storeWithLinks(store, links, () => {
      for (const { like, recording } of added) {
        insertRecording(store.database, recording, like.pkcs7, like.recipients);
      }
    });
    told(from + numbers.length);
  }
}

/** A call like this one, earlier but not before the one before it in its series. */
function another(
  { retentionDays }: OpenTenant,
  { recording, freeDays }: DemoRecording,
  { round, call }: { round: number; call: number },
) {
  const earlier = (round % (freeDays + 1)) * DAY_MS + ((round * 61) % 480) * 60_000;
  const startedAt = new Date(Date.parse(recording.startedAt) - earlier).toISOString();
  const id = callUuid();
  return {
    ...recording,
    ...whoCalled(call),
    id,
    callUuid: id,
    startedAt,
    retainedUntil: retainedUntil(startedAt, retentionDays),
    file: recording.file.replace(/^[\da-f-]{36}/, randomUUID()),
  };
}

/** Numbers that belong to nobody (555-0100 to 555-0199), so that a search for a caller finds some of the calls. */
export function whoCalled(call: number) {
  const [areas, agents] = [
    ['212', '312', '415', '617', '720'],
    ['ana.silva', 'ben.moore', 'chidi.obi', 'dana.lee', 'eva.novak', 'farid.aziz'],
  ];
  const number = (area: number, line: number) =>
    `+1${areas[area % areas.length]}55501${String(line).padStart(2, '0')}`;
  return {
    ani: number(call * 3, (call * 17) % 40),
    dnis: number(call + 1, 90 + (call % 4)),
    agent: agents[(call * 5) % agents.length] ?? null,
  };
}
