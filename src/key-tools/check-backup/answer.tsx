import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useCallback } from 'react';
import type { CopiesReport } from '../../pki/pile/copies.ts';
import { placeText, type OpenKey } from '../../pki/pile/report.ts';
import { inUtc } from '../../domain/columns.ts';
import { csvOf } from '../../domain/csv.ts';
import { useNow } from '../../ui/hooks/use-now.ts';
import { useArraySource } from '../../ui/list/array-source.ts';
import { List, useColumns } from '../../ui/list/list.tsx';
import { useListState } from '../../ui/list/state.ts';
import { Section } from '../../ui/page/section.tsx';
import { copyColumns } from './copy-columns.tsx';
import { proofText, stateText, type CheckedRow } from './rows.ts';

interface AnswerProps {
  rows: readonly CheckedRow[];
  otherKeys: readonly OpenKey[];
  certificates: CopiesReport['certificates'];
}

/** For each certificate, the state of the copy of its private key; then the keys that belong to no certificate. */
export function Answer({ rows, otherKeys, certificates }: AnswerProps) {
  const now = useNow();
  const withRecordings = rows.some(({ recordings }) => recordings !== undefined);
  const columns = useColumns(
    useCallback((narrow) => copyColumns({ narrow, now, withRecordings }), [now, withRecordings]),
  );
  const list = useArraySource(rows, columns, useListState({ sort: 'state' }));
  return (
    <>
      {rows.length > 0 && (
        <Section title="Certificates">
          <List
            label="Backup check"
            noun={['certificate']}
            // The file is kept as evidence, so it has more than the columns.
            source={{ ...list, csvOf: () => Promise.resolve(csvText(list.rows, otherKeys, now)) }}
            columns={columns}
            rowHeight={104}
            narrowHeight={196}
            nothing={null}
          />
        </Section>
      )}
      {otherKeys.length > 0 && (
        <Section title="Other private keys">
          <Typography variant="body2" gutterBottom>
            They open, and belong to none of the certificates above.
          </Typography>
          <Box component="ul" sx={{ m: 0, pl: 2.5, overflowWrap: 'anywhere' }}>
            {otherKeys.map((key) => (
              <Typography component="li" variant="body2" key={placeText(key)}>
                {placeText(key)}: {keyText(key)}
                {ownerText(key, certificates)}
              </Typography>
            ))}
          </Box>
        </Section>
      )}
    </>
  );
}

const keyText = ({ algorithm, bits }: OpenKey): string =>
  [algorithm, bits && `${bits} bits`].filter(Boolean).join(', ');

function ownerText({ keyId }: OpenKey, certificates: CopiesReport['certificates']): string {
  const own = keyId && certificates.find(({ found }) => found.keyId === keyId)?.found.facts;
  return own
    ? `, of ${own.subject.readable || 'a certificate without a subject'} (serial number ${own.serialNumber.hex})`
    : '';
}

function csvText(rows: readonly CheckedRow[], otherKeys: readonly OpenKey[], now: Date): string {
  const checkedAt = now.toISOString();
  return csvOf([
    [
      'Subject Name',
      'Serial Number',
      inUtc('Valid until'),
      'Certificate from',
      'Copy of the private key',
      'Where',
      'Proof',
      'Recordings that need it',
      inUtc('Checked at'),
    ],
    ...rows.map(({ name, serial, notAfter, from, state, standing, recordings }) => [
      name,
      serial,
      notAfter,
      from,
      stateText[state],
      'places' in standing ? standing.places.map(placeText).join('; ') : '',
      proofText(standing) ?? '',
      recordings ?? '',
      checkedAt,
    ]),
    ...otherKeys.map((key) => ['', '', '', '', 'Another key', placeText(key), keyText(key), '', checkedAt]),
  ]);
}
