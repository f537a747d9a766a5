import { describe, expect, test } from 'vitest';
import { readRecord } from '../../domain/record.ts';
import { administrator, eachTenant, tenant } from '../../testing/given.ts';
import { assignedBy, deletionBy, screensSavedBy } from '../../testing/steps.ts';
import { insertPair, listPresentWithDer } from '../store/certificates.ts';
import { makePair } from '../../testing/pairs.ts';

eachTenant('administrator');

async function uploaded(commonName: string, caller = administrator) {
  const pair = makePair({ commonName });
  const { answer } = await caller.call('POST /api/certificates', { body: pair });
  tenant.clock.advance(1000);
  return { ...answer, pem: pair.certificate };
}

const assign = async (name: string, certificateIds: string[]) =>
  assignedBy(await tenant.signedIn('professional'), name, certificateIds);

const record = async () => (await administrator.call('GET /api/record')).answer;

const changed = async (change: Record<string, unknown>) =>
  readRecord(JSON.stringify({ ...(await record()), ...change }));

describe('the record', () => {
  test('of an empty keystore is a record, too', async () => {
    const { text, headers } = await administrator.call('GET /api/record');
    expect(headers.get('Content-Disposition')).toBe(
      'attachment; filename="record-Environment-2026-11-24.json"',
    );
    expect(readRecord(text)).toEqual({
      record: {
        format: 'recording-certificates-record',
        version: 1,
        tenant: { name: 'Environment', dbid: 1, platform: 'aws' },
        takenAt: '2026-11-24T09:00:00.000Z',
        takenBy: 'administrator',
        certificates: [],
        screenRecordingCertificates: [],
      },
    });
  });

  test('has every certificate, where it was assigned, the screen list and what is known of the backup', async () => {
    const first = await uploaded('First');
    const second = await uploaded('Second');
    await assign('record_emea', [second.id, first.id]);
    await assign('record_us_west', [second.id]);
    await screensSavedBy(administrator, [second.id, first.id]);
    await administrator.call('POST /api/backup-checks', {
      body: { certificateIds: [first.id], location: 'safe' },
    });
    const { certificates, screenRecordingCertificates } = await record();
    expect(certificates.map(({ subjectName, ivrProfiles }) => [subjectName, ivrProfiles])).toEqual([
      ['First', ['record_emea']],
      ['Second', ['record_emea', 'record_us_west']],
    ]);
    expect(certificates[0]).toMatchObject({
      sha256: first.sha256,
      serialNumber: first.serialNumber,
      notAfter: first.notAfter,
      uploadedBy: 'administrator',
      uploadedAt: '2026-11-24T09:00:00.000Z',
      backupCheck: { checkedAt: '2026-11-24T09:00:02.000Z', checkedBy: 'administrator', location: 'safe' },
    });
    expect(certificates[0]?.pem.trim()).toBe(first.pem.trim());
    expect(certificates[1]?.backupCheck).toBeNull();
    expect(screenRecordingCertificates).toEqual([second.sha256, first.sha256]);
  });

  test('is of the keystore as it is now, also of what this session does not see', async () => {
    const other = await tenant.signedIn('administrator');
    await uploaded('Uploaded elsewhere', other);
    const { items } = (await administrator.call('GET /api/certificates')).answer;
    expect(items).toEqual([]);
    expect((await record()).certificates.map(({ subjectName }) => subjectName)).toEqual([
      'Uploaded elsewhere',
    ]);
  });

  test('is one file, however many pieces it is sent in', async () => {
    const { database } = tenant.environment;
    const { id } = await uploaded('First');
    const [first] = listPresentWithDer(database, { limit: 1, after: undefined }).items;
    if (!first) throw new Error('Nothing was uploaded');
    const {
      isNameShared: _shared,
      deletedBy: _by,
      deletedAt: _at,
      version: _version,
      backupCheck: _check,
      ...facts
    } = first;
    for (let i = 1; i < 250; i++) {
      const other = { id: `${id}-${i}`, serialDecimal: String(i), sha256: `${first.sha256}${i}` };
      insertPair(database, { ...facts, ...other, issuerDer: first.der }, Buffer.from('sealed'));
    }
    await screensSavedBy(administrator, [id]);
    const { text } = await administrator.call('GET /api/record');
    const read = readRecord(text);
    expect('record' in read && new Set(read.record.certificates.map(({ sha256 }) => sha256)).size).toBe(250);
    expect('record' in read && read.record.screenRecordingCertificates).toHaveLength(1);
  });

  test('leaves out what was deleted', async () => {
    const { id } = await uploaded('Deleted');
    await deletionBy(administrator, id);
    expect((await record()).certificates).toEqual([]);
  });
});

describe('reading a record', () => {
  test('passes over what a later version of the same form adds', async () => {
    expect(await changed({ colour: 'green' })).toMatchObject({ record: await record() });
  });

  test('says why it cannot be used', async () => {
    expect(readRecord('')).toEqual({ problem: 'not_a_record' });
    expect(readRecord('null')).toEqual({ problem: 'not_a_record' });
    expect(readRecord('{"mediaFiles":[]}')).toEqual({ problem: 'not_a_record' });
    expect(await changed({ version: 2, certificates: 'elsewhere' })).toEqual({ problem: 'record_too_new' });
    expect(await changed({ certificates: [{}] })).toEqual({ problem: 'record_damaged' });
    const { text } = await administrator.call('GET /api/record');
    expect(readRecord(text.slice(0, -5))).toEqual({ problem: 'record_damaged' });
  });
});
