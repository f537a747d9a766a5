import DownloadIcon from '@mui/icons-material/Download';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { Link as RouterLink } from 'react-router';
import { paths } from '../../paths.ts';
import type { CopyState } from '../../domain/backup-answer.ts';
import { numberText } from '../../domain/counted.ts';
import type { CopiesReport } from '../../pki/pile/copies.ts';
import { placeText, type OpenKey } from '../../pki/pile/report.ts';
import { dayText } from '../../ui/page/dates.ts';
import { downloadFile } from '../../ui/form/download.ts';
import { Section } from '../../ui/page/section.tsx';
import { StatusChip, type Tone } from '../../ui/page/status-chip.tsx';
import { useNow } from '../../ui/hooks/use-now.ts';
import { csvOf } from '../../domain/csv.ts';
import { states } from '../../domain/states.ts';
import { proofText, standingText, stateText, type CheckedRow } from './rows.ts';

export const tones: Record<CopyState, Tone> = {
  opens: 'good',
  damaged: 'bad',
  locked: 'soon',
  'perhaps locked': 'soon',
  'perhaps not opened': 'soon',
  'only the certificate': 'bad',
  missing: 'bad',
};

interface AnswerProps {
  rows: readonly CheckedRow[];
  otherKeys: readonly OpenKey[];
  certificates: CopiesReport['certificates'];
}

/** For each certificate, the state of the copy of its private key; then the keys that belong to no certificate. */
export function Answer({ rows, otherKeys, certificates }: AnswerProps) {
  const now = useNow();
  const withRecordings = rows.some(({ recordings }) => recordings !== undefined);
  const fileName = `backup-check-${now.toISOString().slice(0, 10)}.csv`;
  return (
    <>
      {rows.length > 0 && (
        <Section title="Certificates">
          <Box component="table" sx={table}>
            <thead>
              <tr>
                <th scope="col">Certificate</th>
                <th scope="col">Copy of its private key</th>
                {withRecordings && (
                  <th scope="col" className="wide">
                    Recordings that need it
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <CertificateRow key={row.sha256} row={row} now={now} withRecordings={withRecordings} />
              ))}
            </tbody>
          </Box>
          <Button
            startIcon={<DownloadIcon />}
            sx={{ mt: 2 }}
            onClick={() => downloadFile(fileName, csvText(rows, otherKeys, now), 'text/csv;charset=utf-8')}
          >
            Download CSV
          </Button>
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

interface CertificateRowProps {
  row: CheckedRow;
  now: Date;
  withRecordings: boolean;
}

/**
 * On a narrow window the number of recordings is shown below the certificate. A plain table, because this page is also
 * in the copy of the key tools, which must stay small.
 */
const table = {
  width: '100%',
  borderCollapse: 'collapse',
  fontSize: 'body2.fontSize',
  '& th, & td': {
    px: { xs: 1, sm: 2 },
    py: 0.75,
    textAlign: 'left',
    verticalAlign: 'top',
    overflowWrap: 'anywhere',
    borderBottom: '1px solid',
    borderColor: 'divider',
  },
  '& thead th': { overflowWrap: 'normal' },
  '& tbody th': { fontWeight: 'fontWeightRegular', width: { xs: '45%', sm: '36%' } },
  '& .wide': { display: { xs: 'none', sm: 'table-cell' }, textAlign: 'right' },
} as const;
const narrow = { display: { xs: 'block', sm: 'none' } };

function CertificateRow({ row, now, withRecordings }: CertificateRowProps) {
  const { id, name, serial, notAfter, from, state, standing, recordings } = row;
  const expired = Date.parse(notAfter) < now.getTime();
  const proof = proofText(standing);
  return (
    <tr>
      <th scope="row">
        {id !== undefined && from === 'keystore' ? (
          <Link component={RouterLink} to={paths.certificate(id)} underline="always">
            {name}
          </Link>
        ) : (
          name
        )}
        <Typography variant="body2" sx={{ fontFamily: 'monospace', fontSize: 'caption.fontSize' }}>
          {serial}
        </Typography>
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {`${expired ? states.expired : 'Expires'} ${dayText(notAfter)}${from === 'recently deleted' ? ', recently deleted' : ''}`}
        </Typography>
        {recordings !== undefined && recordings > 0 && (
          <Typography variant="body2" sx={narrow}>
            {numberText(recordings)} {recordings === 1 ? 'recording needs' : 'recordings need'} it
          </Typography>
        )}
      </th>
      <td>
        <StatusChip tone={tones[state]} text={stateText[state]} />
        <Typography variant="body2" sx={{ mt: 0.5 }}>
          {standingText(standing)}
        </Typography>
        {proof && (
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {proof}
          </Typography>
        )}
      </td>
      {withRecordings && <td className="wide">{recordings !== undefined && numberText(recordings)}</td>}
    </tr>
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
      'Valid until',
      'Certificate from',
      'Copy of the private key',
      'Where',
      'Proof',
      'Recordings that need it',
      'Checked at',
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
